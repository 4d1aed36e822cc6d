"""Pictures in the colours and at the resolution of an edition, and frames for those that cannot be shown.

WeasyPrint embeds what it is given: a profile is dropped, 16 bits are garbled, CMYK is inverted or fails. So it is given
no picture. What it finds in its cache are these, which are drawn like its own and write themselves when the size at
which they stand is known: sRGB or grey for the screen, the inks of the press for print, 8 bits, no alpha but a mask.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

import pydyf
from PIL import Image, ImageCms, ImageMath, ImageOps
from weasyprint.logger import LOGGER

from typeset.errors import Message
from typeset.model.page import Page, PhotoNote
from typeset.model.picture import FORMATS
from typeset.render import icc
from typeset.render.icc import COATED
from typeset.render.inks import Inks
from typeset.render.rendering import ASSET
from typeset.render.weasy.url_fetcher import RefusedError, fetch

SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
FEW_COLOURS = 1024
"""A picture with no more is a drawing, and is kept without loss."""
SCREEN_QUALITY, PRESS_QUALITY = 82, 92
"""Of JPEG: no fault seen at arm's length on a screen; none seen with a loupe on paper."""
JPEG_WANDERS = 0.03
"""How far JPEG may carry a pixel past the ink that it was given."""
WIDEST = 20
"""Inches. No page is wider, so no picture is read larger than this at its edition's resolution."""
GRADIENTS = re.compile(rb"<(?:\w+:)?(?:linear|radial)Gradient")


class BrokenPictureError(ValueError):
    """A picture that cannot be shown; its message is the reason."""


class Look(NamedTuple):
    """What an edition asks of pictures: pixels per inch, and its inks where it is printed."""

    ppi: int
    inks: Inks | None = None


def cache(assets: Mapping[str, Path | bytes], look: Look) -> dict[str, PlacedPhoto | None]:
    """The images that WeasyPrint gets for the `asset:` addresses of a page's photos; it reads drawings itself."""
    found: dict[str, PlacedPhoto | None] = {}
    for name, asset in assets.items():
        address = f"{ASSET}{name}"
        try:
            content = asset if isinstance(asset, bytes) else fetch(asset)
            if not _is_drawing(content, look):
                found[address] = PlacedPhoto(content, look)
        except (RefusedError, BrokenPictureError) as reason:
            LOGGER.error("Failed to load image at %r: %s", address, reason)
            found[address] = None
    return found


def _is_drawing(content: bytes, look: Look) -> bool:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    if look.inks and GRADIENTS.search(content):
        raise BrokenPictureError(Message("it has gradients, which cannot be printed in the inks of this edition"))
    return True


class PlacedPhoto:
    """One photo, as WeasyPrint wants its images: it is asked for its size, drawn, and later for its PDF object."""

    def __init__(self, content: bytes, look: Look) -> None:
        self.id = hashlib.sha256(content).hexdigest()[:16]
        self._look = look
        try:
            self._read(content)
        except Exception as fault:  # Pillow raises whatever a broken file makes it stumble over
            raise BrokenPictureError(Message("it cannot be read ({fault})", fault=fault)) from fault

    def _read(self, content: bytes) -> None:
        """Decode the picture, upright, at 8 bits a channel, its transparency as a mask."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            photo = Image.open(io.BytesIO(content), formats=FORMATS)
        self._profile = photo.info.get("icc_profile")
        width = photo.width
        photo.draft(None, (self._look.ppi * WIDEST, self._look.ppi * WIDEST))
        upright = _eight_bits(ImageOps.exif_transpose(photo))
        self._mask = upright.getchannel("A") if upright.mode in {"RGBA", "LA"} else None
        self._image = upright.convert(upright.mode[:-1]) if self._mask else upright
        self._is_drawn = photo.format not in {"JPEG", "MPO"} and self._image.getcolors(FEW_COLOURS) is not None
        self.width, self.height = (side * width // photo.width for side in upright.size)

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:  # noqa: ARG002
        """Width and height in CSS px, and their ratio."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: object) -> None:  # noqa: ARG002
        """Draw it at this size (CSS px), with as many pixels as the edition asks for at that size."""
        share = min(1.0, self._look.ppi * width / 96 / self._image.width)
        name = stream.add_image(self, False, share)  # noqa: FBT003
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, share: float) -> pydyf.Stream:  # noqa: ARG002, FBT001
        """The picture as it is embedded, with this share of its pixels along each side."""
        size = (max(1, round(self._image.width * share)), max(1, round(self._image.height * share)))
        image = coloured(_resized(self._image, size), self._profile, self._look)
        stream = _lossless(image) if self._is_drawn else _jpeg(image, self._look)
        if self._mask and self._mask.getextrema() != (255, 255):
            stream.extra["SMask"] = _lossless(_resized(self._mask, size))
        return stream


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _eight_bits(photo: Image.Image) -> Image.Image:
    """The image in one of the modes L, LA, RGB, RGBA, CMYK; deeper channels are scaled to 8 bits, not clipped."""
    if photo.mode.startswith("I"):
        return photo.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if "transparency" in photo.info or photo.mode in {"PA", "RGBa", "La"}:
        return photo.convert("RGBA")
    if photo.mode in {"1", "F"}:
        return photo.convert("L")
    return photo if photo.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else photo.convert("RGB")


