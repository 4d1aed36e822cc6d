"""A computed style for shaping: the face for each character, the font size, the line height.

Pango chooses the font of a character, as everywhere in WeasyPrint. It is asked once for each character and choice of
fonts, and the answers are cached with the font configuration.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from weasyprint.text.ffi import ffi, harfbuzz, pango
from weasyprint.text.fonts import font_features, get_hb_object_data, get_pango_font_hb_face
from weasyprint.text.line_break import Layout, strut

from typeset.render.shape import font, kashida
from typeset.render.shape.font import ShapedWord, ShapingFace, Style
from typeset.render.shape.harfbuzz import script_of, script_of_language
from typeset.render.weasy import Box, ComputedStyle, Pointer

CHOICE = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_variation_settings", "font_language_override",
    "lang", "direction", "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
"""The properties that choose fonts and shapes."""
FEATURES = CHOICE[CHOICE.index("font_kerning") :]
FOREIGN_TABLES = {"fvar", "CBDT", "sbix", "SVG ", "COLR", "EBDT"}
"""Tables of variable, bitmap and colour fonts, which are left to WeasyPrint."""
OUTLINE_TABLES = {"glyf", "CFF "}


class Fonts:
    """The fonts of one font configuration, with caches of their palettes and faces."""

    def __init__(self) -> None:
        self._palettes: dict[tuple[object, ...], Palette] = {}
        self._faces: dict[int, tuple[ShapingFace | None, Any]] = {}
        self.pango_fonts: dict[ShapingFace, Any] = {}
        self._files: dict[int, tuple[ShapingFace | None, Pointer]] = {}

    def setting(self, style: ComputedStyle) -> Setting:
        """The setting of a computed style, stored on the style, which lives as long as its document."""
        setting: Setting | None = style.__dict__.get("typeset_setting")
        if setting is None:
            setting = style.typeset_setting = Setting(style, self._palette(style))
        return setting

    def _palette(self, style: ComputedStyle) -> Palette:
        key = tuple(style[name] for name in CHOICE)
        if key not in self._palettes:
            self._palettes[key] = Palette(self, style)
        return self._palettes[key]

    def face(self, pango_font: Pointer, layout: Pointer) -> ShapingFace | None:
        """The face of a Pango font; None where we do not embed its outlines. `layout` keeps the font alive."""
        address = int(ffi.cast("intptr_t", pango_font))
        if address not in self._faces:
            face = self._face_of_file(get_pango_font_hb_face(pango_font))
            self._faces[address] = face, layout
            if face is not None:
                self.pango_fonts.setdefault(face, pango_font)
        return self._faces[address][0]

    def _face_of_file(self, hb_face: Pointer) -> ShapingFace | None:
        """Pango has one HarfBuzz face for all sizes of a font file, which is read for the first of them."""
        address = int(ffi.cast("intptr_t", hb_face))
        if address not in self._files:
            self._files[address] = _face(hb_face), hb_face
        return self._files[address][0]


def _face(hb_face: Pointer) -> ShapingFace | None:
    face = font.face_from(get_hb_object_data(hb_face), harfbuzz.hb_face_get_index(hb_face))
    return face if face.tables.keys() & OUTLINE_TABLES and not face.tables.keys() & FOREIGN_TABLES else None


class Palette:
    """The faces of characters under one choice of fonts (see CHOICE), and a cache of words set in them."""

    def __init__(self, fonts: Fonts, style: ComputedStyle) -> None:
        self._fonts = fonts
        self._faces: dict[str, ShapingFace | None] = {}
        self.language = style["lang"] or ""
        features = font_features(**{name: style[name] for name in FEATURES})
        self.features = tuple(sorted((tag, int(value)) for tag, value in features.items()))
        self.script = script_of_language(self.language)
        self.words: dict[tuple[str, bool], ShapedWord | None] = {}

    def learn(self, text: str, style: ComputedStyle) -> None:
        """Ask Pango for the font of each character that is new, and store its face."""
        new = "".join(letter for letter in dict.fromkeys(text) if letter not in self._faces)
        for letter, face in self._pango_faces(new, style) if new else ():
            self._faces[letter] = face
        for letter in new:
            self._faces.setdefault(letter, None)

    def _pango_faces(self, text: str, style: ComputedStyle) -> Iterator[tuple[str, ShapingFace | None]]:
        layout = Layout(style)
        layout.set_text(text)
        encoded = text.encode()
        run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            face = self._fonts.face(item.analysis.font, layout.layout)
            part = encoded[item.offset : item.offset + item.length]
            lacking = _lacking(glyphs)
            yield from ((letter, None if letter in lacking else face) for letter in part.decode())
            run = run.next

    def face(self, character: str) -> ShapingFace | None:
        """The face of a character; None where no font has it, or it is left to WeasyPrint."""
        return self._faces.get(character)

    def style(self, *, rtl: bool, script: int) -> Style:
        """The style for shaping text of a script in these fonts."""
        return Style(rtl, script, self.language, self.features)


def _lacking(glyphs: Pointer) -> set[str]:
    """The characters of a run that no font has."""
    flag, empty = pango.PANGO_GLYPH_UNKNOWN_FLAG, pango.PANGO_GLYPH_EMPTY
    ids = [glyphs.glyphs[at].glyph for at in range(glyphs.num_glyphs)]
    return {chr(id - flag) for id in ids if id & flag and id != empty}


class Setting:
    """A computed style for shaping: its palette, font size, line height and baseline, in px."""

    def __init__(self, style: ComputedStyle, palette: Palette) -> None:
        self.style = style
        self.palette = palette
        self.size: float = style["font_size"]
        self.line_height, self.baseline = strut(style)
        self.is_writable = self.size > 0 and _allows(style, WRITABLE)
        """Whether we write its text into the PDF ourselves (see WRITABLE)."""
        self.is_plain = self.is_writable and _allows(style, PLAIN)
        """Whether we lay its text out in lines as well (see PLAIN)."""

    @property
    def wraps(self) -> bool:
        """Whether its text may be broken into lines."""
        return bool(self.style["white_space"] != "nowrap")

    def learn(self, text: str) -> None:
        """Ask for the faces of all visible characters of a text at once: each request costs a Pango layout.

        Spaces are left out: Pango gives a space the font of the character before it.
        """
        seen = (letter for letter in dict.fromkeys(text) if unicodedata.category(letter)[0] in VISIBLE)
        self.palette.learn("".join(seen), self.style)

    def word(self, text: str, *, rtl: bool) -> ShapedWord | None:
        """A word that one face sets in one script; None where it takes several, or none."""
        words = self.palette.words
        key = text, rtl
        try:
            return words[key]
        except KeyError:
            pass
        if len(words) >= font.WORDS_KEPT:
            words.clear()
        words[key] = word = self._word(text, rtl=rtl)
        return word

    def _word(self, text: str, *, rtl: bool) -> ShapedWord | None:
        letters = base_characters(text) or text[0]
        self.palette.learn(letters, self.style)
        faces = {self.palette.face(letter) for letter in letters}
        scripts = {script for letter in text if (script := script_of(letter))}
        face = faces.pop() if len(faces) == 1 else None
        if face is None or len(scripts) > 1:
            return None
        script = scripts.pop() if scripts else self.palette.script
        return face.word(text, self.palette.style(rtl=rtl, script=script))

    def width(self, word: ShapedWord) -> float:
        """The width of one of its words in px."""
        return word.advance * self.size / word.upem

    def stretched(self, text: str, index: int, growth: float) -> ShapedWord | None:
        """A right-to-left word, wider by `growth` px before its character `index`; None where the font cannot."""
        face, style = self._joint(text)
        return kashida.stretched(face, text, index, round(growth * face.upem / self.size), style)

    def least(self, text: str, index: int) -> float:
        """The least growth in px that a kashida before the character `index` can have."""
        face, style = self._joint(text)
        return kashida.least(face, text, index, style) * self.size / face.upem

    def _face(self, text: str) -> ShapingFace:
        """The face of a text that has been set."""
        face = self.palette.face(first_character(text))
        if face is None:
            raise LookupError(text)
        return face

    def _joint(self, text: str) -> tuple[ShapingFace, Style]:
        face = self._face(text)
        script = next((script for letter in text if (script := script_of(letter))), self.palette.script)
        return face, self.palette.style(rtl=True, script=script)


VISIBLE = frozenset("LNPS")
"""Letters, numbers, punctuation and symbols: the first letters of their Unicode categories."""


def base_characters(text: str) -> str:
    """The characters that choose a font: marks and joiners take the one of the letter before them."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))


