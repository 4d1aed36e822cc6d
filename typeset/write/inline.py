"""A text with marks -> one line of Markdown that reads back as the same text with the same marks.

Marks may overlap in a text and must nest in Markdown: one that reaches out of another is written in two pieces.

Emphasis beside letters is tricky in CommonMark: whether `*` opens or closes depends on what stands on both sides of it,
white space, punctuation or a letter (`ب**«كلمة»**` is none). Where the neighbours do not allow it they are written as
entities, whose `&` and `;` are punctuation. An empty comment parts an end of emphasis from a beginning.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import category

from typeset.model.text import Mark, MarkKind, Text

ORDER = (
    MarkKind.LANGUAGE,
    MarkKind.SUPERSCRIPT,
    MarkKind.SUBSCRIPT,
    MarkKind.LINK,
    MarkKind.STRONG,
    MarkKind.EMPHASIS,
    MarkKind.CODE,
)
"""Of marks that begin together and end together, which stands outside."""

SPANS = frozenset({MarkKind.LANGUAGE, MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT})
"""Written as `[words]{…}`, which cannot stand inside a link."""

DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*"}
COMMENT = "<!-- -->"
_ALWAYS_ESCAPED = frozenset("\\`*[]<&{")
_AFTER_BRACKET = frozenset("(:")
"""Characters that would make a link or a definition of the brackets before them."""


@dataclass(slots=True)
class _WrittenPiece:
    """A character as it is written, or a sign of Markdown (which has no letter)."""

    written: str
    letter: str = ""
    opens: bool = False
    closes: bool = False


def line(text: Text) -> str:
    """The text as inline Markdown on one line; a line end becomes `<br>`."""
    pieces = list(_parted(_MarkdownWriter(text).pieces()))
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        if piece.letter:
            _escape(before, piece, after)
    return _settled(pieces)


def _settled(pieces: list[_WrittenPiece]) -> str:
    """The pieces as one line, with room made until all emphasis has it: an entity may take it from a neighbour."""
    before, written = "", "".join(piece.written for piece in pieces)
    while before != written:
        for at, piece in enumerate(pieces):
            if piece.opens or piece.closes:
                _make_room(pieces, at)
        before, written = written, "".join(piece.written for piece in pieces)
    return written


@dataclass(slots=True)
class _MarkdownWriter:
    """Walks along a text and opens and closes its marks, each inside the one before it."""

    text: Text
    open: list[Mark] = field(default_factory=list)

    def pieces(self) -> Iterator[_WrittenPiece]:
        nesting = deque(sorted((mark for mark in self.text.marks if mark.kind in ORDER), key=_from_outside))
        notes = deque(mark for mark in self.text.marks if mark.kind is MarkKind.FOOTNOTE)
        at = 0
        while at <= len(self.text.text):
            here = list(_taken(nesting, at))
            yield from self._change(at, [note.value for note in _taken(notes, at)], here)
            code = next((mark for mark in here if mark.kind is MarkKind.CODE), None)
            if code:
                yield _WrittenPiece(_code(self.text.text[at : code.end]))
                at = code.end
                continue
            letter = self.text.text[at : at + 1]
            if letter:
                yield _WrittenPiece("<br>") if letter == "\n" else _WrittenPiece(letter, letter)
            at += 1

    def _change(self, at: int, notes: Sequence[str], begun: Sequence[Mark]) -> Iterator[_WrittenPiece]:
        """All the signs at one place.

        What ends here is ended, with what stands inside it; footnotes and signs in brackets stand outside of links, so
        these are ended too; then everything that goes on is begun again, and what is new.
        """
        spans = [mark for mark in begun if mark.kind in SPANS]
        over = [mark for mark in self.open if mark.end <= at or (mark.kind is MarkKind.LINK and (notes or spans))]
        first = min(map(self.open.index, over), default=len(self.open))
        ended, self.open = self.open[first:], self.open[:first]
        yield from map(_end, reversed(ended))
        yield from (_WrittenPiece(f"[^{note}]") for note in notes)
        lasting = [mark for mark in ended if mark.end > at]
        new = [mark for mark in begun if mark.kind not in {*SPANS, MarkKind.CODE}]
        for mark in (*spans, *lasting, *new):
            self.open.append(mark)
            yield _WrittenPiece(DELIMITERS[mark.kind], opens=True) if mark.kind in DELIMITERS else _WrittenPiece("[")


def _from_outside(mark: Mark) -> tuple[int, bool, int, int]:
    """The order in which marks are opened."""
    return mark.start, mark.kind not in SPANS, -mark.end, ORDER.index(mark.kind)


def _taken(marks: deque[Mark], at: int) -> Iterator[Mark]:
    """The marks that begin here, which are taken off the list; code is the last of them."""
    while marks and marks[0].start <= at:
        mark = marks.popleft()
        yield mark
        if mark.kind is MarkKind.CODE:
            return


def _end(mark: Mark) -> _WrittenPiece:
    if mark.kind in DELIMITERS:
        return _WrittenPiece(DELIMITERS[mark.kind], closes=True)
    if mark.kind is MarkKind.LINK:
        return _WrittenPiece(f"]({_address(mark.value)})")
    if mark.kind is MarkKind.LANGUAGE:
        return _WrittenPiece(f"]{{lang={mark.value}}}")
    return _WrittenPiece("]{sup}" if mark.kind is MarkKind.SUPERSCRIPT else "]{sub}")


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


def _parted(pieces: Iterable[_WrittenPiece]) -> Iterator[_WrittenPiece]:
    """The pieces, with an end of emphasis and a beginning after it parted, and those of one kind as one run."""
    run: _WrittenPiece | None = None
    for piece in pieces:
        if run and (piece.opens, piece.closes) == (run.opens, run.closes):
            run.written += piece.written
            continue
        if run:
            yield run
            if piece.opens or piece.closes:
                yield _WrittenPiece(COMMENT)
        run = piece if piece.opens or piece.closes else None
        if not run:
            yield piece
    if run:
        yield run


def _escape(before: _WrittenPiece | None, piece: _WrittenPiece, after: _WrittenPiece | None) -> None:
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


def _make_room(pieces: list[_WrittenPiece], at: int) -> None:
    """Write the neighbours of a run of `*` as entities, where as they are it would not open or close."""
    run = pieces[at]
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    outer, inner = (before, after) if run.opens else (after, before)
    outside = _kind(outer.written[0 if outer is after else -1]) if outer else "space"
    inside = _kind(inner.written[0 if inner is after else -1]) if inner else "space"
    if inside == "letter" or (inside == "punctuation" and outside in {"space", "punctuation"}):
        return
    _as_entity(inner)
    if outside not in {"space", "punctuation"}:
        _as_entity(outer)


def _as_entity(piece: _WrittenPiece | None) -> None:
    if piece and piece.letter:
        piece.written = f"&#{ord(piece.letter)};"


def _kind(letter: str) -> str:
    """What a character is to the rules of emphasis; symbols are told apart, for parsers differ about them."""
    if letter.isspace():
        return "space"
    if letter.isascii():
        return "letter" if letter.isalnum() else "punctuation"
    return {"P": "punctuation", "S": "symbol"}.get(category(letter)[0], "letter")
