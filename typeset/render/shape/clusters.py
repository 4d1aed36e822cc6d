"""The clusters of a shaped word, and its codes: one for a character.

Every character is one code with a glyph of its own, so that each code has one text and one width whatever the font
does inside. The first character of a cluster carries the whole outline, base, dots and marks; the others are blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from typeset.render.shape.harfbuzz import ShapedGlyph

JOINERS = "\u200c\u200d"
ZERO_WIDTH_SPACE = "\u200b"
KERN_LIMIT = 15
"""In 1/1000 em: kerning beyond this changes a code's advance; less is ignored, so that words share codes."""
LEAST_ROOM = 30
"""In 1/1000 em: the least advance of a letter."""
FARTHEST = 20_000
"""In font units: how far a part may lie from the origin of its code, ten to twenty em."""
MOST_WIDE = 30_000
"""In font units: the width of a code. A font file counts to 32,767."""
TWIN_ROOM = 110
"""In 1/1000 em: the least distance of two equal letters, from start to start and from end to end. MuPDF takes one that
is less than a tenth of an em from the other for the same letter, printed twice to look bold, and drops it."""


class Lender(Protocol):
    """A face (`font.ShapingFace`) whose glyphs another one borrows."""

    content: bytes
    index: int
    upem: int

    @property
    def tables(self) -> Mapping[str, bytes]:
        """Its tables by their tags."""

    def advance(self, glyph: int) -> int:
        """A glyph's own advance."""

    def __hash__(self) -> int:
        """Faces are told apart by what they are, not by what they hold."""


class GlyphPart(NamedTuple):
    """A glyph of the font, moved by (dx, dy), and stretched until it is `width` wide (0: as it is). In font units.

    The glyph, and the units of its width, are those of the `lender` where another face lends it.
    """

    glyph: int
    dx: int
    dy: int
    width: int = 0
    lender: Lender | None = None


class Code:
    """A character code of the embedded font: its glyph parts, its advance in font units, the text it maps to.

    A face has only one instance for the same parts, advance and text, so codes are compared by identity.
    """

    __slots__ = ("advance", "parts", "text")

    def __init__(self, parts: tuple[GlyphPart, ...], advance: int, text: str) -> None:
        self.parts = parts
        self.advance = advance
        self.text = text


class Placed(NamedTuple):
    """The values of a code, and its distance from the left edge of its word, in font units."""

    parts: tuple[GlyphPart, ...]
    advance: int
    text: str
    x: int


class Cluster(NamedTuple):
    """A cluster: the glyphs for `text`, from `start` to `end` in font units from the left edge of the word."""

    text: str
    first: int
    start: int
    end: int
    drawn: tuple[GlyphPart, ...]
    own: int
    """The advances that the font gives its glyphs, without kerning."""


def clusters_of(glyphs: Sequence[ShapedGlyph], text: str, own: Sequence[int], *, rtl: bool) -> list[Cluster]:
    """The clusters from left to right. `own` holds the font's own advance of each glyph."""
    clusters = _grouped(glyphs, text, own)
    has_format_characters = any(cluster.text.strip(JOINERS) == "" for cluster in clusters)
    return _with_letters(clusters, rtl=rtl) if has_format_characters else clusters


def _grouped(glyphs: Sequence[ShapedGlyph], text: str, own: Sequence[int]) -> list[Cluster]:
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters: list[Cluster] = []
    pen = 0
    for glyph, width in zip(glyphs, own, strict=True):
        part = GlyphPart(glyph.id, pen + glyph.dx, glyph.dy)
        pen += glyph.advance
        natural = width if glyph.advance > 0 else 0
        if clusters and clusters[-1].first == glyph.cluster:
            last = clusters[-1]
            clusters[-1] = last._replace(end=pen, drawn=(*last.drawn, part), own=last.own + natural)
        else:
            letters = visible(text[glyph.cluster : ends[glyph.cluster]])
            clusters.append(Cluster(letters, glyph.cluster, pen - glyph.advance, pen, (part,), natural))
    return clusters


