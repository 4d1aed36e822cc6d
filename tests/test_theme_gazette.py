"""The theme gazette, a newspaper's page in columns, measured in the finished PDF."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from releases import releases

from typeset import compose, preflight, read, render
from typeset.findings import Severity
from typeset.model import brand, theme
from typeset.model.article import Article, Contact, Paragraph
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.model.sheet import SHEETS
from typeset.model.text import Text

PRESS = Path(__file__).parent / "cases" / "press"
STEP = 5.8
"""The grid, in mm."""
NASTALIQ = 11.6
"""A line in Nastaliq: two steps."""
MM = 25.4 / 72


def made(article: Article, sender: Brand, sheet: str = "") -> pymupdf.Document:
    """The pages of an article."""
    look = theme.load("gazette")
    look = replace(look, page=SHEETS[sheet]) if sheet else look
    page = compose.html(article, look, EDITIONS["email"], House(), sender)
    return pymupdf.open(stream=render.pdf(page, look, EDITIONS["email"])[0])


def case(name: str) -> tuple[Article, Brand]:
    """A release of the press cases, with the brand that lies beside it."""
    folder = PRESS / name
    article, _ = read.article(folder / f"{name}.md")
    return article, brand.load(folder) if (folder / "brand.toml").exists() else Brand()


def longer(article: Article, words: int) -> Article:
    """A release with its paragraphs repeated until it has so many words."""
    plain = [block for block in article.body if isinstance(block, Paragraph)][1:]
    body, count = list(article.body), sum(len(block.text.text.split()) for block in plain)
    while count < words:
        body.append(plain[len(body) % len(plain)])
        count += len(body[-1].text.text.split())
    return replace(article, body=tuple(body))


def lines(page: pymupdf.Page) -> list[dict]:
    """The pieces of text of a page."""
    blocks = page.get_text("dict")["blocks"]
    return [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]


def off_the_grid(document: pymupdf.Document, step: float = STEP) -> tuple[int, int]:
    """How many lines of the text stand off the whole steps of their page, and how many there are in all columns."""
    sizes = Counter(round(span["size"], 1) for page in document for span in lines(page))
    body = sizes.most_common(1)[0][0]
    off = count = 0
    for page in document:
        places = [span["origin"][1] * MM for span in lines(page) if round(span["size"], 1) == body]
        away = Counter(round(place % step / 0.12) for place in places)
        first = max(places, key=lambda place: away[round(place % step / 0.12)], default=0.0)
        off += sum(abs((place - first + step / 2) % step - step / 2) > 0.12 for place in places)
        count += len(places)
    assert count > 20
    return off, count


def ends(page: pymupdf.Page, count: int = 3) -> list[float]:
    """How far down the last line of each column of a full page stands, in mm."""
    found = [0.0] * count
    notes = min((drawing["rect"].y0 for drawing in page.get_drawings() if drawing["rect"].y0 > 100), default=9999.0)
    for span in lines(page):
        if 60 < span["origin"][1] < min(page.rect.height - 50, notes):
            centre = (span["bbox"][0] + span["bbox"][2]) / 2 / page.rect.width
            at = min(int((1 - centre) * count), count - 1)
            found[at] = max(found[at], span["origin"][1] * MM)
    return found


# --- columns stand level ---


@pytest.mark.parametrize("words", [0, 1500, pytest.param(3000, marks=pytest.mark.long)])
def test_lines_of_all_columns_stand_on_whole_steps(words):
    article, sender = case("full")
    off, count = off_the_grid(made(longer(article, words), sender))
    assert off / count < 0.01


@pytest.mark.parametrize("name", ["persian", "hebrew", "english", "urdu"])
def test_in_every_language(name):
    article, sender = case(name)
    off, count = off_the_grid(made(longer(article, 700), sender), NASTALIQ if name == "urdu" else STEP)
    assert off / count < 0.01


def test_columns_of_full_pages_end_within_two_lines_of_each_other():
    article, sender = case("full")
    full = list(made(longer(article, 3000), sender))[2:-1]
    assert full
    for page in full:
        assert max(ends(page)) - min(ends(page)) < 2.1 * STEP


# --- the last page ---


def plain(words: int, **fields) -> Article:
    """A release of so many words."""
    sentence = "أعلنت مؤسسة المثال للمياه، اليوم الخميس، إتمام حفر ألف بئر في ست محافظات وإطلاق أول خريطة رقمية. "
    paragraphs = [Paragraph(Text((sentence * 3).strip()))] * (words // 48)
    return Article(headline=Text("ألف بئر في ست محافظات"), body=tuple(paragraphs), **fields)


@pytest.mark.parametrize("words", [336, 432, 528, 576, 912])
@pytest.mark.parametrize("has_imprint", [False, True])
def test_the_last_page_holds_some_of_the_text(words, has_imprint):
    contact = Contact(name=Text("المكتب الإعلامي"), phone="+964 1 555 0100", email="press@example.org")
    fields = {"about": (Paragraph(Text(("مؤسسة أهلية. " * 9).strip())),), "contacts": (contact,)} if has_imprint else {}
    document = made(plain(words, **fields), Brand())
    assert "المحافظات" not in document[-1].get_text()
    last = [span for span in lines(document[-1]) if "خريطة" in span["text"] or "محافظات" in span["text"]]
    assert last, "the last page holds the imprint alone"


def test_what_has_no_imprint_has_no_rule_for_it():
    document = made(plain(144), Brand())
    text = min(span["origin"][1] for span in lines(document[0]) if "خريطة" in span["text"])
    assert len(document) == 1
    assert [drawing for drawing in document[0].get_drawings() if drawing["rect"].y0 > text] == []


def test_the_boilerplate_runs_in_after_its_title():
    article, sender = case("full")
    document = made(replace(article, about=(Paragraph(Text("مؤسسة أهلية غير ربحية تأسست عام ٢٠٠٩.")),)), sender)
    title = next(span for span in lines(document[-1]) if "نبذة" in span["text"])
    text = next(span for span in lines(document[-1]) if "أهلية" in span["text"])
    assert title["origin"][1] == pytest.approx(text["origin"][1], abs=0.5)


@pytest.mark.parametrize("number", [9, 16, 21, 33, 37], ids=str)
def test_no_last_page_is_nearly_empty(number, tmp_path):
    article, _ = read.article(list(releases())[number].write(tmp_path))
    document = made(article, Brand())
    depth = max(span["bbox"][3] for span in lines(document[-1]) if span["bbox"][3] < 790)
    assert len(document) == 1 or depth > 0.3 * 790


# --- any sheet ---


@pytest.mark.parametrize("sheet", ["A4", "A5", "letter"])
def test_everything_reads_back_on_any_sheet(sheet):
    article, sender = case("full")
    document = made(longer(article, 700), sender, sheet)
    found = preflight.judge(document.tobytes(), article=longer(article, 700)).findings
    assert [one.message for one in found if one.id.startswith("text/") and one.severity is Severity.ERROR] == []
