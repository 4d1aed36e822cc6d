"""A word stretched at one joint by a kashida, drawn with the font's own tatweels.

Tatweels are inserted and the word is shaped again, so that the font picks its joining shapes and, where it has them
(Amiri: one to seven tatweels), its curved kashida. The glyphs of the tatweels are stretched to the exact width and
merged into the cluster of the letter after them, whose text stays that letter alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import NamedTuple

from typeset.render.shape import clusters as codes
from typeset.render.shape.clusters import Cluster, GlyphPart
from typeset.render.shape.font import FACES_CACHED, WORDS_KEPT, ShapedWord, ShapingFace, Style

TATWEEL = "\u0640"
MOST = 7
"""Tatweels: no font draws a longer curved kashida."""
SHORTEST_SHARE = 0.5
"""A tatweel is narrowed to half its width at most: its stroke must stay a stroke."""


class StretchedWord(NamedTuple):
    """The clusters of a word with tatweels, which are `clusters[letter + 1 : stop]`; `letter` is the one after them."""

    clusters: list[Cluster]
    letter: int
    stop: int
    fixed: int
    """The growth of the rest of the word in font units, where other joining shapes were picked."""

    @property
    def width(self) -> int:
        """The natural width of the tatweels."""
        return sum(tatweel.end - tatweel.start for tatweel in self.clusters[self.letter + 1 : self.stop])


@lru_cache(maxsize=WORDS_KEPT)
def least(face: ShapingFace, word: str, index: int, style: Style) -> float:
    """The least growth, in font units, of a kashida before the letter `index`; infinite where the font has none."""
    stretch = _stretch(face, word, index, style, 1)
    return inf if stretch is None else max(0, stretch.fixed + SHORTEST_SHARE * stretch.width)


@lru_cache(maxsize=WORDS_KEPT)
def stretched(face: ShapingFace, word: str, index: int, growth: int, style: Style) -> ShapedWord | None:
    """The word, wider by exactly `growth` font units; None where this font cannot."""
    chosen = _nearest(face, word, index, growth, style)
    if chosen is None:
        return None
    clusters = list(_merged(chosen, growth - chosen.fixed))
    return face.word_from(word, codes.placed(clusters, rtl=True, upem=face.upem), clusters[-1].end)


def _nearest(face: ShapingFace, word: str, index: int, growth: int, style: Style) -> StretchedWord | None:
    """The word with the tatweels that need least stretching to grow it by `growth`; None: it cannot grow so little."""
    best = _stretch(face, word, index, style, 1)
    if best is None or growth < best.fixed + SHORTEST_SHARE * best.width:
        return None
    wanted = min(MOST, round((growth - best.fixed) / max(1, best.width)))
    for number in (wanted, wanted - 1) if wanted > 1 else ():
        other = _stretch(face, word, index, style, number)
        if other is not None and other.stop - other.letter == 2:
            return other
    return best


def _stretch(face: ShapingFace, word: str, index: int, style: Style, number: int) -> StretchedWord | None:
    """The word with `number` tatweels; None where the font lacks the tatweel, ligates it with a letter, or slopes.

    A level stroke breaks the slope of nastaliq and ruqaa: their lines are filled with spaces alone.
    """
    if _slopes(face, style):
        return None
    text = word[:index] + TATWEEL * number + word[index:]
    clusters = face.clusters(text, style)
    firsts = [cluster.first for cluster in clusters]
    if index not in firsts or index + number not in firsts:
        return None
    plain = face.word(word, style)
    letter, last = firsts.index(index + number), firsts.index(index)
    width = clusters[last].end - clusters[letter].end
    if plain is None or width <= 0:
        return None
    return StretchedWord(clusters, letter, last + 1, clusters[-1].end - plain.advance - width)


@lru_cache(maxsize=FACES_CACHED)
def _slopes(face: ShapingFace, style: Style) -> bool:
    return face.slopes(style)


def _merged(stretch: StretchedWord, width: int) -> Iterator[Cluster]:
    """The clusters of the word, its tatweels stretched to `width` and merged into the letter at their left."""
    clusters, letter = stretch.clusters, stretch.clusters[stretch.letter]
    shift = width - stretch.width
    yield from clusters[: stretch.letter]
    yield letter._replace(
        end=letter.end + width,
        drawn=(*letter.drawn, *_stroke(stretch, width)),
        own=letter.own + width,
    )
    for cluster in clusters[stretch.stop :]:
        drawn = tuple(part._replace(dx=part.dx + shift) for part in cluster.drawn)
        yield cluster._replace(start=cluster.start + shift, end=cluster.end + shift, drawn=drawn)


def _stroke(stretch: StretchedWord, width: int) -> Iterator[GlyphPart]:
    """The parts of the tatweels, stretched in proportion to their widths."""
    start, natural = stretch.clusters[stretch.letter].end, stretch.width
    for tatweel in stretch.clusters[stretch.letter + 1 : stretch.stop]:
        left, right = (start + (edge - start) * width // natural for edge in (tatweel.start, tatweel.end))
        for part in tatweel.drawn:
            yield part._replace(dx=left + part.dx - tatweel.start, width=right - left)
