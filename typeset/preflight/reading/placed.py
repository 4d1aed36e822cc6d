"""The words of a page with their places: what stands behind a click on a word of the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from typeset.preflight.content.geometry import Box
from typeset.preflight.content.painted import Painted, PaintKind
from typeset.preflight.reading import compare, structure
from typeset.preflight.reading.bidi import reading_order
from typeset.preflight.reading.structure import MarkedContent, Sized

ASCENT, DESCENT = 0.9, 0.35
"""How far above and below its baseline a word's box reaches, in em: high enough for the marks of most letters."""


class PlacedWord(NamedTuple):
    """A word of a page, as `compare.words` cuts a text: its letters, the page from 1, its box on it in pt.

    A word that is broken over two lines has a box for each part.
    """

    word: str
    page: int
    boxes: tuple[Box, ...]


class Letter(NamedTuple):
    """A letter with the marks that it bears, in NFC, and its box; a space and a line's end have none."""

    text: str
    box: Box | None = None


LINE_END = Letter("\n")


def placed_words(
    leaves: Sequence[MarkedContent], pages: Sequence[Iterable[Painted]], *, notes_last: bool = True
) -> list[PlacedWord]:
    """The words of a file's structure in reading order, page by page, the notes of a page after all else."""
    placed: list[PlacedWord] = []
    for number, painted in enumerate(pages, 1):
        things = _by_mcid(painted)
        own = [leaf for leaf in leaves if leaf.page == number - 1 and leaf.mcid in things]
        if notes_last:
            own.sort(key=structure.in_note)
        placed += _words(list(_letters(own, things)), number)
    return placed


def _by_mcid(painted: Iterable[Painted]) -> dict[int, list[Painted]]:
    """The text of each marked content of a page."""
    things: dict[int, list[Painted]] = {}
    for thing in painted:
        if thing.kind is PaintKind.TEXT and not thing.is_artifact and thing.mcid is not None:
            things.setdefault(thing.mcid, []).append(thing)
    return things


def _letters(leaves: Sequence[MarkedContent], things: dict[int, list[Painted]]) -> Iterator[Letter]:
    """The letters of a page in reading order; where one marked content continues a word of another, without a break."""
    before: MarkedContent | None = None
    last: structure.Row | None = None
    for leaf in leaves:
        lines = list(structure.lines_of(things[leaf.mcid]))
        if not lines:
            continue
        row = structure.row_of(lines[0])
        if before and not (last and structure.goes_on(before, leaf) and last.touches(row)):
            yield LINE_END
        for at, line in enumerate(lines):
            yield from (LINE_END,) if at else ()
            yield from _line(structure.visible_line(line))
        before, last = leaf, structure.row_of(lines[-1])


def _line(visible: list[Sized | None]) -> Iterator[Letter]:
    """The letters of a line in reading order."""
    texts = [sized[0].text if sized else " " for sized in visible]
    letters = [_letter(visible[at]) for at in reading_order(texts)]
    held: Letter | None = None
    for letter in letters:
        if held and letter.text and unicodedata.combining(letter.text[0]):
            held = Letter(held.text + letter.text, held.box)
            continue
        if held:
            yield held
        held = letter
    if held:
        yield held


def _letter(sized: Sized | None) -> Letter:
    if sized is None:
        return Letter(" ")
    glyph, size = sized
    left, right = sorted((glyph.x, glyph.end))
    return Letter(glyph.text, Box(left, glyph.y - DESCENT * size, right, glyph.y + ASCENT * size))


def _words(letters: list[Letter], page: int) -> list[PlacedWord]:
    """The words that the letters of a page make, each with the boxes of its letters, joined on each line."""
    text, owner = "", list[int]()
    for at, letter in enumerate(letters):
        plain = compare.plain(letter.text)
        text += plain
        owner += [at] * len(plain)
    words = []
    for match in compare.WORD.finditer(text):
        boxes = [letters[at].box for at in dict.fromkeys(owner[match.start() : match.end()])]
        words.append(PlacedWord(match[0], page, tuple(_joined(box for box in boxes if box))))
    return words


def _joined(boxes: Iterable[Box]) -> Iterator[Box]:
    """The boxes of letters as one box for each line on which they stand."""
    line: Box | None = None
    for box in boxes:
        if line is not None and abs(line.y0 - box.y0) < (box.y1 - box.y0) / 2:
            line = Box(min(line.x0, box.x0), min(line.y0, box.y0), max(line.x1, box.x1), max(line.y1, box.y1))
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line
