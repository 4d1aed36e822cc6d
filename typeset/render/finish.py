"""Finishing WeasyPrint's PDF for an edition: page boxes, output intents, metadata, viewer settings, repeatable ids."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, Stream, String

from typeset.model.edition import Edition, Standard
from typeset.model.page import AttachedSource
from typeset.render import icc, marks, metadata
from typeset.render.marks import MM, SLUG, PageRectangle, Slug
from typeset.render.metadata import UNKNOWN_MOMENT, About

PRINTED = 4
"""The flag of an annotation that is printed (ISO 32000-1, table 165); PDF/A wants it on every one."""


def finished(
    content: bytes, about: About, edition: Edition, slug: Slug | None, sources: Sequence[AttachedSource]
) -> bytes:
    """The PDF with everything that the edition's standards ask for."""
    if _is_for_press(edition) and about.moment is None:
        about = about._replace(moment=UNKNOWN_MOMENT)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _viewer(pdf, about, edition)
        _information(pdf, about, edition)
        _intents(pdf, edition)
        for page in pdf.pages:
            _annotations(page)
        if _is_for_press(edition):
            _boxes(pdf, edition, slug)
        if sources:
            _attach(pdf, sources, about)
        _metadata(pdf, about, edition, hashlib.sha256(content).hexdigest())
        return _saved(pdf, edition)


def _is_for_press(edition: Edition) -> bool:
    return Standard.PDF_X_4 in edition.standards


def _viewer(pdf: Pdf, about: About, edition: Edition) -> None:
    """Viewer preferences: the title in the window's bar, the reading direction; a press sheet is printed unscaled."""
    preferences = Dictionary(DisplayDocTitle=True, Direction=Name.R2L if about.direction == "rtl" else Name.L2R)
    if _is_for_press(edition):
        preferences.PrintScaling = Name("/None")
    pdf.Root.ViewerPreferences = preferences


def _information(pdf: Pdf, about: About, edition: Edition) -> None:
    """The information dictionary, in agreement with the XMP packet word for word (ISO 19005-2, 6.6.3)."""
    entries = {
        "/Title": about.title,
        "/Author": ", ".join(about.authors),
        "/Subject": about.description,
        "/Keywords": ", ".join(about.keywords),
        "/Creator": about.creator,
        "/Producer": about.engine,
    }
    if about.moment:
        entries["/CreationDate"] = entries["/ModDate"] = about.moment.strftime("D:%Y%m%d%H%M%SZ")
    information = Dictionary({key: String(value) for key, value in entries.items() if value})
    if _is_for_press(edition):
        information.Trapped = Name("/False")
    pdf.trailer.Info = pdf.make_indirect(information)


def _intents(pdf: Pdf, edition: Edition) -> None:
    """The output intents, one for each standard that asks: sRGB for the screen, the printer's profile for the press."""
    if edition.cmyk:
        profile = icc.profile_of(edition)
        content, channels, condition = profile.content, 4, profile.condition
        registry, about = (icc.REGISTRY if profile.registered else ""), profile.description
    else:
        content, channels, condition, registry, about = _srgb(), 3, "sRGB IEC61966-2.1", icc.REGISTRY, ""
    stream = pdf.make_indirect(Stream(pdf, content, N=channels))
    kinds = ["/GTS_PDFX"] if _is_for_press(edition) else []
    if any(standard.startswith("PDF/A") for standard in edition.standards):
        kinds.append("/GTS_PDFA1")
    intent = {"/Type": Name.OutputIntent, "/OutputConditionIdentifier": String(condition)}
    intent |= {"/Info": String(about or condition), "/DestOutputProfile": stream}
    if registry:
        intent["/RegistryName"] = String(registry)
    pdf.Root.OutputIntents = Array([Dictionary({**intent, "/S": Name(kind)}) for kind in kinds])


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    return files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


