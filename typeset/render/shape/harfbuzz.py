"""Bindings of HarfBuzz and Pango that WeasyPrint lacks: shaping, embedding levels, line breaks, scripts.

They are declared on WeasyPrint's own cffi object, so that both use the same libraries and types.
"""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from weasyprint.text.ffi import ffi, gobject, harfbuzz, pango
from weasyprint.text.line_break import get_log_attrs

from typeset.render.weasy import Pointer

ffi.cdef("""
    typedef ... hb_buffer_t;
    typedef const struct hb_language_impl_t *hb_language_t;
    typedef struct { hb_tag_t tag; uint32_t value; unsigned int start; unsigned int end; } hb_feature_t;
    typedef struct { int32_t x_bearing; int32_t y_bearing; int32_t width; int32_t height; } hb_glyph_extents_t;
    hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user_data, void *destroy);
    hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
    hb_font_t * hb_font_create (hb_face_t *face);
    void hb_font_destroy (hb_font_t *font);
    int hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);
    int hb_font_get_glyph_extents (hb_font_t *font, hb_codepoint_t glyph, hb_glyph_extents_t *extents);
    hb_buffer_t * hb_buffer_create (void);
    void hb_buffer_destroy (hb_buffer_t *buffer);
    void hb_buffer_add_utf32 (
        hb_buffer_t *buffer, const uint32_t *text, int text_length, unsigned int offset, int length);
    void hb_buffer_set_direction (hb_buffer_t *buffer, int direction);
    void hb_buffer_set_script (hb_buffer_t *buffer, uint32_t script);
    void hb_buffer_set_language (hb_buffer_t *buffer, hb_language_t language);
    void hb_buffer_set_flags (hb_buffer_t *buffer, int flags);
    hb_language_t hb_language_from_string (const char *language, int length);
    void hb_shape (hb_font_t *font, hb_buffer_t *buffer, const hb_feature_t *features, unsigned int count);
    uint32_t * hb_buffer_get_glyph_infos (hb_buffer_t *buffer, unsigned int *length);
    int32_t * hb_buffer_get_glyph_positions (hb_buffer_t *buffer, unsigned int *length);
    void * hb_unicode_funcs_get_default (void);
    uint32_t hb_unicode_script (void *functions, hb_codepoint_t character);
    unsigned char * pango_log2vis_get_embedding_levels (const char *text, int length, PangoDirection *direction);
    void g_free (void *memory);
""")

READ_ONLY = 1
LEFT_TO_RIGHT, RIGHT_TO_LEFT = 4, 5
WHOLE_TEXT = 3
"""Buffer flags: beginning and end of text."""
FIELDS = 5
"""hb_glyph_info_t and hb_glyph_position_t are each five fields of four bytes."""


class ShapedGlyph(NamedTuple):
    """A glyph of a shaped text, in font units; `cluster` is the index of the first character that it stands for."""

    id: int
    cluster: int
    advance: int
    dx: int
    dy: int


class HarfBuzzFont:
    """A font file opened in HarfBuzz, in font units."""

    def __init__(self, content: bytes, index: int) -> None:
        self._content = ffi.new("char[]", content)
        blob = harfbuzz.hb_blob_create(self._content, len(content), READ_ONLY, ffi.NULL, ffi.NULL)
        face = harfbuzz.hb_face_create(blob, index)
        harfbuzz.hb_blob_destroy(blob)
        self._font = ffi.gc(harfbuzz.hb_font_create(face), harfbuzz.hb_font_destroy)
        self.upem: int = harfbuzz.hb_face_get_upem(face)
        harfbuzz.hb_face_destroy(face)

    def advance(self, glyph: int) -> int:
        """The glyph's own advance in font units."""
        return int(harfbuzz.hb_font_get_glyph_h_advance(self._font, glyph))

    def ink(self, glyph: int) -> tuple[int, int] | None:
        """The left and right end of the glyph's box in font units (it may hold off-curve points); None: it is blank."""
        extents = ffi.new("hb_glyph_extents_t *")
        if not harfbuzz.hb_font_get_glyph_extents(self._font, glyph, extents) or not extents.width:
            return None
        return extents.x_bearing, extents.x_bearing + extents.width

    def shape(self, text: str, part: slice, properties: SegmentProperties) -> list[ShapedGlyph]:
        """The glyphs of `text[part]`, from left to right; the rest of the text is only context for joining."""
        buffer = ffi.gc(harfbuzz.hb_buffer_create(), harfbuzz.hb_buffer_destroy)
        characters = ffi.from_buffer("uint32_t[]", text.encode("utf-32-le"))
        harfbuzz.hb_buffer_add_utf32(buffer, characters, len(text), part.start, part.stop - part.start)
        properties.prepare(buffer)
        harfbuzz.hb_shape(self._font, buffer, properties.features, len(properties.features))
        count = ffi.new("unsigned int *")
        infos = harfbuzz.hb_buffer_get_glyph_infos(buffer, count)
        places = harfbuzz.hb_buffer_get_glyph_positions(buffer, count)
        length = 4 * FIELDS * count[0]
        info, place = array("I", ffi.buffer(infos, length)[:]), array("i", ffi.buffer(places, length)[:])
        parts = info[::FIELDS], info[2::FIELDS], place[::FIELDS], place[2::FIELDS], place[3::FIELDS]
        return list(map(ShapedGlyph, *parts))


