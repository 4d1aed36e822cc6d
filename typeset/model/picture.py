"""Picture files: their kind and size, and whether they are safe to show.

A photo is only examined here (the engine converts it to the edition's colours later); an SVG drawing is reduced to the
elements that shapes need, so that nothing in it can run, load other files or expand without end.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from typeset.errors import Message

if TYPE_CHECKING:
    from lxml.etree import _Element


LARGEST_FILE = 64 * 2**20
"""Bytes. A photo straight from a good camera has 10 to 30 MB."""
MOST_PIXELS = 100_000_000
LONGEST_SIDE = 30_000
LARGEST_DRAWING = 2 * 2**20
MOST_SHAPES = 20_000
DEEPEST = 60
WIDTH_OF_A_DRAWING = 2000
"""CSS pixels; wider than any page."""
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs", "stop"}
    | {"clipPath", "mask", "symbol", "use", "style", "linearGradient", "radialGradient"}
)
REFUSED = {
    "text": Message("text, which needs a font that is not here"),
    "image": Message("a picture inside the drawing"),
    "foreignObject": Message("a web page inside the drawing"),
    "filter": Message("a filter"),
    "pattern": Message("a pattern"),
}
MOVING = frozenset({"script", "metadata", "animate", "animateMotion", "animateTransform", "set", "mpath", "view"})
"""Elements of SVG without effect on paper (scripts, metadata, animations), which are dropped."""
OUTWARD = re.compile(r"url\(\s*['\"]?\s*(?!#)[^\s'\")]|@import|javascript:|expression\(", re.IGNORECASE)


class PictureError(ValueError):
    """A picture cannot be shown; the text says why, as the end of a sentence that begins with the picture's name."""


class Picture(NamedTuple):
    """The bytes of a picture, and its width and height in pixels (for a drawing: in its own units)."""

    data: bytes
    width: float
    height: float
    is_drawing: bool = False

    @property
    def address(self) -> str:
        """The picture's URL in a page: `asset:` and the sha256 of its bytes."""
        return f"asset:{self.asset}"

    @property
    def asset(self) -> str:
        """The picture's name among a page's assets."""
        return hashlib.sha256(self.data).hexdigest()


def named(source: str, folder: Path | None) -> Picture:
    """The picture of an article's photo: a `data:` URL, or a path inside the article's folder.

    Raises PictureError, as `inline` and `within` do.
    """
    if source.startswith("data:"):
        return inline(source)
    if folder is None or "://" in source:
        raise PictureError(Message("is not in the article's folder, and nothing else is read"))
    return within(folder, source)


