"""Parts of texts: folded letters, passages with their marks, links that are safe to keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

from typeset.model import addresses
from typeset.model.script import Pattern
from typeset.model.text import Mark, MarkKind, Text

# Letters as they are compared, not as they are set: one form for each, so that a word is found however it is typed.


INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
"""Joiners, direction controls and the like."""

BLANK = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
BLANK += "\u2028\u2029\u202f\u205f\u3000"
"""White space, NO-BREAK SPACE included, as str.strip() knows it."""

AT_ENDS = BLANK + INVISIBLE
"""What a line may begin or end with and still say nothing."""

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
    """The text as it is compared: in lower case, without vowel signs, tatweel and invisible characters.

    It knows one alef, one yeh, one kaf, one heh, one noon, and European digits.
    """
    return _VOWEL_SIGNS.sub("", text).translate(_FOLDED).lower()


def same(word: str) -> str:
    """A word or phrase as a key of a table: folded, its white space single."""
    return " ".join(folded(word).split())


def unfolded(text: str, place: int) -> int:
    """The place in `text` that stands at `place` in its folded form."""
    for at, letter in enumerate(text):
        if place <= 0:
            return at
        place -= len(folded(letter))
    return len(text)


# Addresses that may go on: links that are safe to click, pictures that lie in the article's own folder.


SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IGNORED = Pattern(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
"""Characters that a browser skips inside a scheme, and halves of characters; no address has them."""

_SCHEME = Pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PICTURE = Pattern(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml|tiff|bmp);base64,", re.IGNORECASE)


def link(address: str) -> str:
    """The address of a link, complete (`www.` and bare e-mail addresses gain their scheme), or nothing.

    A relative address is nothing too: in a PDF it leads nowhere.
    """
    address = address.strip()
    if _IGNORED.search(address):
        return ""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in SCHEMES and len(address) > scheme.end():
        return address
    return addresses.completed(address)


def picture(address: str) -> str:
    """The place of a picture: a path inside the article's folder, or a data: URL of an image; else nothing.

    `%20` and its like are resolved.
    """
    address = address.strip()
    if _PICTURE.match(address):
        return "".join(address.split())
    path = unquote(address)
    if not path or _IGNORED.search(path.replace(" ", "")) or _SCHEME.match(path):
        return ""
    parts = {*PurePosixPath(path).parts, *PureWindowsPath(path).parts}
    anchored = path.startswith(("/", "\\")) or PureWindowsPath(path).drive
    return "" if anchored or ".." in parts else path


def part(text: Text, start: int, end: int) -> Text:
    """The characters from `start` to `end`, with the marks on them; the column moves along."""
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
    """The lines that the author ended by hand."""
    start = 0
    for line in text.text.split("\n"):
        yield stripped(part(text, start, start + len(line)))
        start += len(line) + 1


def joined(texts: Iterable[Text], separator: str = "\n") -> Text:
    """One text of several, in the place of the first; a line end between them is the author's."""
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
    """Whether the mark makes the whole text bold."""
    return mark.kind is MarkKind.STRONG and mark.start == 0 and mark.end == len(text.text)


def not_bold(text: Text) -> Text:
    """The text without a mark that makes it bold as a whole: a heading is bold by itself."""
    return replace(text, marks=tuple(mark for mark in text.marks if not is_whole(mark, text)))
