"""The last page: a few lines that fall over are pulled back, as far as the theme allows and no further."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lengths import Length

from typeset import compose, read, render
from typeset.findings import Fault, Finding
from typeset.jobs import make
from typeset.model import fonts, theme
from typeset.model.article import Article, Paragraph
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.model.page import Fit, Goal, Page
from typeset.model.text import Text
from typeset.model.theme import Theme
from typeset.render import checks
from typeset.render.rendering import LastPage, Rendering

RELEASE = Path(__file__).parent.parent / "articles" / "alwefaq-iran-russia.txt"
SENTENCE = "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها. "


@pytest.fixture(scope="module")
def classic() -> Theme:
    return theme.load("classic")


def rendered(article: Article, look: Theme) -> tuple[bytes, tuple[Finding, ...]]:
    page = compose.html(article, look, EDITIONS["email"], House(), Brand())
    return render.pdf(page, look, EDITIONS["email"])


def pages(article: Article, look: Theme) -> list[str]:
    """The text of each page."""
    pdf = pypdfium2.PdfDocument(rendered(article, look)[0])
    texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    pdf.close()
    return texts


def article(*sentences: int) -> Article:
    """Paragraphs of so many sentences."""
    body = tuple(Paragraph(Text(SENTENCE * number)) for number in sentences)
    return Article(headline=Text("عنوان البيان"), body=body, source=Text("مؤسسة المثال"))


@pytest.mark.parametrize("face", ["amiri", "ibm-plex-sans-arabic", "noto-sans-arabic", "noto-kufi-arabic"])
def test_the_real_release_fills_one_page_in_every_face(classic, face):
    release, _ = read.article(RELEASE)
    assert len(pages(release, classic.with_body_font(fonts.load(face)))) == 1


def test_a_few_lines_that_fall_over_are_pulled_back(classic):
    release, _ = read.article(RELEASE)
    wide = classic.with_body_font(fonts.load("noto-sans-arabic"))
    assert len(pages(release, replace(wide, fit=replace(wide.fit, tighter=())))) == 2
    assert len(pages(release, wide)) == 1


def test_a_text_with_a_full_second_page_stays_as_loose_as_it_was(classic):
    two_pages = article(*[5] * 13)
    assert pages(two_pages, classic) == pages(two_pages, replace(classic, fit=replace(classic.fit, tighter=())))


@pytest.mark.parametrize("last", [8, 9, 10])
def test_the_source_never_stands_alone_on_the_last_page(classic, last):
    loose = pages(article(*[5] * 6, last), replace(classic, fit=replace(classic.fit, tighter=())))
    assert len(loose) == 2
    assert "موعدها" in loose[-1]


# Releases of all lengths, judged by the finished PDF

ABOVE, BELOW, FIRST = 77, 57, 37
"""Points that the margins of the theme take: the head of a page, its foot, and the head of the first."""


def fills(pdf: bytes) -> list[float]:
    """How far down each page something stands, 0 to 1, the folio not counted."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        height = page.get_height() - (ABOVE if found else FIRST)
        bottoms = [bounds[1] for thing in page.get_objects() if (bounds := thing.get_bounds())[1] > BELOW]
        found.append((height - min(bottoms, default=height)) / (height - BELOW))
    document.close()
    return found


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Counts how often a page is laid out."""
    from typeset.render import patches

    patches.apply()
    from typeset.render.weasy.formatting import Formatting

    count: Counter[str] = Counter()
    laid_out = Formatting.laid_out

    def counted(self, *held):
        count["layouts"] += 1
        return laid_out(self, *held)

    monkeypatch.setattr(Formatting, "laid_out", counted)
    return count


def made(length: Length, folder: Path) -> tuple[list[float], set[str]]:
    result = make.run(make.Job(length.write(folder), ("email",)))
    return fills(result.editions[0].pdf), {finding.id for finding in result.findings}


@pytest.mark.parametrize("length", [Length(40), Length(300, contacts=True), Length(250, 1, in_text=False)], ids=str)
def test_a_release_that_fits_is_laid_out_once(length, tmp_path, layouts):
    full, _ = made(length, tmp_path)
    assert len(full) == 1
    assert layouts["layouts"] == 1


def test_two_sentences_with_two_photos_fill_one_page(tmp_path, layouts):
    """The photos give way; with all their height they took two half-empty pages."""
    full, found = made(Length(40, 2, contacts=True, code=True), tmp_path)
    assert len(full) == 1
    assert "page/last-page" not in found
    assert layouts["layouts"] <= 5


def test_a_release_with_contacts_and_a_code_keeps_them_on_its_page(tmp_path):
    full, found = made(Length(400, contacts=True, code=True), tmp_path)
    assert len(full) == 1
    assert "page/last-page" not in found


def test_the_english_case_fits_on_a_page():
    case = Path(__file__).parent / "cases" / "press" / "english" / "english.md"
    assert len(fills(make.run(make.Job(case, ("email",))).editions[0].pdf)) == 1


@pytest.mark.parametrize(
    "length",
    [
        Length(600, contacts=True, code=True),
        Length(900, 1, contacts=True),
        Length(400, 2, contacts=True),
        Length(100, 3, code=True),
        Length(420, 0, code=True),
        Length(1500, 2, contacts=True, code=True, in_text=False),
    ],
    ids=str,
)
def test_no_last_page_is_nearly_empty_without_a_word(length, tmp_path, layouts):
    full, found = made(length, tmp_path)
    assert len(full) == 1 or full[-1] >= 0.29 or "page/last-page" in found
    assert layouts["layouts"] <= 5


def test_contacts_and_a_code_never_stand_alone(tmp_path):
    """Too long for one page by more than can be saved: the last lines of the text go over with the contacts."""
    length = Length(480, contacts=True, code=True)
    pdf = pypdfium2.PdfDocument(make.run(make.Job(length.write(tmp_path), ("email",))).editions[0].pdf)
    assert len(pdf) == 2
    assert "المدن" in pdf[1].get_textpage().get_text_range()
    pdf.close()


def told(fill: float, look: Theme, *, has_text: bool = True) -> list[Fault]:
    last = LastPage(number=2, fill=fill, has_text=has_text, lines_over=3)
    return list(checks.last_page(Rendering(Page(""), look, EDITIONS["email"], last_page=last)))


def test_a_last_page_that_is_nearly_empty_is_told_with_what_would_help(classic):
    (found,) = told(0.12, classic)
    assert found.place.page == 2
    assert "The last page is 12% full" in str(found.message)
    assert "Shorten the release by about 3 lines" in str(found.hint)
    assert told(0.5, classic, has_text=False)
    assert not told(0.5, classic)


@pytest.mark.parametrize(("fit", "fits"), [(Fit(pages=2), True), (Fit(pages=1), False), (Fit(Goal.ONE_PAGE), False)])
def test_too_many_pages_are_told_with_by_how_much(fit, fits, classic):
    last = LastPage(number=2, fill=0.5, has_text=True, lines_over=12)
    found = list(checks.fit(Rendering(Page("", fit=fit), classic, EDITIONS["email"], last_page=last)))
    assert fits == (not found)
    if found:
        assert "2 pages, and 1 was to be enough: it is about 12 lines too long" in str(found[0].message)


def test_the_loosest_setting_that_is_one_page_stands(classic, layouts):
    release = article(*[5] * 7)
    page = compose.html(release, classic, EDITIONS["email"], House(), Brand())
    wanted = replace(page, fit=replace(page.fit, goal=Goal.ONE_PAGE))
    assert len(pypdfium2.PdfDocument(render.pdf(wanted, classic, EDITIONS["email"])[0])) == 1
    assert layouts["layouts"] <= 5
