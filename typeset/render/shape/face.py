"""A face: one font file, and the words that it has shaped.

All is in font units, so one shaped word serves every size and every document. Words are immutable; what a face
remembers is bounded, and depends on nothing but the font file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from typeset.render.shape import clusters
from typeset.render.shape.clusters import Code, Part, Placed
from typeset.render.shape.harfbuzz import Font, Glyph, Manner

WORDS_KEPT = 20_000
"""In one face; about 1 kB each."""
FACES_KEPT = 32


class Style(NamedTuple):
    """What shaping depends on beside the font and the text: direction, script, language, features."""

    rtl: bool
    script: int
    language: str
    features: tuple[tuple[str, int], ...] = ()


class Word:
    """A shaped word, or a part of one: its codes from left to right, each with its distance from the left edge."""

    __slots__ = ("advance", "codes", "face", "length", "text")

    def __init__(self, face: Face, text: str, codes: tuple[tuple[Code, int], ...], advance: int) -> None:
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


class Face:
    """A font file (TrueType or CFF outlines) and what it has shaped."""

    def __init__(self, content: bytes, index: int) -> None:
        self.content = content
        self.index = index
        self.font = Font(content, index)
        self.upem = self.font.upem
        self._advances: dict[int, int] = {}
        self._inks: dict[int, tuple[int, int] | None] = {}
        self._codes: dict[tuple[tuple[Part, ...], int, str], Code] = {}
        self._words: dict[tuple[str, str, str, Style], Word | None] = {}
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

    def code(self, parts: tuple[Part, ...], advance: int, text: str) -> Code:
        """The one code of these parts, this advance and this text."""
        key = parts, advance, text
        code = self._codes.get(key)
        if code is None:
            code = self._codes.setdefault(key, Code(*key))
        return code

    def word(self, text: str, style: Style, before: str = "", after: str = "") -> Word | None:
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

    def made(self, text: str, codes: Iterable[Placed], advance: int) -> Word:
        """A word of such codes."""
        return Word(
            self, text, tuple((self.code(code.parts, code.advance, code.text), code.x) for code in codes), advance
        )

    def clusters(self, text: str, style: Style, before: str = "", after: str = "") -> list[clusters.Cluster]:
        """The text's clusters from left to right; none where the font lacks a character."""
        start = len(before)
        part = slice(start, start + len(text))
        glyphs = self.font.shape(before + text + after, part, self._manner(style))
        if not all(glyph.id for glyph in glyphs):
            return []
        own = [self.advance(glyph.id) for glyph in glyphs]
        return clusters.of([_moved(glyph, start) for glyph in glyphs] if start else glyphs, text, own, rtl=style.rtl)

    def _shaped(self, text: str, style: Style, before: str, after: str) -> Word | None:
        found = self.clusters(text, style, before, after)
        if not found:
            return None
        end = found[-1].end
        if not style.rtl and text[0] in EASTERN_DIGITS:
            return self.made(text, [clusters.number(found)], end)
        return self.made(text, clusters.placed(found, rtl=style.rtl, upem=self.upem), end)

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


def _moved(glyph: Glyph, start: int) -> Glyph:
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


_faces: dict[tuple[bytes, int], Face] = {}
_lock = Lock()


def of(content: bytes, index: int = 0) -> Face:
    """The face of a font file. The same file gives the same face, in this document and the next."""
    key = sha256(content).digest(), index
    with _lock:
        face = _faces.pop(key, None) or Face(content, index)
        _faces[key] = face
        while len(_faces) > FACES_KEPT:
            del _faces[next(iter(_faces))]
    return face
