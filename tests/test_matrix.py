"""Every theme by the finished PDF: no error, nothing over the edge, the text on its grid, in all languages.

The sample goes through the matrix of `cells.py` on a diagonal; `tests/bench/matrix.py` tries all of it.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from cells import Cell, draws, judged, sample, sets_two, shift
from generated import Generated
from page_ink import baselines, off_grid, shown
from pikepdf import Pdf
from prepress import damaged
from test_preflight_ink import printed

from typeset import preflight
from typeset.findings import Finding, Severity
from typeset.jobs.make import Job, Made, run
from typeset.model import theme
from typeset.preflight.sheet import Sheet, opened

CASES = Path(__file__).parent / "cases" / "press"
LANGUAGES = {"ar": "full", "fa": "persian", "ur": "urdu", "he": "hebrew", "en": "english"}
LOOKS = {name: theme.load(name) for name in theme.names()}
ALONE = [name for name, look in LOOKS.items() if not sets_two(look)]
"""Those that set one release; the sample alone has a translation for the others."""
ON_PAPER = [name for name in ALONE if not draws(LOOKS[name])]
"""Those whose sheet can be chosen: a picture has its own sizes."""
SHEETS = ("A5", "letter", "315x470mm")


CLASSIC = LOOKS["classic"].fit.grid
MARKED = re.compile("[\u064b-\u0652]")
"""The vowel marks of Arabic."""


class Known(NamedTuple):
    """A warning that may be given, and where; what is empty holds for any."""

    id: str
    why: str
    theme: str = ""
    language: str = ""
    words: int = 0
    """Of a generated release; 0: also in the cases of `cases/press`."""
    edition: str = ""
    sheet: str = ""

    def allows(self, finding: Finding, *facts: object) -> bool:
        """Whether a finding is this one; the facts of its case are in the order of the fields from `theme` on."""
        return finding.id == self.id and all(
            wanted in ("", 0, fact) for wanted, fact in zip(self[2:], facts, strict=True)
        )


KNOWN = (
    Known(
        "render/no-profile",
        "no profile of newsprint comes with typeset, and the warning says so",
        edition="newspaper",
    ),
    Known(
        "page/fit",
        "the case is a page and a half of A4; brief is one page, and says how much is too much",
        "brief", "ar",
    ),
    Known(
        "page/last-page",
        "what is left of the case on the second sheet",
        "brief", "ar", edition="email", sheet="letter",
    ),
    Known("page/fit", "ten photos leave no room for 300 words", "brief", "fa", 300),
    Known("page/fit", "1,500 words are four pages", "brief", "ur", 1500),
    Known("page/last-page", "after thirty words, every field: more than is left of the page", "classic", "fa", 30),
    Known(
        "page/last-page",
        "the text ends with a photo, which fills a page of A5 with the signature; the rest goes over",
        "classic", "ur", 300, sheet="A5",
    ),
    Known(
        "page/last-page",
        "contacts, address and code of the case fill a page of A5",
        "classic", "ar", edition="email", sheet="A5",
    ),
    Known("page/last-page", "the same, with signature and enclosures", "ministry", "ar", edition="email", sheet="A5"),
    Known(
        "image/resolution",
        "the photo of the case has 1,500 pixels, and goes over three edges of the sheet",
        "modern", "ar", edition="print",
    ),
)  # fmt: skip


def unknown(findings: Iterable[Finding], *facts: object) -> list[str]:
    """The warnings and errors that are not known for the case."""
    return [
        f"{found.id}: {found.message}"
        for found in findings
        if found.severity is Severity.ERROR
        or (found.severity is Severity.WARNING and not any(one.allows(found, *facts) for one in KNOWN))
    ]


@cache
def made(name: str, language: str, page: str = "", edition: str = "email") -> Made:
    case = LANGUAGES[language]
    return run(Job(CASES / case / f"{case}.md", (edition,), name, page=page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALONE)
def test_a_theme_sets_every_language(name, language):
    editions = LOOKS[name].editions
    edition = editions[(shift(name) + list(LANGUAGES).index(language)) % len(editions)]
    found = made(name, language, edition=edition).editions[0].findings
    assert unknown(found, name, language, 0, edition, "") == []


@pytest.mark.parametrize("page", SHEETS)
@pytest.mark.parametrize("name", ON_PAPER)
def test_a_theme_bears_another_sheet(name, page):
    assert unknown(made(name, "ar", page).editions[0].findings, name, "ar", 0, "email", page) == []


def test_a_long_running_head_stays_on_a_small_sheet():
    assert judged(Cell("gazette", "en", 300, 0, "wide", "email", "A5", is_complete=True)).errors == ()


@pytest.mark.parametrize(
    "cell",
    [pytest.param(cell, marks=pytest.mark.long) if cell.theme == "bilingual" else cell for cell in sample()],
    ids=str,
)
def test_a_theme_bears_thirty_words_and_fifteen_hundred_ten_photos_and_none(cell: Cell):
    verdict = judged(cell)
    facts = (cell.theme, cell.language, cell.words, cell.edition, cell.sheet)
    assert verdict.errors == ()
    assert unknown(verdict.warnings, *facts) == []
    assert verdict.off_grid <= verdict.lines / 100


@pytest.mark.parametrize(
    "cell",
    [
        Cell("gazette", "ar", 1500, 1, "wide", "email", "315x470mm", is_complete=False),
        Cell("gazette", "ar", 1500, 0, "wide", "email", "letter", is_complete=False),
        Cell("brief", "ar", 30, 10, "upright", "email", "A4", is_complete=True),
    ],
    ids=str,
)
def test_no_letter_touches_the_next_line_where_themes_set_them_closest(cell: Cell):
    """But for letters with a vowel mark, which is rare in a release and would ask for 1.65 em everywhere."""
    collide = [each.message for each in judged(cell).warnings if each.id == "text/lines-collide"]
    assert [message for message in collide if not MARKED.search(message)] == []


@pytest.mark.parametrize("name", [name for name in ON_PAPER if LOOKS[name].fit.grid])
def test_the_text_stands_on_its_grid_over_all_pages_photos_included(name):
    pdf = made(name, "ar").pdf
    with opened(pdf) as document:
        heights = baselines(Sheet(pdf, document))
    assert len(heights) > 10
    assert off_grid(heights, LOOKS[name].fit.grid) == []


# That each of these is seen where it is so

SENTENCE = "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها. "
PARAGRAPH = f"<p>{SENTENCE * 4}</p>"


def flaws(body: str, css: str = "") -> str:
    return " ".join(map(str, shown(printed(body, css), 0).flaws))


def test_a_good_page_has_no_flaw():
    assert flaws(PARAGRAPH * 3) == ""


def test_letters_at_the_edge_of_the_sheet_are_seen():
    assert "stand at the edge on page 1" in flaws(PARAGRAPH, "p { margin: 0 -13mm }")


def test_letters_that_are_cut_are_seen():
    assert "letters are cut on page 1" in flaws(f"<div>{PARAGRAPH}</div>", "div { height: 22pt; overflow: hidden }")


def test_letters_on_a_photo_are_seen(tmp_path):
    over = shown(ours(tmp_path, "figcaption { position: relative; top: -20mm }"), 0).flaws
    assert "stand on a photo on page 1" in " ".join(map(str, over))


def test_a_photo_that_is_not_shown_is_missed(tmp_path):
    assert shown(ours(tmp_path, ""), 0).photos == 1
    assert shown(ours(tmp_path, "figure { display: none }"), 0).photos == 0


def ours(folder: Path, rule: str, words: int = 100) -> bytes:
    """A release of 100 words with a photo, in classic with one rule more."""
    look = folder / f"look{len(rule)}"
    look.mkdir()
    (look / "theme.toml").write_text('extends = "classic"', "utf-8")
    (look / "page.css").write_text(rule, "utf-8")
    return run(Job(Generated("ar", words, 1).write(folder), ("email",), str(look))).pdf


def test_text_outside_the_sheet_and_text_on_text_are_errors_of_a_theme(tmp_path):
    ids = found_in(ours(tmp_path, ".subheadline { position: relative; top: -14mm } .kicker { margin-right: -30mm }"))
    assert {"page/outside", "text/overprinted"} <= ids


def found_in(pdf: bytes) -> set[str]:
    return {finding.id for finding in preflight.findings(pdf)}


def test_lines_after_a_photo_that_is_no_whole_step_high_are_off_the_grid(tmp_path):
    assert shown(ours(tmp_path, "", 300), CLASSIC).off_grid == 0
    assert shown(ours(tmp_path, "main > figure { --snap: 0mm; padding-bottom: 1mm }", 300), CLASSIC).off_grid > 2


def test_what_is_set_smaller_and_stands_apart_is_no_line_of_the_text(tmp_path):
    """Ten captions, a long name and the contacts have more letters than thirty words."""
    file = Generated("ar", 30, 10).write(tmp_path)
    seen = shown(run(Job(file, ("email",), "classic")).pdf, CLASSIC)
    assert seen.lines < 10
    assert seen.off_grid == 0


def test_lines_off_the_grid_are_counted():
    half = 6 * 72 / 25.4 / 2
    on = [(1, round(50 + at * half, 1)) for at in range(0, 40, 2)]
    assert off_grid(on, 6) == []
    assert len(off_grid([*on[:8], *((page, height + 2) for page, height in on[8:13]), *on[13:]], 6)) == 5


# Columns, and pages that are too many


def test_a_line_that_stands_off_its_column_is_seen():
    body = "".join(f"<p>{paragraph}</p>" for paragraph in Generated("ar", 90).paragraphs())
    page = printed(f"<section>{body}</section>", "p { text-align: justify } section { columns: 2 }")
    assert "text/not-flush" not in found_in(page)
    assert "text/not-flush" in found_in(damaged(page, second_column_moved))


MILLIMETRE = 96 / 25.4
"""In px, in which the pages of the engine count."""


def second_column_moved(pdf: Pdf) -> None:
    """Move the third line of the left column, which is the second one, by a millimetre."""
    moved(pdf, [place for place in lines(pdf) if float(place[1]) < 250][2])


def third_line_moved(pdf: Pdf) -> None:
    """Move the third line of the page by a millimetre."""
    moved(pdf, lines(pdf)[2])


def lines(pdf: Pdf) -> list[re.Match[bytes]]:
    """Where each line of the first page begins, in its content."""
    pdf.pages[0].contents_coalesce()
    return list(re.finditer(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm", pdf.pages[0].Contents.read_bytes()))


def moved(pdf: Pdf, place: re.Match[bytes]) -> None:
    """Move one line of the first page by a millimetre to the right."""
    there = b"1 0 0 -1 %.3f %s Tm" % (float(place[1]) + MILLIMETRE, place[2])
    pdf.pages[0].Contents = pdf.make_stream(place.string[: place.start()] + there + place.string[place.end() :])


def test_a_line_is_judged_by_the_curve_of_its_last_letter_and_not_by_the_points_that_draw_it():
    """In the yeh of «على» Amiri has a point .7 pt to the left of its ink, at 10.5 pt."""
    words = "وقد حصل الأهالي على ما طلبوه من المؤسسة إلى أن يكتمل العمل في الآبار على مدار العام. " * 4
    page = printed(f"<p>{words}</p>", "p { text-align: justify; font-size: 10.5pt; width: 54mm }")
    assert "text/not-flush" not in found_in(page)
    assert "text/not-flush" in found_in(damaged(page, third_line_moved))


def test_lines_of_a_ragged_text_that_end_alike_by_chance_are_no_fault():
    """Of 1,600 words, two lines of a paragraph and one elsewhere on its page end at one place: that makes no edge."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in Generated("ar", 1600).paragraphs())
    assert "text/not-flush" not in found_in(printed(body, "p { text-align: start; font-size: 11pt }"))


