"""A PDF's metadata, and the XMP packet with the claims of its standards (ISO 16684-1; ISO 19005-2, 6.6.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from typeset import __version__
from typeset.errors import EngineError, Message
from typeset.model import dates
from typeset.model.edition import Standard
from typeset.model.script import direction

# What a PDF says of itself: title, people, language, and a moment that does not come from the clock.


UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a standard (PDF/X-4, or PDF/A for an attached file) demands a date and neither the article nor
SOURCE_DATE_EPOCH gives one."""


class About(NamedTuple):
    """The facts that go into the document information, the XMP packet and the viewer's settings."""

    title: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    moment: datetime | None = None
    """The creation date: the article's, or SOURCE_DATE_EPOCH, or none; never the clock's, so that bytes repeat."""
    engine: str = ""
    creator: str = f"typeset {__version__}"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


def moment(written: str | None) -> datetime | None:
    """The article's own date (ISO 8601, UTC where it names no zone), or SOURCE_DATE_EPOCH; raises `EngineError`."""
    if written:
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            raise EngineError(
                Message("The page's date {written!r} is none.", written=written), hint="Write it as 2023-01-28."
            ) from None
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return dates.epoch_moment()


PADDING = (" " * 99 + "\n") * 20
"""Room for an editor to rewrite the packet in place, as the specification advises (2 kB)."""


class Claim(NamedTuple):
    """How a standard is claimed: the namespace, the properties, and what PDF/A must be told of a foreign namespace."""

    prefix: str
    address: str
    properties: tuple[tuple[str, str], ...]
    schema: str = ""
    kind: str = "Text"


PDF_A = "http://www.aiim.org/pdfa/ns/id/"
CLAIMS = {
    Standard.PDF_UA_1: Claim(
        "pdfuaid", "http://www.aiim.org/pdfua/ns/id/", (("part", "1"),), "PDF/UA identification", "Integer"
    ),
    Standard.PDF_A_2U: Claim("pdfaid", PDF_A, (("part", "2"), ("conformance", "U"))),
    Standard.PDF_A_3A: Claim("pdfaid", PDF_A, (("part", "3"), ("conformance", "A"))),
    Standard.PDF_X_4: Claim(
        "pdfxid", "http://www.npes.org/pdfx/ns/id/", (("GTS_PDFXVersion", "PDF/X-4"),), "PDF/X identification"
    ),
}


TRAPPED = Claim("pdf", "http://ns.adobe.com/pdf/1.3/", (("Trapped", "False"),), "Adobe PDF")
"""Says once more what the information dictionary says, as PDF/X-4 asks. PDF/A-2 knows `pdf` without this property."""


def packet(about: About, standards: Iterable[Standard], identity: str) -> bytes:
    """The packet, with `identity` (a URI) as the document's and the instance's id."""
    claims = [CLAIMS[standard] for standard in standards]
    if CLAIMS[Standard.PDF_X_4] in claims:
        claims.append(TRAPPED)
    foreign = [claim for claim in claims if claim.schema] if any(claim.address == PDF_A for claim in claims) else []
    return "".join(
        (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">',
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
            _description(about, claims, identity),
            _extensions(foreign) if foreign else "",
            f'</rdf:RDF></x:xmpmeta>\n{PADDING}<?xpacket end="w"?>',
        )
    ).encode()


def _description(about: About, claims: list[Claim], identity: str) -> str:
    spaces = "".join(f' xmlns:{claim.prefix}="{claim.address}"' for claim in claims if claim is not TRAPPED)
    return (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"{spaces}>'
        + "".join(_simple(f"{claim.prefix}:{name}", value) for claim in claims for name, value in claim.properties)
        + _dublin_core(about)
        + _simple("pdf:Keywords", ", ".join(about.keywords))
        + _simple("pdf:Producer", about.engine)
        + _simple("xmp:CreatorTool", about.creator)
        + "".join(_simple(f"xmp:{name}", iso(about.moment)) for name in ("CreateDate", "ModifyDate", "MetadataDate"))
        + _simple("xmpMM:DocumentID", identity)
        + _simple("xmpMM:InstanceID", identity)
        + _simple("xmpMM:VersionID", "1")
        + _simple("xmpMM:RenditionClass", "default")
        + "</rdf:Description>"
    )


def _dublin_core(about: About) -> str:
    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in about.authors)
    return (
        "<dc:format>application/pdf</dc:format>"
        + _alternatives("dc:title", about.title)
        + _alternatives("dc:description", about.description)
        + (f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else "")
        + (f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>")
    )


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _alternatives(name: str, value: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>" if value else ""


def iso(moment: datetime | None) -> str:
    """`2023-01-28T00:00:00Z`, or nothing."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _extensions(claims: list[Claim]) -> str:
    """The schemas that PDF/A does not know, described as it demands (ISO 19005-2, 6.6.2.3)."""
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
        + "".join(_schema(claim) for claim in claims)
        + "</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


def _schema(claim: Claim) -> str:
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{claim.kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{claim.schema}</pdfaProperty:description></rdf:li>"
        for name, _ in claim.properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{claim.schema}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{claim.address}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{claim.prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
