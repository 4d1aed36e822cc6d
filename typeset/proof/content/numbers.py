"""Numbers as a content stream may write them (ISO 32000-1, 7.3.3), and what stands in their place."""

from __future__ import annotations

import re

import pikepdf

from typeset.proof.content.values import Value

NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
BEGINS_A_NUMBER = frozenset("0123456789+-.")
TOKEN = re.compile(
    rb"""\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)   # a string, with at most one pair of brackets inside
    |<<|>>|<[^<>]*>|%[^\r\n]*|/[^\s()<>\[\]{}/%]*     # a dictionary's ends, a hexadecimal string, a comment, a name
    |\bID\s.*?\sEI\b                                  # the bytes of an image
    |\[|\]|[^\s()<>\[\]{}/%]+""",
    re.DOTALL | re.VERBOSE,
)


def is_broken(word: str) -> bool:
    """Whether an operator that nobody knows is a number gone wrong: `58.594-16.69`."""
    return word[:1] in BEGINS_A_NUMBER


def written(part: Value) -> str:
    """What stands in place of a number, as `mended` has left it."""
    return str(part)[1:] if isinstance(part, pikepdf.Name) else "a number too large"


def mended(content: bytes) -> bytes:
    """The content with each broken number inside an array as a name, after which its readable beginning stands.

    A reader ends at such a token, gives up the page, or takes its beginning, as we do; the name says what was there.
    """
    depth = 0

    def replaced(token: re.Match[bytes]) -> bytes:
        nonlocal depth
        word = token[0]
        depth += (word == b"[") - (word == b"]")
        if depth <= 0 or chr(word[0]) not in BEGINS_A_NUMBER or NUMBER.fullmatch(word):
            return word
        beginning = NUMBER.match(word)
        return b" /%b %b " % (word.replace(b"#", b""), beginning[0] if beginning else b"0")

    return TOKEN.sub(replaced, content)
