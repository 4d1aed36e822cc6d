"""The things that a page paints (text, fills, strokes, images, shadings), and their colours (ISO 32000-1, 8.6)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import pikepdf

from typeset.errors import Message
from typeset.preflight.content.fonts import PageFont
from typeset.preflight.content.geometry import EVERYWHERE, IDENTITY, Box, Matrix
from typeset.preflight.content.values import Value, name_of

if TYPE_CHECKING:
    from collections.abc import Callable


# Colours as a PDF names them: a colour space and its components (ISO 32000-1, 8.6).


DEVICE_COMPONENTS = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4, "CalGray": 1, "CalRGB": 3, "Lab": 3}
ABBREVIATIONS = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
"""What inline images may write (table 94)."""
PROCESS_INKS = ("Cyan", "Magenta", "Yellow", "Black")
MOST_NESTED = 8
"""Colour spaces based on other spaces; a sound file never nests more than three."""


class Space(NamedTuple):
    """A colour space: its family, the number of its components, the inks it names, its base or alternate space."""

    family: str
    components: int
    colorants: tuple[str, ...] = ()
    base: Space | None = None

    @property
    def device_rgb(self) -> bool:
        """Whether its colours are DeviceRGB in the end: red, green and blue of no known device.

        A Separation or DeviceN is printed in its inks, so that its alternate space does not count.
        """
        if self.family == "DeviceRGB":
            return True
        return self.family in {"Indexed", "Pattern"} and self.base is not None and self.base.device_rgb

    @property
    def spots(self) -> tuple[str, ...]:
        """The spot colours: inks other than the four process inks; `All` and `None` are no inks."""
        own = tuple(ink for ink in self.colorants if ink not in {*PROCESS_INKS, "All", "None"})
        return own or (self.base.spots if self.base and self.family in {"Indexed", "Pattern"} else ())


GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
UNKNOWN = Space("unknown", 0)


class Colour(NamedTuple):
    """A colour: its space and its numbers, and the pattern's PDF object where it is one."""

    space: Space = GRAY
    values: tuple[float, ...] = (0.0,)
    pattern: Value = None

    @property
    def inks(self) -> tuple[float, float, float, float] | None:
        """Cyan, magenta, yellow and black from 0 to 1; None where the space does not give them."""
        if self.space.components == 4 and self.space.family in {"DeviceCMYK", "ICCBased"} and len(self.values) == 4:
            c, m, y, k = self.values
            return c, m, y, k
        if self.space.family in {"DeviceGray", "CalGray"} and self.values:
            return 0.0, 0.0, 0.0, 1 - self.values[0]
        if self.space.colorants and set(self.space.colorants) <= set(PROCESS_INKS):
            amount = dict(zip(self.space.colorants, self.values, strict=False))
            c, m, y, k = (amount.get(ink, 0.0) for ink in PROCESS_INKS)
            return c, m, y, k
        return None

    @property
    def is_white(self) -> bool:
        """Whether it lays no ink: bare paper."""
        inks = self.inks
        return inks is not None and not any(inks)


BLACK = Colour()
"""The colour with which every page starts."""


def space_of(value: Value, resource: Callable[[str], Value], depth: int = 0) -> Space:
    """The space that a PDF object describes; `resource` looks a name up in the page's resources, or gives None."""
    if depth > MOST_NESTED or value is None:
        return UNKNOWN
    if not isinstance(value, pikepdf.Array):
        return _named_space(name_of(value).lstrip("/"), resource, depth)
    family = name_of(value[0]).lstrip("/")
    family = ABBREVIATIONS.get(family, family)
    if len(value) == 1:
        return _named_space(family, resource, depth)
    return _parametric(family, value, resource, depth)


def _named_space(name: str, resource: Callable[[str], Value], depth: int) -> Space:
    name = ABBREVIATIONS.get(name, name)
    value = resource(f"Default{name.removeprefix('Device')}") if name.startswith("Device") else resource(name)
    if value is not None:
        return space_of(value, resource if not name.startswith("Device") else _no_resource, depth + 1)
    return Space(name, DEVICE_COMPONENTS.get(name, 0))