def first_character(text: str) -> str:
    """The character whose font sets a text."""
    return (base_characters(text) or text)[0]


WRITABLE: Mapping[str, frozenset[object]] = {
    "letter_spacing": frozenset({"normal"}),
    "word_spacing": frozenset({0}),
    "font_variation_settings": frozenset({"normal"}),
}
"""Property -> values with which we write text ourselves; with others WeasyPrint does."""
PLAIN: Mapping[str, frozenset[object]] = {
    "white_space": frozenset({"normal", "nowrap", "pre-line"}),
    "word_break": frozenset({"normal"}),
    "hyphens": frozenset({"none", "manual"}),
}
"""Property -> values with which we also lay text out in lines; with others WeasyPrint does."""


def _allows(style: ComputedStyle, allowed: Mapping[str, frozenset[object]]) -> bool:
    return all(style[name] in values for name, values in allowed.items())


class Leaf(NamedTuple):
    """A text box, its path from the line box (indices of children), and its setting."""

    box: Box
    path: tuple[int, ...]
    setting: Setting

    def is_shaped_like(self, other: Leaf) -> bool:
        """Whether another leaf has the same text, which would be shaped in the same way, if in another size."""
        mine, its = self.setting, other.setting
        return (
            self.path == other.path
            and self.box.text == other.box.text
            and mine.palette is its.palette
            and mine.wraps == its.wraps
        )
