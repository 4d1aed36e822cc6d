"""Marks that a face lacks stand in the run's own font, lent by another face; and in the face of what is around them."""

import io
from functools import cache

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from galley import READERS, lines, paragraphs, pdf, words
from measure import codes
from test_embed import with_postscript_outlines

from typeset.model import fonts
from typeset.model.fonts.family import ALPHABETS
from typeset.render import patches
from typeset.render.weasy.fontconfig import Faces

TEXT = "قال الوزير: «سنعمل معاً». ثم أضاف (لا بد من العمل)! ومضى."
LACKING = ".:!«»()"
SIZE = 13
"""In pt, as the galley sets it."""


def without(content, characters, *, upem=1000):
    """A font file that lacks some characters, in other units."""
    changed = TTFont(io.BytesIO(content))
    for table in changed["cmap"].tables:
        for character in characters:
            table.cmap.pop(ord(character), None)
    if upem != changed["head"].unitsPerEm:
        scale_upem(changed, upem)
    for record in changed["name"].names:
        record.string = "Host"
    made = io.BytesIO()
    changed.save(made)
    return made.getvalue()


@cache
def content_of(name):
    """A font file of the house, with little more than the letters of a language that it is made for."""
    subsetter = Subsetter(Options(layout_features=["*"], notdef_outline=True))
    subsetter.populate(text=ALPHABETS["ar"] + ALPHABETS["en"] + TEXT)
    font_file = TTFont(fonts.load(name).faces[0].file)
    subsetter.subset(font_file)
    made = io.BytesIO()
    font_file.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def config_of(tmp_path_factory):
    """A font configuration of font files, the first one first."""

    def made(*contents):
        folder = tmp_path_factory.mktemp("fonts")
        families = []
        for number, content in enumerate(contents):
            file = folder / f"{number}.ttf"
            file.write_bytes(content)
            families.append(fonts.from_file(file))
        config = Faces(tuple(families))
        patches.take_over(config)
        names = ", ".join(f'"{family.name}"' for family in families)
        return {"config": config, "css": f"body {{ font-family: {names} }}"}

    return made


HOSTS = {
    "TrueType": lambda: without(content_of("noto-kufi-arabic"), LACKING, upem=2048),
    "PostScript": lambda: without(with_postscript_outlines(content_of("noto-kufi-arabic")), LACKING),
}
LENDERS = {
    "TrueType": lambda: content_of("amiri"),
    "PostScript": lambda: with_postscript_outlines(content_of("amiri")),
}


@pytest.fixture(scope="module", params=[(host, lender) for host in HOSTS for lender in LENDERS], ids="-".join)
def lent(request, config_of):
    """A text in a face that lacks its marks, and the face that lends them."""
    host, lender = request.param
    lends = LENDERS[lender]()
    return pdf(paragraphs(TEXT), **config_of(HOSTS[host](), lends)), lends


def test_a_run_stands_in_one_font(lent):
    content, _ = lent
    assert len({each.font for each in codes.shown(content)}) == 1


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "pdfium"])
def test_no_mark_comes_before_its_sentence(lent, reader):
    content, _ = lent
    assert words(reader, content)[-1] == "ومضى."


def test_what_is_lent_keeps_its_shape_and_size(lent):
    content, lends = lent
    stop = next(each for each in codes.shown(content) if each.text == ".")
    own = TTFont(io.BytesIO(lends))
    pen = BoundsPen(own.getGlyphSet())
    own.getGlyphSet()[own.getBestCmap()[ord(".")]].draw(pen)
    em = SIZE * 25.4 / 72 / own["head"].unitsPerEm
    left, bottom, right, top = (edge * em for edge in pen.bounds)
    found = (stop.ink[0] - stop.start, stop.ink[1] - stop.y, stop.ink[2] - stop.start, stop.ink[3] - stop.y)
    assert found == pytest.approx((left, bottom, right, top), abs=0.01)


def set_in(config, text):
    """Each piece of a text from left to right, and whether the Arabic letters' face sets it."""
    shown = [each for line in lines(f"<p>{text}", **config) for each in line.children[0].pango_layout.line.shown]
    arabic = next(each.word.face for each in shown if "م" in each.word.text)
    return {each.word.text: each.word.face is arabic for each in shown if not each.is_space}


@pytest.fixture(scope="module")
def latin_first(config_of):
    return config_of(content_of("noto-serif"), content_of("amiri"))


@pytest.mark.parametrize(
    ("text", "arabic", "latin"),
    [
        ("مبادرة «<bdi dir=ltr>Open Data</bdi>» اليوم", "«»", ()),
        ("«<bdi dir=ltr>Data</bdi>» مبادرة", "«»", ()),
        ("هم (<bdi dir=ltr>Data</bdi>).", [")."], ()),
        ("هم <bdi dir=ltr>(Data)</bdi>", (), ["(Data)"]),
    ],
)
def test_a_mark_is_set_in_the_face_of_the_text_around_it(latin_first, text, arabic, latin):
    found = set_in(latin_first, text)
    assert all(found[mark] for mark in arabic)
    assert not any(found[mark] for mark in latin)


def test_both_marks_of_a_pair_keep_one_face(config_of):
    config = config_of(content_of("noto-serif"), without(content_of("amiri"), "»"))
    found = set_in(config, "مبادرة «<bdi dir=ltr>Open Data</bdi>» اليوم")
    assert found["«"] == found["»"]
