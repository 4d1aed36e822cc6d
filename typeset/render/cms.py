"""Colour management: LittleCMS by way of Pillow, always relative colorimetric and black to black."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from PIL import Image, ImageCms

Profile = ImageCms.ImageCmsProfile
Transform = ImageCms.ImageCmsTransform


def opened(content: bytes) -> Profile:
    """A profile from its bytes; raises `ImageCms.PyCMSError`."""
    return ImageCms.getOpenProfile(BytesIO(content))


def srgb() -> Profile:
    """The colours of the screen."""
    return Profile(ImageCms.createProfile("sRGB"))


def lab() -> Profile:
    """CIE L*a*b*, with the white of graphic arts (D50)."""
    return Profile(ImageCms.createProfile("LAB"))


def between(source: Profile, mode: str, target: Profile, target_mode: str) -> Transform:
    """The way from one profile's colours to another's, for images of these modes."""
    return ImageCms.buildTransform(
        source,
        target,
        mode,
        target_mode,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def carried(image: Image.Image, way: Transform) -> Image.Image:
    """The image in the other colours."""
    return cast("Image.Image", ImageCms.applyTransform(image, way))
