"""Changed words marked on the page: annotations over a finished PDF, each with the words that stood there before.

New words are highlighted; where words were only taken out, a caret stands. A page with marks over it is no longer what
a standard speaks of, so the file stops claiming one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

PRINTED = 4
YELLOW = (1.0, 0.86, 0.25)
RED = (0.8, 0.05, 0.1)
CARET = 7.0
"""Points: the width and height of a caret."""
CLAIMS = re.compile(
    rb"<(pdfaid|pdfuaid|pdfxid):(\w+)>.*?</\1:\2>|\s(?:pdfaid|pdfuaid|pdfxid):\w+=(\"[^\"]*\"|'[^']*')", re.DOTALL
)
"""What an XMP packet says of PDF/A, PDF/UA and PDF/X, as elements and as attributes."""

Corners = tuple[float, float, float, float]
"""Left, bottom, right, top in pt."""


class Mark(NamedTuple):
    """A change on a page (from 0): the boxes of the new words, or the place of a caret, and the older words."""

    page: int
    boxes: tuple[Corners, ...]
    older: str
    is_new: bool
    """Whether new words stand there; else words were only taken out."""


def marked(pdf: bytes, marks: Sequence[Mark], author: str) -> bytes:
    """The PDF with its changes marked; `author` stands over each note. The same marks give the same bytes."""
    with Pdf.open(BytesIO(pdf)) as document:
        for mark in marks:
            page = document.pages[mark.page]
            made = _highlight(document, mark) if mark.is_new else _caret(document, mark)
            made.T, made.Contents, made.F = String(author), String(mark.older), PRINTED
            page.obj.Annots = Array([*page.obj.get("/Annots", ()), document.make_indirect(made)])
        _claim_nothing(document)
        target = BytesIO()
        document.save(target, deterministic_id=True)
        return target.getvalue()


def _highlight(document: Pdf, mark: Mark) -> Dictionary:
    left, bottom, right, top = _around(mark.boxes)
    drawing = b"/Multiply gs %.3f %.3f %.3f rg\n" % YELLOW
    drawing += b"".join(b"%.2f %.2f %.2f %.2f re f\n" % (x, y, x2 - x, y2 - y) for x, y, x2, y2 in mark.boxes)
    corners = [value for x, y, x2, y2 in mark.boxes for value in (x, y2, x2, y2, x, y, x2, y)]
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        Rect=Array([left, bottom, right, top]),
        QuadPoints=Array(corners),
        C=Array(YELLOW),
        AP=Dictionary(N=_form(document, (left, bottom, right, top), drawing)),
    )


def _caret(document: Pdf, mark: Mark) -> Dictionary:
    left, bottom, *_ = mark.boxes[0]
    rect = (left - CARET / 2, bottom - CARET / 2, left + CARET / 2, bottom + CARET / 2)
    drawing = b"%.3f %.3f %.3f rg %.2f %.2f m %.2f %.2f l %.2f %.2f l f\n" % (
        *RED, rect[0], rect[1], left, rect[3], rect[2], rect[1],
    )  # fmt: skip
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Caret,
        Rect=Array(rect),
        C=Array(RED),
        AP=Dictionary(N=_form(document, rect, drawing)),
    )


def _form(document: Pdf, box: Corners, drawing: bytes) -> Stream:
    """What a viewer shows of an annotation, in the page's own coordinates."""
    states = Dictionary(Multiply=Dictionary(Type=Name.ExtGState, BM=Name.Multiply))
    return Stream(
        document,
        drawing,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array(box),
        Resources=Dictionary(ExtGState=states),
        Group=Dictionary(S=Name.Transparency),
    )


def _around(boxes: Iterable[Corners]) -> Corners:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _claim_nothing(document: Pdf) -> None:
    if "/Metadata" in document.Root:
        packet = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(CLAIMS.sub(b"", packet))
