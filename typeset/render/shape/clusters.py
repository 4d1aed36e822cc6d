"""A shaped word as codes: what the PDF will show, character by character.

Every character is one code with a glyph of its own, so that each code has one text and one width whatever the font
does inside. The first character of a cluster carries the whole outline, base, dots and marks; the others are blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from typeset.render.shape.harfbuzz import Glyph

if TYPE_CHECKING:
    from typeset.render.shape.face import Face

JOINERS = "\u200c\u200d"
NOTHING = "\u200b"
KERN_LIMIT = 15
"""In 1/1000 em: a difference from the font's own advance that is larger makes a code of its own advance."""
LEAST_ROOM = 30
"""In 1/1000 em: the least advance of a letter."""


class Part(NamedTuple):
    """A glyph of the font, moved by (dx, dy), and stretched until it is `width` wide (0: as it is). In font units.

    The glyph, and the units of its width, are those of the `lender` where another face lends it.
    """

    glyph: int
    dx: int
    dy: int
    width: int = 0
    lender: Face | None = None


class Code:
    """A glyph of ours: its parts, its advance in font units, the text that it stands for. There is one for each key."""

    __slots__ = ("advance", "parts", "text")

    def __init__(self, parts: tuple[Part, ...], advance: int, text: str) -> None:
        self.parts = parts
        self.advance = advance
        self.text = text


class Placed(NamedTuple):
    """A code to be made and its distance from the left edge of its word."""

    parts: tuple[Part, ...]
    advance: int
    text: str
    x: int


class Cluster(NamedTuple):
    """Glyphs that stand for `text` together, from `start` to `end` in font units from the left edge of the word."""

    text: str
    first: int
    start: int
    end: int
    drawn: tuple[Part, ...]
    own: int
    """The advances that the font gives its glyphs, without kerning."""


def of(glyphs: Sequence[Glyph], text: str, own: Sequence[int], *, rtl: bool) -> list[Cluster]:
    """The clusters from left to right. `own` holds the font's own advance of each glyph."""
    found = _grouped(glyphs, text, own)
    return _with_letters(found, rtl=rtl) if any(cluster.text.strip(JOINERS) == "" for cluster in found) else found


def _grouped(glyphs: Sequence[Glyph], text: str, own: Sequence[int]) -> list[Cluster]:
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters: list[Cluster] = []
    pen = 0
    for glyph, width in zip(glyphs, own, strict=True):
        part = Part(glyph.id, pen + glyph.dx, glyph.dy)
        pen += glyph.advance
        natural = width if glyph.advance > 0 else 0
        if clusters and clusters[-1].first == glyph.cluster:
            last = clusters[-1]
            clusters[-1] = last._replace(end=pen, drawn=(*last.drawn, part), own=last.own + natural)
        else:
            said = visible(text[glyph.cluster : ends[glyph.cluster]])
            clusters.append(Cluster(said, glyph.cluster, pen - glyph.advance, pen, (part,), natural))
    return clusters


def _with_letters(clusters: Sequence[Cluster], *, rtl: bool) -> list[Cluster]:
    """Without the clusters of format characters; a joiner becomes part of the letter that it is written after."""
    found: list[Cluster] = []
    joiners = ""
    for cluster in clusters if not rtl else reversed(clusters):
        if cluster.text.strip(JOINERS):
            found.append(cluster)
        elif found:
            found[-1] = found[-1]._replace(text=found[-1].text + cluster.text)
        else:
            joiners += cluster.text
    if joiners and found:
        found[0] = found[0]._replace(text=joiners + found[0].text)
    return found[::-1] if rtl else found


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """Without format characters, but with the joiners, which belong to the spelling."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in JOINERS)


def is_mark(character: str) -> bool:
    """Whether it stands over or under a letter."""
    return unicodedata.category(character) in ("Mn", "Me")


def placed(clusters: Sequence[Cluster], *, rtl: bool, upem: int) -> Iterator[Placed]:
    """The codes of a word, from left to right."""
    for cluster in (_with_room(cluster, upem) for cluster in clusters):
        advance = _advance(cluster, upem)
        parts = _moved(cluster.drawn, -cluster.start)
        if rtl and len(cluster.text) > 1:
            yield from _spread(cluster, parts, advance)
        else:
            yield Placed(parts, advance, cluster.text or NOTHING, cluster.start)


def _moved(parts: tuple[Part, ...], by: int) -> tuple[Part, ...]:
    return tuple([Part(glyph, dx + by, dy, width) for glyph, dx, dy, width, _ in parts]) if by else parts


def _with_room(cluster: Cluster, upem: int) -> Cluster:
    """A letter that hangs over its neighbour and takes no room gets a little, so that places tell the order."""
    room = LEAST_ROOM * upem // 1000
    if cluster.end - cluster.start >= room or not cluster.text or is_mark(cluster.text[0]):
        return cluster
    return cluster._replace(start=cluster.end - room, own=room)


def _advance(cluster: Cluster, upem: int) -> int:
    """The font's own, so that words share codes; what was laid out, where kerning moved it by more than a little."""
    laid = cluster.end - cluster.start
    kerned = cluster.text != " " and laid > 0 and abs(laid - cluster.own) * 1000 > KERN_LIMIT * upem
    return laid if kerned else cluster.own


def _spread(cluster: Cluster, parts: tuple[Part, ...], advance: int) -> Iterator[Placed]:
    """One code for each character, the last one leftmost; letters share the advance, marks have none.

    A joiner rides on the letter before it: alone, pdf.js drops it.
    """
    said = _with_joiners(cluster.text)
    letters = [at for at, part in enumerate(said) if not is_mark(part[-1])]
    bearer = letters[0] if letters else 0
    shares = _shares(advance, len(letters))
    x = 0
    for at in reversed(range(len(said))):
        share = next(shares) if at in letters else 0
        shape = _moved(parts, -x) if at == bearer else ()
        yield Placed(shape, share, said[at], cluster.start + x)
        x += share


def _with_joiners(text: str) -> list[str]:
    """The characters; a joiner stands before (left of) the letter that it rides on."""
    said: list[str] = []
    for letter in text:
        if said and (letter in JOINERS or said[-1] in JOINERS):
            said[-1] = letter + said[-1]
        else:
            said.append(letter)
    return said


def _shares(advance: int, number: int) -> Iterator[int]:
    return (advance // number + (rank < advance % number) for rank in range(number))


def number(clusters: Sequence[Cluster]) -> Placed:
    """A whole number as one code: MuPDF reverses the digits of an Arabic-Indic one where they are several."""
    parts = tuple(part for cluster in clusters for part in cluster.drawn)
    return Placed(parts, clusters[-1].end, "".join(cluster.text for cluster in clusters), 0)
