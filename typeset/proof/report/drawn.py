"""Pages as pdfium draws them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from typeset.proof.content.geometry import Box

LONGER_SIDE = 1100
"""Pixels of a page in the report."""
COLOURS = 64
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: a PNG, and the box of the page, in pt, that it shows."""

    png: bytes
    box: Box


def pictures(pdf: bytes) -> tuple[Picture, ...]:
    """The first sixty pages, each as it lies in the file: a page that a viewer would turn is not turned."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_picture(document[number]) for number in range(min(len(document), MOST_PAGES)))


def _picture(page: object) -> Picture:
    page.set_rotation(0)  # type: ignore[attr-defined]
    box = Box(*page.get_bbox())  # type: ignore[attr-defined]
    image = page.render(scale=LONGER_SIDE / max(box.width, box.height, 1)).to_pil()  # type: ignore[attr-defined]
    target = io.BytesIO()
    image.quantize(COLOURS).save(target, "PNG", optimize=True)
    return Picture(target.getvalue(), box)
