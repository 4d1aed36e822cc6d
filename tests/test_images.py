"""Pictures of every kind come out right in every edition, or with a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from PIL import Image, ImageCms

from typeset import render
from typeset.model import fonts
from typeset.model.edition import EDITIONS
from typeset.model.page import Page
from typeset.model.theme import Theme
from typeset.render import icc

BLUE = (30, 90, 160)
WIDTH = 50 / 25.4
"""Inches; every picture here is shown 50 mm wide."""


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, (fonts.load("amiri"),))


def page(picture: bytes) -> Page:
    style = "@page{size:A5;margin:10mm;font-family:Amiri}body{font-family:Amiri}img{width:50mm}"
    text = f'<html lang="ar" dir="rtl"><title>x</title><style>{style}</style><body><img alt="x" src="asset:picture">'
    return Page(text, {"picture": picture})


def saved(image: Image.Image, form: str, **options) -> bytes:
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def blue(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.new("RGB", size, BLUE).convert(mode)


def deep_png() -> bytes:
    """A 16-bit RGB PNG, which Pillow cannot write: 8 x 8 pixels of BLUE."""
    row = b"\0" + b"".join(struct.pack(">H", channel * 257) for channel in BLUE) * 8
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 8)),
        (b"IEND", b""),
    )
    parts = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def wide_gamut(colour: tuple[int, int, int]) -> tuple[bytes, bytes]:
    """A JPEG with a profile whose red and green are exchanged, so that nobody can overlook it; and the profile."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    image = Image.new("RGB", (64, 48), colour)
    return saved(image, "JPEG", quality=100, subsampling=0, icc_profile=bytes(profile)), bytes(profile)


class Shown(NamedTuple):
    """A picture as it stands in the PDF."""

    entries: dict[str, str]
    size: tuple[int, int]
    raw: bytes
    image: Image.Image


def shown(theme: Theme, picture: bytes, edition: str = "email") -> Shown:
    content, findings = render.pdf(page(picture), theme, EDITIONS[edition])
    assert "render/picture" not in {finding.id for finding in findings}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        masks = {one.SMask.objgen for one in found if "/SMask" in one}
        (stream,) = (one for one in found if one.objgen not in masks)
        entries = {key: str(stream[key]) for key in stream if key not in {"/SMask", "/DecodeParms"}}
        entries |= {"/SMask": str(stream.SMask.ColorSpace)} if "/SMask" in stream else {}
        image = pikepdf.PdfImage(stream).as_pil_image()
        return Shown(entries, (int(stream.Width), int(stream.Height)), stream.read_raw_bytes(), image)


def near(image: Image.Image, colour: tuple[int, ...], tolerance: int = 4) -> bool:
    pixel = image.getpixel((image.width // 2, image.height // 2))
    pixel = (pixel,) if isinstance(pixel, int) else pixel
    return len(pixel) == len(colour) and all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        pytest.param(saved(blue(), "JPEG", quality=95), BLUE, id="JPEG"),
        pytest.param(saved(blue(), "PNG"), BLUE, id="PNG"),
        pytest.param(saved(blue(), "WEBP", lossless=True), BLUE, id="WebP"),
        pytest.param(saved(blue().quantize(4), "GIF"), BLUE, id="GIF"),
        pytest.param(saved(blue(), "TIFF"), BLUE, id="TIFF"),
        pytest.param(saved(blue().quantize(4), "PNG"), BLUE, id="palette"),
        pytest.param(deep_png(), BLUE, id="16-bit colour"),
        pytest.param(saved(Image.new("I;16", (64, 48), 40000), "PNG"), (156,), id="16-bit grey"),
        pytest.param(saved(Image.new("1", (64, 48), 1), "PNG"), (255,), id="1-bit"),
        pytest.param(saved(Image.new("L", (64, 48), 90), "JPEG", quality=95), (90,), id="grey"),
    ],
)
def test_a_picture_of_any_kind_keeps_its_colour_on_a_screen(theme, picture, colour):
    found = shown(theme, picture)
    assert near(found.image, colour)
    assert found.entries["/BitsPerComponent"] == "8"
    assert "/Interpolate" not in found.entries


def test_a_picture_with_a_profile_of_its_own_is_brought_into_srgb(theme):
    picture, profile = wide_gamut((200, 60, 40))
    way = ImageCms.buildTransform(
        ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), "RGB", "RGB"
    )
    meant = ImageCms.applyTransform(Image.new("RGB", (1, 1), (200, 60, 40)), way).getpixel((0, 0))
    assert meant != (200, 60, 40)
    assert near(shown(theme, picture).image, meant, 6)


