"""The press's ICC profile (the shipped one or the printer's), validated before use; conversions by LittleCMS."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, cast

from PIL import Image, ImageCms

from typeset.errors import Message, ThemeError
from typeset.model.edition import Edition

# Colour management: LittleCMS by way of Pillow, always relative colorimetric and black to black.


ProfileHandle = ImageCms.ImageCmsProfile
Transform = ImageCms.ImageCmsTransform


def opened(content: bytes) -> ProfileHandle:
    """An ICC profile parsed from its bytes. Raises `ImageCms.PyCMSError`."""
    return ImageCms.getOpenProfile(BytesIO(content))


def srgb() -> ProfileHandle:
    """The profile of sRGB."""
    return ProfileHandle(ImageCms.createProfile("sRGB"))


def lab() -> ProfileHandle:
    """The profile of CIE L*a*b*, white point D50 as in graphic arts."""
    return ProfileHandle(ImageCms.createProfile("LAB"))


def between(source: ProfileHandle, mode: str, target: ProfileHandle, target_mode: str) -> Transform:
    """The colour transform from one profile to another, for images of these modes."""
    return ImageCms.buildTransform(
        source,
        target,
        mode,
        target_mode,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def carried(image: Image.Image, way: Transform) -> Image.Image:
    """The image converted by a transform."""
    return cast("Image.Image", ImageCms.applyTransform(image, way))


COATED = Path(__file__).with_name("profiles") / "FOGRA39L_coated.icc"
LARGEST = 10 * 2**20
"""Bytes. Press profiles have .1 to 3 MB."""
CONDITIONS = re.compile(r"(FOGRA\d\d|IFRA\d\d|JC\d{6}|CGATS[ _]?TR[ _]?\d\d\d)", re.IGNORECASE)
"""The names of characterisation data in the ICC's registry that a profile's description may carry."""
REGISTRY = "http://www.color.org"
ASK = Message("Ask the printer for the profile of their press, and name its file under `icc` in typeset.toml.")


class Profile(NamedTuple):
    """A CMYK output profile: its bytes, and the printing condition that it characterises."""

    content: bytes
    condition: str
    """As the ICC's registry names it (`FOGRA39`), or `Custom`."""
    description: str

    @property
    def registered(self) -> bool:
        """Whether the condition is one of the registry's."""
        return CONDITIONS.fullmatch(self.condition) is not None


def profile_of(edition: Edition) -> Profile:
    """The profile that an edition separates for. Raises ThemeError: it cannot be read, or is none of a CMYK press."""
    return _read(edition.icc or COATED, edition.condition)


@lru_cache(maxsize=8)
def _read(file: Path, condition: str) -> Profile:
    content = _content(file)
    fault = _fault(content)
    if fault:
        raise ThemeError(Message("The profile {name} {fault}.", name=file.name, fault=fault), hint=ASK)
    description = _description(file, content)
    named = CONDITIONS.search(description)
    return Profile(content, condition or (named[1].upper() if named else "Custom"), description)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise ThemeError(
                Message("The profile {name} has over {largest} MB.", name=file.name, largest=LARGEST // 2**20), hint=ASK
            )
        return file.read_bytes()
    except OSError as error:
        raise ThemeError(
            Message("The profile {file} cannot be read: {strerror}.", file=file, strerror=error.strerror),
            hint="Correct `icc`.",
        ) from error


def _fault(content: bytes) -> str:
    """What is wrong with a profile's header, as the end of a sentence; empty: nothing (ICC.1:2010, 7.2)."""
    if len(content) < 132 or content[36:40] != b"acsp" or int.from_bytes(content[:4], "big") != len(content):
        return Message("is no whole ICC profile")
    if content[12:16] != b"prtr":
        return Message("is not one of a printing press (its class is not `prtr`)")
    if content[16:20] != b"CMYK":
        inks = content[16:20].decode("ascii", "replace").strip()
        return Message("has the inks {inks}, and not CMYK", inks=inks)
    if content[8] > 4:
        return Message("is of ICC version {version}; PDF/X-4 takes up to 4", version=content[8])
    return ""


def _description(file: Path, content: bytes) -> str:
    from PIL import ImageCms

    try:
        profile = ImageCms.getOpenProfile(BytesIO(content))
        return " ".join(ImageCms.getProfileDescription(profile).split())
    except ImageCms.PyCMSError as error:
        raise ThemeError(
            Message("The profile {name} is damaged: {error}.", name=file.name, error=error), hint=ASK
        ) from error