def _no_resource(name: str) -> None:
    """No resources: inside a Default space, names stand for the device spaces, or it would refer to itself."""


def _parametric(family: str, array: Value, resource: Callable[[str], Value], depth: int) -> Space:
    def base_space(at: int) -> Space:
        return space_of(array[at], resource, depth + 1)

    if family == "ICCBased":
        return Space(family, int(array[1].get("/N", 0)))
    if family == "Indexed":
        return Space(family, 1, base=base_space(1))
    if family == "Pattern":
        return Space(family, 0, base=base_space(1))
    if family == "Separation":
        return Space(family, 1, (name_of(array[1]).lstrip("/"),), base_space(2))
    if family == "DeviceN":
        inks = tuple(name_of(ink).lstrip("/") for ink in array[1])
        return Space(family, len(inks), inks, base_space(2))
    return Space(family, DEVICE_COMPONENTS.get(family, 0))


class PaintKind(StrEnum):
    """How a thing is painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


KINDS = {
    PaintKind.TEXT: Message("text"),
    PaintKind.FILL: Message("fill"),
    PaintKind.STROKE: Message("stroke"),
    PaintKind.IMAGE: Message("image"),
    PaintKind.SHADING: Message("shading"),
}
"""How a kind is called in a message."""


class PaintedGlyph(NamedTuple):
    """One shown code: its advance from `x` to `end` and its baseline `y` on the page (pt), its text, the code."""

    x: float
    y: float
    end: float
    text: str
    code: int = 0


class Tag(NamedTuple):
    """One marked-content sequence around a thing: `/P <</MCID 3>> BDC`."""

    name: str
    mcid: int | None = None
    actual_text: str | None = None
    language: str = ""


class PaintedImage(NamedTuple):
    """What an image is: its size in pixels, depth, colour space; `is_mask` where it is a stencil for a colour."""

    width: int
    height: int
    bits: int
    space: Space
    is_mask: bool
    ppi: float
    """The lower of its two resolutions on the page, in pixels per inch."""


class Painted(NamedTuple):
    """Something painted: where, in what colour, inside which tags."""

    kind: PaintKind
    box: Box
    colour: Colour
    tags: tuple[Tag, ...] = ()
    overprints: bool = False
    is_transparent: bool = False
    has_transfer_curve: bool = False
    thickness: float = 0.0
    """Of a stroke its line's width; of a filled shape its lesser side; in pt on the page."""
    size: float = 0.0
    """Of text its size in pt on the page."""
    is_hidden: bool = False
    """Text of rendering mode 3: there to be read, never seen."""
    font: PageFont | None = None
    glyphs: tuple[PaintedGlyph, ...] = ()
    em: Matrix = IDENTITY
    """From font space in em, with its origin where a glyph starts, to the page."""
    broken: tuple[str, ...] = ()
    """Tokens that stand in place of a number in its operators, or in those before it."""
    clip: Box = EVERYWHERE
    """The clip in force on text; the boxes of other things are already cut to it."""
    picture: PaintedImage | None = None
    source: Value = None
    """The shading's PDF dictionary."""

    @property
    def mcid(self) -> int | None:
        """The marked content that it belongs to: that of the innermost tag which has one."""
        return next((tag.mcid for tag in reversed(self.tags) if tag.mcid is not None), None)

    @property
    def language(self) -> str:
        """The language that its marked content names, the innermost first; empty where none does."""
        return next((tag.language for tag in reversed(self.tags) if tag.language), "")

    @property
    def text(self) -> str:
        """The text of its codes, in the order in which they are painted."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def is_unseen(self) -> bool:
        """Whether it lays no ink: hidden text, white, or outside the clip."""
        return self.is_hidden or self.colour.is_white or self.is_clipped_away

    @property
    def is_seen_text(self) -> bool:
        """Whether it is text that is painted."""
        return self.kind is PaintKind.TEXT and not self.is_hidden and not self.is_clipped_away

    @property
    def is_clipped_away(self) -> bool:
        """Whether nothing of it lies inside the clip."""
        return self.box.shared(self.clip).is_empty

    @property
    def is_artifact(self) -> bool:
        """Whether it is declared as decoration or pagination."""
        return any(tag.name == "Artifact" for tag in self.tags)
