"""Tools of all readers: letters folded for comparison, safe addresses, pieces of a marked text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

from typeset.model import addresses
from typeset.model.script import Pattern
from typeset.model.text import Mark, MarkKind, Text

# Folding: variants of a letter become one, so that a word compares equal however it is typed. For comparison only.


INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
"""Joiners, direction controls and the like."""

BLANK = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
BLANK += "\u2028\u2029\u202f\u205f\u3000"
"""White space, NO-BREAK SPACE included, as str.strip() knows it."""

LONGEST_SUBHEADING = 90
"""Characters. A longer line alone, in bold or over a list, is a paragraph."""

AT_ENDS = BLANK + INVISIBLE
"""Characters that are stripped from the ends of a line; a line of these alone is empty."""

_UNSHOWN = Pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_VOWEL_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc]")
_FOLDED = str.maketrans(
    {
        **{ord(sign): None for sign in INVISIBLE},
        **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
        **dict.fromkeys(map(ord, "یىے"), "ي"),
        **dict.fromkeys(map(ord, "ک"), "ك"),
        **dict.fromkeys(map(ord, "ۀہھةۃە"), "ه"),
        ord("ں"): "ن",
        **{0x0660 + digit: str(digit) for digit in range(10)},
        **{0x06F0 + digit: str(digit) for digit in range(10)},
        **dict.fromkeys((0x2011, 0x2010, 0x2212), "-"),
        0xA0: " ",
        0x202F: " ",
    }
)


def folded(text: str) -> str:
    """The text folded for comparison: lower case, without vowel signs, tatweel and invisible characters.

    All forms of alef, yeh, kaf, heh and noon become one each; digits become European. Its length may differ.
    """
    return _VOWEL_SIGNS.sub("", text).translate(_FOLDED).lower()


def clean(text: str) -> str:
    """The text without control characters and halves of characters, which JSON can hold and no page can show."""
    return _UNSHOWN.sub("", text)


def lookup_key(word: str) -> str:
    """A word or phrase as a key for look-up in a table: folded, runs of white space made one space."""
    return " ".join(folded(word).split())


def unfolded_offset(text: str, offset: int) -> int:
    """The offset in `text` of the character at `offset` in its folded form."""
    for at, letter in enumerate(text):
        if offset <= 0:
            return at
        offset -= len(folded(letter))
    return len(text)


# Addresses that are passed on: links that are safe to click, pictures in the article's own folder.


SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IGNORED = Pattern(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
"""Control characters, which browsers skip inside a scheme, and lone surrogates; no address has them."""

_SCHEME = Pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PICTURE = Pattern(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml|tiff|bmp);base64,", re.IGNORECASE)


def link(address: str) -> str:
    """The address of a safe link with its scheme (added to `www.` and bare e-mail addresses), else an empty string.

    A relative address gives an empty string too: in a PDF it leads nowhere.
    """
    address = address.strip()
    if _IGNORED.search(address):
        return ""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in SCHEMES and len(address) > scheme.end():
        return address
    return addresses.completed(address)


def picture(address: str) -> str:
    """The source of a picture: a relative path inside the article's folder, or a data: URL of an image; else empty."""
    address = address.strip()
    return "".join(address.split()) if _PICTURE.match(address) else inside(address)


def inside(address: str) -> str:
    """The path of a file inside the article's folder, its percent-encoding (`%20`) decoded; empty where it is none."""
    path = unquote(address)
    if not path or _IGNORED.search(path.replace(" ", "")) or _SCHEME.match(path):
        return ""
    parts = {*PurePosixPath(path).parts, *PureWindowsPath(path).parts}
    anchored = path.startswith(("/", "\\")) or PureWindowsPath(path).drive
    return "" if anchored or ".." in parts else path


def part(text: Text, start: int, end: int) -> Text:
    """The characters from `start` to `end` with their marks cut to size, and the column of the first one."""
    inside = (
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in text.marks
        if (mark.start < end and mark.end > start) or (mark.start == mark.end and start <= mark.start <= end)
    )
    column = text.column + start if text.column else 0
    return Text(text.text[start:end], tuple(inside), text.line, column)


def stripped(text: Text, characters: str = AT_ENDS) -> Text:
    """The text without these characters at its ends."""
    start = len(text.text) - len(text.text.lstrip(characters))
    end = len(text.text.rstrip(characters))
    return part(text, start, max(start, end)) if (start, end) != (0, len(text.text)) else text


def lines(text: Text) -> Iterator[Text]:
    """The lines of a text, parted at its line breaks and stripped."""
    start = 0
    for line in text.text.split("\n"):
        yield stripped(part(text, start, start + len(line)))
        start += len(line) + 1


def joined(texts: Iterable[Text], separator: str = "\n") -> Text:
    """The texts joined into one, at the place of the first; a separating line end is marked as a line break."""
    texts = tuple(texts)
    marks: list[Mark] = []
    start = 0
    for at, text in enumerate(texts):
        if at and separator == "\n":
            marks.append(Mark(start - 1, start, MarkKind.LINE_BREAK))
        marks += (replace(mark, start=mark.start + start, end=mark.end + start) for mark in text.marks)
        start += len(text.text) + len(separator)
    first = texts[0] if texts else Text("")
    return Text(separator.join(text.text for text in texts), tuple(marks), first.line, first.column)


def is_whole(mark: Mark, text: Text) -> bool:
    """Whether the mark is STRONG and covers the whole text."""
    return mark.kind is MarkKind.STRONG and mark.start == 0 and mark.end == len(text.text)


def not_bold(text: Text) -> Text:
    """The text without a STRONG mark over all of it: a heading is bold by its style."""
    return replace(text, marks=tuple(mark for mark in text.marks if not is_whole(mark, text)))
