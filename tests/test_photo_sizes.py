"""Photos in each size and place, in the finished PDF: how wide they are, what is beside them, nothing on anything."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pikepdf
import pymupdf
import pytest
from PIL import Image

from typeset.findings import Severity
from typeset.jobs.make import Job, Made, run
from typeset.model import theme
from typeset.read.source import SourceFile

MM = 72 / 25.4
SENTENCES = (
    "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها أمام الصحافة في جميع المدن. وقالت مديرة "
    "المشاريع إن كل قرية اختارت موقع بئرها بنفسها، وإن الصيانة تدريب لا ينقطع، وإن البيانات كلها مفتوحة لمن يطلبها. "
)
PIXELS = {"wide": (1200, 800), "upright": (800, 1200)}


class Widths(NamedTuple):
    """From where to where something reaches, in mm from the left edge of the trimmed sheet."""

    left: float
    right: float


TEXT = {
    "classic": Widths(25, 185),
    "ministry": Widths(28.06, 181.94),
    "modern": Widths(69, 190),
    "brief": Widths(14, 134),
}
"""Where the text of a theme stands on its own sheet."""
REACH = {
    ("classic", "wide"): Widths(12.5, 197.5),
    ("classic", "full"): Widths(0, 210),
    ("ministry", "wide"): Widths(19.06, 190.94),
    ("ministry", "full"): Widths(19.06, 190.94),
    ("modern", "wide"): Widths(69, 202),
    ("modern", "full"): Widths(69, 210),
    ("brief", "wide"): Widths(7, 141),
    ("brief", "full"): Widths(0, 148),
} | {(name, "column"): reach for name, reach in TEXT.items()}
AFTER = {"classic": 3, "ministry": 1, "modern": 3, "brief": 1}
"""Paragraphs after the photo, so that the theme need not be tightened."""
THEMES, SIZES = tuple(TEXT), ("column", "wide", "full", "side")
KNOWN = {"page/last-page", "image/resolution"}


@cache
def folder() -> Path:
    """A folder with a photo of each shape."""
    made = Path(mkdtemp())
    for name, size in PIXELS.items():
        drawn = BytesIO()
        Image.new("RGB", size, (120, 150, 160)).save(drawn, "PNG")
        (made / f"{name}.png").write_bytes(drawn.getvalue())
    return made


@cache
def made(name: str, size: str, at: str = "here", shape: str = "wide", edition: str = "email", after: int = 0) -> Made:
    """A release with one photo, after its first paragraph or at the top or the end."""
    head = "headline: المؤسسة تعلن نتائج مشروعها\ndate: 2025-03-08\nplace: بغداد\nsource: مؤسسة المثال\n"
    if at != "here":
        head += f"photos:\n  - source: {shape}.png\n    alt: جسر\n    caption: جسر فوق نهر دجلة\n"
        head += f"    credit: مؤسسة المثال\n    size: {size}\n    at: {at}\n"
    photo = f"![جسر]({shape}.png){{size={size} at=here}}\nجسر فوق نهر دجلة\nتصوير: مؤسسة المثال"
    parts = [SENTENCES, *([photo] if at == "here" else []), *[SENTENCES] * (after or AFTER[name])]
    text = f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"
    return run(Job(SourceFile(text.encode(), "release.md", ".md", folder()), (edition,), name))


class Placed(NamedTuple):
    """A photo on its page, in mm of the trimmed sheet, and the lines of text of that page."""

    left: float
    top: float
    right: float
    bottom: float
    lines: tuple[tuple[float, float, float], ...]
    """Each line's left and right end and its middle height."""


def placed(release: Made) -> Placed:
    """The only photo of a release."""
    (found,) = _photos(release.pdf)
    return found


def _photos(pdf: bytes) -> Iterator[Placed]:
    for number, page in enumerate(pymupdf.open(stream=pdf)):
        left, top = _trimmed(pdf, number)
        for box in (box for image in page.get_images() for box in page.get_image_rects(image[0])):
            edges = ((box.x0 - left) / MM, (box.y0 - top) / MM, (box.x1 - left) / MM, (box.y1 - top) / MM)
            yield Placed(*edges, tuple(_lines(page, left, top)))