def _boxes(pdf: Pdf, edition: Edition, slug: Slug | None) -> None:
    """TrimBox, BleedBox, MediaBox (ISO 15930-7, 6.11); art is clipped at the bleed, marks stand outside it."""
    bleed, rims = edition.bleed * MM, dict[PageRectangle, Stream]()
    for number, page in enumerate(pdf.pages):
        trim = PageRectangle(*(float(edge) for edge in page.trimbox))
        page.obj.TrimBox = trim.array()
        page.obj.BleedBox = trim.grown(bleed).array()
        page.obj.MediaBox = trim.grown(bleed + (SLUG if slug else 0)).array()
        page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
        if slug:
            if trim not in rims:
                rims[trim] = _rim(pdf, trim, bleed, slug)
            _mark(page, rims[trim], trim.grown(bleed), marks.numbered(trim, bleed, slug, number))


def _rim(pdf: Pdf, trim: PageRectangle, bleed: float, slug: Slug) -> Stream:
    """The printer's marks of pages with this trim, as one form XObject for all of them."""
    form = Stream(pdf, marks.around(trim, bleed, slug), Type=Name.XObject, Subtype=Name.Form)
    form.BBox = trim.grown(bleed + SLUG).array()
    form.Resources = Dictionary(ColorSpace={marks.ALL: marks.colour_all()})
    return form


def _mark(page: Page, rim: Stream, art: PageRectangle, number: bytes) -> None:
    """Clip the art at the bleed and add the marks, as artifacts: no screen reader speaks them."""
    clip = (art.left, art.bottom, art.right - art.left, art.top - art.bottom)
    name = page.add_resource(rim, Name.XObject, Name("/Rim"))
    page.add_resource(marks.colour_all(), Name.ColorSpace, Name(marks.ALL))
    page.contents_add(b"q %.4f %.4f %.4f %.4f re W n\n" % clip, prepend=True)
    page.contents_add(b"Q\n/Artifact BMC %b Do\n%bEMC\n" % (str(name).encode(), number))


def _annotations(page: Page) -> None:
    for annotation in page.obj.get("/Annots", ()):
        annotation.F = PRINTED


def _attach(pdf: Pdf, sources: Sequence[AttachedSource], about: About) -> None:
    """Attach the texts that the page was made from, with the relationship Source (ISO 19005-3, 6.8)."""
    files = {source.name: _file(pdf, source, about) for source in sources}
    pdf.Root.AF = Array(list(files.values()))
    pdf.Root.Names = pdf.Root.get("/Names", Dictionary())
    # The names of a name tree are in order (ISO 32000-1, 7.9.6).
    in_order = sorted((bytes(String(name)), name) for name in files)
    entries = [entry for _, name in in_order for entry in (String(name), files[name])]
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(entries))


def _file(pdf: Pdf, source: AttachedSource, about: About) -> Object:
    """The specification of an attached file."""
    when = String((about.moment or UNKNOWN_MOMENT).strftime("D:%Y%m%d%H%M%SZ"))
    checksum = String(hashlib.md5(source.content, usedforsecurity=False).digest())
    file = Stream(pdf, source.content, Type=Name.EmbeddedFile, Subtype=Name(f"/{source.media_type}"))
    file.Params = Dictionary(Size=len(source.content), ModDate=when, CheckSum=checksum)
    stream = pdf.make_indirect(file)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(source.name),
            UF=String(source.name),
            EF=Dictionary(F=stream, UF=stream),
            AFRelationship=Name.Source,
            Desc=String("The text that this file was made from"),
        )
    )


def _metadata(pdf: Pdf, about: About, edition: Edition, digest: str) -> None:
    """The XMP packet, uncompressed so that any tool can find it; its ids come from the content, not from chance."""
    identity = f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"
    packet = Stream(pdf, metadata.packet(about, edition.standards, identity), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(packet)


def _saved(pdf: Pdf, edition: Edition) -> bytes:
    """The same bytes for the same document: the file's id is made from its content."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    output = io.BytesIO()
    pdf.save(
        output,
        force_version="1.6" if _is_for_press(edition) else "1.7",
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,  # the packet names no version; looking would parse it
    )
    return output.getvalue()
