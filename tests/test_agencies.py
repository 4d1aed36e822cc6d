"""Releases as agencies send them: the dateline with its dates, the end mark, and what their desks add."""

from pathlib import Path

import pytest

from typeset import read
from typeset.model.article import Article, Heading, Paragraph
from typeset.read.parts.agencies import AGENCIES, Agency
from typeset.read.parts.bylines import is_byline
from typeset.read.parts.datelines import dateline_length
from typeset.read.source import SourceFile

CASES = Path(__file__).parent / "cases" / "agencies"
WRITTEN = (CASES / "datelines.txt").read_text(encoding="utf-8").splitlines()
LINES = [line for line in WRITTEN if line and not line.startswith("#")]
HEADLINE = "الوزارة تفتتح مركزا جديدا في العاصمة"
TEXT = (
    "أعلن متحدث باسم الوزارة نتائج الاجتماع الذي عقد في العاصمة بحضور عدد من المسؤولين.",
    "وأضاف أن العمل مستمر في كل المحافظات حتى نهاية العام، وفق الخطة التي أقرت من قبل.",
)


def sent(*lines: str) -> Article:
    """The release that these lines become, an empty line between them."""
    return read.article_from(SourceFile("\n\n".join(lines).encode(), "release.txt", ".txt"))[0]


def words(article: Article) -> list[str]:
    return [block.text.text for block in article.body if isinstance(block, Heading | Paragraph)]


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.names.split("|")[0])
def test_each_agency_signs_as_its_row_says(agency: Agency):
    opening = f"{agency.example} {TEXT[0]}"
    assert opening[: dateline_length(opening)] == agency.example


@pytest.mark.parametrize("line", LINES)
def test_a_dateline_is_found_whole_or_not_at_all(line: str):
    dateline, _, rest = line.rpartition("|")
    opening = f"{dateline} {rest}".strip()
    assert opening[: dateline_length(opening)] == dateline


def test_a_dateline_in_a_line_of_its_own_is_no_subheadline_and_gives_its_date():
    article = sent(HEADLINE, "الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس", *TEXT, "// انتهى //", "19:12 ت م")
    assert (article.headline.text, article.subheadline.text) == (HEADLINE, "")
    assert article.dateline.text == "الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس"
    assert str(article.date) == "2015-08-10"
    assert article.end_mark.text == "// انتهى //"
    assert words(article) == list(TEXT)


def test_a_dateline_whose_space_was_lost_ends_behind_the_agency():
    dateline = "الرياض 04 رجب 1443 هـ الموافق 05 فبراير 2022 م واس"
    assert dateline_length(f"{dateline}انطلقت أمس بطولة ألعاب القوى.") == len(dateline)
    assert dateline_length("الرياض 05 فبراير 2022 م واسط مدينة في العراق.") == 0


def test_an_agency_and_its_place_in_a_line_of_their_own_are_the_dateline():
    article = sent(HEADLINE, "واس - الرياض", *TEXT)
    assert (article.dateline.text, article.subheadline.text) == ("واس - الرياض", "")
    assert words(article) == list(TEXT)


def test_an_agency_s_section_before_its_headline_is_the_kicker():
    article = sent(f"اقتصادي / {HEADLINE}", "الرياض - واس", *TEXT)
    assert (article.kicker.text, article.headline.text) == ("اقتصادي", HEADLINE)
    unsigned = sent(f"اقتصادي / {HEADLINE}", *TEXT)
    assert (unsigned.kicker.text, unsigned.headline.text) == ("", f"اقتصادي / {HEADLINE}")


@pytest.mark.parametrize(
    ("tail", "mark"),
    [
        (("// انتهى // 19:12 ت م 0003",), "// انتهى //"),
        (("(النهاية) ع س ج / م م ج",), "(النهاية)"),
        (("--(بترا) ع م/ن ح", "12/3/2025 14:05:33"), "--(بترا)"),
        (("انتهى/", "م ش"), "انتهى/"),
        (("-30-",), "-30-"),
        (("###",), "###"),
        (("/انتهى/", "www.example.org/1385232"), "/انتهى/"),
    ],
)
def test_what_the_desk_adds_behind_the_end_mark_is_left_out_and_said(tail: tuple[str, ...], mark: str):
    text = "\n\n".join((HEADLINE, *TEXT, *tail))
    article, findings = read.article_from(SourceFile(text.encode(), "release.txt", ".txt"))
    assert article.end_mark.text == mark
    assert words(article) == list(TEXT)
    left = sum(line not in {"// انتهى //", mark} for line in tail)
    assert len([finding for finding in findings if finding.id == "read/around"]) == left


def test_an_end_mark_that_closes_the_last_paragraph_is_cut_off():
    article = sent(HEADLINE, TEXT[0], f"{TEXT[1]} (النهاية) ع س ج")
    assert (words(article), article.end_mark.text) == (list(TEXT), "(النهاية)")


def test_a_text_that_only_speaks_of_an_end_keeps_it():
    assert words(sent(HEADLINE, TEXT[0], "وقال إن الاجتماع انتهى بالاتفاق على موعد جديد.")) == [
        TEXT[0],
        "وقال إن الاجتماع انتهى بالاتفاق على موعد جديد.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "محمد علي - بغداد", "كتب: أحمد محمد", "بقلم سمير خليل", "AHDATH.INFO", "وكالات", "خاص - وكالات", "متابعة",
        "كتابة صفاء شريم - آخر تحديث: ١١:٤٤ ، ٢٠ يونيو ٢٠١٧", "مقر الوزارة في العاصمة (أرشيف)", "press@example.org",
        "صورة أرشيفية للمبنى", "عمان - سليم خالد", "إعداد: قسم الأخبار", "By Sara Hassan", "2 min read",
    ],
)  # fmt: skip
def test_a_byline_is_no_subheadline_and_no_subheading(line: str):
    article = sent(HEADLINE, line, *TEXT, line, *TEXT)
    assert article.subheadline.text == ""
    assert not [block for block in article.body if isinstance(block, Heading)]
    assert words(article) == [line, *TEXT, line, *TEXT]


@pytest.mark.parametrize(
    "line",
    ["المشروع يخدم مليوني نسمة في ست محافظات", "الخلفية", "خاصية جديدة في التطبيق", "تقريرها السنوي يكشف الأرقام كلها"],
)
def test_a_subheading_is_no_byline(line: str):
    assert not is_byline(line)


def test_the_dateline_stands_behind_a_byline():
    article = sent(HEADLINE, "محمد علي - بغداد", f"بغداد - واع - {TEXT[0]}", TEXT[1])
    assert article.dateline.text == "بغداد - واع -"
