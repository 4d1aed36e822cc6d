"""The themes ministry (a letter in a frame) and brief (one page), measured in the finished PDF."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from typeset import compose, preflight, render
from typeset.findings import Severity
from typeset.model import brand, theme
from typeset.model.article import Article, Paragraph, Quotation, Signature
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.model.page import Fit
from typeset.model.sheet import SHEETS
from typeset.model.text import Text

FULL = Path(__file__).parent / "cases" / "press" / "full"
LONG_NAME = "المديرية العامة للاتصال والإعلام والعلاقات العامة والمراسم في وزارة الإعمار والإسكان والبلديات"
SENTENCES = {
    "ar": "أعلنت مؤسسة المثال للمياه، اليوم الخميس، إتمام حفر ألف بئر في ست محافظات وإطلاق أول خريطة رقمية.",
    "fa": "بنیاد نمونه روز سه‌شنبه از گشایش کتابخانهٔ دیجیتال کودکان خبر داد و گفت که ده هزار کتاب در آن است.",
    "ur": "مثالی فاؤنڈیشن نے منگل کے روز اعلان کیا کہ ملک کے دیہی اسکولوں میں سو نئے کتب خانے کھول دیے گئے ہیں۔",
    "he": "קרן הדוגמה הודיעה היום, יום שלישי, על פתיחתן של מאה ספריות קטנות בבתי הספר ברחבי הארץ.",
    "en": "The Example Foundation announced on Thursday that it has finished one thousand wells in six regions.",
}
MM = 25.4 / 72


def letter(language: str = "ar", *, paragraphs: int = 12, **fields) -> Article:
    """A letter with a quotation in its middle."""
    sentence = Text(" ".join([SENTENCES[language]] * 3))
    body = [Paragraph(sentence)] * paragraphs
    body.insert(paragraphs // 2, Quotation((sentence,)))
    return Article(headline=Text(SENTENCES[language][:50]), body=tuple(body), language=language, **fields)


def made(article: Article, name: str, sender: Brand, *, sheet: str = "") -> bytes:
    """The PDF of an article in a theme."""
    look = theme.load(name)
    look = replace(look, page=SHEETS[sheet]) if sheet else look
    page = compose.html(article, look, EDITIONS["email"], House(), sender)
    return render.pdf(page, look, EDITIONS["email"])[0]


def faults(content: bytes, article: Article) -> list[str]:
    """What the checks of the text layer complain of."""
    found = preflight.judge(content, article=article).findings
    wrong = (finding for finding in found if finding.severity > Severity.INFO)
    return [finding.message for finding in wrong if finding.id.startswith("text/")]


def spans(document: pymupdf.Document) -> list[dict]:
    return [
        span
        for page in document
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]


def body_size(document: pymupdf.Document) -> float:
    """The size of most of the text, in points."""
    sizes = [round(span["size"], 1) for span in spans(document)]
    return max(set(sizes), key=sizes.count)


def share_on_grid(content: bytes, *, half: float) -> float:
    """The share of the lines of body text whose baseline stands on a half step of the grid, over all pages."""
    document = pymupdf.open(stream=content)
    size = body_size(document)
    body = [span["origin"][1] * MM for span in spans(document) if round(span["size"], 1) == size]
    assert len(body) > 20
    return max(sum(abs((y - first + half / 2) % half - half / 2) < 0.03 for y in body) for first in body[:9]) / len(
        body
    )


@pytest.mark.parametrize("language", SENTENCES)
def test_lines_of_a_letter_stand_on_the_grid_of_every_page(language):
    article = letter(language)
    content = made(article, "ministry", brand.load(FULL))
    assert len(pymupdf.open(stream=content)) > 1
    assert share_on_grid(content, half=3.5 if language == "en" else 4) > 0.99
    assert faults(content, article) == []


@pytest.mark.parametrize("sheet", ["A4", "A5"])
@pytest.mark.parametrize("sender", [Brand(), Brand(name=LONG_NAME), replace(brand.load(FULL), name=LONG_NAME)])
def test_an_issuer_without_emblem_or_address_or_with_a_long_name_collides_with_nothing(sender, sheet):
    enclosed = (Text("خريطة الآبار"), Text("جدول الكلفة"))
    article = letter(paragraphs=2, number="77/2025", attachments=enclosed, signature=Signature(Text("المدير العام")))
    assert faults(made(article, "ministry", sender, sheet=sheet), article) == []


def test_the_address_stands_at_the_foot_of_every_page_and_nowhere_else():
    sender = brand.load(FULL)
    content = made(letter(), "ministry", sender)
    texts = [page.get_text() for page in pymupdf.open(stream=content)]
    assert [text.count("شارع") for text in texts] == [1] * len(texts)


def test_a_signature_stands_in_the_half_where_a_line_ends():
    content = made(letter(paragraphs=2, signature=Signature(Text("سلمى"))), "ministry", Brand())
    document = pymupdf.open(stream=content)
    signed = [span for span in spans(document) if "سلمى" in span["text"]]
    assert signed
    assert all(span["bbox"][2] < document[0].rect.width / 2 for span in signed)


SETTINGS = ("", *theme.load("brief").fit.tighter)
SIZES = (12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9)


def depths(article: Article) -> list[float]:
    """How far down the text goes in each setting of the brief, from the loosest, in mm; a page more is a metre more."""
    look = theme.load("brief")
    page = compose.html(article, look, EDITIONS["email"], House(), Brand())
    found = []
    for count in range(len(SETTINGS)):
        html = page.html.replace('<body class="', f'<body class="{" ".join(SETTINGS[1 : count + 1])} ')
        document = pymupdf.open(stream=render.pdf(replace(page, html=html, fit=Fit()), look, EDITIONS["email"])[0])
        found.append((len(document) - 1) * 1000 + max(block[3] for block in document[-1].get_text("blocks")) * MM)
    return found


def test_each_setting_of_a_brief_is_closer_than_the_one_before_and_the_loosest_that_is_one_page_stands():
    article = letter(paragraphs=6)
    found = depths(article)
    assert len(found) == len(SIZES)
    assert [depth // 1000 for depth in found] == sorted((depth // 1000 for depth in found), reverse=True), "pages"
    on_one_page = [depth for depth in found if depth < 1000]
    assert on_one_page == sorted(on_one_page, reverse=True)
    document = pymupdf.open(stream=made(article, "brief", Brand()))
    size = next(size for size, depth in zip(SIZES, found, strict=True) if depth < 1000)
    assert (len(document), body_size(document)) == (1, size)
    assert SIZES[0] > size > SIZES[-1]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_brief_in_any_language_is_one_page_that_reads_back_whole(language):
    article = letter(language, paragraphs=2)
    content = made(article, "brief", brand.load(FULL))
    assert len(pymupdf.open(stream=content)) == 1
    assert faults(content, article) == []
