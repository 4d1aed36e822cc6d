"""Lines: where they end, how they are filled, and the boxes that the engine goes on with."""

import pytest
from galley import document, lines, paragraphs

from typeset.render.lines.boxes import LineRun

TEXT = (
    "وأشار كاظم جلالي، في الاجتماع، إلى أن زيارة ممثلي الشركات التقنية الرائدة إلى موسكو ليست مجرد زيارة تجارية، بل هي "
    "مهمة وطنية تتماشى مع سياسة التوجه شرقاً وتنويع الشركاء الاقتصاديين للبلاد. ووصف جلالي أفضل الشركات التكنولوجية."
)
MARKED = TEXT.replace("الشركات التقنية", "<b>الشركات التقنية</b>").replace(
    "موسكو", '<a href="https://example.org">موسكو</a>'
)


def texts(found):
    """What each line says."""
    return ["".join(box.text for box in line.descendants() if hasattr(box, "text")) for line in found]


def edges(line):
    """The left and the right edge of what a line shows, in px."""
    return line.position_x, line.position_x + line.width


@pytest.mark.parametrize("body", [TEXT, MARKED], ids=["plain", "marked"])
@pytest.mark.parametrize("family", ["Amiri", "Noto Serif"])
def test_justified_lines_are_as_wide_as_the_page(body, family):
    found = lines(f"<p>{body}", css=f"p{{text-align:justify;font-family:{family},Amiri}}")
    measure = 120 * 96 / 25.4
    assert len(found) > 2
    for line in found[:-1]:
        assert line.width == pytest.approx(measure, abs=0.05)
    assert found[-1].width < measure
    assert max(edges(line)[1] for line in found) - min(edges(line)[1] for line in found) < 0.05


def test_a_paragraph_with_marks_breaks_like_one_without():
    css = "p{text-align:justify} b,a{font-weight:normal}"
    assert texts(lines(f"<p>{MARKED}", css=css)) == texts(lines(f"<p>{TEXT}", css=css))


def test_no_word_is_lost_at_a_line_end():
    found = texts(lines(paragraphs(TEXT), css="p{text-align:justify}"))
    assert " ".join(line.strip() for line in found) == TEXT


def test_a_balanced_heading_has_lines_of_much_the_same_length():
    title = "<h1>عقد الاجتماع المشترك الأول بين شركات التكنولوجيا الإيرانية والروسية في موسكو"
    first, second = lines(title, css="h1{font-size:20pt;--text-wrap:balance}")
    assert max(first.width, second.width) < 1.3 * min(first.width, second.width)


def test_a_heading_has_no_kashida():
    css = "h2{font-size:13pt;font-weight:normal;text-align:justify;width:60mm}"
    assert not any(stretched(run) for run in runs(lines(f"<h2>{TEXT}", css=css)))


def runs(found):
    """The runs of the text boxes in lines."""
    boxes = (box for line in found for box in line.descendants() if hasattr(box, "pango_layout"))
    return [box.pango_layout for box in boxes]


def stretched(run):
    """Whether a word of a run is shown wider than it is shaped."""
    return any(part.width for shown in run.line.shown for code, _ in shown.word.codes for part in code.parts)


@pytest.mark.parametrize(("wish", "wanted"), [("kashida", True), ("spaces", False)])
def test_a_theme_says_what_fills_a_line(wish, wanted):
    css = f"p{{text-align:justify;--text-justify:{wish};width:60mm}}"
    assert any(stretched(run) for run in runs(lines(paragraphs(TEXT), css=css))) is wanted


def test_no_line_has_more_kashida_than_the_theme_allows():
    css = "p{text-align:justify;--kashida-per-line:1;width:60mm}"
    for run in runs(lines(paragraphs(TEXT), css=css)):
        words = [
            shown for shown in run.line.shown if any(part.width for code, _ in shown.word.codes for part in code.parts)
        ]
        assert len(words) <= 1


def test_last_lines_and_lines_before_a_forced_break_keep_their_spaces():
    first, second = lines("<p>سطر أول<br>سطر ثان", css="p{text-align:justify}")
    measure = 120 * 96 / 25.4
    assert first.width < measure / 2 > second.width


@pytest.mark.parametrize(("align", "side"), [("right", 1), ("left", 0), ("start", 1), ("end", 0)])
def test_ragged_lines_stand_at_their_side(align, side):
    (line,) = lines(paragraphs("سطر قصير"), css=f"p{{text-align:{align}}}")
    page = (15 * 96 / 25.4, 135 * 96 / 25.4)
    assert edges(line)[side] == pytest.approx(page[side], abs=0.01)


def test_an_indent_of_right_to_left_text_is_at_its_right():
    first, second, *_ = lines(paragraphs(TEXT), css="p{text-indent:10mm}")
    assert edges(second)[1] - edges(first)[1] == pytest.approx(10 * 96 / 25.4, abs=0.01)


def test_a_no_break_space_holds_its_words_together():
    for width in range(30, 60, 3):
        found = texts(lines(paragraphs("في الرقم 12\u00a0شركة من البلدين معا"), css=f"p{{width:{width}mm}}"))
        assert any("12\u00a0شركة" in line for line in found)


def test_a_box_that_is_broken_has_its_border_at_both_ends_only():
    found = lines(f"<p><b style='padding:0 9px;font-weight:normal'>{TEXT}</b>")
    boxes = [line.children[0] for line in found]
    assert [box.padding_right for box in boxes] == [9] + [0] * (len(boxes) - 1)
    assert [box.padding_left for box in boxes] == [0] * (len(boxes) - 1) + [9]


def test_a_word_wider_than_its_line_is_broken_where_the_style_allows_it():
    css = "p{width:20mm;overflow-wrap:anywhere}"
    assert len(lines(paragraphs("استقلالياتنافيالمستقبلوالحاضر"), css=css)) > 1


def test_text_in_tables_lists_columns_and_margins_is_ours():
    css = "@page{@bottom-center{content:'صفحة ' counter(page)}} div{columns:2}"
    body = f"<table><tr><td>خلية<td>{TEXT}</table><ul><li>بند</ul><div><p>{TEXT}</div>"
    pages = document(body, css=css).pages
    boxes = [box for page in pages for box in page._page_box.descendants() if hasattr(box, "pango_layout")]
    assert len(boxes) > 8
    assert all(isinstance(box.pango_layout, LineRun) for box in boxes)
