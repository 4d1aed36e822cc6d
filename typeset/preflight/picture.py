"""A page of a PDF as a picture: for sheets to choose from, and for themes whose page is sent as an image.

PDFium and its FreeType stand in their package and ask the machine for nothing, so the same page gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises pypdfium2.PdfiumError: this is no PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def drawn(pdf: bytes, page: int, ppi: float) -> bytes:
    """A page (0 is the first) as a PNG of `ppi` pixels to the inch, on white.

    Raises IndexError: there is no such page; pypdfium2.PdfiumError: this is no PDF.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        return _png(document, page, ppi)


def _png(document: PdfDocument, number: int, ppi: float) -> bytes:
    """The picture, which says how large it is to be shown, and nothing of when or with what it was made."""
    page = document[number]
    bitmap = page.render(scale=ppi / 72, rev_byteorder=True)
    try:
        png = BytesIO()
        bitmap.to_pil().convert("RGB").save(png, "PNG", optimize=False, compress_level=9, dpi=(ppi, ppi))
    finally:
        bitmap.close()
        page.close()
    return png.getvalue()
