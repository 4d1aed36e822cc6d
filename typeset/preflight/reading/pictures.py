"""The pictures of a page, taken out of a PDF as files that a browser shows."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator

import pikepdf

from typeset.preflight.content.painted import Painted
from typeset.preflight.content.values import Value, entries

SMALLEST = 30
"""Points on the page, and pixels: what is smaller is an ornament."""
MOST_NESTED = 6
"""Forms within forms in which pictures are looked for."""
MOST_PIXELS = 60_000_000
BROKEN = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)


def taken_out(page: pikepdf.Page, images: Iterable[Painted]) -> Iterator[tuple[Painted, str]]:
    """Each painted image that is no ornament, with its `data:` URL; empty where it cannot be taken out."""
    waiting = list(_images(page.resources, MOST_NESTED))
    for thing in images:
        if thing.picture is None or thing.picture.is_mask or min(thing.box.width, thing.box.height) < SMALLEST:
            continue
        size = thing.picture.width, thing.picture.height
        found = next((image for image in waiting if (int(image.Width), int(image.Height)) == size), None)
        if min(size) >= SMALLEST:
            yield thing, _source(found) if found is not None and size[0] * size[1] <= MOST_PIXELS else ""


def _images(resources: Value, depth: int) -> Iterator[Value]:
    for thing in dict(entries(entries(resources).get("/XObject"))).values():
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == "/Image":
            yield thing
        elif depth:
            yield from _images(thing.get("/Resources"), depth - 1)


def _source(image: Value) -> str:
    """The image as a `data:` URL: a photo as the JPEG that it is, another as PNG, with what is transparent in it."""
    try:
        picture = pikepdf.PdfImage(image)
        file = io.BytesIO()
        if "/SMask" not in image and picture.filters == ["/DCTDecode"] and picture.colorspace != "/DeviceCMYK":
            picture.extract_to(stream=file)
            return _url("jpeg", file)
        drawing = picture.as_pil_image()
        if "/SMask" in image:
            mask = pikepdf.PdfImage(image.SMask).as_pil_image().convert("L")
            drawing = drawing.convert("RGB")
            drawing.putalpha(mask.resize(drawing.size))
        elif drawing.mode not in {"1", "L", "P", "RGB"}:
            drawing = drawing.convert("RGB")
        drawing.save(file, "PNG")
    except BROKEN:
        return ""
    return _url("png", file)


def _url(kind: str, file: io.BytesIO) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
