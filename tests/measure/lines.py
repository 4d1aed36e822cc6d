"""The lines of a page, measured in the finished PDF: the ink of each word, and the white between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from measure.codes import Shown, shown

FULL = 0.975
"""A line is full from this share of the block's width on."""
ONE_LINE = 0.5
"""In mm: how far apart the baselines of a line's codes may be."""
STRETCHED = 0.05
"""In em: a word that is wider by this than its natural width holds a kashida."""
MM_PER_PT = 25.4 / 72
BLANK = " \u00a0\u034f\u061c"
"""Characters in the text of a space: spaces, and invisible characters that are there for one PDF reader."""


class WordInk(NamedTuple):
    """A word in a line, in mm: letters (sorted), ink from `left` to `right`, advances from `start` to `end`."""

    letters: str
    left: float
    right: float
    start: float
    end: float


class InkLine(NamedTuple):
    """A line: its words from left to right, its font size in pt, whether it is set from edge to edge."""

    words: tuple[WordInk, ...]
    size: float
    is_full: bool

    @property
    def gaps(self) -> tuple[float, ...]:
        """The white between the ink of neighbouring words, in em."""
        return tuple((after.left - before.right) / self.em for before, after in pairwise(self.words))

    @property
    def spaces(self) -> tuple[float, ...]:
        """The gaps between the advances of neighbouring words, in em."""
        return tuple((after.start - before.end) / self.em for before, after in pairwise(self.words))

    @property
    def em(self) -> float:
        """In mm."""
        return self.size * MM_PER_PT

    @property
    def pen(self) -> tuple[float, float]:
        """Where its first and last advances stand, in mm."""
        return self.words[0].start, self.words[-1].end

    @property
    def ink(self) -> tuple[float, float]:
        """Where its ink begins and ends, in mm."""
        return self.words[0].left, self.words[-1].right

    def stretched(self, natural: Mapping[str, float]) -> int:
        """How many of its words are wider than their natural width (in em); a hyphenated word has none: not counted."""
        widths = ((word, (word.end - word.start) / self.em) for word in self.words)
        return sum(width > natural.get(word.letters, width) + STRETCHED for word, width in widths)


def ink_lines(pdf: bytes) -> tuple[InkLine, ...]:
    """The lines of a file that holds one column of text, from the top."""
    lines = [(tuple(_words(codes)), max(code.size for code in codes)) for codes in _rows(shown(pdf))]
    lines = [(words, size) for words, size in lines if words]
    edges = [(words[0].start, words[-1].end) for words, _ in lines]
    width = max(right for _, right in edges) - min(left for left, _ in edges)
    return tuple(InkLine(words, size, words[-1].end - words[0].start > FULL * width) for words, size in lines)


def natural_widths(pdf: bytes) -> dict[str, float]:
    """Each word's least width in a file that is not justified, in em."""
    widths: dict[str, float] = {}
    for line in ink_lines(pdf):
        for word in line.words:
            width = (word.end - word.start) / line.em
            widths[word.letters] = min(width, widths.get(word.letters, width))
    return widths


def _rows(codes: Iterable[Shown]) -> Iterator[list[Shown]]:
    """The codes of each line, from left to right."""
    row: list[Shown] = []
    for code in sorted(codes, key=lambda each: (each.page, -each.y)):
        if row and (code.page != row[0].page or row[0].y - code.y > ONE_LINE):
            yield sorted(row, key=lambda each: (each.start, each.end))
            row = []
        row.append(code)
    if row:
        yield sorted(row, key=lambda each: (each.start, each.end))


def _words(row: Iterable[Shown]) -> Iterator[WordInk]:
    """The words between spaces. A code without ink and width is there for one PDF reader alone and is left out."""
    for is_space, codes in groupby((code for code in row if code.ink or code.end > code.start), _is_space):
        if not is_space:
            yield _word(list(codes))


def _is_space(code: Shown) -> bool:
    return not code.ink and not code.text.strip(BLANK)


def _word(codes: list[Shown]) -> WordInk:
    inks = [code.ink for code in codes if code.ink]
    letters = "".join(code.text for code in codes).strip(BLANK)
    left, right = min(ink[0] for ink in inks), max(ink[2] for ink in inks)
    return WordInk("".join(sorted(letters)), left, right, codes[0].start, max(code.end for code in codes))
