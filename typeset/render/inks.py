"""Colours of the screen as inks of the press: black text in black ink alone, and never more ink than paper can take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from weasyprint.pdf.stream import Stream

from typeset.edition import Edition
from typeset.render import cms, icc
from typeset.theme import Percent, Theme

if TYPE_CHECKING:
    import pydyf

NEUTRAL = 0.02
"""How far the channels of a grey may lie apart; it is printed in black alone, so that no misregister colours it."""
RGB = re.compile(rb"(?<![^\s])([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)(?!\S)")
OPERATORS = {b"rg": b"k", b"RG": b"K"}
Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]


class Inks(NamedTuple):
    """The way from sRGB to the inks of an edition. `own` holds the theme's inks, which are taken as they are."""

    profile: icc.Profile
    total: int
    """Percent."""
    own: Mapping[tuple[int, int, int], Cmyk]

    def of(self, colour: Rgb) -> Cmyk:
        """Cyan, magenta, yellow and black of a colour, each channel from 0 to 1."""
        rounded = _bytes(colour)
        if rounded in self.own:
            return self.own[rounded]
        if max(colour) - min(colour) <= NEUTRAL:
            return (0, 0, 0, _black(self.profile.content)[rounded[1]])
        return limited(_converted(self.profile.content, rounded), self.total / 100)

    def apply(self, pdf: pydyf.PDF) -> None:
        """Put inks for colours in everything that has been drawn and not yet written."""
        for drawn in pdf.objects:
            if isinstance(drawn, Stream):
                drawn.stream = [self._in_inks(part) for part in drawn.stream]

    def _in_inks(self, part: object) -> object:
        if not isinstance(part, bytes) or part[-2:].lower() != b"rg":
            return part
        return RGB.sub(self._operator, part)

    def _operator(self, found: re.Match[bytes]) -> bytes:
        red, green, blue = (min(1.0, float(channel)) for channel in found.groups()[:3])
        inks = b" ".join(b"%g" % round(ink, 4) for ink in self.of((red, green, blue)))
        return inks + b" " + OPERATORS[found[4]]


def of(edition: Edition, theme: Theme) -> Inks:
    """The inks of a CMYK edition; raises `ThemeError` where its profile is no good."""
    own = {_hex(theme.ink[role]): _shares(inks) for role, inks in theme.cmyk.items() if role in theme.ink}
    return Inks(icc.of(edition), edition.total_ink, own)


def limited(inks: Cmyk, total: float) -> Cmyk:
    """The same colour with no more than so much ink: the black stays, the three others give way in proportion."""
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
    dot = cms.carried(Image.new("RGB", (1, 1), colour), _to_press(profile))
    cyan, magenta, yellow, black = (value / 255 for value in dot.tobytes())
    return cyan, magenta, yellow, black


@lru_cache(maxsize=4)
def _to_press(profile: bytes) -> cms.Transform:
    return cms.between(cms.srgb(), "RGB", cms.opened(profile), "CMYK")


@lru_cache(maxsize=4)
def _black(profile: bytes) -> tuple[float, ...]:
    """For each grey of the screen, 0 to 255, the share of black ink that looks as light: white is paper, black is full.

    Between the two the lightness (CIE L*) of the ramp on paper is matched with that on the screen.
    """
    ramp = Image.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, ink)) for ink in range(256)))
    greys = Image.frombytes("RGB", (256, 1), b"".join(bytes((grey, grey, grey)) for grey in range(256)))
    printed = _lightness(ramp, cms.opened(profile))
    shown = _lightness(greys, cms.srgb())
    return tuple(_nearest(printed, light) / 255 for light in shown)


def _lightness(ramp: Image.Image, profile: cms.Profile) -> bytes:
    """CIE L* of each pixel, 0 to 255, the profile's black at 0."""
    return cms.carried(ramp, cms.between(profile, ramp.mode, cms.lab(), "LAB")).getchannel(0).tobytes()


def _nearest(ramp: bytes, light: int) -> int:
    """The step of a falling ramp that is nearest to a lightness stretched to the ramp's own range."""
    wanted = ramp[-1] + (255 - ramp[-1]) * light / 255
    return min(range(len(ramp)), key=lambda step: abs(ramp[step] - wanted))
