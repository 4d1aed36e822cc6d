"""A page as a picture: its size, its white, its bytes."""

import io
from pathlib import Path

import pytest
from PIL import Image

from typeset.jobs import make
from typeset.preflight import picture

CASE = Path(__file__).parent / "cases" / "press" / "persian" / "persian.md"


@pytest.fixture(scope="module")
def pdf():
    return make.run(make.Job(CASE)).editions[0].pdf


def test_a_page_is_drawn_on_white_as_large_as_its_sheet(pdf):
    page = Image.open(io.BytesIO(picture.drawn(pdf, 0, 96)))
    assert page.size == (794, 1123)
    assert page.getpixel((3, 3)) == (255, 255, 255)
    assert page.convert("L").getextrema()[0] < 60


def test_the_same_page_is_the_same_bytes(pdf):
    assert picture.drawn(pdf, 0, 40) == picture.drawn(pdf, 0, 40)


@pytest.mark.parametrize("page", [-1, 99])
def test_a_page_that_is_not_there_is_refused(pdf, page):
    with pytest.raises(IndexError):
        picture.drawn(pdf, page, 40)
