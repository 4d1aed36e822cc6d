"""A page of a PDF as a picture: for sheets to choose from, and for themes whose page is sent as an image.

PDFium and its FreeType stand in their package and ask the machine for nothing, so the same page gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
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


MOST_COLOURS = 256
"""What a palette holds: a picture of no more colours is smaller with one, and is the same picture."""
ROUNDING = 0.01
"""Of a pixel: PDFium rounds up, and would make 631 pixels of the 630.002 that 630 of them are in a PDF's numbers."""
PERCEPTUAL = b"\0"
"""The rendering intent of the chunk sRGB."""


def _png(document: PdfDocument, number: int, ppi: float) -> bytes:
    """The picture: sRGB, as large as it is to be shown, and nothing of when or with what it was made."""
    page = document[number]
    try:
        scale = ppi / 72
        shorter = min(page.get_size()) * scale
        bitmap = page.render(scale=scale * (1 - ROUNDING / shorter), rev_byteorder=True)
        drawing = bitmap.to_pil().convert("RGB")
        bitmap.close()
    finally:
        page.close()
    return _saved(drawing, ppi)


def _saved(drawing: Image, ppi: float) -> bytes:
    """The drawing as PNG, without loss."""
    from PIL.PngImagePlugin import PngInfo

    says = PngInfo()
    says.add(b"sRGB", PERCEPTUAL)
    png = BytesIO()
    _with_palette(drawing).save(png, "PNG", optimize=True, pnginfo=says, dpi=(ppi, ppi))
    return png.getvalue()


def _with_palette(drawing: Image) -> Image:
    """The same drawing with a palette where one holds all its colours, else as it is."""
    if drawing.getcolors(MOST_COLOURS) is None:
        return drawing
    from PIL.Image import Dither

    indexed = drawing.quantize(MOST_COLOURS, dither=Dither.NONE)
    return indexed if indexed.convert("RGB").tobytes() == drawing.tobytes() else drawing
