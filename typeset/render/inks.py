"""Separation: colours of the screen as inks of the press, black text in black alone, total ink within its limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image
from weasyprint.images import Gradient
from weasyprint.pdf.stream import Stream

from typeset.errors import Message
from typeset.model.edition import Edition
from typeset.model.theme import Percent, Theme
from typeset.render import icc

if TYPE_CHECKING:
    import pydyf
    import weasyprint


NEUTRAL = 0.02
"""How far the channels of a grey may lie apart; it is printed in black alone, so that no misregister colours it."""
RGB = re.compile(rb"(?<![^\s])([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)(?!\S)")
OPERATORS = {b"rg": b"k", b"RG": b"K"}
Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]


class Inks(NamedTuple):
    """Converts sRGB to the inks of an edition. `own` holds the theme's own inks, which are used unconverted."""

    profile: icc.Profile
    total: int
    """Percent."""
    own: Mapping[tuple[int, int, int], Cmyk]

    def separated(self, colour: Rgb) -> Cmyk:
        """Cyan, magenta, yellow and black of a colour, each channel from 0 to 1."""
        rounded = _bytes(colour)
        if rounded in self.own:
            return self.own[rounded]
        if max(colour) - min(colour) <= NEUTRAL:
            return (0, 0, 0, _black(self.profile.content)[rounded[1]])
        return limited(_converted(self.profile.content, rounded), self.total / 100)

    def apply(self, pdf: pydyf.PDF) -> None:
        """Replace colours by inks in all drawing operators of a document that is not written yet."""
        for drawn in pdf.objects:
            if isinstance(drawn, Stream):
                drawn.stream = [self._in_inks(part) for part in drawn.stream]

    def _in_inks(self, part: object) -> object:
        if not isinstance(part, bytes) or part[-2:].lower() != b"rg":
            return part
        return RGB.sub(self._operator, part)

    def _operator(self, found: re.Match[bytes]) -> bytes:
        red, green, blue = (min(1.0, float(channel)) for channel in found.groups()[:3])
        inks = b" ".join(b"%g" % round(ink, 4) for ink in self.separated((red, green, blue)))
        return inks + b" " + OPERATORS[found[4]]


def inks_for(edition: Edition, theme: Theme) -> Inks:
    """The inks of a CMYK edition; raises `ThemeError` where its profile is no good."""
    own = {_hex(theme.ink[role]): _shares(inks) for role, inks in theme.cmyk.items() if role in theme.ink}
    return Inks(icc.profile_of(edition), edition.total_ink, own)


def limited(inks: Cmyk, total: float) -> Cmyk:
    """The colour within a total ink limit: black is kept, the three others are reduced in proportion."""
    *colours, black = inks
    over = sum(inks) - total
    if over <= 0:
        return inks
    keep = max(0.0, 1 - over / sum(colours))
    cyan, magenta, yellow = (colour * keep for colour in colours)
    return cyan, magenta, yellow, black


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(channel * 255) for channel in colour)
    return red, green, blue


def _hex(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _shares(inks: Percent) -> Cmyk:
    cyan, magenta, yellow, black = (ink / 100 for ink in inks)
    return cyan, magenta, yellow, black


@lru_cache(maxsize=1024)
def _converted(profile: bytes, colour: tuple[int, int, int]) -> Cmyk:
    dot = icc.carried(Image.new("RGB", (1, 1), colour), _to_press(profile))
    cyan, magenta, yellow, black = (value / 255 for value in dot.tobytes())
    return cyan, magenta, yellow, black


@lru_cache(maxsize=4)
def _to_press(profile: bytes) -> icc.Transform:
    return icc.between(icc.srgb(), "RGB", icc.opened(profile), "CMYK")


@lru_cache(maxsize=4)
def _black(profile: bytes) -> tuple[float, ...]:
    """For each grey of the screen, 0 to 255, the share of black ink that looks as light: white is paper, black is full.

    Between the two the lightness (CIE L*) of the ramp on paper is matched with that on the screen.
    """
    ramp = Image.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, ink)) for ink in range(256)))
    greys = Image.frombytes("RGB", (256, 1), b"".join(bytes((grey, grey, grey)) for grey in range(256)))
    printed = _lightness(ramp, icc.opened(profile))
    shown = _lightness(greys, icc.srgb())
    return tuple(_nearest(printed, light) / 255 for light in shown)


def _lightness(ramp: Image.Image, profile: icc.ProfileHandle) -> bytes:
    """CIE L* of each pixel, 0 to 255, the profile's black at 0."""
    return icc.carried(ramp, icc.between(profile, ramp.mode, icc.lab(), "LAB")).getchannel(0).tobytes()


def _nearest(ramp: bytes, light: int) -> int:
    """The step of a falling ramp that is nearest to a lightness stretched to the ramp's own range."""
    wanted = ramp[-1] + (255 - ramp[-1]) * light / 255
    return min(range(len(ramp)), key=lambda step: abs(ramp[step] - wanted))


# What cannot be printed in the four inks is taken off the page, and said: gradients, and borders that play at depth.
#
# WeasyPrint writes a gradient in the colours of the screen under a profile of the press, which no press accepts, and
# mixes the shades of a 3-D border from colours that it can only mix on a screen.


DEEP = frozenset({"groove", "ridge", "inset", "outset"})
SIDES = ("top", "right", "bottom", "left")


def take_off(document: weasyprint.Document) -> tuple[str, ...]:
    """Remove what cannot be printed from every box of a document; gives what was removed, once per element and kind."""
    pages = (page._page_box for page in document.pages)
    boxes = [box for page in pages for box in (page, *page.descendants(placeholders=True))]
    return tuple(dict.fromkeys(taken for box in boxes for taken in (*_without_gradients(box), *_without_depth(box))))


def _without_gradients(box: Any) -> Iterator[str]:
    background = getattr(box, "background", None)
    if background and any(isinstance(layer.image, Gradient) for layer in background.layers):
        layers = [layer for layer in background.layers if not isinstance(layer.image, Gradient)]
        box.background = background._replace(layers=layers)
        yield Message("a gradient behind <{tag}>", tag=box.element_tag or "page")


def _without_depth(box: Any) -> Iterator[str]:
    deep = [f"border_{side}_style" for side in SIDES if box.style[f"border_{side}_style"] in DEEP]
    if deep:
        box.style = box.style.copy()
        box.style.update(dict.fromkeys(deep, "solid"))
        yield Message("a 3-D border around <{tag}>", tag=box.element_tag or "page")
