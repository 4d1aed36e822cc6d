"""Leading: no two lines stand nearer than their face bears, whatever the theme's design says."""

import io
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from galley import file_of
from measure import codes

from typeset.compose.theme_files import LEADING
from typeset.jobs import make
from typeset.model import fonts

CASE = Path(__file__).parent / "cases" / "press" / "full" / "full.md"
TALL = 2.5
"""In em, from ascent to descent: as a Nastaliq."""
HALF_STEP = 3.4
"""Of the grid of classic, in mm."""
PT = 25.4 / 72


@pytest.fixture(scope="module")
def tall(tmp_path_factory):
    """Amiri as if it stood in lines as high as those of a Nastaliq."""
    changed = TTFont(io.BytesIO(file_of("amiri")))
    changed["hhea"].ascent, changed["hhea"].descent = 1600, -900
    for record in changed["name"].names:
        record.string = str(record).replace("Amiri", "Tall")
    path = tmp_path_factory.mktemp("fonts") / "Tall.ttf"
    changed.save(path)
    return path


@pytest.fixture(scope="module")
def lines(tall):
    """The base lines of the tall face, by page and size, with the reach of each line: all in mm."""
    pdf = make.run(make.Job(CASE, font=str(tall))).editions[0].pdf
    inked = [each for each in codes.shown(pdf) if each.ink and each.font.endswith("Tall")]
    found = {}
    for (page, size, y), row in groupby(sorted(inked, key=place), place):
        edges = [edge for each in row for edge in (each.start, each.end)]
        found.setdefault((page, size), []).append((-y, min(edges), max(edges)))
    return found


def place(shown):
    """The page, the size and the base line of a code, from the top of the page."""
    return shown.page, round(shown.size, 2), -round(shown.y, 2)


def distances(lines):
    """How far each line stands from the one above it, with the size of both in pt."""
    for (_, size), rows in lines.items():
        for (above, *first), (below, *second) in pairwise(rows):
            if first[0] < second[1] and second[0] < first[1]:
                yield size, above - below


def test_a_file_says_how_high_its_lines_are(tall):
    assert fonts.from_file(tall).extent == pytest.approx(TALL, abs=0.001)
    assert fonts.load("amiri").extent == pytest.approx(1.758, abs=0.001)


def test_lines_of_a_tall_face_keep_their_distance_in_every_part_of_a_release(lines):
    near = [(size, found) for size, found in distances(lines) if found < LEADING * TALL * size * PT - 0.02]
    assert not near


def test_lines_of_the_text_stay_on_the_grid(lines):
    body = [found for size, found in distances(lines) if size == pytest.approx(12, abs=0.1)]
    within = [found for found in body if found < 4 * HALF_STEP - 2]
    assert len(within) > 5
    assert within == pytest.approx([3 * HALF_STEP] * len(within), abs=0.02)