def _trimmed(pdf: bytes, page: int) -> tuple[float, float]:
    """How far the trimmed sheet stands within the page, from its left and its upper edge, in pt."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        media, trim = ([float(edge) for edge in opened.pages[page][name]] for name in ("/MediaBox", "/TrimBox"))
    return trim[0] - media[0], media[3] - trim[3]


def _lines(page: pymupdf.Page, x: float, y: float) -> Iterator[tuple[float, float, float]]:
    rows: dict[int, list[tuple[float, float]]] = {}
    for word in page.get_text("words"):
        rows.setdefault(round((word[1] + word[3]) / 2), []).append((word[0], word[2]))
    for middle, words in rows.items():
        left, right = min(word[0] for word in words), max(word[1] for word in words)
        yield (left - x) / MM, (right - x) / MM, (middle - y) / MM


def wrong(release: Made) -> list[str]:
    """Errors of the proof, and warnings that no theme is known for."""
    found = (one for one in release.findings if one.severity > Severity.INFO)
    return [f"{one.id}: {one.message}" for one in found if one.severity is Severity.ERROR or one.id not in KNOWN]


@pytest.mark.parametrize("shape", PIXELS)
@pytest.mark.parametrize("at", ["here", "top", "end"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", THEMES)
def test_nothing_stands_on_anything_or_over_the_edge(name, size, at, shape):
    release = made(name, size, at, shape)
    assert wrong(release) == []
    photo = placed(release)
    assert photo.right - photo.left > 15


@pytest.mark.parametrize("size", ["column", "wide", "full"])
@pytest.mark.parametrize("name", THEMES)
def test_a_photo_reaches_as_far_as_its_size_says(name, size):
    photo = placed(made(name, size))
    if (name, size) == ("brief", "column"):  # the setting leaves it a height, and it is not cut
        assert photo.right == pytest.approx(TEXT[name].right, abs=0.2)
        assert photo.bottom - photo.top == pytest.approx(54, abs=0.2)
    else:
        assert (photo.left, photo.right) == pytest.approx(tuple(REACH[name, size]), abs=0.2)


@pytest.mark.parametrize("name", ["classic", "modern", "brief"])
def test_a_full_photo_goes_on_into_the_bleed_in_print(name):
    photo = placed(made(name, "full", edition="print"))
    reach = REACH[name, "full"]
    left = reach.left - 3 if reach.left == 0 else reach.left
    assert (photo.left, photo.right) == pytest.approx((left, reach.right + 3), abs=0.2)


@pytest.mark.parametrize("size", ["column", "wide", "full", "side"])
@pytest.mark.parametrize("name", THEMES)
def test_an_upright_photo_keeps_its_shape_within_the_text(name, size):
    photo = placed(made(name, size, shape="upright"))
    assert (photo.right - photo.left) / (photo.bottom - photo.top) == pytest.approx(2 / 3, abs=0.01)
    assert photo.left > TEXT[name].left - 0.2
    assert photo.right < TEXT[name].right + 0.2


@pytest.mark.parametrize("at", ["here", "top"])
@pytest.mark.parametrize("name", THEMES)
def test_the_text_stands_beside_a_photo_at_the_side(name, at):
    photo, text = placed(made(name, "side", at)), TEXT[name]
    assert photo.left == pytest.approx(text.left, abs=0.2)
    assert photo.right - photo.left == pytest.approx(0.45 * (text.right - text.left), abs=0.3)
    beside = [line for line in photo.lines if photo.top < line[2] < photo.bottom and line[1] > photo.right]
    assert len(beside) >= 4
    assert all(photo.right + 3 < line[0] for line in beside)
    assert max(line[1] for line in beside) == pytest.approx(text.right, abs=0.5)
    if name != "modern":  # which is ragged
        full = sorted(line[0] for line in beside)[:3]
        assert full == pytest.approx([full[0]] * 3, abs=0.4)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["classic", "ministry", "modern"])
def test_the_lines_after_a_photo_stand_on_the_grid(name, size):
    half = theme.load(name).fit.grid / 2
    document = pymupdf.open(stream=made(name, size, after=4).pdf)
    spans = [
        (number, span)
        for number, page in enumerate(document)
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    usual = Counter(round(span["size"], 1) for _, span in spans).most_common(1)[0][0]
    heights = [span["origin"][1] / MM for _, span in spans if round(span["size"], 1) == usual]
    phase = Counter(round(height % half, 1) for height in heights).most_common(1)[0][0]
    off = [height for height in heights if abs((height - phase + half / 2) % half - half / 2) > 0.15]
    assert off == []