class SegmentProperties:
    """The direction, script (ISO 15924), language and OpenType features of a text that is shaped."""

    def __init__(self, *, rtl: bool, script: int, language: str, features: tuple[tuple[str, int], ...]) -> None:
        self.rtl = rtl
        self._direction = RIGHT_TO_LEFT if rtl else LEFT_TO_RIGHT
        self._script = script
        self._language = harfbuzz.hb_language_from_string(language.encode(), -1)
        settings = [(harfbuzz.hb_tag_from_string(tag.encode(), -1), value, 0, 2**32 - 1) for tag, value in features]
        self.features = ffi.new("hb_feature_t[]", settings)

    def prepare(self, buffer: Pointer) -> None:
        """Set the direction, script, language and flags of a HarfBuzz buffer."""
        harfbuzz.hb_buffer_set_direction(buffer, self._direction)
        harfbuzz.hb_buffer_set_script(buffer, self._script)
        harfbuzz.hb_buffer_set_language(buffer, self._language)
        harfbuzz.hb_buffer_set_flags(buffer, WHOLE_TEXT)


def script(character: str) -> int:
    """The Unicode script of a character: its ISO 15924 tag as HarfBuzz's number."""
    return int(harfbuzz.hb_unicode_script(harfbuzz.hb_unicode_funcs_get_default(), ord(character)))


def levels(text: str, *, rtl: bool) -> bytes:
    """The embedding level of each character, from Pango (UAX #9 with isolates)."""
    encoded = text.encode()
    base = ffi.new("PangoDirection *", pango.PANGO_DIRECTION_RTL if rtl else pango.PANGO_DIRECTION_LTR)
    pointer = pango.pango_log2vis_get_embedding_levels(encoded, len(encoded), base)
    try:
        return bytes(ffi.buffer(pointer, len(text)))
    finally:
        gobject.g_free(pointer)


# Text properties that shaping needs: embedding levels, scripts, and line breaks.


LEFT_ISOLATE, RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2066", "\u2067", "\u2068", "\u2069"
RTL_ONLY = re.compile(
    "[\u0590-\u065f\u066a-\u06ef\u06fa-\u07bf\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\\s!\"'()*,.:;?\\[\\]{}\u00a0\u00ab\u00bb\u200c\u200d\u2010-\u2027\u2030-\u205e\n]*"
)
"""Text without digits, Latin letters and controls: in a right-to-left paragraph its level is 1 throughout."""
LINE_STARTS = re.compile("(?<=\n)")
"""Behind each forced break."""
COMMON = frozenset(int.from_bytes(name, "big") for name in (b"Zyyy", b"Zinh", b"Zzzz"))
SCRIPTS = {"ar": "ا", "fa": "ا", "ur": "ا", "ckb": "ا", "ps": "ا", "ug": "ا", "sd": "ا", "he": "א", "yi": "א"}
"""A letter of the script in which a language is written; all others are taken for Latin."""


def embedding_levels(text: str, isolates: Sequence[tuple[int, str]], *, rtl: bool) -> bytes:
    """The embedding level of each character. `isolates`: (index, control) of isolate controls that are not in the text.

    A forced break ends a paragraph of UAX #9 (P1), so each line is resolved on its own, and open isolates are
    reopened in the next. Pango would take what follows a break for left-to-right.
    """
    if rtl and not isolates and RTL_ONLY.fullmatch(text):
        return b"\1" * len(text)
    resolved, start = bytearray(), 0
    opened, waiting = list[str](), deque(isolates)
    for line in LINE_STARTS.split(text):
        stop = start + len(line)
        own = list[tuple[int, str]]()
        while waiting and (waiting[0][0] < stop or stop == len(text)):
            at, control = waiting.popleft()
            own.append((at - start, control))
        resolved += _levels(line, [*((0, control) for control in opened), *own], rtl=rtl)
        opened = _still_open(opened, own)
        start = stop
    return bytes(resolved)


def _levels(line: str, isolates: Sequence[tuple[int, str]], *, rtl: bool) -> bytes:
    """The levels of one line between forced breaks, without those of the inserted controls."""
    pieces, at, added = list[str](), 0, list[int]()
    for index, control in isolates:
        pieces += [line[at:index], control]
        added.append(index + len(added))
        at = index
    resolved = bytearray(levels("".join([*pieces, line[at:]]), rtl=rtl))
    for index in reversed(added):
        del resolved[index]
    return bytes(resolved)


def _still_open(opened: Sequence[str], controls: Iterable[tuple[int, str]]) -> list[str]:
    """The isolates that are still open at the end of a line."""
    stack = list(opened)
    for _, control in controls:
        if control != POP_ISOLATE:
            stack.append(control)
        elif stack:
            stack.pop()
    return stack


def breaks(text: str, language: str) -> bytes:
    """One byte for each place before a character, and one for the end: 1 where a line may end there."""
    attributes = get_log_attrs(text, language)
    size = ffi.sizeof("PangoLogAttr")
    return bytes(ffi.buffer(attributes))[::size].translate(LOWEST_BIT)


LOWEST_BIT = bytes(byte & 1 for byte in range(256))


@lru_cache(maxsize=4096)
def script_of(character: str) -> int:
    """The script of a character; 0 where it is used in all of them."""
    code = script(character)
    return 0 if code in COMMON else code


def script_of_language(language: str) -> int:
    """The script in which a language (BCP 47) is written, for punctuation and digits on their own."""
    return script_of(SCRIPTS.get(language.partition("-")[0].lower(), "a"))


def visual(levels: Sequence[int]) -> list[int]:
    """The indices of items of these levels from left to right (UAX #9, rule L2)."""
    order = list(range(len(levels)))
    if not order or min(levels) == max(levels):
        return order[::-1] if order and levels[0] % 2 else order
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            stop = at
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[at:stop] = order[at:stop][::-1]
            at = stop + 1
    return order
