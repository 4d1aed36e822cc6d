"""A font file with a cache of the words it has shaped, each word as codes, one for a character.

Every character is one code with a glyph of its own, so that each code has one text and one width whatever the font
does inside. The first character of a cluster carries the whole outline, base, dots and marks; the others are blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from typeset.render.shape.harfbuzz import HarfBuzzFont, SegmentProperties, ShapedGlyph

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


class GlyphPart(NamedTuple):
    """A glyph of the font, moved by (dx, dy), and stretched until it is `width` wide (0: as it is). In font units.

    The glyph, and the units of its width, are those of the `lender` where another face lends it.
    """

    glyph: int
    dx: int
    dy: int
    width: int = 0
    lender: ShapingFace | None = None


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


# A face: one font file, and a cache of the words that it has shaped.
#
# All is in font units, so one shaped word serves every size and every document. Words are immutable; the cache is
# bounded, and depends on nothing but the font file.


WORDS_KEPT = 20_000
"""Most words in the cache of one face; about 1 kB each."""
FACES_CACHED = 32
ALIKE = "سسس"
"""Letters without dots, which a level hand sets at one height."""
LEAST_SLOPE = 0.05
"""In em, over ALIKE: Noto Nastaliq and Aref Ruqaa climb by a third or more, level faces not at all."""


class Style(NamedTuple):
    """The direction, script, language and OpenType features with which a text is shaped."""

    rtl: bool
    script: int
    language: str
    features: tuple[tuple[str, int], ...] = ()


class ShapedWord:
    """A shaped word, or a part of one: its codes from left to right, each with its distance from the left edge."""

    __slots__ = ("advance", "codes", "face", "length", "text", "upem")

    def __init__(self, face: ShapingFace, text: str, codes: tuple[tuple[Code, int], ...], advance: int) -> None:
        self.face = face
        self.text = text
        self.codes = codes
        self.advance = advance
        self.length = len(text.encode())
        """In bytes of UTF-8, as WeasyPrint counts text."""
        self.upem = face.upem
        """The font units in an em."""


class ShapingFace:
    """A font file (TrueType or CFF outlines) with its cache of shaped words and their codes."""

    def __init__(self, content: bytes, index: int) -> None:
        self.content = content
        self.index = index
        self.font = HarfBuzzFont(content, index)
        self.upem = self.font.upem
        self._advances: dict[int, int] = {}
        self._inks: dict[int, tuple[int, int] | None] = {}
        self._codes: dict[tuple[tuple[GlyphPart, ...], int, str], Code] = {}
        self._words: dict[tuple[str, str, str, Style], ShapedWord | None] = {}
        self._properties: dict[Style, SegmentProperties] = {}

    @cached_property
    def tables(self) -> dict[str, bytes]:
        """The font file's tables by their tags."""
        return _table_directory(self.content, self.index)

    def slopes(self, style: Style) -> bool:
        """Whether its words slope down to the line, as in nastaliq and ruqaa: alike letters stand at unlike heights."""
        heights = {cluster.drawn[0].dy for cluster in self.clusters(ALIKE, style)}
        return bool(heights) and max(heights) - min(heights) > LEAST_SLOPE * self.upem

    def advance(self, glyph: int) -> int:
        """A glyph's own advance."""
        width = self._advances.get(glyph)
        if width is None:
            width = self._advances[glyph] = self.font.advance(glyph)
        return width

    def ink(self, glyph: int) -> tuple[int, int] | None:
        """The left and right end of a glyph's box in font units (it may hold off-curve points); None: it is blank."""
        try:
            return self._inks[glyph]
        except KeyError:
            ink = self._inks[glyph] = self.font.ink(glyph)
            return ink

    def code(self, parts: tuple[GlyphPart, ...], advance: int, text: str) -> Code:
        """The code with these parts, this advance and this text; always the same instance."""
        key = parts, advance, text
        code = self._codes.get(key)
        if code is None:
            code = self._codes.setdefault(key, Code(*key))
        return code

    def word(self, text: str, style: Style, before: str = "", after: str = "") -> ShapedWord | None:
        """The shaped word; None where the font lacks a character. `before` and `after` are only context for joining."""
        key = text, before, after, style
        try:
            return self._words[key]
        except KeyError:
            word = self._shaped(text, style, before, after)
        if len(self._words) >= WORDS_KEPT:
            self._words, self._codes = {}, {}
        self._words[key] = word
        return word

    def word_from(self, text: str, codes: Iterable[Placed], advance: int) -> ShapedWord:
        """A word built from these codes."""
        return ShapedWord(
            self, text, tuple((self.code(code.parts, code.advance, code.text), code.x) for code in codes), advance
        )

    def clusters(self, text: str, style: Style, before: str = "", after: str = "") -> list[Cluster]:
        """The text's clusters from left to right; none where the font lacks a character."""
        start = len(before)
        part = slice(start, start + len(text))
        glyphs = self.font.shape(before + text + after, part, self._properties_for(style))
        if not all(glyph.id for glyph in glyphs):
            return []
        own = [self.advance(glyph.id) for glyph in glyphs]
        return clusters_of([_moved(glyph, start) for glyph in glyphs] if start else glyphs, text, own, rtl=style.rtl)

    def _shaped(self, text: str, style: Style, before: str, after: str) -> ShapedWord | None:
        clusters = self.clusters(text, style, before, after)
        if not clusters:
            return None
        end = clusters[-1].end
        if not style.rtl and text[0] in EASTERN_DIGITS:
            return self.word_from(text, number(clusters), end)
        return self.word_from(text, placed(clusters, rtl=style.rtl, upem=self.upem), end)

    def _properties_for(self, style: Style) -> SegmentProperties:
        properties = self._properties.get(style)
        if properties is None:
            properties = self._properties[style] = SegmentProperties(
                rtl=style.rtl, script=style.script, language=style.language, features=style.features
            )
        return properties


ARABIC_INDIC_DIGITS = frozenset("٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = frozenset("۰۱۲۳۴۵۶۷۸۹")
EASTERN_DIGITS = ARABIC_INDIC_DIGITS | PERSIAN_DIGITS
"""A number in these digits is one code, which readers that reverse a line keep whole."""


def _moved(glyph: ShapedGlyph, start: int) -> ShapedGlyph:
    return glyph._replace(cluster=glyph.cluster - start)


def _table_directory(content: bytes, index: int) -> dict[str, bytes]:
    """Tag -> table, of a single font or of one in a collection."""
    at = int.from_bytes(content[12 + 4 * index : 16 + 4 * index], "big") if content[:4] == b"ttcf" else 0
    count = int.from_bytes(content[at + 4 : at + 6], "big")
    tables = {}
    for entry in range(at + 12, at + 12 + 16 * count, 16):
        start, length = (int.from_bytes(content[entry + skip : entry + skip + 4], "big") for skip in (8, 12))
        tables[content[entry : entry + 4].decode("latin-1")] = content[start : start + length]
    return tables


_faces: dict[tuple[bytes, int], ShapingFace] = {}
_lock = Lock()


def face_from(content: bytes, index: int = 0) -> ShapingFace:
    """The face of a font file (of font `index` in a collection), from a cache of the last FACES_CACHED used."""
    key = sha256(content).digest(), index
    with _lock:
        face = _faces.pop(key, None) or ShapingFace(content, index)
        _faces[key] = face
        while len(_faces) > FACES_CACHED:
            del _faces[next(iter(_faces))]
    return face
