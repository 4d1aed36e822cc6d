"""The last page: a few lines that fall over are pulled back, as far as the theme allows and no further."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lengths import Length

from typeset import compose, read, render
from typeset.findings import Finding
from typeset.jobs import make
from typeset.model import fonts, theme
from typeset.model.article import Article, Paragraph
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.model.text import Text
from typeset.model.theme import Theme

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


@pytest.mark.parametrize("last", [5, 6, 7, 8, 9])
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
    from typeset.render import engine

    count: Counter[str] = Counter()
    fitted = engine.fitted

    def counted(html, tighter, lay_out):
        def once():
            count["layouts"] += 1
            return lay_out()

        return fitted(html, tighter, once)

    monkeypatch.setattr(engine, "fitted", counted)
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
    assert layouts["layouts"] <= 4


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
    assert len(full) == 1 or full[-1] >= 0.2 or "page/last-page" in found
    assert layouts["layouts"] <= 4


def test_contacts_and_a_code_never_stand_alone(tmp_path):
    """Too long for one page by more than can be saved: the last lines of the text go over with the contacts."""
    length = Length(480, contacts=True, code=True)
    pdf = pypdfium2.PdfDocument(make.run(make.Job(length.write(tmp_path), ("email",))).editions[0].pdf)
    assert len(pdf) == 2
    assert "المدن" in pdf[1].get_textpage().get_text_range()
    pdf.close()


def last_page(article: Article, look: Theme) -> list[Finding]:
    return [finding for finding in rendered(article, look)[1] if finding.id == "page/last-page"]


def test_a_last_page_that_is_nearly_empty_is_told_with_what_would_help(classic):
    nearly_empty = article(*[5] * 6, 5)
    (found,) = last_page(nearly_empty, replace(classic, fit=replace(classic.fit, tighter=())))
    assert found.place.page == 2
    assert "The last page is" in found.message
    assert "Shorten the release by about" in found.hint
    assert last_page(nearly_empty, classic) == []
    assert last_page(article(*[5] * 10), classic) == []
