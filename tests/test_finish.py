"""Every edition keeps what it claims: geometry, inks, intents, tags, metadata, and the verdict of strangers."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from PIL import Image

from typeset import render
from typeset.errors import ThemeError
from typeset.model import fonts
from typeset.model.edition import EDITIONS
from typeset.model.page import AttachedSource, Page
from typeset.model.theme import Theme
from typeset.preflight.checks import external
from typeset.render import icc

MM = 72 / 25.4
CLAIMS = [
    *(("email", "pdfua-1"), ("email", "pdfa-2u")),
    *(("print", "pdfua-1"), ("print", "pdfa-2u")),
    *(("archive", "pdfua-1"), ("archive", "pdfa-3a")),
]
"""What strangers can judge; for PDF/X-4 there is no open validator."""
CSS = """
@page { size: A5; margin: 15mm; font-family: Amiri;
  @top-center { content: "رأس" } @bottom-center { content: counter(page) } }
body { font: 12pt/1.6 Amiri; color: #000 }
h1 { color: #17406d; border-bottom: 1pt solid #808080 }
aside { background: #eee }
"""
BODY = """
<p>نص فيه <span lang="en" dir="ltr">a foreign run</span> و<a href="https://example.com/">رابط إلى الموقع</a>.</p>
<blockquote><p>اقتباس يقف وحده.</p></blockquote>
<ul><li>بند أول<ul><li>بند تحته</li></ul></li><li>بند ثان</li></ul>
<figure><img alt="مربع أزرق" src="asset:photo" style="width: 40mm"><figcaption>شرح الصورة</figcaption></figure>
<img alt="" src="asset:photo" style="width: 5mm">
<table><caption>جدول</caption><thead><tr><th>أ</th><th>ب</th></tr></thead>
<tbody>ROWS</tbody></table>
<aside><p>جانب</p></aside>
"""
ROWS = '<tr><th scope="row">س</th><td>١</td></tr>' * 40


def photo() -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((600, 600)).save(output, "JPEG")
    return output.getvalue()


@pytest.fixture(scope="module")
def theme() -> Theme:
    families = (fonts.load("amiri"), fonts.load("noto-serif"))
    ink, cmyk = {"brand": "#17406d"}, {"brand": (100.0, 70.0, 20.0, 25.0)}
    return Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, families, ink=ink, cmyk=cmyk)


@pytest.fixture(scope="module")
def sheet() -> Page:
    head = f'<meta name="dcterms.created" content="2023-01-28"><title>عنوان</title><style>{CSS}</style>'
    body = f"<h1>عنوان</h1>{BODY.replace('ROWS', ROWS)}"
    text = (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    )
    return Page(text, {"photo": photo()}, AttachedSource("release.txt", "نص".encode()))


@pytest.fixture(scope="module")
def made(theme, sheet) -> dict[str, bytes]:
    return {name: render.pdf(sheet, theme, edition)[0] for name, edition in EDITIONS.items()}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, list]]:
    return [(str(one.operator), list(one.operands)) for page in pdf.pages for one in pikepdf.parse_content_stream(page)]


def kids(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    inside = element.get("/K", [])
    listed = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    found = [pdf.Root.StructTreeRoot.K[0]]
    for element in found:
        found.extend(kids(element))
    return found


def role(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Dictionary]:
    return [element for element in elements(pdf) if str(element.S) == f"/{name}"]


def pictures(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]


@pytest.mark.parametrize(("name", "flavour"), CLAIMS)
def test_a_stranger_s_validator_bears_out_every_claim(made, name, flavour):
    """It knows no description of pdf:Trapped, which PDF/A-2 and veraPDF take; that property is not shown to it."""
    report = page_validation.validate_pdf_bytes(external.without_trapping(made[name]), profile=flavour)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.skipif(not shutil.which("verapdf"), reason="verapdf is not on the PATH")
@pytest.mark.parametrize(("name", "flavour"), CLAIMS)
def test_verapdf_bears_out_every_claim(made, name, flavour, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(made[name])
    short = flavour.removeprefix("pdfa-").replace("pdfua-", "ua")
    command = ["verapdf", "--flavour", short, "--format", "text", file]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout.startswith("PASS")


def test_every_standard_that_a_stranger_can_judge_is_judged():
    judged = {name: sum(claim == name for claim, _ in CLAIMS) for name in EDITIONS}
    assert judged == {name: sum(s != "PDF/X-4" for s in edition.standards) for name, edition in EDITIONS.items()}


@pytest.mark.parametrize("name", EDITIONS)
def test_the_same_page_gives_the_same_bytes_pictures_and_attachments_included(made, theme, sheet, name):
    assert render.pdf(sheet, theme, EDITIONS[name])[0] == made[name]


def test_print_stands_on_a_sheet_with_bleed_and_a_rim_for_the_marks(made):
    for page in opened(made["print"]).pages:
        trim, bleed, media = ([float(edge) for edge in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox))
        assert trim[2] - trim[0] == pytest.approx(148 * MM, abs=0.01)
        assert [round(t - b, 2) for t, b in zip(trim, bleed, strict=True)] == [8.5, 8.5, -8.5, -8.5]
        assert media[0] < bleed[0] - 6 * MM
        assert "/ArtBox" not in page
        assert page.obj.Group.CS == "/DeviceCMYK"


def test_newspaper_has_neither_bleed_nor_marks(made):
    for page in opened(made["newspaper"]).pages:
        assert list(page.TrimBox) == list(page.BleedBox) == list(page.MediaBox)
        assert "/Rim" not in page.Resources.get("/XObject", {})


def test_every_mark_stands_outside_the_bleed_in_the_colour_of_all_plates(made):
    pdf = opened(made["print"])
    page = pdf.pages[0]
    rim = page.Resources.XObject.Rim
    assert rim.Resources.ColorSpace["/All"][1] == "/All"
    left, bottom, right, top = (float(edge) for edge in page.BleedBox)
    strokes = re.findall(rb"([-\d.]+) ([-\d.]+) m ([-\d.]+) ([-\d.]+) l S", rim.read_bytes())
    assert len(strokes) == 8 + 8
    for stroke in strokes:
        x0, y0, x1, y1 = map(float, stroke)
        assert max(x0, x1) < left or min(x0, x1) > right or max(y0, y1) < bottom or min(y0, y1) > top


@pytest.mark.parametrize("name", ["print", "newspaper"])
def test_nothing_on_a_press_page_is_in_the_colours_of_a_screen(made, name):
    pdf = opened(made[name])
    assert not {"rg", "RG", "sh"} & {operator for operator, _ in operators(pdf)}
    spaces = {str(picture.ColorSpace) for picture in pictures(pdf)}
    assert spaces
    assert spaces <= {"/DeviceCMYK", "/DeviceGray"}


def test_black_text_is_in_black_ink_alone_and_the_theme_s_own_inks_are_taken_as_they_are(made):
    fills = {
        tuple(float(ink) for ink in inks) for operator, inks in operators(opened(made["print"])) if operator == "k"
    }
    assert (0, 0, 0, 1) in fills
    assert (1, 0.7, 0.2, 0.25) in fills
    assert all(sum(inks[:3]) == 0 for inks in fills - {(1, 0.7, 0.2, 0.25)})


def test_no_pixel_takes_more_ink_than_the_edition_allows(theme):
    output = io.BytesIO()
    Image.effect_noise((300, 300), 120).convert("RGB").point(lambda value: value // 5).save(output, "PNG")
    text = f'<html lang="ar"><title>x</title><style>{CSS}</style><body><img alt="x" src="asset:dark" width="100">'
    for name, total in (("print", 300), ("newspaper", 240)):
        pdf = opened(render.pdf(Page(text, {"dark": output.getvalue()}), theme, EDITIONS[name])[0])
        pixels = pikepdf.PdfImage(pictures(pdf)[0]).as_pil_image().convert("CMYK").tobytes()
        most = max(map(sum, zip(*[iter(pixels)] * 4, strict=True))) / 255 * 100
        assert most <= total + 2


def test_the_intents_name_the_press_once_for_each_standard_and_share_one_profile(made):
    pdf = opened(made["print"])
    press = pdf.Root.OutputIntents
    assert [str(intent.S) for intent in press] == ["/GTS_PDFX", "/GTS_PDFA1"]
    assert {str(intent.OutputConditionIdentifier) for intent in press} == {"FOGRA39"}
    assert len({intent.DestOutputProfile.objgen for intent in press}) == 1
    assert press[0].DestOutputProfile.N == 4
    other = opened(made["email"])
    (screen,) = other.Root.OutputIntents
    assert (str(screen.S), screen.DestOutputProfile.N) == ("/GTS_PDFA1", 3)


def test_a_press_file_says_it_is_not_trapped_and_is_printed_unscaled_without_links(made):
    pdf = opened(made["print"])
    assert pdf.pdf_version == "1.6"
    assert pdf.docinfo.Trapped == "/False"
    assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
    assert all("/Annots" not in page for page in pdf.pages)
    assert not role(pdf, "Link")


@pytest.mark.parametrize("name", EDITIONS)
def test_metadata_stands_uncompressed_and_agrees_with_the_information_dictionary(made, name):
    pdf = opened(made[name])
    packet = pdf.Root.Metadata.read_raw_bytes().decode()
    claimed = {standard.value for standard in EDITIONS[name].standards}
    assert ("<pdfxid:GTS_PDFXVersion>PDF/X-4<" in packet) == ("PDF/X-4" in claimed)
    assert ("<pdfuaid:part>1<" in packet) == ("PDF/UA-1" in claimed)
    assert "<xmp:CreateDate>2023-01-28T00:00:00Z<" in packet
    assert str(pdf.docinfo.CreationDate) == "D:20230128000000Z"
    assert ">عنوان<" in packet


def test_the_archive_carries_its_source(made):
    pdf = opened(made["archive"])
    (file,) = pdf.Root.AF
    assert file.AFRelationship == "/Source"
    assert file.EF.F.read_bytes().decode() == "نص"
    assert file.EF.F.Subtype == "/text/plain"
    assert list(pdf.attachments) == ["release.txt"]
    assert "/AF" not in opened(made["email"]).Root


def test_an_archive_without_a_source_is_a_finding(theme, sheet):
    _, findings = render.pdf(replace(sheet, source=None), theme, EDITIONS["archive"])
    assert [finding.id for finding in findings] == ["render/no-source"]


def test_a_newspaper_without_the_newspaper_s_profile_is_told_so(theme, sheet):
    _, findings = render.pdf(sheet, theme, EDITIONS["newspaper"])
    assert [finding.id for finding in findings] == ["render/no-profile"]
    assert "editions.newspaper" in findings[0].hint


@pytest.mark.parametrize(
    ("style", "what"),
    [
        ("p { background: linear-gradient(#000, #fff) }", "gradient behind <p>"),
        ("p { background: radial-gradient(red, blue) }", "gradient behind <p>"),
        ("p { border: 3pt groove #17406d }", "3-D border around <p>"),
        ("@page { background: linear-gradient(#000, #fff) }", "gradient behind <page>"),
    ],
)
def test_what_four_inks_cannot_print_is_left_out_and_said(theme, style, what):
    text = f'<html lang="ar"><title>x</title><style>{CSS}{style}</style><body><p>نص</p>'
    content, findings = render.pdf(Page(text), theme, EDITIONS["print"])
    assert [finding.id for finding in findings] == ["render/unprintable"]
    assert what in findings[0].message
    assert "sh" not in {operator for operator, _ in operators(opened(content))}
    assert render.pdf(Page(text), theme, EDITIONS["email"])[1] == ()


# --- tags ---


def test_an_element_is_one_element_wherever_its_boxes_land(made):
    pdf = opened(made["email"])
    assert len(pdf.pages) > 1
    assert len(role(pdf, "Table")) == len(role(pdf, "TBody")) == len(role(pdf, "THead")) == 1
    assert len(role(pdf, "TR")) == 41
    assert len(role(pdf, "H1")) == 1


def test_lists_quotations_captions_and_asides_have_their_real_roles(made):
    pdf = opened(made["email"])
    assert len(role(pdf, "L")) == 2
    assert [str(kid.S) for kid in kids(role(pdf, "LI")[0])] == ["/Lbl", "/LBody"]
    assert {str(element.A.ListNumbering) for element in role(pdf, "L")} == {"/Disc"}
    assert len(role(pdf, "BlockQuote")) == 1
    assert len(role(pdf, "Caption")) == 2
    assert len(role(pdf, "Aside")) == 1
    assert pdf.Root.StructTreeRoot.RoleMap.Aside == "/Sect"


def test_header_cells_say_for_what_they_speak(made):
    pdf = opened(made["email"])
    scopes = [str(cell.A.Scope) for cell in role(pdf, "TH")]
    assert scopes[:2] == ["/Column", "/Column"]
    assert set(scopes[2:]) == {"/Row"}


def test_a_picture_has_its_words_and_an_ornament_none(made):
    pdf = opened(made["email"])
    (figure,) = role(pdf, "Figure")
    assert str(figure.Alt) == "مربع أزرق"
    left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
    assert right - left == pytest.approx(40 * MM, abs=0.01)
    assert 0 < bottom < top < 210 * MM


def test_a_foreign_run_says_its_language(made):
    pdf = opened(made["email"])
    (run,) = (element for element in elements(pdf) if str(element.get("/Lang", "")) == "en")
    assert run.S == "/Span"


def test_a_link_says_what_it_is_and_knows_its_element(made):
    pdf = opened(made["email"])
    (link,) = (link for page in pdf.pages for link in page.get("/Annots", ()))
    assert str(link.Contents) == "رابط إلى الموقع"
    assert link.F == 4
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip(map(int, list(numbers)[::2]), list(numbers)[1::2], strict=True))
    assert owners[int(link.StructParent)].S == "/Link"


def test_running_heads_and_folios_are_not_read_out(made):
    pdf = opened(made["email"])
    kinds = [
        str(operands[1].get("/Subtype", ""))
        for operator, operands in operators(pdf)
        if operator == "BDC" and str(operands[0]) == "/Artifact"
    ]
    pages = len(pdf.pages)
    assert kinds.count("/Header") == kinds.count("/Footer") == pages


# --- profiles ---


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda raw: raw[:500], "no whole ICC profile"),
        (lambda raw: b"not a profile", "no whole ICC profile"),
        (lambda raw: raw[:12] + b"mntr" + raw[16:], "class"),
        (lambda raw: raw[:16] + b"RGB " + raw[20:], "inks RGB"),
        (lambda raw: raw[:8] + b"\x05" + raw[9:], "version 5"),
    ],
)
def test_a_profile_that_is_none_of_a_cmyk_press_is_refused_with_its_name(tmp_path, damage, reason):
    file = tmp_path / "press.icc"
    file.write_bytes(damage(icc.COATED.read_bytes()))
    with pytest.raises(ThemeError, match=reason) as refusal:
        icc.profile_of(replace(EDITIONS["print"], icc=file))
    assert "press.icc" in refusal.value.message
    assert "printer" in refusal.value.hint


def test_a_printer_s_profile_is_used_and_its_condition_named(theme, sheet, tmp_path):
    file = tmp_path / "press.icc"
    shutil.copy(icc.COATED, file)
    edition = replace(EDITIONS["newspaper"], icc=file, condition="IFRA26")
    content, findings = render.pdf(sheet, theme, edition)
    pdf = opened(content)
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.OutputConditionIdentifier) == "IFRA26"
    assert findings == ()


def test_a_profile_that_is_not_there_is_refused_with_its_path(tmp_path):
    with pytest.raises(ThemeError, match=r"nowhere\.icc"):
        icc.profile_of(replace(EDITIONS["print"], icc=tmp_path / "nowhere.icc"))


@pytest.mark.parametrize(
    ("dated", "day"), [('<meta name="dcterms.created" content="2023-01-28">', "2023-01-28"), ("", "1970-01-01")]
)
def test_a_press_file_says_when_it_was_made_and_that_it_is_not_trapped_in_both_places(theme, dated, day):
    text = f'<html lang="ar"><title>x</title>{dated}<style>{CSS}</style><body><p>نص</p>'
    pdf = opened(render.pdf(Page(text), theme, EDITIONS["print"])[0])
    packet = pdf.Root.Metadata.read_raw_bytes().decode()
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        assert f"<xmp:{name}>{day}T00:00:00Z<" in packet
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == f"D:{day.replace('-', '')}000000Z"
    assert "<pdf:Trapped>False<" in packet
    assert ">Trapped</pdfaProperty:name>" in packet