def within(folder: Path, name: str) -> Picture:
    """The picture of a relative path inside a folder.

    Raises PictureError: it is missing, lies elsewhere (links are followed first), or is none that can be shown.
    """
    try:
        root = folder.resolve(strict=True)
        path = (root / name).resolve(strict=True)
        if not path.is_relative_to(root):
            raise PictureError(Message("lies outside {name}, whose pictures alone are read", name=root.name or root))
        if not path.is_file():
            raise PictureError(Message("is no file"))
        if path.stat().st_size > LARGEST_FILE:
            raise PictureError(Message("is larger than {largest_file} MB", largest_file=LARGEST_FILE // 2**20))
        return picture_from(path.read_bytes())
    except FileNotFoundError:
        raise PictureError(Message("is not in {folder}", folder=folder)) from None
    except (OSError, ValueError) as error:
        raise (
            error if isinstance(error, PictureError) else PictureError(Message("cannot be read: {error}", error=error))
        ) from None


def inline(address: str) -> Picture:
    """The picture in a `data:` URL. Raises PictureError, as `decoded` and `picture_from` do."""
    return picture_from(decoded(address))


def decoded(address: str) -> bytes:
    """The bytes in a `data:` URL (RFC 2397). Raises PictureError: it is broken, or too long."""
    head, comma, body = address.partition(",")
    if not comma or len(body) > LARGEST_FILE * 4 // 3:
        raise PictureError(Message("is no data: address of a bearable size"))
    try:
        content = unquote_to_bytes(body)
        return b64decode(content) if head.endswith(";base64") else content
    except ValueError:
        raise PictureError(Message("is a broken data: address")) from None


def picture_from(data: bytes) -> Picture:
    """A picture from its bytes; an SVG drawing is reduced to safe elements. Raises PictureError: it cannot be shown."""
    if not data:
        raise PictureError(Message("is empty"))
    start = data[:1000].lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    if start.startswith(b"<") and b"<svg" in data[:LARGEST_DRAWING]:
        return _drawing(data)
    return _photo(data)


def _photo(data: bytes) -> Picture:
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=FORMATS) as photo:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = photo.size
            if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
                raise PictureError(
                    Message("has {width} × {height} pixels, more than any page can show", width=width, height=height)
                )
    except PictureError:
        raise
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over
        raise PictureError(Message("is no picture that can be read ({error})", error=error)) from error
    return Picture(data, width, height)


def _drawing(data: bytes) -> Picture:
    from lxml import etree

    if len(data) > LARGEST_DRAWING:
        raise PictureError(
            Message("is a drawing of more than {largest_drawing} MB", largest_drawing=LARGEST_DRAWING // 2**20)
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureError(Message("is broken SVG ({error})", error=error)) from None
    if root.tag != f"{{{SVG}}}svg":
        raise PictureError(Message("is XML, but no SVG drawing"))
    _clean(root)
    _limit_use(root)
    width, height = _size(root)
    # A drawing may be as wide as the page allows, and the engine needs a width in figures for it.
    root.set("width", f"{WIDTH_OF_A_DRAWING}")
    root.set("height", f"{WIDTH_OF_A_DRAWING * height / width:g}")
    etree.cleanup_namespaces(root)
    return Picture(etree.tostring(root), width, height, is_drawing=True)


def _clean(root: _Element) -> None:
    """Drop what is not SVG or could run; raises PictureError for elements that would be missed in the drawing."""
    for count, element in enumerate(list(root.iter()), 1):
        if count > MOST_SHAPES or sum(1 for _ in element.iterancestors()) > DEEPEST:
            raise PictureError(
                Message(
                    "is a drawing of more than {most_shapes} shapes, or nested deeper than {deepest}",
                    most_shapes=MOST_SHAPES,
                    deepest=DEEPEST,
                )
            )
        name = str(element.tag).removeprefix(f"{{{SVG}}}")
        parent = element.getparent()
        if name in {"a", "switch"}:
            element.tag = f"{{{SVG}}}g"
        elif name not in SHAPES and parent is not None:
            _drop_or_refuse(element, parent, name)
            continue
        _clean_attributes(element)
        if name == "style" and OUTWARD.search(element.text or ""):
            raise PictureError(Message("has a style that points outside the drawing"))


def _drop_or_refuse(element: _Element, parent: _Element, name: str) -> None:
    """Drop an element of another namespace or without effect on paper; raises PictureError for any other."""
    if not name.startswith("{") and name not in MOVING:
        label = REFUSED.get(name, f"<{name}>")
        raise PictureError(Message("holds {held}; save it as plain SVG with text and effects made paths", held=label))
    parent.remove(element)


def _clean_attributes(element: _Element) -> None:
    for name, value in ((str(name), str(value)) for name, value in element.items()):
        is_foreign = name.startswith("{") and name != XLINK_HREF
        is_outward = name.endswith("href") and not value.startswith("#")
        if is_foreign or is_outward or name.lower().startswith("on") or OUTWARD.search(value):
            del element.attrib[name]


def _limit_use(root: _Element) -> None:
    """Raises PictureError for nested or very many `use`: they can multiply shapes a thousandfold."""
    uses = list(root.iter(f"{{{SVG}}}use"))
    shapes = {f"#{shape.get('id')}": shape for shape in root.iter() if shape.get("id")}
    for use in uses:
        shape = shapes.get(str(use.get("href") or use.get(XLINK_HREF)))
        if len(uses) > 200 or (shape is not None and next(shape.iter(f"{{{SVG}}}use"), None) is not None):
            raise PictureError(Message("repeats shapes within repeated shapes; save it as plain SVG"))


def _size(root: _Element) -> tuple[float, float]:
    """Width and height in the drawing's own units; a viewBox is made where only width and height are given."""
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox") or "")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [re.fullmatch(r"\s*([\d.]+)\s*(?:px|pt|mm)?\s*", root.get(side) or "") for side in ("width", "height")]
    if not all(sides):
        raise PictureError(Message("does not say how large it is: it has no viewBox"))
    width, height = (float(side[1]) for side in sides if side)
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    return width, height
