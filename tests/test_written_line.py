"""A written line: the codes of its TJ arrays stand where the line was set, in any face and at any measure."""

import html
from functools import cache
from pathlib import Path

import pytest
from galley import document, fonts
from measure import codes
from measure.lines import ink_lines

from typeset.render.text_layer import operators

TEXTS = Path(__file__).parent / "measure" / "texts" / "long"
PX = 25.4 / 96
"""In mm."""
CLOSE = 0.02
"""In mm: what rounding to a thousandth of a thousandth of an em adds up to, and more than the eye sees."""
CASES = [
    *(("frank-ruhl-libre", "he", width) for width in (57, 100, 117, 140, 163, 175)),
    ("amiri", "ar", 57), ("amiri", "fa", 110), ("noto-sans-arabic", "ur", 57), ("ibm-plex-sans-arabic", "ar", 140),
    ("noto-kufi-arabic", "fa", 80),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (["0001", "0002"], "<00010002>"),
        (["0001", -40.0, 30.0, "0002"], "<0001>-10<0002>"),
        (["0001", 58.594, -16.69, "0002"], "<0001>41.904<0002>"),
        (["0001", -36.615, 30.0, "", 6.0, "0002"], "<0001>-0.615<0002>"),
        (["0001", 30.0, -30.0, "0002"], "<00010002>"),
        ([8.0, "0001", 8.0, 160.0], "8<0001>168"),
        (["", 0.0], ""),
    ],
)
def test_what_stands_side_by_side_in_a_tj_array_is_joined(parts, written):
    assert operators.array(parts) == written


@cache
def set_text(family, language, width):
    """A justified text as it was set, and the PDF of it."""
    css = f"@page {{ size: {width + 20}mm 600mm; margin: 10mm }} p {{ text-align: justify }}"
    lines = (TEXTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    made = document(body, css=css, language=language, config=fonts(family, "noto-serif"))
    return made, made.write_pdf()


def planned(made):
    """Where each code of a document is to stand, in mm from the left of its page, in the order of writing."""
    for page in made.pages:
        for box in page._page_box.descendants():
            if type(box).__name__ == "TextBox":
                line, leaf = box.pango_layout.line, box.pango_layout.leaf
                left = box.position_x - line.extent(leaf)[0]
                rows = (row for strip in line.strips if strip.leaf == leaf for row in strip.rows)
                for shown in (shown for row in rows for shown in row):
                    unit = shown.size / shown.word.upem
                    yield from ((left + shown.x + x * unit) * PX for _, x in shown.word.codes)


@pytest.mark.parametrize(("family", "language", "width"), CASES)
def test_every_code_stands_where_its_line_was_set(family, language, width):
    made, content = set_text(family, language, width)
    assert [each.start for each in codes.shown(content)] == pytest.approx(list(planned(made)), abs=CLOSE)


@pytest.mark.parametrize(("family", "language", "width"), CASES)
def test_tj_arrays_hold_codes_and_numbers_in_turn(family, language, width):
    assert not codes.malformed(set_text(family, language, width)[1])


@pytest.mark.parametrize(("family", "language", "width"), CASES)
def test_the_ink_of_justified_lines_ends_at_the_edges_of_the_block(family, language, width):
    lines = [line for line in ink_lines(set_text(family, language, width)[1]) if line.is_full]
    assert len(lines) > 3
    assert max(abs(end - edge) for line in lines for end, edge in zip(line.ink, (10, 10 + width), strict=True)) <= 0.1