def coloured(image: Image.Image, profile: bytes | None, look: Look) -> Image.Image:
    """The picture in grey, which stays as it is, in sRGB, or in the inks of the press."""
    if image.mode == "L":
        return image
    if look.inks is None:
        if image.mode == "RGB" and not profile:
            return image
        return icc.carried(image, icc.between(_source(image.mode, profile), image.mode, icc.srgb(), "RGB"))
    press = look.inks.profile.content
    if image.mode != "CMYK" or profile not in {None, press}:
        way = icc.between(_source(image.mode, profile), image.mode, icc.opened(press), "CMYK")
        image = icc.carried(image, way)
    return thinned(image, look.inks.total)


def _source(mode: str, profile: bytes | None) -> icc.ProfileHandle:
    """The source profile of a picture: its own where it is valid; else sRGB, or coated paper for CMYK."""
    if profile:
        with suppress(ImageCms.PyCMSError):
            own = icc.opened(profile)
            if own.profile.xcolor_space.strip() == mode:
                return own
    return icc.srgb() if mode == "RGB" else icc.opened(COATED.read_bytes())


def thinned(image: Image.Image, total: int) -> Image.Image:
    """A CMYK picture within a total ink limit (percent) at every pixel, reduced as `inks.limited` does."""
    most = total * 255 / 100 * (1 - JPEG_WANDERS)
    cyan, magenta, yellow, black = image.split()

    def thin(bands: dict[str, Any]) -> Any:
        colours = bands["float"](bands["c"] + bands["m"] + bands["y"])
        over = bands["max"](colours + bands["k"] - most, 0)
        return bands["convert"](bands["ink"] * bands["max"](1 - over / bands["max"](colours, 1), 0), "L")

    inks = {"c": cyan, "m": magenta, "y": yellow, "k": black}
    thin_bands = [ImageMath.lambda_eval(thin, **inks, ink=ink) for ink in (cyan, magenta, yellow)]
    return Image.merge("CMYK", [*thin_bands, black])


def _lossless(image: Image.Image) -> pydyf.Stream:
    stream = pydyf.Stream([zlib.compress(image.tobytes(), 9)], _described(image))
    stream.extra["Filter"] = "/FlateDecode"
    return stream


def _jpeg(image: Image.Image, look: Look) -> pydyf.Stream:
    output = io.BytesIO()
    if look.inks:
        image.save(output, "JPEG", quality=PRESS_QUALITY, subsampling=0, optimize=True)
    else:
        image.save(output, "JPEG", quality=SCREEN_QUALITY, optimize=True)
    stream = pydyf.Stream([output.getvalue()], _described(image))
    stream.extra["Filter"] = "/DCTDecode"
    if image.mode == "CMYK":  # Pillow writes inks the way Adobe does, upside down
        stream.extra["Decode"] = pydyf.Array((1, 0) * 4)
    return stream


def _described(image: Image.Image) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": image.width,
            "Height": image.height,
            "ColorSpace": SPACES[image.mode],
            "BitsPerComponent": 8,
        }
    )


# The places of pictures that cannot be shown: a frame with words where the picture would stand.
#
# A page that lacks a photo is still the release. Who proofs it sees at once what is missing and where; who hears it
# hears the text that was written for the picture.


FRAME, NAME = "missing-picture", "name"
"""Classes that a theme may give a look of its own; see defaults.css."""


def mark(root: Element, page: Page, shown: Collection[str]) -> None:
    """Replace each photo whose address is not among those that can be shown by a frame."""
    for element in root.iter("img"):
        address = element.get("src", "")
        note = page.photos.get(address.removeprefix(ASSET))
        if note and address.startswith(ASSET) and address not in shown:
            _frame(element, note)


def _frame(element: Element, note: PhotoNote) -> None:
    """Turn a picture's element into the frame; it stays a figure with its alternative text."""
    alt = element.get("alt") or ""
    words = f"{note.instead}: {note.name}" if note.name else note.instead
    element.tag = "div"
    element.attrib.clear()
    element.attrib.update({"class": FRAME, "role": "img", "aria-label": alt or words})
    element.text = f"{note.instead}: " if note.name else note.instead
    if note.name:
        SubElement(element, "bdi", {"class": NAME, "dir": "auto"}).text = note.name
    if alt:
        SubElement(element, "span").text = alt
