"""A font file as shaping sees it: the words it has shaped, each as codes, character by character.

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

from typeset.render.shape.harfbuzz import HarfBuzzFont, Manner, ShapedGlyph

JOINERS = "\u200c\u200d"
NOTHING = "\u200b"
KERN_LIMIT = 15
"""In 1/1000 em: a difference from the font's own advance that is larger makes a code of its own advance."""
LEAST_ROOM = 30
"""In 1/1000 em: the least advance of a letter."""


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
    """A glyph of ours: its parts, its advance in font units, the text that it stands for. There is one for each key."""

    __slots__ = ("advance", "parts", "text")

    def __init__(self, parts: tuple[GlyphPart, ...], advance: int, text: str) -> None:
        self.parts = parts
        self.advance = advance
        self.text = text


class Placed(NamedTuple):
    """A code to be made and its distance from the left edge of its word."""

    parts: tuple[GlyphPart, ...]
    advance: int
    text: str
    x: int


class Cluster(NamedTuple):
    """Glyphs that stand for `text` together, from `start` to `end` in font units from the left edge of the word."""

    text: str
    first: int
    start: int
    end: int
    drawn: tuple[GlyphPart, ...]
    own: int
    """The advances that the font gives its glyphs, without kerning."""


def clusters_of(glyphs: Sequence[ShapedGlyph], text: str, own: Sequence[int], *, rtl: bool) -> list[Cluster]:
    """The clusters from left to right. `own` holds the font's own advance of each glyph."""
    found = _grouped(glyphs, text, own)
    return _with_letters(found, rtl=rtl) if any(cluster.text.strip(JOINERS) == "" for cluster in found) else found


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
        parts = _moved_part(cluster.drawn, -cluster.start)
        if rtl and len(cluster.text) > 1:
            yield from _spread(cluster, parts, advance)
        else:
            yield Placed(parts, advance, cluster.text or NOTHING, cluster.start)


def _moved_part(parts: tuple[GlyphPart, ...], by: int) -> tuple[GlyphPart, ...]:
    return tuple([GlyphPart(glyph, dx + by, dy, width) for glyph, dx, dy, width, _ in parts]) if by else parts


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


def _spread(cluster: Cluster, parts: tuple[GlyphPart, ...], advance: int) -> Iterator[Placed]:
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
        shape = _moved_part(parts, -x) if at == bearer else ()
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


# A face: one font file, and the words that it has shaped.
#
# All is in font units, so one shaped word serves every size and every document. Words are immutable; what a face
# remembers is bounded, and depends on nothing but the font file.


WORDS_KEPT = 20_000
"""In one face; about 1 kB each."""
FACES_KEPT = 32


class Style(NamedTuple):
    """What shaping depends on beside the font and the text: direction, script, language, features."""

    rtl: bool
    script: int
    language: str
    features: tuple[tuple[str, int], ...] = ()


class ShapedWord:
    """A shaped word, or a part of one: its codes from left to right, each with its distance from the left edge."""

    __slots__ = ("advance", "codes", "face", "length", "text")

    def __init__(self, face: ShapingFace, text: str, codes: tuple[tuple[Code, int], ...], advance: int) -> None:
        self.face = face
        self.text = text
        self.codes = codes
        self.advance = advance
        self.length = len(text.encode())
        """In bytes of UTF-8, as WeasyPrint counts text."""

    @property
    def upem(self) -> int:
        """The font units in an em."""
        return self.face.upem


class ShapingFace:
    """A font file (TrueType or CFF outlines) and what it has shaped."""

    def __init__(self, content: bytes, index: int) -> None:
        self.content = content
        self.index = index
        self.font = HarfBuzzFont(content, index)
        self.upem = self.font.upem
        self._advances: dict[int, int] = {}
        self._inks: dict[int, tuple[int, int] | None] = {}
        self._codes: dict[tuple[tuple[GlyphPart, ...], int, str], Code] = {}
        self._words: dict[tuple[str, str, str, Style], ShapedWord | None] = {}
        self._manners: dict[Style, Manner] = {}

    @cached_property
    def tables(self) -> dict[str, bytes]:
        """The font file's tables by their tags."""
        return _tables(self.content, self.index)

    def advance(self, glyph: int) -> int:
        """A glyph's own advance."""
        width = self._advances.get(glyph)
        if width is None:
            width = self._advances[glyph] = self.font.advance(glyph)
        return width

    def ink(self, glyph: int) -> tuple[int, int] | None:
        """From where to where a glyph's outline reaches, with the control points of its curves; None: it is blank."""
        try:
            return self._inks[glyph]
        except KeyError:
            ink = self._inks[glyph] = self.font.ink(glyph)
            return ink

    def code(self, parts: tuple[GlyphPart, ...], advance: int, text: str) -> Code:
        """The one code of these parts, this advance and this text."""
        key = parts, advance, text
        code = self._codes.get(key)
        if code is None:
            code = self._codes.setdefault(key, Code(*key))
        return code

    def word(self, text: str, style: Style, before: str = "", after: str = "") -> ShapedWord | None:
        """The shaped word; None where the font lacks a character. `before` and `after` only decide what joins."""
        key = text, before, after, style
        try:
            return self._words[key]
        except KeyError:
            word = self._shaped(text, style, before, after)
        if len(self._words) >= WORDS_KEPT:
            self._words, self._codes = {}, {}
        self._words[key] = word
        return word

    def made(self, text: str, codes: Iterable[Placed], advance: int) -> ShapedWord:
        """A word of such codes."""
        return ShapedWord(
            self, text, tuple((self.code(code.parts, code.advance, code.text), code.x) for code in codes), advance
        )

    def clusters(self, text: str, style: Style, before: str = "", after: str = "") -> list[Cluster]:
        """The text's clusters from left to right; none where the font lacks a character."""
        start = len(before)
        part = slice(start, start + len(text))
        glyphs = self.font.shape(before + text + after, part, self._manner(style))
        if not all(glyph.id for glyph in glyphs):
            return []
        own = [self.advance(glyph.id) for glyph in glyphs]
        return clusters_of([_moved(glyph, start) for glyph in glyphs] if start else glyphs, text, own, rtl=style.rtl)

    def _shaped(self, text: str, style: Style, before: str, after: str) -> ShapedWord | None:
        found = self.clusters(text, style, before, after)
        if not found:
            return None
        end = found[-1].end
        if not style.rtl and text[0] in EASTERN_DIGITS:
            return self.made(text, [number(found)], end)
        return self.made(text, placed(found, rtl=style.rtl, upem=self.upem), end)

    def _manner(self, style: Style) -> Manner:
        manner = self._manners.get(style)
        if manner is None:
            manner = self._manners[style] = Manner(
                rtl=style.rtl, script=style.script, language=style.language, features=style.features
            )
        return manner


ARABIC_INDIC_DIGITS = frozenset("٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = frozenset("۰۱۲۳۴۵۶۷۸۹")
EASTERN_DIGITS = ARABIC_INDIC_DIGITS | PERSIAN_DIGITS
"""A number in them is one code: readers who turn a line round leave it whole."""


def _moved(glyph: ShapedGlyph, start: int) -> ShapedGlyph:
    return glyph._replace(cluster=glyph.cluster - start)


def _tables(content: bytes, index: int) -> dict[str, bytes]:
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
    """The face of a font file. The same file gives the same face, in this document and the next."""
    key = sha256(content).digest(), index
    with _lock:
        face = _faces.pop(key, None) or ShapingFace(content, index)
        _faces[key] = face
        while len(_faces) > FACES_KEPT:
            del _faces[next(iter(_faces))]
    return face
