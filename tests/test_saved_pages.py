"""Saved pages: the article alone is read from the layouts of real sites, better than the best readers of pages do."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
import saved_pages

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import readers

from typeset import read
from typeset.findings import Finding
from typeset.model.article import Article, Figure, List, Paragraph, Quotation
from typeset.read.formats.html_dates import in_text
from typeset.read.formats.html_noise import is_asking, is_signed
from typeset.read.source import SourceFile

PAGES = list(saved_pages.pages())
BETTER = 0.01


def article(html: str, name: str = "page.html") -> tuple[Article, tuple[Finding, ...]]:
    return read.article_from(SourceFile(html.encode(), name, ".html"))


@pytest.fixture(scope="module")
def read_pages() -> list[Article]:
    return [read.article_from(SourceFile(page.data, page.name, ".html"), "html")[0] for page in PAGES]


def test_there_are_sixty_pages_of_thirty_layouts():
    assert len(PAGES) == len({page.name for page in PAGES}) == 60


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_text_is_found_better_than_by_the_best(read_pages: list[Article]):
    logging.disable(logging.CRITICAL)
    try:
        best = max(
            readers.score(reader, [(page.data, page.text) for page in PAGES]).f1
            for reader in (readers.by_trafilatura, readers.by_readability)
        )
    finally:
        logging.disable(logging.NOTSET)
    scores = [readers.f1(readers.text_of(one), page.text) for one, page in zip(read_pages, PAGES, strict=True)]
    assert sum(scores) / len(scores) >= best + BETTER
    assert {page.name: round(score, 2) for page, score in zip(PAGES, scores, strict=True) if score < 0.9} == {}


def test_every_headline_and_date_is_found(read_pages: list[Article]):
    wrong = [
        (page.name, one.headline.text, one.date)
        for one, page in zip(read_pages, PAGES, strict=True)
        if (one.headline.text, one.date) != (page.headline, page.date)
    ]
    assert wrong == []


def test_nothing_that_asks_stands_in_a_text(read_pages: list[Article]):
    lines = [line for one in read_pages for line in readers.text_of(one).splitlines()]
    assert [line for line in lines if is_asking(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        *("هل كان المقال مفيداً؟", "شارك على فيسبوك", "٣ دقائق للقراءة", "مجلوبة من «https://example.org»"),
        *(
            "اقرأ أيضاً: خبر آخر",
            "التعليقات (3)",
            "2min",
            "Share this: Facebook",
            "Was this page useful?",
            "نظرات کاربران",
        ),
        *("Read more: another story", "קראו עוד", "Lire aussi : un autre article", "متعلقہ خبریں", "Artikel merken"),
    ],
)
def test_a_line_that_asks_is_known(line: str):
    assert is_asking(line)


@pytest.mark.parametrize(
    "line",
    [
        *("شارك مع وفد بلاده في أعمال المؤتمر.", "المزيد من الأطفال يذهبون إلى المدرسة.", "طالع الرئيس التقرير."),
        *("Shared rooms cost less.", "Like father, like son.", "Print runs have doubled.", "Sharing is not enough."),
        *(
            "العودة إلى المدارس",
            "شارك عبر تقنية الفيديو وزراء ثلاثة",
            "بازدید برای مدرسه‌ها رایگان است",
            "Don't miss it",
        ),
        *("لا شك في ذلك.", "Homes were sold.", "Commentators disagreed.", "١٩٤٨", "2019"),
    ],
)
def test_a_sentence_that_only_begins_so_is_none(line: str):
    assert not is_asking(line)


def test_who_wrote_it_and_when_is_no_dateline():
    assert is_signed("كتابة صفاء - آخر تحديث: ١١:٤٤ ، ٢٠ يونيو ٢٠١٧")
    assert not is_signed("كتب الوزير إلى نظيره رسالة طويلة.")


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("آخر تحديث: ١١:٤٤ ، ٢٠ يونيو ٢٠١٧", "2017-06-20"),
        ("الأربعاء، 28 آب/اغسطس 2013", "2013-08-28"),
        ("28 كانون الثاني/يناير 2013", "2013-01-28"),
        ("12 يناير (كانون الثاني) 2021", "2021-01-12"),
        ("يونيو 20, 2017", "2017-06-20"),
        ("تاریخ انتشار: ۳۰ خرداد ۱۳۹۶", "2017-06-20"),
        ("20 ביוני 2017", "2017-06-20"),
        ("Aug. 28, 2013 3:00 pm", "2013-08-28"),
        ("8/28/2013", "2013-08-28"),
        ("Publié le 4 mars 2019 à 15h41", "2019-03-04"),
        ("2017年6月20日", "2017-06-20"),
        ("Tel. 011-22-3344", "None"),
    ],
)
def test_a_date_is_found_however_it_is_written(words: str, iso: str):
    assert str(in_text(words)) == iso


WORDS = "افتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور عدد كبير من القراء والكتّاب من أنحاء البلاد كلها."
MENU = "<nav><a href='/'>الرئيسية</a></nav>"
HEAD = "<title>افتتاح المكتبة العامة - موقع</title>"


def test_utf_8_under_a_wrong_charset_is_utf_8():
    found, _ = article(
        f"<meta charset=windows-1256>{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><p>{WORDS}<p>{WORDS[:80]}."
    )
    assert found.headline.text == "افتتاح المكتبة العامة"


def test_a_page_with_a_few_bad_bytes_is_read():
    page = (
        f"<meta charset=utf-8>{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><p>{WORDS}</p>".encode() + b"<!--" + b"x" * 1500
    )
    found, findings = read.article_from(SourceFile(page.replace(b"<p>", b"<p>\xff"), "page.html", ".html"))
    assert found.body == (Paragraph(found.body[0].text),)
    assert [finding.message for finding in findings if finding.id == "read/encoding"] == [
        "read as UTF-8, with 1 bad byte, found by trying"
    ]


def test_tags_that_are_never_closed_are_no_depth():
    rows = "".join(f"<font color=red>{WORDS}<br>" for _ in range(130))
    found, _ = article(f"{HEAD}<h1>افتتاح المكتبة العامة</h1><div>{rows}</div>")
    assert WORDS in readers.text_of(found)


def test_a_byline_in_the_text_is_no_dateline_and_gives_the_date():
    signed = "كتابة سعاد من الواحة - آخر تحديث: ١١:٤٤ ، ٢٠ يونيو ٢٠١٧"
    rest = f"<p>{WORDS}</p><p>{WORDS[:80]}.</p><p>هل كان المقال مفيداً؟</p><p>مجلوبة من «https://example.org/x»</p>"
    found, _ = article(f"{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><div class=text><p>{signed}</p>{rest}</div>")
    assert (found.dateline.text, str(found.date)) == ("", "2017-06-20")
    assert [block.text.text for block in found.body if isinstance(block, Paragraph)] == [WORDS, f"{WORDS[:80]}."]


def test_tables_quotations_lists_and_photos_of_the_page_come_through():
    page = (
        f"{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><div class=text><p>{WORDS}</p>"
        "<figure><img src='a.jpg' alt='القاعة'>"
        "<figcaption>القاعة بعد الترميم<br>تصوير: قسم التصوير</figcaption></figure>"
        f"<p>{WORDS[:90]}.</p><blockquote>الكتاب خير جليس.<footer>— المديرة</footer></blockquote><p>{WORDS}</p>"
        "<ul><li>بطاقة مجانية</li><li>قاعة للأطفال</li></ul>"
        "<table><tr><th>اليوم<th>من<tr><td>السبت<td>9</table>"
        f"<p>{WORDS[:70]}.</p></div><div class=share>شارك</div>"
        "<div class=related><img src='b.jpg'><a href='/2'>خبر آخر</a></div>"
    )
    found, findings = article(page)
    kinds = [type(block).__name__ for block in found.body]
    assert kinds == ["Paragraph", "Figure", "Paragraph", "Quotation", "Paragraph", "List", "Table", "Paragraph"]
    figure, quotation, items = (
        next(b for b in found.body if isinstance(b, kind)) for kind in (Figure, Quotation, List)
    )
    assert (figure.photo.caption.text, figure.photo.credit.text) == ("القاعة بعد الترميم", "قسم التصوير")
    assert quotation.speaker.text == "المديرة"
    assert len(items.items) == 2
    left_out = " ".join(finding.message for finding in findings)
    assert all(words in left_out for words in ("الرئيسية", "شارك", "خبر آخر"))


def test_the_caption_of_a_photo_that_is_not_at_hand_is_no_paragraph():
    photo = "<figure><img src='https://example.org/a.jpg'><figcaption>القاعة بعد الترميم</figcaption></figure>"
    found, findings = article(
        f"{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><div><p>{WORDS}</p>{photo}<p>{WORDS[:80]}.</p></div>"
    )
    assert len(found.body) == 2
    left_out = " ".join(finding.message for finding in findings)
    assert all(words in left_out for words in ("https://example.org/a.jpg", "القاعة بعد الترميم"))


def test_an_empty_line_ends_a_paragraph():
    found, _ = article(
        f"{HEAD}{MENU}<h1>افتتاح المكتبة العامة</h1><div>{WORDS}<br>سطر ثان.<br>\n<br />{WORDS[:80]}.<br><br></div>"
    )
    assert [block.text.text for block in found.body if isinstance(block, Paragraph)] == [
        f"{WORDS}\nسطر ثان.",
        f"{WORDS[:80]}.",
    ]


def test_a_photo_in_a_footnote_stays():
    note = "<div id=n1><p>أنشئت عام 1957. <img src='n.jpg' alt='المبنى الأول'></p></div>"
    found, _ = article(f"<h1>عنوان الخبر</h1><p>{WORDS}<a href='#n1'>1</a></p>{note}")
    assert [block.photo.alt for block in found.body if isinstance(block, Figure)] == ["المبنى الأول"]


def test_a_page_that_is_all_article_is_read_whole():
    found, findings = article("<title>خبر</title><article><h1>افتتاح</h1><p>قصير.</p><p>أقصر.</p></article>")
    assert [block.text.text for block in found.body if isinstance(block, Paragraph)] == ["قصير.", "أقصر."]
    assert findings == ()