def test_a_cmyk_picture_becomes_srgb_for_the_screen_and_stays_as_it_is_for_its_own_press(theme):
    inks = Image.new("CMYK", (64, 48), (200, 100, 0, 0))
    for picture in (saved(inks, "TIFF"), saved(inks, "JPEG", quality=98, subsampling=0)):
        assert shown(theme, picture).entries["/ColorSpace"] == "/DeviceRGB"
        printed = shown(theme, picture, "print")
        assert printed.entries["/ColorSpace"] == "/DeviceCMYK"
        assert near(printed.image.convert("CMYK"), (200, 100, 0, 0), 6)


def test_a_picture_for_the_press_is_in_inks_and_grey_in_black_alone(theme):
    printed = shown(theme, saved(blue(), "JPEG", quality=95), "print")
    assert printed.entries["/ColorSpace"] == "/DeviceCMYK"
    press, screen = str(icc.COATED), ImageCms.createProfile("sRGB")
    back = ImageCms.applyTransform(
        printed.image.convert("CMYK"),
        ImageCms.buildTransform(press, screen, "CMYK", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC),
    )
    assert near(back, BLUE, 24)  # black was set on black, so the way back is lighter in the shadows
    grey = shown(theme, saved(Image.new("L", (64, 48), 90), "PNG"), "print")
    assert grey.entries["/ColorSpace"] == "/DeviceGray"


@pytest.mark.parametrize(("edition", "ppi"), [("email", 150), ("print", 300), ("newspaper", 200), ("archive", 300)])
def test_a_large_picture_keeps_as_many_pixels_as_its_edition_wants(theme, edition, ppi):
    width, height = shown(theme, saved(blue(size=(2000, 1500)), "JPEG"), edition).size
    assert width == pytest.approx(WIDTH * ppi, abs=1)
    assert height == pytest.approx(WIDTH * ppi * 3 / 4, abs=1)


def test_a_small_picture_is_not_blown_up(theme):
    assert shown(theme, saved(blue(size=(40, 30)), "JPEG"), "print").size == (40, 30)


def test_a_picture_taken_sideways_stands_upright_and_tells_nothing_of_its_camera(theme):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    found = shown(theme, saved(blue(size=(80, 40)), "JPEG", exif=exif))
    assert found.size == (40, 80)
    assert b"Camera" not in found.raw


def test_transparency_becomes_a_mask_only_where_there_is_any(theme):
    half = blue("RGBA")
    half.putalpha(128)
    assert shown(theme, saved(half, "PNG")).entries["/SMask"] == "/DeviceGray"
    assert "/SMask" not in shown(theme, saved(blue("RGBA"), "PNG")).entries


def test_a_drawing_with_few_colours_is_kept_without_loss_and_a_photo_is_not(theme):
    assert shown(theme, saved(blue(), "PNG")).entries["/Filter"] == "/FlateDecode"
    noise = Image.effect_noise((200, 200), 60)
    many = Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)])
    assert shown(theme, saved(many, "PNG")).entries["/Filter"] == "/DCTDecode"


@pytest.mark.engine_complains
@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a picture", id="text"),
        pytest.param(saved(blue(size=(600, 400)), "JPEG")[:-900], id="cut-off JPEG"),
        pytest.param(saved(blue(size=(600, 400)), "PNG")[:-60], id="cut-off PNG"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="PostScript"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><rect", id="broken SVG"),
    ],
)
def test_a_broken_picture_is_left_out_with_a_sentence(theme, picture):
    _, findings = render.pdf(page(picture), theme, EDITIONS["email"])
    assert [finding.id for finding in findings] == ["render/picture"]
    assert findings[0].hint


@pytest.mark.engine_complains
def test_a_picture_that_is_not_there_is_left_out_with_a_sentence(theme):
    gone = Page(page(b"").html, {"picture": Path("/nowhere/photo.jpg")})
    _, findings = render.pdf(gone, theme, EDITIONS["email"])
    assert [finding.id for finding in findings] == ["render/picture"]
    assert "photo.jpg" in findings[0].message


def test_a_drawing_stays_a_drawing_and_nothing_in_it_runs(theme):
    drawing = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><script>alert(1)</script>
        <rect width="90" height="60" fill="#000"/></svg>"""
    content, findings = render.pdf(page(drawing), theme, EDITIONS["print"])
    pdf = pikepdf.open(io.BytesIO(content))
    assert findings == ()
    assert b"alert" not in content
    assert not any(isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" for thing in pdf.objects)
    assert not {"rg", "RG"} & {str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])}


@pytest.mark.engine_complains
def test_a_drawing_with_gradients_is_left_out_of_a_press_page_and_said(theme):
    drawing = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><linearGradient id="g"><stop/>
        <stop offset="1" stop-color="red"/></linearGradient><rect width="90" height="60" fill="url(#g)"/></svg>"""
    _, findings = render.pdf(page(drawing), theme, EDITIONS["print"])
    assert [finding.id for finding in findings] == ["render/picture"]
    assert "gradients" in findings[0].message
