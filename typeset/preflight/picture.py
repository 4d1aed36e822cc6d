"""A page of a PDF as a picture: for sheets to choose from, and for themes whose page is sent as an image.

PDFium and its FreeType stand in their package and ask the machine for nothing, so the same page gives the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfBitmap, PdfDocument

MOST_COLOURS = 256
"""What a palette holds: a picture of no more colours is smaller with one, and is the same picture."""
MOST_DROPPED = 2
"""Of the eight bits of a colour: the eye does not see a step of four in 256 in a photo, but does see one of eight."""
FLAT = 0.01
"""Of all pixels: a colour that so many have is a ground, and no part of a photo."""
ROUNDING = 0.01
"""Of a pixel: PDFium rounds up, and would make 631 pixels of the 630.002 that 630 of them are in a PDF's numbers."""
PERCEPTUAL = b"\0"
"""The rendering intent of the chunk sRGB."""


def drawn(pdf: bytes, page: int, ppi: float, most: int = 0) -> bytes:
    """A page (0 is the first) as a PNG of `ppi` pixels to the inch, on white, in sRGB.

    It says how large it is to be shown, and nothing of when or with what it was made. It is without loss, but where it
    has more than `most` bytes (0: any number): then its colours lose their lowest bits, if that is enough.
    Raises IndexError: there is no such page; pypdfium2.PdfiumError: this is no PDF.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        drawing = _drawing(document, page, ppi / 72)
    lossless = _png(drawing, ppi)
    if not most or len(lossless) <= most:
        return lossless
    smaller = (_png(_coarser(drawing, dropped), ppi) for dropped in range(1, MOST_DROPPED + 1))
    return next((png for png in smaller if len(png) <= most), lossless)


def _drawing(document: PdfDocument, number: int, scale: float) -> Image:
    """The page, each side rounded up to whole pixels, but for what is only rounding."""
    page = document[number]
    shorter = min(page.get_size()) * scale
    bitmap = page.render(scale=scale * (1 - ROUNDING / shorter), rev_byteorder=True)
    drawing: Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return drawing


def _png(drawing: Image, ppi: float) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    says = PngInfo()
    says.add(b"sRGB", PERCEPTUAL)
    png = BytesIO()
    _with_palette(drawing).save(png, "PNG", compress_level=9, pnginfo=says, dpi=(ppi, ppi))
    return png.getvalue()


def _with_palette(drawing: Image) -> Image:
    """The same drawing with a palette where one holds all its colours, else as it is."""
    if drawing.getcolors(MOST_COLOURS) is None:
        return drawing
    from PIL.Image import Dither

    indexed = drawing.quantize(MOST_COLOURS, dither=Dither.NONE)
    return indexed if indexed.convert("RGB").tobytes() == drawing.tobytes() else drawing


def _coarser(drawing: Image, dropped: int) -> Image:
    """The drawing without the lowest bits of its colours, but for flat grounds: a house's colour stays what it is."""
    from PIL import ImageChops
    from PIL.Image import new

    coarse = drawing.point([(part >> dropped << dropped) + (part >> (8 - dropped)) for part in range(256)] * 3)
    pixels = drawing.width * drawing.height
    for number, colour in drawing.getcolors(pixels) or ():
        if number > FLAT * pixels:
            apart = ImageChops.difference(drawing, new("RGB", drawing.size, colour)).convert("L")
            coarse.paste(colour, mask=apart.point([255] + [0] * 255))
    return coarse


MOST_PIXELS = 3_000_000
"""An A4 page at 175 pixels to the inch. A larger picture is packed, or a window of many pages would fill the memory."""
BITMAP_HEAD = struct.Struct("<2sIHHI IiiHHIIiiII")
"""A file head and BITMAPINFOHEADER of a bitmap without a palette."""


class PagePicture(NamedTuple):
    """A page drawn for a screen: its name, which is the hash of its pixels, the picture, the visible box in pt.

    The picture is empty where the caller knows one of that name.
    """

    name: str
    data: bytes
    media_type: str
    box: tuple[float, float, float, float]
    """Left, bottom, right, top of what is shown, in the page's own space."""
    bleed: tuple[float, float, float, float]
    """How far ink may run beyond the trim (the BleedBox); that of the box where the page has none."""
    trim: tuple[float, float, float, float]
    """Where the sheet is cut (the TrimBox); that of the box where the page has none."""


def pictures(pdf: bytes, ppi: float, known: Collection[str], most: int) -> tuple[list[PagePicture], int]:
    """The first pages of a PDF as pictures of `ppi` pixels to the inch, and the number of all its pages.

    Made to be quick and not small, for they go no farther than to a window on the same machine: a page that has not
    changed is neither encoded nor sent, and others as the very pixels that PDFium has painted; to pack them as a PNG
    takes longer than all the rest.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [_picture(document, number, ppi, known) for number in range(min(len(document), most))], len(document)


def _picture(document: PdfDocument, number: int, ppi: float, known: Collection[str]) -> PagePicture:
    page = document[number]
    bitmap = page.render(scale=ppi / 72, prefer_bgrx=True)
    pixels = memoryview(bitmap.buffer).cast("B")
    size = struct.pack("<II", bitmap.width, bitmap.height)
    painted = hashlib.sha256(size)
    painted.update(pixels)
    name = painted.hexdigest()
    kind = "bmp" if bitmap.width * bitmap.height <= MOST_PIXELS else "png"
    data = b"" if name in known else _as_bitmap(bitmap, pixels) if kind == "bmp" else _packed(bitmap)
    boxes = (tuple(box) for box in (page.get_cropbox(), page.get_bleedbox(), page.get_trimbox()))
    picture = PagePicture(name, data, f"image/{kind}", *boxes)
    bitmap.close()
    page.close()
    return picture


def _as_bitmap(bitmap: PdfBitmap, pixels: memoryview) -> bytes:
    """The pixels as a file: four bytes each, of which the last means nothing, and rows from the top."""
    size, start = len(pixels), BITMAP_HEAD.size
    head = (b"BM", start + size, 0, 0, start)
    info = (start - 14, bitmap.width, -bitmap.height, 1, 32, 0, size, 0, 0, 0, 0)
    return BITMAP_HEAD.pack(*head, *info) + pixels


def _packed(bitmap: PdfBitmap) -> bytes:
    png = BytesIO()
    bitmap.to_pil().convert("RGB").save(png, "PNG", compress_level=1)
    return png.getvalue()
