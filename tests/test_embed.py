"""The embedded font: glyph n shows code n, as the font itself would."""

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from galley import file_of

from typeset.render import embed
from typeset.render.embed import cff, ink, sfnt
from typeset.render.shape import font, harfbuzz, kashida
from typeset.render.shape.font import Style

ARABIC = Style(rtl=True, script=harfbuzz.script_of("ا"), language="ar")
TEXT = "عُقد الاجتماع المشترك الأول بين كبرى شركات التكنولوجيا الإيرانية، والله لا إله إلا هو «نحن» الرَّحْمَٰنِ"


def with_postscript_outlines(content):
    """The same font with CFF outlines."""
    font = TTFont(io.BytesIO(content))
    glyphs, charstrings = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(font["hmtx"][name][0], glyphs)
        glyphs[name].draw(pen)
        charstrings[name] = pen.getCharString()
    for tag in {"glyf", "loca", "fpgm", "prep", "cvt ", "gasp"} & set(font.keys()):
        del font[tag]
    builder = FontBuilder(font=font)
    builder.isTTF = False
    builder.setupCFF("Same", {}, charstrings, {})
    font.sfntVersion, font["maxp"].tableVersion, font["post"].formatType = "OTTO", 0x00005000, 3.0
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def postscript():
    return font.face_from(with_postscript_outlines(file_of("noto-kufi-arabic")))


@pytest.fixture(params=["amiri", "noto-sans-arabic", "ibm-plex-sans-arabic", "CFF"])
def regular(request):
    return request.getfixturevalue("postscript") if request.param == "CFF" else font.face_from(file_of(request.param))


def codes_of(regular, text=TEXT):
    words = [regular.word(word, ARABIC) for word in text.split()]
    return list(dict.fromkeys(code for word in words for code, _ in word.codes))


def box(font, name):
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.bounds


def test_a_glyph_shows_the_glyphs_of_its_code_in_their_places(regular):
    codes = codes_of(regular)
    made, own = TTFont(io.BytesIO(embed.font_file(regular, codes))), TTFont(io.BytesIO(regular.content))
    names, own_names = made.getGlyphOrder(), own.getGlyphOrder()
    assert len(names) > len(codes)
    for number, code in enumerate(codes, 1):
        boxes = [(part, box(own, own_names[part.glyph])) for part in code.parts]
        moved = [
            (x0 + p.dx, y0 + p.dy, x1 + p.dx, y1 + p.dy) for p, found in boxes if found for x0, y0, x1, y1 in [found]
        ]
        wanted = (
            tuple(choose(side) for choose, side in zip((min, min, max, max), zip(*moved, strict=True), strict=True))
            if moved
            else None
        )
        assert box(made, names[number]) == (wanted and pytest.approx(wanted, abs=1))


def test_each_advance_is_that_of_its_code(regular):
    codes = codes_of(regular)
    made = TTFont(io.BytesIO(embed.font_file(regular, codes)))
    advances = [made["hmtx"][name][0] for name in made.getGlyphOrder()[1 : len(codes) + 1]]
    assert advances == [code.advance for code in codes]
    if "CFF " in made:
        assert [round(made.getGlyphSet()[name].width) for name in made.getGlyphOrder()[1:]] == advances


@pytest.mark.parametrize("family", ["amiri", "noto-sans-arabic"])
def test_what_codes_share_stands_in_the_font_once(family):
    regular = font.face_from(file_of(family))
    codes = codes_of(regular)
    made = TTFont(io.BytesIO(embed.font_file(regular, codes)))
    glyphs = {part.glyph for code in codes for part in code.parts}
    outlines = [name for name in made.getGlyphOrder() if made["glyf"][name].numberOfContours > 0]
    assert len(outlines) <= len(glyphs) < sum(len(code.parts) for code in codes)


def test_the_same_codes_give_the_same_bytes(regular):
    assert embed.font_file(regular, codes_of(regular)) == embed.font_file(regular, codes_of(regular))


def test_a_kashida_is_drawn_into_the_letter_after_it(regular):
    plain, made = regular.word("المستقبلية", ARABIC), kashida.stretched(regular, "المستقبلية", 5, 400, ARABIC)
    (code,) = [
        new for (new, _), (old, _) in zip(made.codes, plain.codes, strict=True) if new.advance > old.advance + 300
    ]
    font = TTFont(io.BytesIO(embed.font_file(regular, [code])))
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[font.getGlyphOrder()[1]].draw(pen)
    left, _, right, _ = box(font, font.getGlyphOrder()[1])
    assert right - left > 380
    assert right >= code.advance - 30


def test_a_straight_stroke_keeps_its_ends_and_a_curved_one_is_drawn_out():
    straight = sfnt.stroke([-20, 0, 10, 190, 200, 220], 200, 500)
    assert [straight.moved(x) for x in (-20, 10, 190, 220)] == [-20, 10, 490, 520]
    curved = sfnt.stroke(range(0, 201, 20), 200, 400)
    assert [curved.moved(x) for x in (0, 100, 200)] == [0, 200, 400]


def test_a_cff_table_is_read_by_others(postscript):
    codes = codes_of(postscript)
    font = TTFont(io.BytesIO(cff.font(postscript, codes)))
    top = font["CFF "].cff.topDictIndex[0]
    assert top.ROS == ("Adobe", "Identity", 0)
    assert len(top.CharStrings) == len(codes) + 1


@pytest.mark.parametrize(
    ("name", "drawn"), [("amiri", bytes), ("noto-sans-arabic", bytes), ("frank-ruhl-libre", with_postscript_outlines)]
)
def test_side_bearings_are_those_of_the_curves_and_not_of_their_control_points(name, drawn):
    content = drawn(file_of(name))
    face, opened = font.face_from(content), TTFont(io.BytesIO(content))
    glyphs = opened.getGlyphSet()
    for glyph in opened.getGlyphOrder()[:400]:
        pen = BoundsPen(glyphs)
        glyphs[glyph].draw(pen)
        part = font.GlyphPart(opened.getGlyphID(glyph), 0, 0)
        code = font.Code((part,), 1000, "x")
        left, right = ink.bearings(font.ShapedWord(face, "x", ((code, 0),), 1000))
        wanted = (pen.bounds[0], 1000 - pen.bounds[2]) if pen.bounds and pen.bounds[0] < pen.bounds[2] else (0, 0)
        assert (left, right) == pytest.approx(wanted, abs=0.6), glyph