def _with_letters(clusters: Sequence[Cluster], *, rtl: bool) -> list[Cluster]:
    """The clusters without those of format characters; a joiner is added to the text of the letter before it."""
    result: list[Cluster] = []
    joiners = ""
    for cluster in clusters if not rtl else reversed(clusters):
        if cluster.text.strip(JOINERS):
            result.append(cluster)
        elif result:
            result[-1] = result[-1]._replace(text=result[-1].text + cluster.text)
        else:
            joiners += cluster.text
    if joiners and result:
        result[0] = result[0]._replace(text=joiners + result[0].text)
    return result[::-1] if rtl else result


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """The text without format characters, but with the joiners, which belong to the spelling."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in JOINERS)


def is_mark(character: str) -> bool:
    """Whether it is a combining mark (over, under or around a letter)."""
    return unicodedata.category(character) in ("Mn", "Me")


def placed(clusters: Sequence[Cluster], *, rtl: bool, upem: int) -> Iterator[Placed]:
    """The codes of a word, from left to right."""
    for cluster in (
        _with_room(cluster, upem) for cluster in _twins_parted(clusters, TWIN_ROOM * upem // 1000, rtl=rtl)
    ):
        advance = _advance(cluster, upem)
        parts = _within_reach(_moved_part(cluster.drawn, -cluster.start))
        if rtl and len(cluster.text) > 1:
            yield from _spread(cluster, parts, advance)
        else:
            yield Placed(parts, advance, cluster.text or ZERO_WIDTH_SPACE, cluster.start)


def _moved_part(parts: tuple[GlyphPart, ...], by: int) -> tuple[GlyphPart, ...]:
    return tuple([GlyphPart(glyph, dx + by, dy, width) for glyph, dx, dy, width, _ in parts]) if by else parts


def _within_reach(parts: tuple[GlyphPart, ...]) -> tuple[GlyphPart, ...]:
    """The parts without those that lie beyond every page: a hundred vowel signs piled up on one letter."""
    if all(-FARTHEST < part.dx < FARTHEST and -FARTHEST < part.dy < FARTHEST for part in parts):
        return parts
    return tuple(part for part in parts if -FARTHEST < part.dx < FARTHEST and -FARTHEST < part.dy < FARTHEST)


def _twins_parted(clusters: Sequence[Cluster], room: int, *, rtl: bool) -> Sequence[Cluster]:
    """The clusters, those with an equal letter or mark at least `room` font units apart; nothing moves on the page."""
    parted = list(clusters)
    for at in range(len(parted) - 2, -1, -1):
        left, right = parted[at], parted[at + 1]
        neighbours = left.text[:1] == right.text[-1:] if rtl else left.text[-1:] == right.text[:1]
        if neighbours and right.end - left.end < room:
            border = right.end - room
            left = left._replace(end=border, own=border - left.start)
            parted[at + 1] = right._replace(start=border, own=room)
        twins = (other.start - room for other in parted[at + 1 :] if not set(left.text).isdisjoint(other.text))
        start = min(left.start, next(twins, left.start))
        parted[at] = left if start == left.start else left._replace(start=start, own=left.end - start)
    return parted


def _with_room(cluster: Cluster, upem: int) -> Cluster:
    """The cluster with an advance of at least LEAST_ROOM for a letter, so that x positions tell the reading order."""
    room = LEAST_ROOM * upem // 1000
    if cluster.end - cluster.start >= room or not cluster.text or is_mark(cluster.text[0]):
        return cluster
    return cluster._replace(start=cluster.end - room, own=room)


def _advance(cluster: Cluster, upem: int) -> int:
    """The font's own advance, so that words share codes; the kerned one where they differ by more than KERN_LIMIT."""
    advance = cluster.end - cluster.start
    kerned = cluster.text != " " and advance > 0 and abs(advance - cluster.own) * 1000 > KERN_LIMIT * upem
    return advance if kerned else cluster.own


def _spread(cluster: Cluster, parts: tuple[GlyphPart, ...], advance: int) -> Iterator[Placed]:
    """One code for each character of a right-to-left cluster; letters share the advance, marks have none.

    A joiner shares the code of the letter before it: pdf.js drops a joiner that stands alone.
    """
    characters = _with_joiners(cluster.text)
    letters = [at for at, part in enumerate(characters) if not is_mark(part[-1])]
    bearer = letters[0] if letters else 0
    shares = _shares(advance, len(letters))
    x = 0
    for at in reversed(range(len(characters))):
        share = next(shares) if at in letters else 0
        shape = _moved_part(parts, -x) if at == bearer else ()
        yield Placed(shape, share, characters[at], cluster.start + x)
        x += share


def _with_joiners(text: str) -> list[str]:
    """The characters of a text, each joiner put in front of the letter before it, in one string with it."""
    characters: list[str] = []
    for letter in text:
        if characters and (letter in JOINERS or characters[-1] in JOINERS):
            characters[-1] = letter + characters[-1]
        else:
            characters.append(letter)
    return characters


def _shares(advance: int, number: int) -> Iterator[int]:
    """An advance divided into `number` integers that differ by 1 at most."""
    return (advance // number + (rank < advance % number) for rank in range(number))


def number(clusters: Sequence[Cluster], most: int = MOST_WIDE) -> Iterator[Placed]:
    """A whole number as one code: MuPDF would reverse Arabic-Indic digits that are separate codes.

    One wider than `most` font units, some fifty digits, is several codes: a font file holds no shape so wide.
    """
    some: list[Cluster] = []
    for cluster in clusters:
        if some and cluster.end - some[0].start > most:
            yield _together(some)
            some = []
        some.append(cluster)
    yield _together(some)


def _together(clusters: Sequence[Cluster]) -> Placed:
    start = clusters[0].start
    parts = tuple(part for cluster in clusters for part in _moved_part(cluster.drawn, -start))
    return Placed(parts, clusters[-1].end - start, "".join(cluster.text for cluster in clusters), start)