def test_the_same_words_told_again_in_a_ragged_text_end_alike_and_are_no_fault():
    again = "The well is open.<br>The well is open.<br>"
    verses = "".join(f"<p>{again}We opened the {one} one a year later.<br>So be it.</p>" for one in ("next", "last"))
    assert "text/not-flush" not in found_in(printed(verses, "p { text-align: start }", "en"))


def test_a_justified_paragraph_is_judged_among_many_ragged_ones():
    justified, *others = Generated("ar", 400).paragraphs()
    ragged = "".join(f"<p style='text-align: start'>{words}</p>" for words in others)
    page = printed(f"<p>{justified} {justified}</p>{ragged}", "p { text-align: justify; font-size: 10pt }")
    assert "text/not-flush" not in found_in(page)
    assert "text/not-flush" in found_in(damaged(page, third_line_moved))


@pytest.mark.parametrize(("words", "pages"), [(120, 0), (700, 1)])
def test_more_than_one_page_of_brief_is_told_with_how_much_is_too_much(words, pages, tmp_path):
    result = run(Job(Generated("ar", words, is_complete=False).write(tmp_path), ("email",), "brief"))
    told = [finding for finding in result.findings if finding.id == "page/fit"]
    assert [finding.place.page for finding in told] == [2] * pages
    if told:
        assert re.search(r"takes [23] pages, and 1 was .* about \d+ lines too long", told[0].message)


def test_a_page_that_was_asked_for_and_does_not_do_is_told(tmp_path):
    file = Generated("ar", 900, is_complete=False).write(tmp_path)
    one, four = (run(Job(file, ("email",), "classic", fit=pages)) for pages in (1, 4))
    assert [finding.place.page for finding in one.findings if finding.id == "page/fit"] == [2]
    assert [finding for finding in four.findings if finding.id == "page/fit"] == []
