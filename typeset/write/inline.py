"""A text with marks -> one line of Markdown that reads back as the same text with the same marks.

Marks may overlap in a text and must nest in Markdown: one that reaches out of another is written in two pieces.

Emphasis beside letters is tricky in CommonMark: whether `*` opens or closes depends on what stands on both sides of it,
white space, punctuation or a letter (`ب**«كلمة»**` is none). Where the neighbours do not allow it they are written as
entities, whose `&` and `;` are punctuation. An empty comment parts an end of emphasis from a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from unicodedata import category

from typeset.article import Mark, MarkKind, Text

ORDER = (
    MarkKind.LANGUAGE,
    MarkKind.LINK,
    MarkKind.STRONG,
    MarkKind.EMPHASIS,
    MarkKind.SUPERSCRIPT,
    MarkKind.SUBSCRIPT,
    MarkKind.CODE,
)
"""Of marks that begin together and end together, which stands outside."""

DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*"}
COMMENT = "<!-- -->"
_ALWAYS_ESCAPED = frozenset("\\`*[]<&{")
_AFTER_BRACKET = frozenset("(:")
"""Characters that would make a link or a definition of the brackets before them."""


@dataclass(slots=True)
class _Piece:
    """A character as it is written, or a sign of Markdown (which has no letter)."""

    written: str
    letter: str = ""
    opens: bool = False
    closes: bool = False


def line(text: Text) -> str:
    """The text as inline Markdown on one line; a line end becomes `<br>`."""
    pieces = list(_parted(_Writer(text).pieces()))
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        if piece.letter:
            _escape(before, piece, after)
    for at, piece in enumerate(pieces):
        if piece.opens or piece.closes:
            _make_room(pieces, at)
    return "".join(piece.written for piece in pieces)


@dataclass(slots=True)
class _Writer:
    """Walks along a text and opens and closes its marks, each inside the one before it."""

    text: Text
    open: list[Mark] = field(default_factory=list)

    def pieces(self) -> Iterator[_Piece]:
        nesting = [mark for mark in self.text.marks if mark.kind in ORDER]
        nesting.sort(key=lambda mark: (mark.start, -mark.end, ORDER.index(mark.kind)))
        notes = [mark for mark in self.text.marks if mark.kind is MarkKind.FOOTNOTE]
        at = 0
        while True:
            yield from self._close(at)
            while notes and notes[0].start <= at:
                yield _Piece(f"[^{notes.pop(0).value}]")
            while nesting and nesting[0].start <= at and nesting[0].kind is not MarkKind.CODE:
                yield from self._opened(nesting.pop(0))
            if at >= len(self.text.text):
                return
            if nesting and nesting[0].start <= at:
                code = nesting.pop(0)
                yield _Piece(_code(self.text.text[at : code.end]))
                at = code.end
            else:
                letter = self.text.text[at]
                yield _Piece("<br>") if letter == "\n" else _Piece(letter, letter)
                at += 1

    def _close(self, at: int) -> Iterator[_Piece]:
        """End the marks that end here; what stands inside them and goes on is ended and begun again."""
        again: list[Mark] = []
        while any(mark.end <= at for mark in self.open):
            mark = self.open.pop()
            yield _end(mark)
            if mark.end > at:
                again.append(mark)
        for mark in reversed(again):
            yield from self._opened(mark)

    def _opened(self, mark: Mark) -> Iterator[_Piece]:
        self.open.append(mark)
        yield _Piece(DELIMITERS[mark.kind], opens=True) if mark.kind in DELIMITERS else _Piece("[")


def _end(mark: Mark) -> _Piece:
    if mark.kind in DELIMITERS:
        return _Piece(DELIMITERS[mark.kind], closes=True)
    if mark.kind is MarkKind.LINK:
        return _Piece(f"]({_address(mark.value)})")
    if mark.kind is MarkKind.LANGUAGE:
        return _Piece(f"]{{lang={mark.value}}}")
    return _Piece("]{sup}" if mark.kind is MarkKind.SUPERSCRIPT else "]{sub}")


def _address(address: str) -> str:
    """An address as it may stand in brackets."""
    if re.search(r"[()<>\\&\s]", address):
        return "<" + re.sub(r"([<>\\&])", r"\\\1", address) + ">"
    return address


def _code(words: str) -> str:
    """Code between as many backticks as it needs."""
    longest = max(map(len, re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _parted(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces, with an end of emphasis and a beginning after it parted, and those of one kind as one run."""
    run: _Piece | None = None
    for piece in pieces:
        if run and (piece.opens, piece.closes) == (run.opens, run.closes):
            run.written += piece.written
            continue
        if run:
            yield run
            if piece.opens or piece.closes:
                yield _Piece(COMMENT)
        run = piece if piece.opens or piece.closes else None
        if not run:
            yield piece
    if run:
        yield run


def _escape(before: _Piece | None, piece: _Piece, after: _Piece | None) -> None:
    """Put a backslash before a character that would mean something."""
    letter = piece.letter
    bracket_before = before is not None and not before.letter and before.written.endswith("]")
    bracket_after = after is not None and not after.letter and after.written.startswith("[")
    between_letters = before and after and before.letter.isalnum() and after.letter.isalnum()
    if (
        letter in _ALWAYS_ESCAPED
        or (letter == "_" and not between_letters)
        or (letter == "!" and bracket_after)
        or (letter in _AFTER_BRACKET and bracket_before)
    ):
        piece.written = f"\\{letter}"


def _make_room(pieces: list[_Piece], at: int) -> None:
    """Write the neighbours of a run of `*` as entities, where as they are it would not open or close."""
    run = pieces[at]
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    outside = _kind(before.written[-1] if before else " "), _kind(after.written[0] if after else " ")
    outer, inner = outside if run.opens else reversed(outside)
    if inner == "letter" or (inner == "punctuation" and outer in {"space", "punctuation"}):
        return
    for piece in (before, after):
        if piece and piece.letter and not piece.letter.isspace():
            piece.written = f"&#{ord(piece.letter)};"


def _kind(letter: str) -> str:
    """What a character is to the rules of emphasis; symbols are told apart, for parsers differ about them."""
    if letter.isspace():
        return "space"
    if letter.isascii():
        return "letter" if letter.isalnum() else "punctuation"
    return {"P": "punctuation", "S": "symbol"}.get(category(letter)[0], "letter")
