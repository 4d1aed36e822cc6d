"""The stretched word: just as wide as asked, spelled as before, and drawn without a seam."""

import io
from itertools import pairwise
from math import isinf

import pytest
from fontTools.ttLib import TTFont

from typeset.model import fonts
from typeset.render.embed import truetype
from typeset.render.justify import joints
from typeset.render.shape import font, kashida
from typeset.render.shape.font import ShapingFace, Style

FONTS = ("amiri", "noto-sans-arabic", "ibm-plex-sans-arabic", "noto-kufi-arabic")
STYLE = Style(rtl=True, script=int.from_bytes(b"Arab", "big"), language="ar")
WORDS = ("الاجتماع", "المشترك", "تكنولوجيا", "والروسية", "مستشفى", "الْحَمْدُ", "می‌خواهم", "للتعاون،", "لڑکیوں")


@pytest.fixture(params=FONTS)
def regular(request) -> ShapingFace:
    return font.face_from(fonts.load(request.param).faces[0].file.read_bytes())


def places(word):
    return [joint.at for joint in joints(word)]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_grows_by_exactly_what_is_asked(regular, word):
    plain = regular.word(word, STYLE)
    for at in places(word):
        least = kashida.least(regular, word, at, STYLE)
        for growth in (max(100, round(least) + 1), 400, 950):
            made = kashida.stretched(regular, word, at, growth * regular.upem // 1000, STYLE)
            if made is not None:
                assert made.advance - plain.advance == growth * regular.upem // 1000
            assert (made is None) <= (isinf(least) or growth < least)


@pytest.mark.parametrize("word", WORDS)
def test_a_stretched_word_is_spelled_as_before(regular, word):
    plain = regular.word(word, STYLE)
    for at in places(word):
        made = kashida.stretched(regular, word, at, 500 * regular.upem // 1000, STYLE)
        if made is not None:
            assert [code.text for code, _ in made.codes] == [code.text for code, _ in plain.codes]


@pytest.mark.parametrize("growth", range(100, 1400, 50))
def test_amiri_never_stretches_the_sign_of_three_tatweels_and_an_alef(growth):
    amiri = font.face_from(fonts.load("amiri").faces[0].file.read_bytes())
    sign = {part.glyph for code, _ in amiri.word("خـــا", STYLE).codes for part in code.parts}
    ordinary = {part.glyph for code, _ in amiri.word("خـــب", STYLE).codes for part in code.parts}
    made = kashida.stretched(amiri, "الخامس", places("الخامس")[0], growth, STYLE)
    assert not {part.glyph for code, _ in made.codes for part in code.parts} & (sign - ordinary)


@pytest.mark.parametrize("regular", [name for name in FONTS if name != "amiri"], indirect=True)
def test_a_straight_stroke_keeps_its_ends(regular):
    (stroke,) = (code.parts[0] for code, _ in regular.word("ـ", STYLE).codes)
    outlines = truetype.outlines(regular)
    advance = regular.advance(stroke.glyph)
    natural, wide = (
        sorted({x for x, _ in truetype._points(outlines.outline(stroke._replace(width=width)).data).points})
        for width in (advance, 5 * advance)
    )
    steps = [(one, other) for one, other in zip(pairwise(natural), pairwise(wide), strict=True)]
    drawn_out = [one for one, other in steps if other[1] - other[0] != one[1] - one[0]]
    assert len(drawn_out) == 1, "one straight stretch between the two ends"
    assert wide[-1] - natural[-1] == 4 * advance


def ruqaa():
    """Amiri, with its seens joined down a slope: cursive attachment, as ruqaa and nastaliq have it."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    changed = TTFont(io.BytesIO(fonts.load("amiri").faces[0].file.read_bytes()))
    face = font.face_from(fonts.load("amiri").faces[0].file.read_bytes())
    glyphs = {cluster.drawn[0].glyph for cluster in face.clusters("سسس", STYLE)}
    anchors = "".join(
        f"pos cursive {changed.getGlyphName(glyph)} <anchor 500 0> <anchor 0 200>;\n" for glyph in sorted(glyphs)
    )
    rule = f"lookup slope {{ lookupflag RightToLeft;\n{anchors}}} slope;"
    addOpenTypeFeaturesFromString(changed, f"feature curs {{ script arab; {rule} }} curs;", tables={"GPOS"})
    made = io.BytesIO()
    changed.save(made)
    return made.getvalue()


@pytest.mark.parametrize("face", [fonts.load("noto-nastaliq-urdu").faces[0].file.read_bytes, ruqaa])
def test_words_that_slope_down_to_the_line_are_never_stretched(face):
    sloped = font.face_from(face())
    assert sloped.slopes(STYLE)
    for word in WORDS:
        for at in places(word):
            assert isinf(kashida.least(sloped, word, at, STYLE))
            assert kashida.stretched(sloped, word, at, sloped.upem, STYLE) is None


def test_level_hands_do_not_slope(regular):
    assert not regular.slopes(STYLE)
