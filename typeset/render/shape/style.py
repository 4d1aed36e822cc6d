"""A style as the shaper sees it: which face sets which character, at which size, in how high a line.

Which font sets a character is Pango's to choose, as everywhere in WeasyPrint; it is asked once for each character and
font choice, and the answers are kept with the font configuration.
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
"""A variable, bitmap or colour font is left to WeasyPrint."""
OUTLINE_TABLES = {"glyf", "CFF "}


class Fonts:
    """The fonts of one font configuration, and what has been learned of them."""

    def __init__(self) -> None:
        self._palettes: dict[tuple[object, ...], Palette] = {}
        self._faces: dict[int, tuple[ShapingFace | None, Any]] = {}
        self.pango_fonts: dict[ShapingFace, Any] = {}

    def setting(self, style: ComputedStyle) -> Setting:
        """The setting of a computed style. It is kept on the style, which lives as long as its document."""
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
        """The face of a Pango font; None where its outlines are not ours to write. The layout keeps the font alive."""
        address = int(ffi.cast("intptr_t", pango_font))
        if address not in self._faces:
            found = _face(pango_font)
            self._faces[address] = found, layout
            if found is not None:
                self.pango_fonts.setdefault(found, pango_font)
        return self._faces[address][0]


def _face(pango_font: Pointer) -> ShapingFace | None:
    hb_face = get_pango_font_hb_face(pango_font)
    found = font.face_from(get_hb_object_data(hb_face), harfbuzz.hb_face_get_index(hb_face))
    return found if found.tables.keys() & OUTLINE_TABLES and not found.tables.keys() & FOREIGN_TABLES else None


class Palette:
    """The faces that a choice of fonts gives to characters, and the words set in them."""

    def __init__(self, fonts: Fonts, style: ComputedStyle) -> None:
        self._fonts = fonts
        self._faces: dict[str, ShapingFace | None] = {}
        self.language = style["lang"] or ""
        features = font_features(**{name: style[name] for name in FEATURES})
        self.features = tuple(sorted((tag, int(value)) for tag, value in features.items()))
        self.script = script_of_language(self.language)
        self.words: dict[tuple[str, bool], ShapedWord | None] = {}

    def learn(self, text: str, style: ComputedStyle) -> None:
        """Ask Pango which font it takes for each new character."""
        new = "".join(letter for letter in dict.fromkeys(text) if letter not in self._faces)
        for letter, found in self._asked(new, style) if new else ():
            self._faces[letter] = found
        for letter in new:
            self._faces.setdefault(letter, None)

    def _asked(self, text: str, style: ComputedStyle) -> Iterator[tuple[str, ShapingFace | None]]:
        layout = Layout(style)
        layout.set_text(text)
        encoded = text.encode()
        run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            found = self._fonts.face(item.analysis.font, layout.layout)
            part = encoded[item.offset : item.offset + item.length]
            lacking = _lacking(glyphs)
            yield from ((letter, None if letter in lacking else found) for letter in part.decode())
            run = run.next

    def face(self, character: str) -> ShapingFace | None:
        """The face that sets a character; None where no font has it, or where it is not ours to set."""
        return self._faces.get(character)

    def style(self, *, rtl: bool, script: int) -> Style:
        """How text of a script is shaped here."""
        return Style(rtl, script, self.language, self.features)


def _lacking(glyphs: Pointer) -> set[str]:
    """The characters of a run that no font has."""
    flag, empty = pango.PANGO_GLYPH_UNKNOWN_FLAG, pango.PANGO_GLYPH_EMPTY
    ids = [glyphs.glyphs[at].glyph for at in range(glyphs.num_glyphs)]
    return {chr(id - flag) for id in ids if id & flag and id != empty}


class Setting:
    """A style: its palette, its size in px, its line."""

    def __init__(self, style: ComputedStyle, palette: Palette) -> None:
        self.style = style
        self.palette = palette
        self.size: float = style["font_size"]
        self.line_height, self.baseline = strut(style)
        self.is_writable = self.size > 0 and _allows(style, WRITABLE)
        """Whether its text is ours to write."""
        self.is_plain = self.is_writable and _allows(style, PLAIN)
        """Whether its text is ours to set as well."""

    @property
    def wraps(self) -> bool:
        """Whether its text may be broken into lines."""
        return bool(self.style["white_space"] != "nowrap")

    def learn(self, text: str) -> None:
        """Ask for the faces of all that can be seen of a text at once: each question costs Pango a layout.

        Spaces wait for their own turn: Pango gives them the font of what stands before them.
        """
        seen = (letter for letter in dict.fromkeys(text) if unicodedata.category(letter)[0] in SEEN)
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
        found = faces.pop() if len(faces) == 1 else None
        if found is None or len(scripts) > 1:
            return None
        script = scripts.pop() if scripts else self.palette.script
        return found.word(text, self.palette.style(rtl=rtl, script=script))

    def width(self, word: ShapedWord) -> float:
        """The width of one of its words in px."""
        return word.advance * self.size / word.upem

    def stretched(self, text: str, index: int, growth: float) -> ShapedWord | None:
        """A right-to-left word, wider by `growth` px before its character `index`; None where the font cannot."""
        found, style = self._joint(text)
        return kashida.stretched(found, text, index, round(growth * found.upem / self.size), style)

    def least(self, text: str, index: int) -> float:
        """The least growth in px that a kashida before the character `index` can have."""
        found, style = self._joint(text)
        return kashida.least(found, text, index, style) * self.size / found.upem

    def _face(self, text: str) -> ShapingFace:
        """The face of a text that has been set."""
        found = self.palette.face(first_character(text))
        if found is None:
            raise LookupError(text)
        return found

    def _joint(self, text: str) -> tuple[ShapingFace, Style]:
        found = self._face(text)
        script = next((script for letter in text if (script := script_of(letter))), self.palette.script)
        return found, self.palette.style(rtl=True, script=script)


SEEN = frozenset("LNPS")
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
"""What a style may ask of text that is ours to write; the rest is WeasyPrint's."""
PLAIN: Mapping[str, frozenset[object]] = {
    "white_space": frozenset({"normal", "nowrap", "pre-line"}),
    "word_break": frozenset({"normal"}),
    "hyphens": frozenset({"none", "manual"}),
}
"""What it may ask, too, where the text is ours to break."""


def _allows(style: ComputedStyle, allowed: Mapping[str, frozenset[object]]) -> bool:
    return all(style[name] in values for name, values in allowed.items())


class Leaf(NamedTuple):
    """A text box, the way down to it from the line box, and its setting."""

    box: Box
    path: tuple[int, ...]
    setting: Setting
