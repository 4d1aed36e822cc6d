"""Pictures: what may be shown, and what is taken out of a drawing or refused."""

import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from typeset.model import picture
from typeset.model.picture import PictureError

CASE = Path(__file__).parent / "cases" / "press" / "full"


def svg(inside: str, attributes: str = 'viewBox="0 0 20 10"') -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>'
        f"{inside}</svg>"
    ).encode()


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    data = BytesIO()
    Image.new(mode, (width, height)).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(("name", "width"), [("valley.jpg", 1500), ("pump.png", 900), ("map.svg", 300)])
def test_photos_and_drawings_of_a_folder_are_found(name, width):
    found = picture.within(CASE, name)
    assert found.width == width
    assert found.address == f"asset:{found.asset}"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_photos_of_any_depth_are_taken(mode):
    assert picture.picture_from(png(3, 2, mode)).height == 2


def test_a_picture_written_into_the_article_is_read():
    address = "data:image/png;base64," + b64encode(png(4, 3)).decode()
    assert (picture.inline(address).width, picture.inline(address).height) == (4, 3)


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<use xlink:href="file:///etc/passwd#a"/>',
        '<path fill="url(https://example.org/x)" d="M0 0"/>',
        '<metadata xmlns="urn:x"><a/></metadata>',
        "<animate/>",
        "<a href='javascript:alert(1)'><path d='M0 0'/></a>",
    ],
)
def test_what_could_run_or_call_out_is_taken_out_of_a_drawing(harm):
    cleaned = picture.picture_from(svg(harm + '<rect width="2" height="1"/>')).data.decode()
    assert "rect" in cleaned
    for sign in ("alert", "http://e", "https:", "file:", "script", "onload", "metadata", "animate"):
        assert sign not in cleaned.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize(
    ("drawing", "complaint"),
    [
        (svg("<text>x</text>"), "text, which needs a font"),
        (svg('<image href="x.png"/>'), "a picture inside"),
        (svg("<foreignObject/>"), "a web page inside"),
        (svg("<filter/>"), "a filter"),
        (svg("<marker/>"), "holds <marker>"),
        (svg("<style>@import 'x.css'</style>"), "points outside"),
        (svg("<style>.a{fill:url(http://example.org)}</style>"), "points outside"),
        (svg("<g>" * 100 + "</g>" * 100), "nested deeper"),
        (svg("<path/>" * 20_001), "more than 20000 shapes"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"/><use href="#a"/>'), "repeats shapes"),
        (svg("", attributes=""), "does not say how large"),
        (svg("<g>")[:-6], "broken SVG"),
        (b'<?xml version="1.0"?><html><svg/></html>', "no SVG drawing"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + svg("<text>&a;</text>"), "text|broken"),
    ],
)
def test_a_drawing_that_would_look_different_without_its_harm_is_refused(drawing, complaint):
    with pytest.raises(PictureError, match=complaint):
        picture.picture_from(drawing)


def test_a_drawing_with_styles_and_repeated_shapes_stays_whole():
    drawing = svg('<defs><path id="a" d="M0 0h1"/></defs><style>.b{fill:#123456}</style><use class="b" href="#a"/>')
    cleaned = etree.fromstring(picture.picture_from(drawing).data)
    assert [element.tag.rpartition("}")[2] for element in cleaned.iter()] == ["svg", "defs", "path", "style", "use"]


def test_a_link_in_a_drawing_goes_and_its_shapes_stay():
    cleaned = picture.picture_from(svg('<a href="https://example.org"><path d="M0 0h1"/></a>')).data.decode()
    assert "<g><path" in cleaned
    assert "example" not in cleaned


def test_a_drawing_is_given_a_size_and_keeps_its_proportions():
    cleaned = etree.fromstring(picture.picture_from(svg("", 'width="40mm" height="10mm"')).data)
    assert cleaned.get("viewBox") == "0 0 40 10"
    assert float(cleaned.get("width")) / float(cleaned.get("height")) == 4


def wide(folder: Path) -> str:
    (folder / "wide.png").write_bytes(png(30_001, 1, "1"))
    return "wide.png"


def empty(folder: Path) -> str:
    (folder / "empty.png").write_bytes(b"")
    return "empty.png"


def words(folder: Path) -> str:
    (folder / "words.jpg").write_text("no picture")
    return "words.jpg"


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe.png")
    return "pipe.png"


def out(folder: Path) -> str:
    (folder / "out.png").symlink_to(CASE / "pump.png")
    return "out.png"


def absent(folder: Path) -> str:
    return "absent.png"


def absolute(folder: Path) -> str:
    return str(CASE / "pump.png")


def up(folder: Path) -> str:
    return os.path.relpath(CASE / "pump.png", folder)


def a_folder(folder: Path) -> str:
    (folder / "sub").mkdir()
    return "sub"


def no_name(folder: Path) -> str:
    return "a\0b.png"


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (wide, "30001 × 1 pixels"),
        (empty, "is empty"),
        (words, "is no picture that can be read"),
        (pipe, "is no file"),
        (out, "lies outside"),
        (absent, "is not in"),
        (absolute, "lies outside"),
        (up, "lies outside"),
        (a_folder, "is no file"),
        (no_name, "cannot be read"),
    ],
)
def test_a_picture_that_is_none_or_lies_elsewhere_is_refused(tmp_path, make, complaint):
    with pytest.raises(PictureError, match=complaint):
        picture.within(tmp_path, make(tmp_path))


@pytest.mark.parametrize("address", ["data:image/png;base64", "data:image/png;base64,%%%", "data:,text"])
def test_a_broken_data_address_is_refused(address):
    with pytest.raises(PictureError):
        picture.inline(address)
