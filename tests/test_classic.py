"""The theme classic on paper: whatever a house is called and whichever calendars it keeps, no words stand on others."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from typeset import compose, preflight, render
from typeset.model import brand, theme
from typeset.model.article import Article, Paragraph
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import Calendar, House
from typeset.model.sheet import SHEETS
from typeset.model.text import Text
from typeset.preflight.checks import collisions

LOGO = Path(__file__).parent / "cases" / "press" / "full"
LONG_NAMES = {
    "ar": "وزارة الإعمار والإسكان والبلديات والأشغال العامة",
    "fa": "سازمان برنامه‌ریزی و وزارت راه و شهرسازی و امور شهرداری‌ها",
    "ur": "وزارت ہاؤسنگ و تعمیرات اور بلدیاتی ترقی و عوامی خدمات",
    "he": "משרד הבינוי והשיכון והרשויות המקומיות והעבודות הציבוריות",
    "en": "Ministry of Construction, Housing, Municipalities and Public Works",
}
SENTENCE = "Said in a sentence."
LONGEST_NAME = f"المديرية العامة للاتصال والإعلام والعلاقات العامة والمراسم في {LONG_NAMES['ar']}"


def release(language: str, name: str, *, size: str, edition: str = "email", logo: bool = False) -> bytes:
    """A short release of such an issuer, dated in two calendars."""
    look = replace(theme.load("classic"), page=SHEETS[size])
    first = Calendar.JALALI if language == "fa" else Calendar.GREGORIAN
    style = House(calendars=(first, Calendar.GREGORIAN if language == "fa" else Calendar.HIJRI))
    article = Article(
        headline=Text(SENTENCE),
        body=(Paragraph(Text(SENTENCE)),),
        language=language,
        date=date(2025, 9, 24),
        number="77/2025",
    )
    sender = replace(brand.load(LOGO), name=name) if logo else Brand(name=name)
    content, findings = render.pdf(
        compose.html(article, look, EDITIONS[edition], style, sender), look, EDITIONS[edition]
    )
    assert {finding.id for finding in findings} <= {"render/no-source", "render/no-profile"}
    return content


def overprinted(content: bytes) -> list[str]:
    """What is said of words that stand on other words."""
    return [finding.message for finding in preflight.judge(content, checks=collisions.COLLISION_CHECKS).findings]


@pytest.mark.parametrize("language", LONG_NAMES)
def test_a_long_name_leaves_room_for_the_date(language):
    assert overprinted(release(language, LONG_NAMES[language], size="A5")) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_so_it_does_in_every_edition_on_a_larger_sheet(edition):
    assert overprinted(release("ar", LONGEST_NAME, size="A4", edition=edition)) == []


def test_so_it_does_beside_a_logo():
    assert overprinted(release("ar", LONGEST_NAME, size="A5", logo=True)) == []
