"""`--snap`: after a photo, a table or a quotation the lines stand on the baseline grid, in the finished PDF."""

import base64
import io

import pymupdf
import pytest
from galley import document, pdf
from PIL import Image

STEP = 5.8
TEXT = (
    "وأشار كاظم جلالي، في الاجتماع، إلى أن زيارة ممثلي الشركات التقنية الرائدة إلى موسكو ليست مجرد زيارة تجارية، بل هي "
    "مهمة وطنية تتماشى مع سياسة التوجه شرقاً وتنويع الشركاء الاقتصاديين للبلاد. ووصف جلالي أفضل الشركات التكنولوجية."
)
BODY_SIZE = 11
SHEET = """
    @page { size: 150mm 200mm; margin: 15mm 15mm 11mm }
    html { --grid: 5.8mm }
    body { font-size: 11pt; line-height: var(--grid) }
    p { margin: 0; text-align: justify; orphans: 1; widows: 1 }
    figure { margin: 3mm 0 0; break-inside: avoid }
    figcaption, td, blockquote { font-size: 8pt; line-height: 9.3pt }
    blockquote, table { margin: 1.3mm 0 }
"""


def picture() -> str:
    """A grey photo of 300 x 187 pixels as an address."""
    file = io.BytesIO()
    Image.new("L", (300, 187), 128).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


PHOTO = f"<img src='{picture()}' alt='رسم' style='display:block;width:37mm'>"
FIGURE = f"<figure>{PHOTO}<figcaption>صورة</figcaption></figure>"
BLOCKS = {
    "figure": FIGURE,
    "photo": PHOTO,
    "table": "<table><tr><td>خلية<td>خلية<tr><td>خلية<td>خلية</table>",
    "quotation": f"<blockquote style='border-right:2pt solid'>{TEXT}</blockquote>",
    "strip": f"<div class=strip style='display:flex'>{FIGURE}{FIGURE}</div>",
}


def baselines(content: bytes) -> list[float]:
    """How far each line of body text stands under the top of its page's text area, in mm."""
    spans = (
        span
        for page in pymupdf.open(stream=content)
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    )
    return [span["origin"][1] / 72 * 25.4 - 15 for span in spans if round(span["size"]) == BODY_SIZE]


def off_grid(content: bytes) -> int:
    """The number of lines whose baseline is no whole number of steps under the first line's."""
    found = baselines(content)
    assert len(found) > 5
    away = [((line - min(found)) / STEP) % 1 for line in found]
    return sum(min(part, 1 - part) * STEP > 0.02 for part in away)


@pytest.mark.parametrize("columns", ["auto", "3"])
@pytest.mark.parametrize("kind", BLOCKS)
def test_lines_stay_on_the_grid_after_a_block(kind, columns):
    body = f"<main>{f'<p>{TEXT}</p>{BLOCKS[kind]}' * 4}<p>{TEXT}</main>"
    sheet = f"{SHEET} main {{ columns: {columns} }}"
    snapped = pdf(body, css=f"{sheet} figure, img, table, blockquote, .strip {{ --snap: var(--grid) }}")
    assert off_grid(pdf(body, css=sheet))
    assert off_grid(snapped) == 0


@pytest.mark.parametrize("length", ["5.8mm", "calc(2 * var(--half))", "round(up, 5mm, 2.9mm)", ".58cm"])
def test_a_step_is_any_length(length):
    css = f"{SHEET} html {{ --half: 2.9mm }} figure {{ --snap: {length} }}"
    assert off_grid(pdf(f"<p>{TEXT}</p>{FIGURE}<p>{TEXT}", css=css)) == 0


def test_in_a_cell_of_a_table():
    body = f"<table><tr><td style='font:11pt/5.8mm Amiri'><p>{TEXT}</p>{FIGURE}<p>{TEXT}</table>"
    assert off_grid(pdf(body, css=f"{SHEET} figure {{ --snap: 5.8mm }}")) == 0


def test_what_is_added_is_less_than_a_step_and_stands_below():
    plain, snapped = (
        figure_of(document(f"<p>{TEXT}</p>{FIGURE}<p>{TEXT}", css=f"{SHEET} figure {{ {step} }}"))
        for step in ("", "--snap: 5.8mm")
    )
    assert plain.position_y == snapped.position_y
    assert 0 < snapped.margin_height() - plain.margin_height() < STEP * 96 / 25.4
    assert [child.position_y for child in plain.children] == [child.position_y for child in snapped.children]


def figure_of(made):
    (found,) = (box for page in made.pages for box in page._page_box.descendants() if box.element_tag == "figure")
    return found


def test_a_box_within_does_not_inherit_the_step():
    css = f"{SHEET} main {{ --snap: 5.8mm }}"
    assert off_grid(pdf(f"<main><p>{TEXT}</p>{FIGURE}<p>{TEXT}</main>", css=css))


def test_a_border_is_not_drawn_longer():
    heights = [
        next(box for box in document(BLOCKS["quotation"], css=SHEET + rule).pages[0]._page_box.descendants()
             if box.element_tag == "blockquote").border_height()
        for rule in ("", "blockquote { --snap: 5.8mm }")
    ]  # fmt: skip
    assert heights[0] == heights[1]


def test_a_photo_that_fills_the_page_stays_on_it():
    css = f"{SHEET} figure {{ margin: 0; height: 173mm; --snap: 5.8mm }}"
    pages = document(f"<figure>{PHOTO}</figure><p>{TEXT}", css=css).pages
    assert len(pages) == 2
    assert "figure" in [box.element_tag for box in pages[0]._page_box.descendants()]


def test_a_block_over_two_pages_is_rounded_in_its_last_part():
    body = f"<p>{TEXT}</p><div style='--snap:5.8mm;font:8pt/9.3pt Amiri'>{TEXT * 34}</div><p>{TEXT}"
    made = document(body, css=SHEET)
    assert len(made.pages) == 2
    assert off_grid(made.write_pdf()) == 0


@pytest.mark.engine_complains
def test_what_is_no_length_is_said(caplog):
    document(f"{FIGURE}<p>{TEXT}", css=f"{SHEET} figure {{ --snap: wide }}")
    assert [line for line in caplog.messages if line.startswith("Ignored `--snap: wide` at ")]
