"""A good page for the screen is damaged, one fault of PDF/A or PDF/UA at a time: the validator names that standard."""

from __future__ import annotations

from functools import cache

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from prepress import HTML, damaged, drawn, element, photo, theme

from typeset import preflight, render
from typeset.findings import Severity
from typeset.model.edition import EDITIONS
from typeset.model.page import Page

pytest.importorskip("page", reason="page-validation is not installed")

VALIDATOR = [check for check in preflight.CHECKS if check.id == "standard/page-validation"]
A, UA = "PDF/A-2u", "PDF/UA-1"


@cache
def sheet_for_the_screen() -> bytes:
    """The edition for the screen, with a link: PDF/A-2u and PDF/UA-1."""
    text = HTML.replace("<section>", '<p><a href="https://example.com/">موقع المعرض</a></p><section>')
    content, findings = render.pdf(Page(text, {"photo": photo()}), theme(), EDITIONS["email"])
    assert not findings
    return content


def verdicts(content: bytes) -> list[str]:
    """The standards that the validator finds broken, each once."""
    judged = preflight.judge(content, checks=VALIDATOR)
    broken = [found.message for found in judged.findings if found.severity > Severity.INFO]
    return sorted({message.split(": ")[1].split(" fails")[0] for message in broken})


def root(**entries: object):
    """Entries of the catalog; None takes one away."""

    def damage(pdf: Pdf) -> None:
        for key, value in entries.items():
            if value is None:
                del pdf.Root[f"/{key}"]
            else:
                pdf.Root[f"/{key}"] = value

    return damage


def role(name: str, **entries: object):
    """Entries of the first structure element of a role; None takes one away."""

    def damage(pdf: Pdf) -> None:
        found = element(pdf, name)
        for key, value in entries.items():
            if value is None:
                del found[f"/{key}"]
            else:
                found[f"/{key}"] = value

    return damage


def link(**entries: object):
    """Entries of the first annotation; None takes one away."""

    def damage(pdf: Pdf) -> None:
        found = next(page.obj.Annots[0] for page in pdf.pages if "/Annots" in page.obj)
        for key, value in entries.items():
            if value is None:
                del found[f"/{key}"]
            else:
                found[f"/{key}"] = value

    return damage


def fonts(pdf: Pdf) -> list[Dictionary]:
    return list(pdf.pages[0].resources.Font.values())


def no_unicode(pdf: Pdf) -> None:
    del fonts(pdf)[0].ToUnicode


def font_left_out(pdf: Pdf) -> None:
    described = fonts(pdf)[0].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in described:
            del described[key]


def wrong_widths(pdf: Pdf) -> None:
    fonts(pdf)[0].DescendantFonts[0].W = Array([1, Array([5000] * 40)])


def image(**entries: object):
    def damage(pdf: Pdf) -> None:
        for page in pdf.pages:
            for found in page.resources.get("/XObject", {}).values():
                if found.get("/Subtype") == "/Image":
                    for key, value in entries.items():
                        found[f"/{key}"] = value

    return damage


def in_the_packet(before: str, after: str):
    def damage(pdf: Pdf) -> None:
        content = pdf.Root.Metadata.read_bytes().decode()
        assert before in content
        pdf.Root.Metadata = pdf.make_stream(
            content.replace(before, after).encode(), Type=Name.Metadata, Subtype=Name.XML
        )

    return damage


def state(**entries: object):
    """A thing painted in a graphics state of its own; the validator overlooks one that stands within the resources."""

    def damage(pdf: Pdf) -> None:
        own = pdf.make_indirect(Dictionary(**entries))
        drawn("/Own gs 0 g 200 200 9 9 re f", ExtGState=Dictionary(Own=own))(pdf)

    return damage


def no_order_of_tabs(pdf: Pdf) -> None:
    for page in pdf.pages:
        if "/Tabs" in page.obj:
            del page.obj.Tabs


def xobject(content: bytes, **entries: object):
    def damage(pdf: Pdf) -> None:
        found = pdf.make_stream(content, Type=Name.XObject, **entries)
        drawn("/Own Do", XObject=Dictionary(Own=found))(pdf)

    return damage


def attachment(pdf: Pdf) -> None:
    file = pdf.make_stream(b"text", Type=Name.EmbeddedFile)
    named = Dictionary(Type=Name.Filespec, F=String("a.txt"), UF=String("a.txt"), EF=Dictionary(F=file))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a.txt"), pdf.make_indirect(named)])))


def untagged_words(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"/Artifact", b"/Span"))


