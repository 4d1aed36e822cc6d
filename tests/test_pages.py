"""Where pages end: pure functions over heights, each cost once broken, and a sample of releases set and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest
from generated import Generated
from releases import releases

from typeset import compose, read
from typeset.jobs.make import Job, begun, prepared, rendered
from typeset.model import theme
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.render import patches
from typeset.render.justify import MeasuredWord, Rules, line_counts, lines
from typeset.render.pages import choose, costs
from typeset.render.pages.costs import Change, Flow, Frame, Lever, Piece

LINE = 10.0
HALF = LINE / 2


def paragraph(count: int, space: float = HALF) -> list[Piece]:
    """A paragraph of so many lines, two of which stand together at each end."""
    ends = (0, *range(2, count - 1))
    return [Piece(LINE, space if not at else 0.0, may_begin=at in ends) for at in range(count)]


def flow(*paragraphs: int, lines: float = 20, levers: tuple[Lever, ...] = (), **frame) -> Flow:
    pieces = [piece for count in paragraphs for piece in paragraph(count)]
    return Flow(pieces, levers, Frame(lines * LINE, lines * LINE, LINE, **frame))


def space_levers(*paragraphs: int) -> tuple[Lever, ...]:
    """A lever for each space between paragraphs."""
    found, at = [], 0
    for count in paragraphs[:-1]:
        at += count
        found.append(Lever(at - 1, at, costs.spaces(HALF, HALF, LINE)))
    return tuple(found)


def ends(planned: choose.Plan) -> list[int]:
    return [column.stop for column in planned.columns]


# --- the ends of columns ---


def test_what_fits_on_one_page_is_one_page():
    assert choose.plan(flow(4, 4, 4)).pages == 1


def test_every_column_but_the_last_ends_on_its_last_line():
    planned = choose.plan(flow(*[5] * 14, levers=space_levers(*[5] * 14)))
    assert planned.pages > 2
    assert [column.left for column in planned.columns] == pytest.approx([0.0] * len(planned.columns), abs=costs.EXACT)


def test_no_column_begins_with_a_widow_or_ends_with_an_orphan():
    for lengths in ([3] * 20, [4, 3, 7, 2] * 5, [2] * 30):
        made = flow(*lengths)
        assert all(made.pieces[end].may_begin for end in ends(choose.plan(made)))


def test_a_last_page_is_pulled_back_where_the_spaces_can_save_it():
    lengths = [5, 5, 5, 5]
    assert choose.plan(flow(*lengths, lines=21)).pages == 2
    shrinkable = tuple(Lever(at - 1, at, (Change(-3, 0.2),)) for at in (5, 10, 15))
    assert choose.plan(flow(*lengths, lines=21, levers=shrinkable)).pages == 1


def test_text_is_pushed_over_where_the_last_page_would_be_nearly_empty():
    planned = choose.plan(flow(*[6] * 4, lines=24))
    assert planned.pages == 2
    assert planned.fill >= costs.LEAST_FULL


def test_what_follows_the_text_takes_two_lines_of_it_along():
    pieces = [*paragraph(10), *paragraph(10), *(Piece(4 * LINE, HALF, is_text=False) for _ in range(2))]
    planned = choose.plan(Flow(pieces, (), Frame(21 * LINE, 21 * LINE, LINE)))
    assert planned.pages == 2
    assert sum(piece.is_text for piece in pieces[planned.last_start :]) >= costs.TEXT_LINES


def test_notes_take_room_from_their_page():
    pieces = [piece._replace(note=LINE if at == 3 else 0.0) for at, piece in enumerate(paragraph(30))]
    (without,) = choose.plan(Flow(paragraph(30), (), Frame(200, 200, LINE, notes=LINE))).columns
    (noted,) = choose.plan(Flow(pieces, (), Frame(200, 200, LINE, notes=LINE))).columns
    assert without.stop - noted.stop == 2


def test_columns_of_a_page_are_filled_one_after_another():
    planned = choose.plan(flow(*[5] * 30, columns=3, head=50, tail=40))
    assert [column.page for column in planned.columns][:3] == [0, 0, 0]
    assert all(one.stop == other.start for one, other in pairwise(planned.columns))


def heights(columns: tuple[choose.Column, ...]) -> list[float]:
    """The height of what stands in each column, in lines."""
    return [column.filled / LINE for column in columns]


@pytest.mark.parametrize("count", [4, 7, 11])
def test_columns_of_the_last_page_end_within_a_line_of_each_other(count):
    planned = choose.plan(flow(*[7] * count, columns=3))
    assert len(planned.even) == 3
    assert max(heights(planned.even)) - min(heights(planned.even)) <= 1.01


def test_no_column_of_a_last_page_is_left_empty_that_could_be_filled():
    pieces = [*paragraph(20), Piece(6 * LINE), *paragraph(9)]
    assert len(choose.plan(Flow(pieces, (), Frame(400, 400, LINE, columns=5))).even) == 5


def test_what_follows_the_text_has_room_below_the_columns_of_the_last_page():
    planned = choose.plan(flow(*[7] * 9, columns=3, tail=80))
    last = planned.even
    assert max(heights(last)) * LINE + 80 <= 20 * LINE
    assert last[0].start == planned.last_start


def test_a_column_that_is_full_to_a_hair_is_full():
    pieces = [piece._replace(height=LINE + 1e-9) for piece in paragraph(60)]
    assert choose.plan(Flow(pieces, (), Frame(200, 200, LINE, columns=3))).pages == 1


def test_a_photo_above_the_columns_gives_way_before_a_last_page_is_nearly_empty():
    made = flow(*[6] * 10, columns=3)
    assert choose.plan(made).pages == 2
    lower = made._replace(frame=made.frame._replace(above=(Change(5 * LINE, 0.3),)))
    planned = choose.plan(lower)
    assert (planned.pages, planned.above.size) == (1, 5 * LINE)


def test_photos_below_the_columns_give_way_no_more_than_they_must():
    changes = tuple(Change(number * LINE, 0.1 * number) for number in (1, 2, 3))
    made = flow(*[6] * 10, columns=3, tail=27, lines=23, below=changes)
    planned = choose.plan(made)
    assert planned.pages == 1
    assert planned.below.size == 2 * LINE


def test_notes_of_one_column_take_room_from_all_columns_of_their_page():
    pieces = [piece._replace(note=2 * LINE if at == 3 else 0.0) for at, piece in enumerate(paragraph(90))]
    planned = choose.plan(Flow(pieces, (), Frame(200, 200, LINE, columns=3, notes=LINE)))
    assert [column.filled for column in planned.columns] == [170, 170, 170]


def test_no_more_pages_are_planned_than_are_wanted():
    assert choose.plan(flow(*[5] * 14), most=2) is None
    assert choose.plan(flow(*[5] * 14), most=9) is not None


# --- what is bought ---


def test_the_cheapest_changes_are_bought():
    levers = [(0, Lever(0, 1, (Change(5, 1.0),))), (1, Lever(1, 2, (Change(5, 0.2), Change(10, 0.9))))]
    bought, left = choose.buy(levers, 5.0, LINE)
    assert bought == (choose.Purchase(1, 5),)
    assert left == 0


def test_nothing_is_bought_that_costs_more_than_an_empty_line():
    assert choose.buy([(0, Lever(0, 1, (Change(5, 9.0),)))], 5.0, LINE) == ((), 5.0)


def test_what_is_too_high_is_made_to_fit_whatever_it_costs():
    bought, left = choose.buy([(0, Lever(0, 1, (Change(-5, 9.0),)))], -4.0, LINE)
    assert bought == (choose.Purchase(0, -5),)
    assert left == 1


def test_a_space_is_at_least_halved_and_at_most_doubled():
    sizes = [change.size for change in costs.spaces(10.0, 5.0, LINE)]
    assert sorted(sizes) == [-5, 5, 10]
    assert costs.spaces(0.0, 5.0, LINE) == ()


def test_a_space_grows_by_no_more_than_a_line():
    assert max(change.size for change in costs.spaces(3 * LINE, LINE / 2, LINE)) == LINE


def test_a_photo_is_cut_no_lower_than_it_may_be():
    assert sorted(change.size for change in costs.photo(100.0, 5.0, 5.0, 10.0)) == [-10, -5, 5]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (costs.empty(0, LINE), costs.empty(LINE, LINE)),
        (2 * costs.empty(LINE, LINE), costs.empty(2 * LINE, LINE)),
        (costs.last_page(0.3, 9), costs.last_page(0.29, 9)),
        (costs.last_page(0.2, 9), costs.last_page(0.1, 9)),
        (costs.last_page(0.5, 2), costs.last_page(0.5, 1)),
        (costs.spaces(10, 5, 20)[0].cost, costs.spaces(10, 5, 20)[1].cost),
        (costs.photo(100, 5, 99, 99)[0].cost, costs.photo(100, 5, 99, 99)[1].cost),
        (costs.lines(LINE, {1: 0.0})[0].cost, costs.lines(LINE, {1: 3.0})[0].cost),
    ],
)
def test_what_is_worse_costs_more(better, worse):
    assert better < worse


# --- a paragraph a line longer or shorter ---


def words(count: int) -> list[MeasuredWord]:
    return [MeasuredWord("كلمة", 3.0, 0.3, breaks=True) for _ in range(count)]


def test_a_paragraph_whose_last_line_is_nearly_full_can_have_a_line_more():
    text = words(59)
    counts = line_counts(text, 33.0, 33.0, None)
    normal = len(lines(text, 33.0, 33.0, Rules(1.0, 0), lambda *_: 1.0))
    assert normal in counts or normal + 1 in counts


def test_looseness_is_kept_to_what_the_rules_bear():
    text = words(12)
    plain = lines(text, 33.0, 33.0, Rules(1.0, 0), lambda *_: 1.0)
    assert len(lines(text, 33.0, 33.0, Rules(1.0, 0), lambda *_: 1.0, looseness=1)) in (len(plain), len(plain) + 1)
    assert len(lines(text, 33.0, 33.0, Rules(1.0, 0), lambda *_: 1.0, looseness=-1)) == len(plain)


# --- releases, set and read back ---


@pytest.mark.parametrize("number", [11, 13, 24, 33], ids=str)
def test_no_last_page_is_nearly_empty_or_stranded(number, tmp_path, monkeypatch):
    patches.apply()
    from typeset.render import engine
    from typeset.render.pages import flow as flows
    from typeset.render.weasy.formatting import Formatting

    made, settle = [], engine.settle

    def kept(html, fit, formatting):
        last: list[Formatting] = []

        def make(steps):
            last.append(formatting(steps))
            return last[-1]

        made.append((last, settle(html, fit, make)))
        return made[-1][1]

    monkeypatch.setattr(engine, "settle", kept)
    look = theme.load("classic")
    article, _ = read.article(list(releases())[number].write(tmp_path))
    page = compose.html(article, look, EDITIONS["email"], House(), Brand())
    first, _ = engine.pdf(page, look, EDITIONS["email"])
    again, _ = engine.pdf(replace(page), look, EDITIONS["email"])
    assert first == again
    formattings, document = made[0]
    if len(document.pages) > 1:
        readings = (flows.read(formatting.root, document, 0.0) for formatting in formattings)
        reading = next(reading for reading in readings if reading)
        assert reading.fill >= costs.LEAST_FULL
        assert reading.text_pieces >= costs.TEXT_LINES


@pytest.mark.parametrize(
    ("look", "language", "sheet", "pages"),
    [("ministry", "ar", "A4", 3), ("classic", "ar", "A5", 3), ("bilingual", "ar", "A4", 4)],
)
def test_what_signs_a_release_never_stands_without_the_end_of_its_text(look, language, sheet, pages, tmp_path):
    """Its text ends with a photo, and signature, enclosures and contacts take most of a page."""
    release = Generated(language, 300, 1, translation="en" if look == "bilingual" else "")
    job = Job(release.write(tmp_path), ("email",), look, page=sheet)
    pdf = rendered(prepared(begun(job))[0], EDITIONS["email"])[1]
    last = list(pymupdf.open(stream=pdf))[-1]
    assert last.number + 1 == pages
    ending = list(Generated(release.translation or language, 300).paragraphs())[-1]
    assert set(ending.replace("*", "").split()[-3:]) <= set(last.get_text().replace("\u061c", "").split())


@pytest.mark.parametrize(("said", "is_last"), [("", False), ("{at=here}", True)])
def test_a_photo_whose_author_says_where_it_stands_stays_there(said, is_last, tmp_path):
    file = Generated("ar", 300, 1).write(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(!\[[^\]]*\]\([^)]*\))", rf"\1{said}", text), encoding="utf-8")
    pdf = rendered(prepared(begun(Job(file, ("email",), "classic", page="A5")))[0], EDITIONS["email"])[1]
    pages = list(pymupdf.open(stream=pdf))
    photo = max((page.number, image["bbox"][1]) for page in pages for image in page.get_image_info())
    ending = list(Generated("ar", 300).paragraphs())[-1].replace("*", "").split()[-1].strip(".")
    word = max(
        (page.number, box[1]) for page in pages for *box, found, _, _, _ in page.get_text("words") if ending in found
    )
    assert (photo > word) is is_last
