"""Pages as pdfium draws them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typeset.proof.content.geometry import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

LONGER_SIDE = 1100
"""Pixels of a page in the report."""
COLOURS = 64
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: a PNG, and the box of the page, in pt, that it shows."""

    png: bytes
    box: Box


def pictures(pdf: bytes) -> Mapping[int, Picture]:
    """The first sixty pages by their number, each as it lies in the file: one that a viewer would turn is not turned.

    A page that pdfium finds too damaged to draw is left out.
    """
    import pypdfium2

    drawn: dict[int, Picture] = {}
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(pdf) as document:
        for number in range(min(len(document), MOST_PAGES)):
            with suppress(pypdfium2.PdfiumError):
                drawn[number + 1] = _picture(document[number])
    return drawn


def _picture(page: PdfPage) -> Picture:
    page.set_rotation(0)
    box = Box(*page.get_bbox())
    image = page.render(scale=LONGER_SIDE / max(box.width, box.height, 1)).to_pil()
    target = io.BytesIO()
    image.quantize(COLOURS).save(target, "PNG", optimize=True)
    return Picture(target.getvalue(), box)