def all_of(name: str, **entries: object):
    """Entries of every structure element of a role."""

    def damage(pdf: Pdf) -> None:
        for found in pdf.objects:
            if isinstance(found, Dictionary) and found.get("/S") == f"/{name}" and "/P" in found:
                for key, value in entries.items():
                    if value is None:
                        del found[f"/{key}"]
                    else:
                        found[f"/{key}"] = value

    return damage


def silent(pdf: Pdf) -> None:
    for found in (pdf.Root, *pdf.objects):
        if isinstance(found, Dictionary) and "/Lang" in found:
            del found.Lang


FORM = {"Subtype": Name.Form, "BBox": Array([0, 0, 9, 9])}
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
FAULTS = {
    "PDF/A: no output intent": (root(OutputIntents=None), [A]),
    "PDF/A: JavaScript on opening": (root(OpenAction=SCRIPT), [A]),
    "PDF/A: events of the file": (root(AA=Dictionary(WC=SCRIPT)), [A]),
    "PDF/A: a dynamic form": (root(AcroForm=Dictionary(Fields=Array(), XFA=String("<xdp/>"))), [A]),
    "PDF/A: a form whose look is to be made": (root(AcroForm=Dictionary(Fields=Array(), NeedAppearances=True)), [A]),
    "PDF/A: a link that starts a program": (link(A=Dictionary(S=Name.Launch, F=String("a"))), [A]),
    "PDF/A: a link that does not print": (link(F=0), [A]),
    "PDF/A: a hidden link": (link(F=6), [A]),
    "PDF/A: an image that is smoothed": (image(Interpolate=True), [A]),
    "PDF/A: an image with an alternate": (image(Alternates=Array()), [A]),
    "PDF/A: an OPI comment": (image(OPI=Dictionary()), [A]),
    "PDF/A: a transfer curve": (state(TR=Name.Identity), [A]),
    "PDF/A: a halftone with a name": (
        state(HT=Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round, HalftoneName=String("a"))),
        [A],
    ),
    "PDF/A: an unknown blend mode": (state(BM=Name.Vivid), [A]),
    "PDF/A: an unknown rendering intent": (drawn("/Vivid ri 0 g 200 200 9 9 re f"), [A]),
    "PDF/A: CMYK under sRGB": (drawn("0 0 0 1 k 200 200 9 9 re f"), [A]),
    "PDF/A: an operator of nobody's": (drawn("BX vivid EX"), [A]),
    "PDF/A: a PostScript XObject": (xobject(b"showpage", Subtype=Name.PS), [A]),
    "a reference XObject": (xobject(b"", **FORM, Ref=Dictionary(F=String("a.pdf"), Page=0)), [A, UA]),
    "a font that is not embedded": (font_left_out, [A, UA]),
    "widths that are not the font's": (wrong_widths, [A, UA]),
    "PDF/A: an attached text": (attachment, [A]),
    "layers that switch themselves": (
        root(OCProperties=Dictionary(OCGs=Array(), D=Dictionary(Name=String("a"), AS=Array()))),
        [A, UA],
    ),
    "PDF/A: a viewer that needs more": (root(Requirements=Array([Dictionary(S=Name.EnableJavaScripts)])), [A]),
    "letters without a meaning": (no_unicode, [A, UA]),
    "no metadata, and so no claim": (root(Metadata=None), []),
    "PDF/UA: not marked as tagged": (root(MarkInfo=None), [UA]),
    "PDF/UA: tags under suspicion": (root(MarkInfo=Dictionary(Marked=True, Suspects=True)), [UA]),
    "PDF/UA: no structure": (root(StructTreeRoot=None), [UA]),
    "PDF/UA: no language": (silent, [UA]),
    "PDF/UA: the title is not shown": (root(ViewerPreferences=None), [UA]),
    "no title": (in_the_packet("dc:title", "dc:relation"), [A, UA]),
    "PDF/UA: a figure without words": (role("Figure", Alt=None), [UA]),
    "PDF/UA: a heading left out": (role("H2", S=Name.H4), [UA]),
    "PDF/UA: header cells without scope": (all_of("TH", A=None), [UA]),
    "PDF/UA: a role that does not exist": (role("H2", S=Name.Vivid), [UA]),
    "PDF/UA: a table of paragraphs": (all_of("TR", S=Name.P), [UA]),
    "PDF/UA: a link without words": (link(Contents=None), [UA]),
    "PDF/UA: a link outside the structure": (role("Link", S=Name.P), [UA]),
    "PDF/UA: a running head in the text": (untagged_words, [UA]),
    "PDF/UA: nothing says where the tab key goes": (no_order_of_tabs, [UA]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_validator_names_the_standard_that_is_broken_and_no_other(fault):
    damage, expected = FAULTS[fault]
    assert verdicts(damaged(sheet_for_the_screen(), damage)) == expected
