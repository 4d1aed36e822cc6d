"""The things that a page paints, and their colours (ISO 32000-1, 8.6)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import pikepdf

from typeset.preflight.content.fonts import PageFont
from typeset.preflight.content.geometry import EVERYWHERE, IDENTITY, Box, Matrix
from typeset.preflight.content.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable


# Colours as a PDF names them: a colour space and its components (ISO 32000-1, 8.6).


DEVICE_COMPONENTS = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4, "CalGray": 1, "CalRGB": 3, "Lab": 3}
ABBREVIATIONS = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
"""What inline images may write (table 94)."""
PROCESS_INKS = ("Cyan", "Magenta", "Yellow", "Black")
MOST_NESTED = 8
"""Spaces that stand on spaces; a sound file never passes three."""


class Space(NamedTuple):
    """A colour space: its family, how many numbers a colour has, the inks it names, the space it stands on."""

    family: str
    components: int
    colorants: tuple[str, ...] = ()
    base: Space | None = None

    @property
    def device_rgb(self) -> bool:
        """Whether its colours end in red, green and blue of no known device.

        A Separation or DeviceN goes to its inks, not to the space that it stands on.
        """
        if self.family == "DeviceRGB":
            return True
        return self.family in {"Indexed", "Pattern"} and self.base is not None and self.base.device_rgb

    @property
    def spots(self) -> tuple[str, ...]:
        """Inks that are not the four of the process; `All` and `None` are no inks."""
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
        """Cyan, magenta, yellow and black from 0 to 1; None where the space does not say."""
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


def space_of(described: Value, named: Callable[[str], Value], depth: int = 0) -> Space:
    """The space that a PDF object describes; `named` finds what a page's resources call by a name, or gives None."""
    if depth > MOST_NESTED or described is None:
        return UNKNOWN
    if not isinstance(described, pikepdf.Array):
        return _named_space(str(described).lstrip("/"), named, depth)
    family = str(described[0]).lstrip("/")
    family = ABBREVIATIONS.get(family, family)
    if len(described) == 1:
        return _named_space(family, named, depth)
    return _parametric(family, described, named, depth)


def _named_space(name: str, named: Callable[[str], Value], depth: int) -> Space:
    name = ABBREVIATIONS.get(name, name)
    replaced = named(f"Default{name.removeprefix('Device')}") if name.startswith("Device") else named(name)
    if replaced is not None:
        return space_of(replaced, named if not name.startswith("Device") else _nothing, depth + 1)
    return Space(name, DEVICE_COMPONENTS.get(name, 0))


def _nothing(name: str) -> None:
    """Resources that know no names: a Default space may not send back to itself."""


def _parametric(family: str, described: Value, named: Callable[[str], Value], depth: int) -> Space:
    def under(at: int) -> Space:
        return space_of(described[at], named, depth + 1)

    if family == "ICCBased":
        return Space(family, int(described[1].get("/N", 0)))
    if family == "Indexed":
        return Space(family, 1, base=under(1))
    if family == "Pattern":
        return Space(family, 0, base=under(1))
    if family == "Separation":
        return Space(family, 1, (str(described[1]).lstrip("/"),), under(2))
    if family == "DeviceN":
        inks = tuple(str(ink).lstrip("/") for ink in described[1])
        return Space(family, len(inks), inks, under(2))
    return Space(family, DEVICE_COMPONENTS.get(family, 0))


class PaintKind(StrEnum):
    """How a thing is painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


class PaintedGlyph(NamedTuple):
    """One shown code: where its advance starts and ends on the page (pt), its line's height, its text, the code."""

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
    """From an em of its font, seen from where a glyph starts, to the page."""
    broken: tuple[str, ...] = ()
    """What stands in its operators, or in those before it, in place of a number."""
    clip: Box = EVERYWHERE
    """Outside of which text is not seen; the box of other things ends there."""
    picture: PaintedImage | None = None
    source: Value = None
    """The shading's PDF dictionary."""

    @property
    def mcid(self) -> int | None:
        """The marked content that it belongs to: that of the innermost tag which has one."""
        return next((tag.mcid for tag in reversed(self.tags) if tag.mcid is not None), None)

    @property
    def text(self) -> str:
        """Of text its codes' characters, in the order in which they are painted."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def is_unseen(self) -> bool:
        """Whether it lays no ink: text that is there to be read alone, and what is white."""
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
