"""The pages of the themes look as they did when a person last looked at them.

`python -m pytest tests/test_goldens.py --accept` draws the pictures in `tests/goldens/` anew; look at them then.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from cells import draws, sets_two
from PIL import Image
from small_pictures import FINER, PPI, TOLERANCE, difference, opened, pages, png, reduced, side_by_side

from typeset.jobs import specimen
from typeset.jobs.make import Job, run
from typeset.model import theme

TESTS = Path(__file__).parent
GOLDENS = TESTS / "goldens"
ENGLISH = TESTS / "cases" / "press" / "english" / "english.md"
MOST_PAGES = 2
THEMES = theme.names()


@cache
def sample(name: str) -> specimen.Specimen:
    """The sample release, as `typeset-press themes --specimen` makes it."""
    (sheet,) = specimen.of_themes([name])
    return sheet


@cache
def english(name: str) -> bytes:
    return run(Job(ENGLISH, ("email",), name)).pdf


def pictures(name: str) -> dict[str, Image.Image]:
    """File name -> page: the first two of the sample release, and the first of one in English; or the picture."""
    look = theme.load(name)
    if draws(look):
        return {f"{name}-1.png": reduced(Image.open(BytesIO(sample(name).contents[f"{name}.png"])))}
    drawn = {f"{name}-{at}.png": page for at, page in enumerate(pages(sample(name).pdf)[:MOST_PAGES], 1)}
    return drawn if sets_two(look) else {**drawn, f"{name}-english.png": pages(english(name))[0]}


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_looks_as_it_did(name, request, tmp_path):
    drawn = pictures(name)
    if request.config.getoption("--accept"):
        for old in GOLDENS.glob(f"{name}-*.png"):
            old.unlink()
        for file, page in drawn.items():
            (GOLDENS / file).write_bytes(png(page))
    kept = {file.name: opened(file) for file in GOLDENS.glob(f"{name}-*.png")}
    assert sorted(drawn) == sorted(kept), "pages have come or gone; pytest --accept draws the pictures anew"
    for file, page in drawn.items():
        if patch := difference(page, kept[file]):
            seen = tmp_path / file
            side_by_side(page, kept[file]).save(seen)
            pytest.fail(f"{file} differs {patch}.\nKept, found and the difference: {seen}\nIf it is meant: --accept.")


def test_the_pictures_are_small_and_belong_to_a_theme():
    sizes = {file.name: file.stat().st_size for file in GOLDENS.iterdir()}
    assert max(sizes.values()) < 30_000
    assert sum(sizes.values()) < 400_000
    assert [name for name in sizes if name.rpartition("-")[0] not in THEMES] == []


# That the comparison sees what an eye sees, and no more


def changed(name: str, rule: str, folder: Path) -> Image.Image:
    """The first page of the sample release in a theme with one rule more."""
    (folder / "theme.toml").write_text(f'extends = "{name}"', "utf-8")
    (folder / "page.css").write_text(rule, "utf-8")
    return pages(run(Job(specimen.RELEASE, ("email",), str(folder))).pdf)[0]


@pytest.mark.parametrize("name", ["classic", "gazette"])
def test_a_line_half_a_millimetre_lower_is_seen_and_where(name, tmp_path):
    kept = opened(GOLDENS / f"{name}-1.png")
    patch = difference(changed(name, "main p:nth-of-type(2) { transform: translateY(.5mm) }", tmp_path), kept)
    assert patch
    assert patch.bottom - patch.top < 80, "one paragraph, and not the page"


def test_a_missing_photo_is_seen(tmp_path):
    patch = difference(
        changed("classic", "figure img { visibility: hidden }", tmp_path), opened(GOLDENS / "classic-1.png")
    )
    assert patch
    assert patch.most > 150
    assert patch.bottom - patch.top > 40


def test_a_sheet_of_another_size_is_seen(tmp_path):
    assert difference(changed("classic", "@page { size: 210mm 290mm }", tmp_path), opened(GOLDENS / "classic-1.png"))


@pytest.mark.parametrize("name", ["classic", "gazette", "modern"])
def test_another_rasteriser_draws_the_same_page(name):
    """MuPDF smooths edges in a way of its own: more than two versions of PDFium could differ."""
    drawn = pymupdf.open(stream=sample(name).pdf)[0].get_pixmap(dpi=PPI * FINER, colorspace=pymupdf.csGRAY)
    page = reduced(Image.frombytes("L", (drawn.width, drawn.height), drawn.samples))
    assert difference(page, opened(GOLDENS / f"{name}-1.png")) is None
    assert TOLERANCE < 37, "what a line half a millimetre lower differs by"
