"""Finishing: WeasyPrint's PDF becomes the edition's. What it claims, how it opens, and no chance in its bytes."""

from __future__ import annotations

import hashlib
import io
import uuid
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from typeset.edition import Edition, Standard
from typeset.render import xmp
from typeset.render.about import About


def finished(content: bytes, about: About, edition: Edition) -> bytes:
    """The PDF with everything that the edition's standards ask for."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _viewer(pdf, about)
        _information(pdf, about)
        _intents(pdf)
        _metadata(pdf, about, edition, hashlib.sha256(content).hexdigest())
        return _saved(pdf, edition)


def _viewer(pdf: Pdf, about: About) -> None:
    """Open it with its title in the bar, and bound on the side from which it is read."""
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, Direction=Name.R2L if about.direction == "rtl" else Name.L2R
    )


def _information(pdf: Pdf, about: About) -> None:
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
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(value) for key, value in entries.items() if value}))


def _intents(pdf: Pdf) -> None:
    """Say which colours are meant: plain RGB is sRGB."""
    profile = Stream(pdf, files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )


def _metadata(pdf: Pdf, about: About, edition: Edition, digest: str) -> None:
    """The XMP packet, uncompressed so that any tool can find it; its ids come from the content, not from chance."""
    identity = f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"
    packet = Stream(pdf, xmp.packet(about, edition.standards, identity), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(packet)


def _saved(pdf: Pdf, edition: Edition) -> bytes:
    """The same bytes for the same document: the file's id is made from its content."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    output = io.BytesIO()
    pdf.save(
        output,
        force_version="1.6" if Standard.PDF_X_4 in edition.standards else "1.7",
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return output.getvalue()
