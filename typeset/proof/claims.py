"""What a PDF says of itself in its XMP packet: title, and the standards that it claims."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET

import pikepdf

MOST_XMP_BYTES = 4_000_000
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
X_VERSION = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
A_PART = "{http://www.aiim.org/pdfa/ns/id/}part"
A_CONFORMANCE = "{http://www.aiim.org/pdfa/ns/id/}conformance"
UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"


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
        """The claims by name, as `typeset.edition.Standard` writes them where it has them."""
        named = (
            self.pdf_x,
            f"PDF/A-{self.pdf_a}" if self.pdf_a else "",
            f"PDF/UA-{self.pdf_ua}" if self.pdf_ua else "",
        )
        return tuple(name for name in named if name)


class _Builder(ET.TreeBuilder):
    """The packet's tree. What declares a document type, and so could declare entities, is no packet."""

    def doctype(self, *_said: str | None) -> None:
        raise ValueError("an XMP packet has no document type")


def of(pdf: pikepdf.Pdf) -> Claims:
    """The claims of a file; none where it has no packet, or one that is no XML."""
    described = pdf.Root.get("/Metadata")
    if not isinstance(described, pikepdf.Stream):
        return Claims()
    # Python's own parser is loaded with the engine; lxml for this alone takes 7 ms of every run.
    parser = ET.XMLParser(target=_Builder())
    try:
        root = ET.fromstring(described.read_bytes()[:MOST_XMP_BYTES].strip(), parser)
    except (ET.ParseError, LookupError, ValueError, pikepdf.PdfError):
        return Claims()
    part = _value(root, A_PART)
    return Claims(
        title="".join(text for title in root.iter(TITLE) for text in title.itertext()).strip(),
        pdf_x=_value(root, X_VERSION),
        pdf_a=part + _value(root, A_CONFORMANCE).lower() if part else "",
        pdf_ua=_value(root, UA_PART),
    )


def _value(root: ET.Element, name: str) -> str:
    """A property, which XMP may write as an element or as an attribute."""
    for element in root.iter(name):
        return (element.text or "").strip()
    for description in root.iter(f"{RDF}Description"):
        if name in description.attrib:
            return description.attrib[name].strip()
    return ""
