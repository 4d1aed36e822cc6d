"""A face: one font file, and a cache of the words that it has shaped.

All is in font units, so one shaped word serves every size and every document. Words are immutable; the cache is
bounded, and depends on nothing but the font file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from typeset.render.shape.clusters import Cluster, Code, GlyphPart, Placed, clusters_of, number, placed
from typeset.render.shape.harfbuzz import HarfBuzzFont, SegmentProperties, ShapedGlyph

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
