"""A good page is damaged, one fault at a time: the check that should see it does, and no other."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pikepdf
import pytest
import test_proof_faults
from pikepdf import Array, Dictionary, Name, Pdf, String
from prepress import FORM, MM, OURS, damaged, drawn, element, good, image, packet, saved, seen, text

from typeset import preflight
from typeset.findings import Severity
from typeset.model.edition import EDITIONS
from typeset.preflight.checks import geometry

needs_ghostscript = pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not installed")


@pytest.fixture(scope="module")
def page() -> bytes:
    return good()


def test_the_good_page_passes_everything(page):
    assert seen(page) == []


# The document


def no_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def intent_of_no_name(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].OutputConditionIdentifier


def intent_for_a_screen(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    content = bytearray(profile.read_bytes())
    content[12:20] = b"mntrRGB "
    profile.write(bytes(content))


def intent_without_profile(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def later_version(pdf: Pdf) -> None:
    pdf.Root.Version = Name("/1.7")


def wrong_identification(pdf: Pdf) -> None:
    packet(pdf, version="PDF/X-4:2010")


def not_trapped(pdf: Pdf) -> None:
    del pdf.trailer.Info.Trapped


def trapped_in_a_string(pdf: Pdf) -> None:
    pdf.trailer.Info.Trapped = String("False")


def javascript(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def opens_with_an_action(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


def form(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


def note_on_the_page(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([100, 100, 120, 120]), Contents=String("?"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def left_to_right(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = Name.L2R


def no_language(pdf: Pdf) -> None:
    for found in (pdf.Root, *pdf.objects):
        if isinstance(found, Dictionary) and "/Lang" in found:
            del found.Lang


def no_language_with_a_sense(pdf: Pdf) -> None:
    pdf.Root.Lang = String("عربي")


def level_that_does_not_exist(pdf: Pdf) -> None:
    packet(pdf, more=' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="0" pdfaid:conformance="B"')


def broken_packet(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", b""))


def another_language(pdf: Pdf) -> None:
    pdf.Root.Lang = String("en")
    element(pdf, "H1").Lang = String("ar")


def no_title(pdf: Pdf) -> None:
    packet(pdf, title="")


def title_hidden(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences.DisplayDocTitle


# The structure


def untagged(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def running_head_in_the_text(pdf: Pdf) -> None:
    first = pdf.pages[0]
    first.contents_coalesce()
    first.Contents = pdf.make_stream(first.Contents.read_bytes().replace(b"/Artifact", b"/Span"))


def no_alternative_text(pdf: Pdf) -> None:
    del element(pdf, "Figure").Alt


def heading_left_out(pdf: Pdf) -> None:
    element(pdf, "H2").S = Name.H4


def header_cells_are_cells(pdf: Pdf) -> None:
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/S") == "/TH":
            found.S = Name.TD


def header_cell_of_no_scope(pdf: Pdf) -> None:
    del element(pdf, "TH").A


def english_in_an_arabic_voice(pdf: Pdf) -> None:
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Lang") == "en":
            del found.Lang


# Fonts


def descriptor(pdf: Pdf) -> Dictionary:
    described = next(iter(pdf.pages[0].resources.Font.values()))
    return described.DescendantFonts[0].FontDescriptor


def font_left_out(pdf: Pdf) -> None:
    found = descriptor(pdf)
    for key in ("/FontFile2", "/FontFile3"):
        if key in found:
            del found[key]


def font_whole(pdf: Pdf) -> None:
    described = next(iter(pdf.pages[0].resources.Font.values()))
    described.BaseFont = Name(f"/{str(described.BaseFont).partition('+')[2]}")


def letter_missing(pdf: Pdf) -> None:
    name = next(iter(pdf.pages[0].resources.Font.keys()))
    drawn(f"BT 0 0 0 1 k {name} 12 Tf 100 100 Td <0000> Tj ET")(pdf)


def letters_that_are_drawings(pdf: Pdf) -> None:
    glyph = pdf.make_stream(b"500 0 d0 0 0 400 400 re f")
    box, matrix = Array([0, 0, 500, 500]), Array([0.001, 0, 0, 0.001, 0, 0])
    drawing = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=box, FontMatrix=matrix)
    drawing.CharProcs, drawing.Encoding = Dictionary(a=glyph), Dictionary(Differences=Array([97, Name.a]))
    drawing.FirstChar, drawing.LastChar, drawing.Widths, drawing.Name = 97, 97, Array([500]), Name.Amiri
    resources = Dictionary(Drawn=pdf.make_indirect(drawing))
    drawn("BT 0 0 0 1 k /Drawn 12 Tf 100 100 Td (a) Tj ET", Font=resources)(pdf)


# Where words stand


def rewritten(before: str, after: str):
    """Replace the first such place in the first page's content stream."""

    def damage(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        content, count = re.subn(before.encode(), after.encode(), page.Contents.read_bytes(), count=1)
        assert count
        page.Contents = pdf.make_stream(content)

    return damage


def moved(line: int, x: float = 0, y: float = 0):
    """Move a line of the justified column (from 1; 0 is the English line above it), in px to the right and down."""

    def damage(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        left, top = re.findall(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm", content)[ENGLISH_LINE + line]
        rewritten(f"{left.decode()} {top.decode()} Tm", f"{float(left) + x:.3f} {float(top) + y:.3f} Tm")(pdf)

    return damage


ENGLISH_LINE = 2
"""Before it come the headline and the body's line."""
LEADING = 13 * 1.7 / 0.75
"""Of the column, in px."""


# Boxes


def no_trim_box(pdf: Pdf) -> None:
    del pdf.pages[0].obj.TrimBox


def trim_outside_the_bleed(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    page.TrimBox = Array([*list(page.BleedBox)[:3], float(page.BleedBox[3]) + 1])


def bleed_outside_the_page(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    page.MediaBox = Array([float(page.BleedBox[0]) + 1, *list(page.MediaBox)[1:]])


def art_box(pdf: Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


def crop_box(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = pdf.pages[0].obj.TrimBox


def two_millimetres_of_bleed(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    left, bottom, right, top = (float(value) for value in page.TrimBox)
    page.BleedBox = Array([left - 2 * MM, bottom - 2 * MM, right + 2 * MM, top + 2 * MM])


def narrow_second_page(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    for key in ("/BleedBox", "/TrimBox"):
        left, bottom, right, top = page[key]
        page[key] = Array([left, bottom, float(right) - 2, top])


def smaller_than_asked(pdf: Pdf) -> None:
    for page in pdf.pages:
        left, bottom, right, top = page.obj.TrimBox
        page.obj.TrimBox = Array([left, bottom, float(right) - 0.5, top])


def band_that_ends_at_the_trim(pdf: Pdf) -> None:
    left, bottom, right, _ = (float(value) for value in pdf.pages[0].obj.TrimBox)
    drawn(f"0.2 0 0 0 k {left} {bottom + 50} {right - left} 20 re f")(pdf)


# What is painted

RGB_IMAGE = image(300, 300, "DeviceRGB")


def rgb_in_a_form(pdf: Pdf) -> None:
    inner = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f", FORM)
    drawn("1 0 0 1 200 200 cm /Fault Do", XObject=Dictionary(Fault=inner))(pdf)


def rgb_in_a_pattern(pdf: Pdf) -> None:
    cell = Dictionary(PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9)
    cell.Resources = Dictionary()
    tile = pdf.make_stream(b"0 1 0 rg 0 0 5 5 re f", cell)
    drawn("/Pattern cs /Tile scn 200 200 60 60 re f", Pattern=Dictionary(Tile=tile))(pdf)


def shading(space: str, start: list[float], end: list[float]):
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(start), C1=Array(end), N=1)
    gradient = Dictionary(ShadingType=2, ColorSpace=Name(f"/{space}"), Coords=Array([0, 0, 99, 0]), Function=function)
    return drawn("200 200 99 50 re W n /Fade sh", Shading=Dictionary(Fade=gradient))


def ink(name: str):
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 1, 0]), N=1)
    space = Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint])
    return drawn("/Own cs 0.5 scn 200 200 60 60 re f", ColorSpace=Dictionary(Own=space))


def state(operators: str, **entries: object):
    return drawn(f"/Own gs {operators}", ExtGState=Dictionary(Own=Dictionary(**entries)))


def no_blend_space(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Group
    state("0.5 0 0 0 k 200 200 60 60 re f", ca=0.5)(pdf)


def blends_in_rgb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    state("0.5 0 0 0 k 200 200 60 60 re f", ca=0.5)(pdf)


def form_blends_in_rgb(pdf: Pdf) -> None:
    inner = pdf.make_stream(b"0.5 0 0 0 k 0 0 50 50 re f", FORM)
    inner.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    drawn("1 0 0 1 200 200 cm /Fault Do", XObject=Dictionary(Fault=inner))(pdf)


def white_text_overprints(pdf: Pdf) -> None:
    resources = pdf.pages[0].resources
    resources.ExtGState = Dictionary(
        {**dict(resources.get("/ExtGState", {}).items()), "/Over": Dictionary(op=True, OPM=1)}
    )
    text("/Over gs 0 0 0 0 k")(pdf)


FAULTS = {
    "no output intent": (no_intent, "x4/intent"),
    "an output intent without identifier": (intent_of_no_name, "x4/intent"),
    "an output intent with the profile of a screen": (intent_for_a_screen, "x4/intent"),
    "an output intent without profile": (intent_without_profile, "x4/intent"),
    "two output intents": (two_intents, "x4/intent"),
    "PDF 1.7": (later_version, "x4/version"),
    "a wrong version in the XMP packet": (wrong_identification, "x4/version"),
    "no word of trapping": (not_trapped, "x4/trapped"),
    "trapping as a string": (trapped_in_a_string, "x4/trapped"),
    "JavaScript": (javascript, "x4/action"),
    "an action on opening": (opens_with_an_action, "x4/action"),
    "a form": (form, "x4/action"),
    "an annotation in the bleed": (note_on_the_page, "x4/annotation"),
    "a transfer curve": (state("0.5 0 0 0 k 200 200 60 60 re f", TR=Name.Identity), "x4/transfer-curve"),
    "left to right": (left_to_right, "access/left-to-right"),
    "no language": (no_language, "access/no-language"),
    "a language that is none": (no_language_with_a_sense, "access/no-language"),
    "PDF/A-0b": (level_that_does_not_exist, "claim/no-such-level"),
    "a packet that is no XML": (broken_packet, "claim/unreadable"),
    "another language than the article's": (another_language, "access/no-language"),
    "no title": (no_title, "access/title-hidden"),
    "a title that is not shown": (title_hidden, "access/title-hidden"),
    "no structure": (untagged, "access/untagged"),
    "a running head that is no artifact": (running_head_in_the_text, "access/header-tagged"),
    "a picture without alternative text": (no_alternative_text, "access/no-alt"),
    "a heading of level four after one": (heading_left_out, "access/heading-skipped"),
    "a table without header cells": (header_cells_are_cells, "access/no-headers"),
    "a header cell without scope": (header_cell_of_no_scope, "access/no-headers"),
    "English that does not say so": (english_in_an_arabic_voice, "access/foreign-voice"),
    "a font that is not embedded": (font_left_out, "font/not-embedded"),
    "a font that is embedded whole": (font_whole, "font/not-subset"),
    "a letter that the font lacks": (letter_missing, "font/missing-glyph"),
    "a Type 3 font": (letters_that_are_drawings, "font/type-3"),
    "two numbers that run together in a line": (rewritten(r"(>-\d+\.\d+)<", r"\g<1>-16.69<"), "text/broken-number"),
    "a number of two points": (drawn("0 0 0 1.2.3 k 200 200 20 20 re f"), "text/broken-number"),
    "a word with four em inside": (rewritten("<(003600370037)", r"<\1>-4030<"), "text/torn-word"),
    "a line a quarter of a millimetre too far to the right": (moved(4, x=0.25 * MM / 0.75), "text/not-flush"),
    "a line too high": (moved(4, y=-0.65 * LEADING), "text/lines-collide"),
    "a line on another part of the page": (moved(0, x=400, y=2.6 * LEADING), "text/overprinted"),
    "no trim box": (no_trim_box, "box/order"),
    "a trim box larger than the bleed": (trim_outside_the_bleed, "box/order"),
    "a bleed box larger than the page": (bleed_outside_the_page, "box/order"),
    "an art box": (art_box, "box/order"),
    "a crop box": (crop_box, "box/order"),
    "2 mm of bleed": (two_millimetres_of_bleed, "box/bleed"),
    "pages of different sizes": (narrow_second_page, "box/size"),
    "a page a little smaller than A4": (smaller_than_asked, "box/size"),
    "a band that ends at the trim": (band_that_ends_at_the_trim, "box/short-of-bleed"),
    "text 1 mm from the edge": (text("0 0 0 1 k", at=(MM, 300)), "box/near-edge"),
    "text off the sheet": (text("0 0 0 1 k", at=(-100, 300)), "page/outside"),
    "RGB text": (text("0.4 0 0 rg"), "colour/rgb"),
    "an RGB line": (drawn("0 0 1 RG 1 w 200 200 m 300 300 l S"), "colour/rgb"),
    "an RGB photo": (RGB_IMAGE, "colour/rgb"),
    "RGB in a form": (rgb_in_a_form, "colour/rgb"),
    "RGB in a pattern": (rgb_in_a_pattern, "colour/rgb"),
    "an RGB gradient": (shading("DeviceRGB", [1, 0, 0], [0, 0, 1]), "colour/rgb"),
    "a page that mixes in RGB": (blends_in_rgb, "colour/rgb"),
    "a form that mixes in RGB": (form_blends_in_rgb, "colour/rgb"),
    "a CMYK gradient of three numbers": (shading("DeviceCMYK", [1, 0, 0], [0, 0, 1]), "colour/shading"),
    "text in four blacks": (text("0.6 0.5 0.5 1 k", size=10), "colour/rich-black-text"),
    "white text that overprints": (white_text_overprints, "colour/white-overprint"),
    "a spot colour": (ink("PANTONE 186 C"), "colour/spot"),
    "registration colour on the page": (ink("All"), "colour/spot"),
    "transparency on a page without blend space": (no_blend_space, "colour/blend-space"),
    "a photo of 100 pixels per inch": (image(100, 100), "image/resolution"),
    "a drawing of 300 pixels per inch": (image(300, 300, "DeviceGray", bits=1), "image/line-art"),
    "a hairline": (drawn("0 0 0 1 K 0.1 w 200 200 m 300 200 l S"), "line/hairline"),
    "a line of no width": (drawn("0 0 0 1 K 0 w 200 200 m 300 200 l S"), "line/hairline"),
    "a rule filled 0.1 pt high": (drawn("0 0 0 1 k 200 200 100 0.1 re f"), "line/hairline"),
    "a line made thin by its scale": (drawn("0 0 0 1 K 0.1 0 0 0.1 0 0 cm 1 w 900 900 m 999 900 l S"), "line/hairline"),
    "text of 4 pt": (text("0 0 0 1 k", size=4), "text/small"),
    "text of 7 pt in two inks": (text("1 0.5 0 0 k", size=7), "text/small"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen_by_its_check_and_by_no_other(page, fault):
    damage, expected = FAULTS[fault]
    checks = preflight.QUICK if fault != "an RGB photo" else OURS
    assert seen(damaged(page, damage), checks=checks) == [expected]


def lost(content: bytes) -> list[str]:
    """What is said to run off the page, on a screen."""
    judged = preflight.judge(content, condition="screen", checks=geometry.EDGE_CHECKS)
    return [finding.message for finding in judged.findings]


def test_a_letter_that_the_edge_cuts_runs_off_the_page_in_every_condition(page):
    assert lost(damaged(page, text("0 0 0 1 k", at=(-2, 300)))) == ["«ا» runs off the page"]


def test_so_does_a_letter_whose_foot_alone_is_on_the_page(page):
    assert lost(damaged(page, text("0 0 0 1 k", at=(300, 297 * MM - 3)))) == ["«ا» runs off the page"]


def test_what_the_printer_writes_in_the_rim_is_no_text_of_the_page(page):
    assert lost(damaged(page, text("0 0 0 1 k", size=6, at=(100, -8 * MM)))) == []


def test_text_of_the_release_in_the_rim_runs_off_the_page(page):
    def tagged(pdf: Pdf) -> None:
        text("/P << /MCID 999 >> BDC 0 0 0 1 k", size=6, at=(100, -8 * MM))(pdf)

    assert lost(damaged(page, tagged)) == ["«ا» runs off the page"]


@pytest.mark.parametrize("left", [-2, -100])
@pytest.mark.parametrize(("clip", "found"), [("99 99 50 50 re W n", 0), ("-9 -9 2000 2000 re W n", 1)])
def test_a_clip_hides_on_purpose_where_it_is_smaller_than_the_page(page, clip, found, left):
    def clipped(pdf: Pdf) -> None:
        text(f"ET {clip} BT 0 0 0 1 k", at=(left, 300))(pdf)

    assert len(lost(damaged(page, clipped))) == found


def test_an_image_within_the_content_stream_is_an_image(page):
    inline = drawn("60 0 0 60 200 200 cm BI /W 2 /H 2 /CS /RGB /BPC 8 ID 123456789012 EI")
    assert seen(damaged(page, inline), checks=preflight.QUICK) == ["colour/rgb", "image/resolution"]


@needs_ghostscript
def test_four_hundred_percent_of_ink_are_too_much_for_any_paper(page):
    assert seen(damaged(page, drawn("1 1 1 1 k 200 200 20 20 re f"))) == ["ink/total"]


@needs_ghostscript
def test_a_speck_of_much_ink_dries(page):
    assert seen(damaged(page, drawn("1 1 1 1 k 200 200 5 5 re f"))) == []


@needs_ghostscript
def test_newsprint_takes_less_ink_than_coated_paper(page):
    patch = damaged(page, drawn("0.6 0.6 0.6 0.8 k 200 200 20 20 re f"))
    found = {
        name: [finding for finding in preflight.judge(patch, condition=name).findings if finding.id == "ink/total"]
        for name in ("sheet", "magazine", "newspaper")
    }
    assert not found["sheet"]
    assert not found["magazine"]
    (finding,) = found["newspaper"]
    assert finding.message == "260% of ink lie in one place; the paper takes 240%"
    x0, y0, x1, y1 = finding.place.box
    assert 195 < x0 < x1 < 225
    assert 195 < y0 < y1 < 225


def test_encryption_without_a_password_is_seen(page, tmp_path):
    (tmp_path / "good.pdf").write_bytes(page)
    with pikepdf.open(tmp_path / "good.pdf") as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="owner", user="", R=4))
    assert seen(locked, checks=preflight.QUICK) == ["x4/encrypted"]


def test_a_font_that_the_theme_did_not_choose_is_a_stranger(page):
    assert seen(page, families=("noto-serif",), checks=preflight.QUICK) == ["font/stranger"]


def test_a_fault_says_where_it_is(page):
    judged = preflight.judge(damaged(page, FAULTS["a hairline"][0]), condition="sheet")
    (finding,) = (finding for finding in judged.findings if finding.id == "line/hairline")
    assert finding.place.page == 1
    assert finding.place.box == pytest.approx((200, 200, 300, 200), abs=0.2)
    assert finding.message == "A line is 0.1 pt thick; at least 0.25 pt are asked for"


@pytest.mark.parametrize(("ppi", "severity"), [(120, Severity.ERROR), (200, Severity.WARNING), (300, None)])
def test_a_photo_is_judged_by_its_pixels_per_inch(page, ppi, severity):
    judged = preflight.judge(damaged(page, image(ppi, ppi)), condition="sheet", checks=preflight.QUICK)
    found = [finding.severity for finding in judged.findings if finding.id == "image/resolution"]
    assert found == ([severity] if severity else [])


def test_the_intent_has_to_be_that_of_the_edition(page):
    other = replace(EDITIONS["print"], condition="PSO Coated v3")
    found = preflight.judge(page, edition=other, checks=preflight.QUICK).findings
    assert [finding.message for finding in found if finding.id == "x4/intent"] == [
        "The output intent is FOGRA39, the edition's is PSO Coated v3"
    ]


def test_the_screen_asks_nothing_of_a_press(page):
    judged = preflight.judge(damaged(page, RGB_IMAGE), condition="screen")
    assert not any(result.id.startswith(("x4/", "colour/", "box/")) for result in judged.results)


def test_every_check_has_a_fault_that_it_sees():
    """A check that cannot fail checks nothing."""
    elsewhere = {
        "text/lost",
        "text/unread",
        "font/stranger",
        "x4/encrypted",
        "x4/file-id",
        "x4/compression",
        "ink/total",
    }
    elsewhere |= {seen_by for _, seen_by in test_proof_faults.FAULTS.values()}
    other_validators = {"standard/page-validation", "standard/verapdf"}
    assert {check.id for check in preflight.CHECKS} == {
        seen_by for _, seen_by in FAULTS.values()
    } | elsewhere | other_validators
