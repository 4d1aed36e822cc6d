"""Pages as small grey pictures: kept in `tests/goldens/`, and compared so that the eye agrees.

A page is drawn by PDFium at 200 pixels to the inch and reduced to 40, which evens out how a rasteriser smooths its
edges and where it rounds to a pixel. Measured over the themes' pages, MuPDF's drawing then differs by at most 23 of 255
where a line that stands half a millimetre lower differs by 37 or more, and a photo that is missing by 200.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

PPI, FINER = 40, 5
BLUR = 1.0
"""Pixels: the radius within which differences are averaged."""
TOLERANCE = 32
"""Of 255 shades of grey."""
SHADES = 16
"""Kept of the 256: half of the bytes, and an error far under the tolerance."""


class Patch(NamedTuple):
    """Where two pictures differ: a box in mm from the upper left corner of the page, and by how much of 255 at most."""

    left: float
    top: float
    right: float
    bottom: float
    most: int

    def __str__(self) -> str:
        return (
            f"between {self.left:.0f} and {self.right:.0f} mm from the left, {self.top:.0f} and {self.bottom:.0f} mm "
            f"from the top, by up to {self.most} of 255 (allowed: {TOLERANCE})"
        )


def pages(pdf: bytes) -> list[Image.Image]:
    """Each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_drawn(document[at]) for at in range(len(document))]


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    bitmap = page.render(scale=PPI * FINER / 72, grayscale=True)
    try:
        return reduced(bitmap.to_pil())
    finally:
        bitmap.close()
        page.close()


def reduced(picture: Image.Image) -> Image.Image:
    """A picture of 200 pixels to the inch as it is kept and compared."""
    return picture.convert("L").reduce(FINER)


def png(picture: Image.Image) -> bytes:
    """The picture as it is kept: in sixteen shades of grey."""
    step = 255 // (SHADES - 1)
    shades = picture.point(lambda grey: round(grey / step))
    shades.putpalette([grey for shade in range(SHADES) for grey in [shade * step] * 3])
    file = BytesIO()
    shades.save(file, "PNG", bits=4, optimize=True)
    return file.getvalue()


def opened(file: Path) -> Image.Image:
    """A kept picture."""
    with Image.open(file) as picture:
        return picture.convert("L")


def difference(found: Image.Image, kept: Image.Image, ppi: float = PPI) -> Patch | None:
    """The patch in which two grey pictures of one page differ; None where the eye sees no difference."""
    size = max(found.width, kept.width), max(found.height, kept.height)
    apart = ImageChops.difference(
        *(_on_grey(one, size).filter(ImageFilter.GaussianBlur(BLUR)) for one in (found, kept))
    )
    box = apart.point(lambda grey: 255 * (grey > TOLERANCE)).getbbox()
    if box is None:
        return None
    return Patch(*(round(edge / ppi * 25.4, 1) for edge in box), apart.getextrema()[1])


def _on_grey(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A picture on grey paper of the given size: another size of the page is a difference too."""
    paper = Image.new("L", size, 128)
    paper.paste(picture)
    return paper


def side_by_side(found: Image.Image, kept: Image.Image) -> Image.Image:
    """What was kept, what was found, and what is different, for the eye."""
    size = max(found.width, kept.width), max(found.height, kept.height)
    apart = ImageChops.invert(ImageChops.difference(_on_grey(found, size), _on_grey(kept, size)))
    sheet = Image.new("L", (3 * size[0] + 20, size[1]), 200)
    for at, picture in enumerate((kept, found, apart)):
        sheet.paste(picture, (at * (size[0] + 10), 0))
    return sheet
