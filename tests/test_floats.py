"""Text beside floats: our lines, kashida and all, flush at both edges of the room that a photo leaves."""

import pytest
from galley import document, lines, words
from test_lines import TEXT, edges, runs, stretched, texts

from typeset.render import justify
from typeset.render.justify import MeasuredWord, Rules
from typeset.render.lines.boxes import LineRun

MM = 96 / 25.4
LEFT, RIGHT = 15 * MM, 135 * MM
CSS = "p { text-align: justify; margin: 0 } div { float: inline-end; width: 50mm; height: 34mm; background: #ccc }"
LONG = f"{TEXT} {TEXT}"
ENGLISH = (
    "The ministry of trade said on Sunday that forty companies from both countries would take part in the fair. " * 5
)


def full(found):
    """The lines that are not the last of their paragraph."""
    return [line for line in found if line.resume_at is not None]


def is_ours(found):
    return all(isinstance(run, LineRun) for run in runs(found))


@pytest.mark.parametrize(("side", "left", "right"), [("inline-end", 65, 135), ("inline-start", 15, 85)])
def test_lines_are_flush_at_both_edges_of_the_room_beside_a_photo(side, left, right):
    found = lines(f"<div></div><p>{LONG}", css=f"{CSS} div {{ float: {side} }}")
    beside = [line for line in full(found) if line.position_y < (15 + 34) * MM - 1]
    below = [line for line in full(found) if line not in beside]
    assert is_ours(found)
    assert len(beside) == 5
    assert below
    for line in beside:
        assert edges(line) == pytest.approx((left * MM, right * MM), abs=0.1)
    for line in below:
        assert edges(line) == pytest.approx((LEFT, RIGHT), abs=0.1)


def test_kashida_stand_beside_a_photo_and_the_words_come_back_whole():
    made = document(f"<div></div><p>{LONG}", css=CSS)
    content = made.write_pdf()
    found = lines(f"<div></div><p>{LONG}", css=CSS)
    assert any(stretched(run) for run in runs(found[:5]))
    assert [" ".join(line.split()) for line in (" ".join(texts(found)),)] == [LONG]
    for reader in ("pdfium", "mupdf"):
        assert words(reader, content) == LONG.split()


@pytest.mark.parametrize(("side", "left", "right"), [("left", 65, 135), ("right", 15, 85)])
def test_left_to_right_text_runs_round_a_float_too(side, left, right):
    css = f"{CSS} div {{ float: {side} }} p {{ font-family: 'Noto Serif' }}"
    found = lines(f"<div></div><p>{ENGLISH}", css=css, language="en", direction="ltr")
    assert is_ours(found)
    for line in found[:4]:
        assert edges(line) == pytest.approx((left * MM, right * MM), abs=0.1)


def test_a_float_begun_beside_the_paragraph_before_goes_on_beside_this_one():
    found = lines(f"<div></div><p>سطر قصير<p>{LONG}", css=CSS)
    assert edges(found[1]) == pytest.approx((65 * MM, RIGHT), abs=0.1)
    assert edges(full(found)[-1]) == pytest.approx((LEFT, RIGHT), abs=0.1)


def test_lines_stand_between_two_floats():
    css = f"{CSS} div {{ width: 35mm }} div + div {{ float: inline-start; height: 18mm }}"
    found = lines(f"<div></div><div></div><p>{LONG}", css=css)
    assert is_ours(found)
    assert edges(found[0]) == pytest.approx((50 * MM, 100 * MM), abs=0.1)
    assert edges(found[3]) == pytest.approx((50 * MM, RIGHT), abs=0.1)


@pytest.mark.parametrize("width", [115, 120, 140])
def test_a_float_that_leaves_no_room_has_the_text_below(width):
    found = lines(f"<div></div><p>{LONG}", css=f"{CSS} div {{ width: {width}mm }}")
    assert is_ours(found)
    assert found[0].position_y == pytest.approx((15 + 34) * MM, abs=0.1)
    assert edges(found[0]) == pytest.approx((LEFT, RIGHT), abs=0.1)


def test_a_word_that_does_not_fit_beside_a_float_goes_below_it():
    word = "استقلالياتنافيالمستقبلوالحاضروالماضيوالآتيوالقادم"
    css = f"{CSS} div {{ width: 90mm }} p {{ text-align: start }}"
    found = lines(f"<div></div><p>من {word} {TEXT}", css=css)
    (at,) = [line for line, text in zip(found, texts(found), strict=True) if word in text]
    assert at.position_y >= (15 + 34) * MM - 0.1
    assert edges(at)[0] >= LEFT - 0.1


def test_a_page_may_end_beside_a_float():
    css = f"@page {{ size: 150mm 60mm }} {CSS} div {{ height: 25mm }} p {{ orphans: 1; widows: 1 }}"
    found = lines(f"<p>سطر</p><div></div><p>{LONG}", css=css)
    assert is_ours(found)
    assert " ".join(" ".join(texts(found)).split()) == f"سطر {LONG}"


def test_a_forced_break_beside_a_float_goes_on_beside_it():
    found = lines(f"<div></div><p>سطر أول<br>{LONG}", css=CSS)
    assert edges(found[1]) == pytest.approx((65 * MM, RIGHT), abs=0.1)


def test_lines_of_one_width_are_broken_alike_with_and_without_a_float():
    text = [MeasuredWord(word, 10.0 + len(word) * 5, 3.0, breaks=True) for word in LONG.split()]
    rules = Rules(12.0, 0)
    plain = justify.lines(text, 200.0, 200.0, rules, lambda *_: 0.0)
    assert justify.lines_beside(text, [200.0] * 4, rules, lambda *_: 0.0) == plain
