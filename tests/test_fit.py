"""The last page: a few lines that fall over are pulled back, as far as the theme allows and no further."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from typeset import compose, font, read, render, theme
from typeset.article import Article, Paragraph, Text
from typeset.brand import Brand
from typeset.edition import EDITIONS
from typeset.house import House
from typeset.theme import Theme

RELEASE = Path(__file__).parent.parent / "articles" / "alwefaq-iran-russia.txt"
SENTENCE = "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها. "


@pytest.fixture(scope="module")
def classic() -> Theme:
    return theme.load("classic")


def pages(article: Article, look: Theme) -> list[str]:
    """The text of each page."""
    page = compose.html(article, look, EDITIONS["email"], House(), Brand())
    pdf = pypdfium2.PdfDocument(render.pdf(page, look, EDITIONS["email"])[0])
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
    assert len(pages(release, classic.with_body_font(font.load(face)))) == 1


def test_a_few_lines_that_fall_over_are_pulled_back(classic):
    release, _ = read.article(RELEASE)
    wide = classic.with_body_font(font.load("noto-sans-arabic"))
    assert len(pages(release, replace(wide, tighter=()))) == 2
    assert len(pages(release, wide)) == 1


def test_a_text_with_a_full_second_page_stays_as_loose_as_it_was(classic):
    two_pages = article(*[5] * 13)
    assert pages(two_pages, classic) == pages(two_pages, replace(classic, tighter=()))


@pytest.mark.parametrize("last", [5, 6, 7, 8, 9])
def test_the_source_never_stands_alone_on_the_last_page(classic, last):
    loose = pages(article(*[5] * 6, last), replace(classic, tighter=()))
    assert len(loose) == 2
    assert "موعدها" in loose[-1]
