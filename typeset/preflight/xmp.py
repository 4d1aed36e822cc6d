"""The XMP packet of a PDF: its properties, and the standards that it claims (ISO 16684-1)."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET

import pikepdf

from typeset.errors import Message

MOST_XMP_BYTES = 4_000_000
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
X_VERSION = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
A_PART = "{http://www.aiim.org/pdfa/ns/id/}part"
A_CONFORMANCE = "{http://www.aiim.org/pdfa/ns/id/}conformance"
UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
CREATOR = "{http://ns.adobe.com/xap/1.0/}CreatorTool"
ENCODINGS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
"""How a packet begins in each encoding that XMP allows (ISO 16684-1, 7.3.2), the longest first; else it is UTF-8."""


class Claims(NamedTuple):
    """Title and standards as the XMP packet gives them; empty where it does not."""

    title: str = ""
    pdf_x: str = ""
    """The version, letter for letter: `PDF/X-4`."""
    pdf_a: str = ""
    """Part and conformance: `2u`, `3a`."""
    pdf_ua: str = ""
    """The part: `1`."""

    @property
    def standards(self) -> tuple[str, ...]:
        """The claims by name, as `typeset.model.edition.Standard` writes them where it has them."""
        named = (
            self.pdf_x,
            f"PDF/A-{self.pdf_a}" if self.pdf_a else "",
            f"PDF/UA-{self.pdf_ua}" if self.pdf_ua else "",
        )
        return tuple(name for name in named if name)


class Packet(NamedTuple):
    """The packet as a tree; where there is none or it cannot be read, a tree without properties, and why."""

    root: ET.Element
    fault: str = ""

    def value(self, name: str) -> str:
        """A property, which XMP may write as an element or as an attribute; empty where there is none."""
        for element in self.root.iter(name):
            return (element.text or "").strip()
        for description in self.root.iter(f"{RDF}Description"):
            if name in description.attrib:
                return description.attrib[name].strip()
        return ""

    @property
    def title(self) -> str:
        """The document's title, in whatever language."""
        return "".join(text for title in self.root.iter(TITLE) for text in title.itertext()).strip()

    @property
    def claims(self) -> Claims:
        """The title and the standards that the file says it keeps."""
        part = self.value(A_PART)
        return Claims(
            title=self.title,
            pdf_x=self.value(X_VERSION),
            pdf_a=part + self.value(A_CONFORMANCE).lower() if part else "",
            pdf_ua=self.value(UA_PART),
        )


class _PacketBuilder(ET.TreeBuilder):
    """Builds the packet's tree; refuses a document type, which could declare entities that grow without end."""

    def doctype(self, *_declaration: str | None) -> None:
        raise ValueError("an XMP packet has no document type")


def packet_of(pdf: pikepdf.Pdf) -> Packet:
    """The packet of a file, in any of its encodings."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return Packet(ET.Element("none"))
    # Python's own parser is loaded with the engine; lxml for this alone takes 7 ms of every run.
    parser = ET.XMLParser(target=_PacketBuilder())
    try:
        content = metadata.read_bytes()[:MOST_XMP_BYTES]
        return Packet(ET.fromstring(_decoded(content), parser))
    except (ET.ParseError, LookupError, ValueError, pikepdf.PdfError) as broken:
        return Packet(ET.Element("none"), Message("it is no sound XML ({broken})", broken=str(broken)[:120]))


def _decoded(content: bytes) -> str | bytes:
    """The packet as text; as its bytes where they are UTF-8, or say of themselves how they are encoded."""
    content = content.lstrip(b" \t\r\n")
    encoding = next((name for start, name in ENCODINGS if content.startswith(start)), "")
    return content.decode(encoding).strip("\ufeff \t\r\n\0") if encoding else content.strip()
