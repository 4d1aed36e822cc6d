"""PDF objects as pikepdf gives them, and numbers that a content stream writes wrongly."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import pikepdf

Value: TypeAlias = Any
"""A PDF object: a number as int or Decimal, a truth as bool, all else as a pikepdf.Object of some type."""


def entries(value: Value) -> Value:
    """The value, where it is a dictionary or a stream; else a dictionary without entries."""
    return value if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) else pikepdf.Dictionary()


def items(value: Value) -> list[Value]:
    """The members of an array; what is no array is its own only member, and what is not there has none."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


# Numbers as a content stream may write them (ISO 32000-1, 7.3.3), and what stands in their place.


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
