"""PDF objects as pikepdf gives them, and the repair of malformed numbers in content streams."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import pikepdf

Value: TypeAlias = Any
"""A PDF object: a number as int or Decimal, a boolean as bool, all else as a pikepdf.Object of some type."""


MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, pikepdf.PdfError)
"""Exceptions that a malformed part of a file causes. They become findings of severity ERROR, so that a bug of ours
that raises one of them is not hidden either."""


def name_of(value: Value) -> str:
    """A name or string as text. Names are UTF-8 (ISO 32000-1, 7.3.5); one that is not is read as Latin-1."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return bytes(value).decode("latin-1")


def named(found: Value, name: Value) -> Value:
    """The entry of a dictionary that a name refers to, also where the name is not UTF-8; None where there is none."""
    try:
        key = bytes(name).decode("utf-8", "surrogateescape") if isinstance(name, pikepdf.Name) else str(name)
        return found[f"/{key.lstrip('/')}"]  # only so does pikepdf take a name that is not UTF-8
    except KeyError:
        return None


def entries(value: Value) -> Value:
    """The value, where it is a dictionary or a stream; else a dictionary without entries."""
    return value if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) else pikepdf.Dictionary()


def items(value: Value) -> list[Value]:
    """The members of an array; another value as the only member; none for None."""
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
    """Whether an unknown operator is a malformed number: `58.594-16.69`."""
    return word[:1] in BEGINS_A_NUMBER


def broken_number(part: Value) -> str:
    """The token that stands in place of a number, for messages: the name that `mended` has made of it."""
    return str(part)[1:] if isinstance(part, pikepdf.Name) else "a number too large"


def mended(content: bytes) -> bytes:
    """The content with each broken number inside an array turned into a name, followed by its readable beginning.

    Readers stop at such a token, give up the page, or take its beginning, as we do; the name keeps the token.
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
