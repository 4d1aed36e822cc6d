"""The good page again, with what PDF/X-4, PDF/A and PDF/UA forbid in the objects of a file, one at a time."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from prepress import FORM, article, damaged, drawn, good, seen, text, theme

from typeset import preflight
from typeset.preflight.checks import pdfx_objects
from typeset.preflight.report import pictures


@pytest.fixture(scope="module")
def page() -> bytes:
    return good()


# Objects that a print shop's software stumbles over, whether or not they are painted


def carried(kind: str, thing: Dictionary):
    """Give the first page a resource that it does not use."""

    def damage(pdf: Pdf) -> None:
        drawn("", **{kind: Dictionary(Fault=pdf.make_indirect(thing(pdf) if callable(thing) else thing))})(pdf)

    return damage


def picture(pdf: Pdf, **entries: object):
    """A grey image of four pixels that nothing shows."""
    found = pdf.make_stream(b"0000", Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, BitsPerComponent=8)
    found.ColorSpace = Name.DeviceGray
    for key, value in entries.items():
        found[f"/{key}"] = value
    return found


def form_with(**entries: object):
    """A form that paints nothing."""

    def made(pdf: Pdf):
        found = pdf.make_stream(b"", FORM)
        for key, value in entries.items():
            found[f"/{key}"] = value
        return found

    return carried("XObject", made)


def halftone(**entries: object):
    usual = {"Type": Name.Halftone, "HalftoneType": 1, "Frequency": 60, "Angle": 45, "SpotFunction": Name.Round}
    return carried("ExtGState", Dictionary(Type=Name.ExtGState, HT=Dictionary(**{**usual, **entries})))


def halftone_of_parts(pdf: Pdf):
    part = Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round, TransferFunction=Name.Identity)
    screen = Dictionary(Type=Name.Halftone, HalftoneType=5, Default=part)
    carried("ExtGState", Dictionary(Type=Name.ExtGState, HT=screen))(pdf)


def alternate_for_printing(pdf: Pdf):
    other = pdf.make_indirect(picture(pdf))
    return picture(pdf, Alternates=Array([Dictionary(Image=other, DefaultForPrinting=True)]))


def soft_mask_in_rgb(pdf: Pdf):
    mask = pdf.make_stream(b"", FORM)
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    return Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(mask)))


def packed_by_lzw(pdf: Pdf):
    found = picture(pdf)
    found.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    return found


def data_elsewhere(pdf: Pdf):
    return picture(pdf, F=Dictionary(Type=Name.Filespec, F=String("photo.raw")))


def within_a_form(thing):
    """The same fault, one form deeper."""

    def made(pdf: Pdf):
        outer = pdf.make_stream(b"", FORM)
        outer.Resources = Dictionary(XObject=Dictionary(Inner=pdf.make_indirect(thing(pdf))))
        return outer

    return carried("XObject", made)


def layers(**entries: object):
    def damage(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("text")))
        setting = Dictionary(Name=String("all"), Order=Array([layer]), ON=Array([layer]), **entries)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=setting)

    return damage


SWITCHING = Array([Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array())])


def layers_of_a_second_setting(pdf: Pdf) -> None:
    layers()(pdf)
    pdf.Root.OCProperties.Configs = Array([Dictionary(Name=String("print"), AS=SWITCHING)])


def without(*properties: str):
    """Take properties out of the XMP packet."""

    def damage(pdf: Pdf) -> None:
        content = pdf.Root.Metadata.read_bytes().decode()
        for name in properties:
            content, count = re.subn(f"<{name}>[^<]*</{name}>", "", content)
            assert count == 1, name
        pdf.Root.Metadata = pdf.make_stream(content.encode(), Type=Name.Metadata, Subtype=Name.XML)

    return damage


def trapped_and_not(pdf: Pdf) -> None:
    pdf.trailer.Info.Trapped = Name("/True")


def profile_of_version(major: int, minor: int):
    def damage(pdf: Pdf) -> None:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        content = bytearray(profile.read_bytes())
        content[8:10] = bytes([major, minor << 4])
        profile.write(bytes(content))

    return damage


def profile_elsewhere(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfileRef = Dictionary(URLs=Array())


def acting_bookmark(pdf: Pdf) -> None:
    mark = pdf.make_indirect(Dictionary(Title=String("a"), A=Dictionary(S=Name.URI, URI=String("https://example.com"))))
    first = pdf.make_indirect(Dictionary(Title=String("b"), Next=mark))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=first, Last=mark, Count=2))


def acting_link_beside_the_page(pdf: Pdf) -> None:
    page = pdf.pages[0]
    left, bottom, *_ = (float(edge) for edge in page.obj.MediaBox)
    action = Dictionary(S=Name.URI, URI=String("https://example.com"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([left, bottom, left + 1, bottom + 1]), A=action)
    page.obj.Annots = Array([pdf.make_indirect(link)])


def events_of_a_page(pdf: Pdf) -> None:
    pdf.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


def twice_as_large(pdf: Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 2


FAULTS = {
    "no date on which it was made": (without("xmp:CreateDate"), "x4/metadata"),
    "no date on which it was changed": (without("xmp:ModifyDate"), "x4/metadata"),
    "no date of the metadata": (without("xmp:MetadataDate"), "x4/metadata"),
    "no identity of the document": (without("xmpMM:DocumentID"), "x4/metadata"),
    "no version of the document": (without("xmpMM:VersionID"), "x4/metadata"),
    "no kind of rendition": (without("xmpMM:RenditionClass"), "x4/metadata"),
    "trapped in one place, not in the other": (trapped_and_not, "x4/metadata"),
    "a profile of ICC version 4.3": (profile_of_version(4, 3), "x4/intent"),
    "a profile of ICC version 5": (profile_of_version(5, 0), "x4/intent"),
    "an output intent that refers to a profile elsewhere": (profile_elsewhere, "x4/intent"),
    "a bookmark that opens an address": (acting_bookmark, "x4/action"),
    "a link beside the page that opens an address": (acting_link_beside_the_page, "x4/action"),
    "a page that prints itself": (events_of_a_page, "x4/action"),
    "a PostScript XObject": (
        carried("XObject", lambda pdf: pdf.make_stream(b"showpage", Subtype=Name.PS)),
        "x4/postscript",
    ),
    "a form that is PostScript": (form_with(Subtype2=Name.PS), "x4/postscript"),
    "PostScript within a form": (
        within_a_form(lambda pdf: pdf.make_stream(b"showpage", Subtype=Name.PS)),
        "x4/postscript",
    ),
    "an OPI comment on an image": (carried("XObject", lambda pdf: picture(pdf, OPI=Dictionary())), "x4/outside"),
    "an OPI comment on a form": (form_with(OPI=Dictionary()), "x4/outside"),
    "a reference XObject": (form_with(Ref=Dictionary(F=String("ad.pdf"), Page=0)), "x4/outside"),
    "a reference XObject within a form": (
        within_a_form(lambda pdf: pdf.make_stream(b"", {**dict(FORM.items()), "/Ref": Dictionary(Page=0)})),
        "x4/outside",
    ),
    "an image whose data stand in another file": (carried("XObject", data_elsewhere), "x4/outside"),
    "an image that is printed by another one": (carried("XObject", alternate_for_printing), "x4/alternate"),
    "an alternate image within a form": (within_a_form(alternate_for_printing), "x4/alternate"),
    "a halftone with a transfer function": (halftone(TransferFunction=Name.Identity), "x4/halftone"),
    "a halftone with a name": (halftone(HalftoneName=String("mine")), "x4/halftone"),
    "a halftone of type 6": (halftone(HalftoneType=6), "x4/halftone"),
    "a halftone of type 5 with a transfer function": (halftone_of_parts, "x4/halftone"),
    "a soft mask that mixes in RGB": (carried("ExtGState", soft_mask_in_rgb), "colour/rgb"),
    "an image of an unknown rendering intent": (
        carried("XObject", lambda pdf: picture(pdf, Intent=Name.Vivid)),
        "x4/rendering-intent",
    ),
    "a graphics state of an unknown rendering intent": (
        carried("ExtGState", Dictionary(RI=Name.Vivid)),
        "x4/rendering-intent",
    ),
    "layers that switch themselves": (layers(AS=SWITCHING), "x4/optional-content"),
    "layers that switch themselves in a second setting": (layers_of_a_second_setting, "x4/optional-content"),
    "an operator of nobody's": (drawn("BX 1 2 vivid EX"), "x4/operator"),
    "thirty graphics states within one another": (drawn("q " * 30 + "Q " * 30), "x4/limit"),
    "a page in a unit of two points": (twice_as_large, "box/size"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen_by_its_check_and_by_no_other(page, fault):
    damage, expected = FAULTS[fault]
    assert seen(damaged(page, damage), checks=preflight.QUICK) == [expected]


# What looks like a fault and is none


def header_cells(pdf: Pdf) -> list[Dictionary]:
    return [found for found in pdf.objects if isinstance(found, Dictionary) and found.get("/S") == "/TH"]


def language_of_each_element(pdf: Pdf) -> None:
    del pdf.Root.Lang
    assert any(isinstance(found, Dictionary) and "/S" in found and "/Lang" in found for found in pdf.objects)


def scope_by_a_class(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ClassMap = Dictionary(Head=Dictionary(O=Name.Table, Scope=Name.Column))
    for cell in header_cells(pdf):
        del cell.A
        cell.C = Name.Head


def headers_named_by_cells(pdf: Pdf) -> None:
    for number, cell in enumerate(header_cells(pdf)):
        del cell.A
        cell.ID = String(f"head{number}")
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/S") == "/TD":
            found.A = Dictionary(O=Name.Table, Headers=Array([String("head0")]))


def default_transfer_curve(pdf: Pdf) -> None:
    drawn("/Own gs", ExtGState=Dictionary(Own=Dictionary(TR2=Name.Default)))(pdf)


def alternate_for_the_screen(pdf: Pdf):
    return picture(pdf, Alternates=Array([Dictionary(Image=pdf.make_indirect(picture(pdf)))]))


def halftone_of_a_spot_colour(pdf: Pdf) -> None:
    usual = {"HalftoneType": 1, "Frequency": 60, "Angle": 45, "SpotFunction": Name.Round}
    spot = Dictionary(**usual, TransferFunction=Name.Identity)
    screen = Dictionary(Type=Name.Halftone, HalftoneType=5, Default=Dictionary(**usual), Gold=spot)
    carried("ExtGState", Dictionary(Type=Name.ExtGState, HT=screen))(pdf)


def bookmark_of_a_page(pdf: Pdf) -> None:
    place = Array([pdf.pages[0].obj, Name.Fit])
    mark = pdf.make_indirect(Dictionary(Title=String("a"), Dest=place))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=mark, Last=mark, Count=1))


SOUND = {
    "a language of each element": language_of_each_element,
    "header cells of a class": scope_by_a_class,
    "cells that name their headers": headers_named_by_cells,
    "the device's own transfer curve": default_transfer_curve,
    "an alternate image for the screen": carried("XObject", alternate_for_the_screen),
    "a halftone with a curve for a spot colour": halftone_of_a_spot_colour,
    "a bookmark that goes to a page": bookmark_of_a_page,
    "layers that stay as they are": layers(),
    "twenty graphics states within one another": drawn("q " * 20 + "Q " * 20),
    "operators set apart for other readers": drawn("BX EX"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_only_looks_like_a_fault_is_not_told(page, kind):
    assert seen(damaged(page, SOUND[kind]), checks=preflight.QUICK) == []


def test_an_ink_whose_name_is_not_utf_8_is_seen(page):
    def damage(pdf: Pdf) -> None:
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 1, 0]), N=1)
        drawn("", ColorSpace=Dictionary(Own=Array([Name.Separation, Name.Roete, Name.DeviceCMYK, tint])))(pdf)

    with pikepdf.open(io.BytesIO(damaged(page, damage))) as pdf:
        pdf.save(clear := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert clear.getvalue().count(b"/Roete") == 1
    assert seen(clear.getvalue().replace(b"/Roete", b"/R#f6te"), checks=preflight.QUICK) == ["x4/name"]


def test_data_packed_by_lzw_are_seen(page):
    with pikepdf.open(io.BytesIO(page)) as pdf:
        carried("XObject", packed_by_lzw)(pdf)
        pdf.save(as_it_is := io.BytesIO(), compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    found = preflight.judge(as_it_is.getvalue(), condition="sheet", checks=pdfx_objects.OBJECT_CHECKS).findings
    assert [finding.id for finding in found] == ["x4/compression"]


def test_a_file_without_an_identity_is_seen(page):
    """Every program that we know writes one, and so it is painted over."""
    nameless = page.replace(b"/ID [", b"/XX [")
    assert nameless != page
    assert seen(nameless, checks=preflight.QUICK) == ["x4/file-id"]


def test_a_page_is_measured_in_its_own_unit(page):
    """Text of 4 units is of 8 pt on a page whose unit is 2 pt, and a page of 595 units is 1190 pt wide."""

    def damage(pdf: Pdf) -> None:
        text("0 0 0 1 k", size=4)(pdf)
        pdf.pages[0].obj.UserUnit = 2

    large = preflight.judge(
        damaged(page, damage), condition="sheet", article=article(), theme=theme(), checks=preflight.QUICK
    )
    assert [finding.message for finding in large.findings] == [
        "The page is 420.0 x 594.0 mm, meant is 210.0 x 297.0 mm"
    ]
    boxes = {size: pictures(damaged(page, damage))[size].box for size in (1, 2)}
    assert boxes[1].width == pytest.approx(2 * boxes[2].width)
