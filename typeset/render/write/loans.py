"""Glyphs on loan: a right-to-left run in one font, whatever faces its characters come from.

Where a face lacks a full stop, another stands in for it. Written in that one's font it would be a text object of its
own, at the left of the run and so written first; pdf.js and pypdf, which take objects as they come, then read it first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from typeset.render.lines.place import Shown
from typeset.render.shape.clusters import Code, Part
from typeset.render.shape.face import Face, Word


def united(line: Sequence[Shown]) -> Sequence[Shown]:
    """The line with each right-to-left run in the face that sets most of it; the other faces lend it their glyphs."""
    first = line[0].word.face if line else None
    if all(each.word.face is first for each in line):
        return line
    return [each for _, run in groupby(line, lambda each: (each.level, each.leaf)) for each in _one(list(run))]


def _one(run: list[Shown]) -> Iterator[Shown]:
    host = _host(run)
    for each in run:
        own = not each.rtl or each.word.face is host
        yield each if own else each._replace(word=_lent(each.word, host))


def _host(run: list[Shown]) -> Face:
    """The face of most characters; of equals, the one that is read first."""
    said = Counter[Face]()
    for each in sorted(run, key=lambda each: each.order):
        said[each.word.face] += 0 if each.is_space else len(each.word.text)
    return max(said, key=lambda face: said[face])


@lru_cache(maxsize=2000)
def _lent(word: Word, host: Face) -> Word:
    """The word as glyphs of another face's font, as large as they were."""
    scale = host.upem / word.upem

    def lent(code: Code) -> Code:
        moves = [(round(part.dx * scale), round(part.dy * scale)) for part in code.parts]
        parts = [Part(part.glyph, *move, part.width, word.face) for part, move in zip(code.parts, moves, strict=True)]
        return host.code(tuple(parts), round(code.advance * scale), code.text)

    codes = tuple((lent(code), round(x * scale)) for code, x in word.codes)
    return Word(host, word.text, codes, round(word.advance * scale))
