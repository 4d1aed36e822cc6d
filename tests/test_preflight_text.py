"""Every word of the article comes back out of the PDF, by two readers that share nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf  # noqa: TC002 - beside its likes
from prepress import damaged

from typeset import preflight, render
from typeset.compose.inline import Setter
from typeset.findings import Finding, Severity
from typeset.jobs import make
from typeset.model import fonts
from typeset.model.article import Article, Paragraph
from typeset.model.edition import EDITIONS
from typeset.model.page import Page
from typeset.model.text import Mark, MarkKind, Text
from typeset.model.theme import Theme
from typeset.preflight.content.fonts import read_to_unicode
from typeset.preflight.content.geometry import Box
from typeset.preflight.content.painted import BLACK, Painted, PaintedGlyph, PaintKind
from typeset.preflight.reading.bidi import in_reading_order
from typeset.preflight.reading.compare import WordIndex, loss, words
from typeset.preflight.reading.structure import painted_text

CSS = "@page{size:A4;margin:20mm} body{font:13pt/1.7 Amiri}"
HEADLINE = "افتتاح معرض الكتاب العربي في بيروت"
BODY = "افتتحت دار النشر معرضها السنوي بمشاركة 40 دارا، وقال مديرها إن الكتاب باق ما بقي القراء."


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, (fonts.load("amiri"), fonts.load("noto-serif")))


@pytest.fixture(scope="module")
def pdf(theme) -> bytes:
    return printed(BODY, theme)


def printed(sentence: str, theme: Theme) -> bytes:
    """A page of the headline and one paragraph."""
    head = f'<meta charset="utf-8"><title>{HEADLINE}</title><style>{CSS}</style>'
    body = f"<h1>{HEADLINE}</h1><p>{sentence}</p>"
    page = Page(f'<html lang="ar" dir="rtl"><head>{head}</head><body>{body}</body></html>')
    return render.pdf(page, theme, EDITIONS["email"])[0]


def article(body: str = BODY, *marks: Mark) -> Article:
    return Article(headline=Text(HEADLINE, line=1), body=(Paragraph(Text(body, marks, line=3)),), name="release.txt")


def lost(pdf: bytes, article: Article) -> list[Finding]:
    return [finding for finding in preflight.findings(pdf, article=article) if finding.id == "text/lost"]


def test_a_page_that_says_what_the_article_says_has_lost_nothing(pdf, theme):
    assert preflight.findings(pdf, article=article(), theme=theme, edition=EDITIONS["email"]) == ()


def test_a_word_that_is_not_on_the_page_is_named_with_its_line_and_page(pdf):
    (finding,) = lost(pdf, article(BODY.replace("السنوي", "الشهري")))
    assert finding.severity is Severity.ERROR
    assert finding.message == "No reader gives back «الشهري»"
    assert str(finding.place) == "release.txt:3, page 1"


def test_a_word_that_goes_on_in_a_link_or_in_bold_is_one_word(theme):
    sentence = 'قالت الوزارة و<a href="https://example.org">الهيئة</a> إن <b>وال</b>مشروع بدأ'
    assert lost(printed(sentence, theme), article("قالت الوزارة والهيئة إن والمشروع بدأ")) == []


def test_cells_of_a_table_are_no_single_word(theme):
    table = "<table><tr><td>سلام<td>كلام</tr></table>"
    (finding,) = lost(printed(f"أول</p>{table}<p>آخر", theme), article("سلامكلام"))
    assert finding.severity is Severity.ERROR


def test_words_in_another_order_are_lost(pdf):
    (finding,) = lost(pdf, article(BODY.replace("دار النشر", "النشر دار")))
    assert "«دار»" in finding.message or "«النشر»" in finding.message


def test_latin_words_that_only_chrome_turns_round_are_no_loss(theme):
    sentence = "أطلقت الشركة Samsung Galaxy هاتفا"
    assert lost(printed(sentence, theme), article(sentence)) == []


BROKEN_LINE = "السطر الأول من الفقرة هنا.<br>يستخدم منتج Just for Men لإخفاء الشعر الرمادي."
MISJUDGED = {
    "a time stamp": ("txt", "نُشر النص يوم 2018-02-21T18:45:02Z الأربعاء."),
    "Arabic in a web address": ("txt", "انظر http://mawdoo3.com/أنواع_القصص هنا."),
    "a break before Latin words": ("md", BROKEN_LINE),
    "a break in a saved page": ("html", BROKEN_LINE),
    "a break typed as a tag": ("txt", BROKEN_LINE),
    "signs that pdfium takes apart": ("txt", "انخفض CO₂ إلى ½ في هواتف Samsung™ 2.0.1-beta… والباقي x²."),
    "a phone behind an hour": ("txt", "اتصلوا الساعة ١٨:٤٥ (01) 234-5678 صباحا 5,000 USD أو 12.5% و#رؤية_2030."),
}
FORMS = {
    "txt": "{headline}\n\nبيروت، 3 مارس 2024 – {body}\n\n{text}\n",
    "md": "# {headline}\n\nبيروت، 3 مارس 2024 – {body}\n\n{text}\n",
    "html": "<html lang=ar><h1>{headline}</h1><p>بيروت، 3 مارس 2024 – {body}</p><p>{text}</p></html>",
}


@pytest.mark.parametrize("case", MISJUDGED)
def test_what_every_reader_gives_back_is_no_loss(tmp_path, case):
    form, text = MISJUDGED[case]
    file = tmp_path / f"release.{form}"
    file.write_text(FORMS[form].format(headline=HEADLINE, body=BODY, text=text), encoding="utf-8")
    found = make.run(make.Job(file)).findings
    assert [finding for finding in found if finding.id == "text/lost"] == []


NOTE = "انظر البيان الذي أصدرته الهيئة في العام الماضي، وفيه أن المعارض تقام في كل مدينة من مدن البلاد، " * 5


@pytest.mark.long
def test_long_paragraphs_with_long_notes_lose_nothing(tmp_path):
    body = "\n\n".join(
        f"{BODY[:-1]}[^{at}]، وقال مدير الدار في بيان له {BODY} {BODY * 3}[^{at + 20}]" for at in range(9)
    )
    notes = "\n".join(f"[^{at + more}]: {NOTE} {at}." for at in range(9) for more in (0, 20))
    file = tmp_path / "release.md"
    file.write_text(f"# {HEADLINE}\n\nبيروت، 3 مارس 2024 – {body}\n\n{notes}\n", encoding="utf-8")
    found = make.run(make.Job(file)).findings
    assert [finding for finding in found if finding.id == "text/lost"] == []


PIECES = """
أعلنت | الوزارة | قائلاً | على | رَبِّ | می‌خواهیم | https://example.org/ar?id=4 | http://a.com/أنواع_القصص | 21/02/2018
2018-02-21T18:45:02Z | 18:45 | ١٨:٤٥ | 10-20 | 12.5% | ٥٠٪ | $1,500.50 | 15,000 | 2.0.1 | #رؤية_2030 | @press_office
press@example.com | +961 1 234 567 | «Just for Men» | (WHO) | iPhone 15 Pro | كوفيد-19 | F-16 | CO₂ | الـ BBC
و/أو | ؟ | —
"""
MIXED = st.lists(st.sampled_from(re.split(r"\s*[|\n]\s*", PIECES.strip())), min_size=2, max_size=14).map(" ".join)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(st.lists(MIXED, min_size=6, max_size=6))
def test_whatever_lines_are_mixed_of_nothing_is_called_lost(theme, lines):
    """Each sentence is set with the isolates that a page gives it."""
    setter = Setter("ar", "rtl", has_links=True)
    pdf = printed("</p><p>".join(setter.line(line) for line in lines), theme)
    said = replace(article(), body=tuple(Paragraph(Text(line)) for line in lines))
    assert [finding for finding in lost(pdf, said) if finding.severity > Severity.INFO] == []


def shown(pdf: Pdf, letters: str) -> list[str]:
    """The codes of some letters in the first font of the page that has them all."""
    for font_ in pdf.pages[0].resources.Font.values():
        codes = {text: code for code, text in read_to_unicode(font_.ToUnicode.read_bytes()).items()}
        if all(letter in codes for letter in letters):
            return [f"{codes[letter]:04x}" for letter in letters]
    raise AssertionError(letters)


def rewritten(pdf: Pdf, change: Callable[[bytes], bytes]) -> None:
    page = pdf.pages[0]
    page.contents_coalesce()
    before = page.Contents.read_bytes()
    assert change(before) != before
    page.Contents = pdf.make_stream(change(before))


def letter_taken_out(pdf: Pdf) -> None:
    code = shown(pdf, "ع")[0]
    rewritten(pdf, lambda content: re.sub(rf"(<[0-9a-f]*?){code}".encode(), rb"\1", content, count=1))


def letter_renamed(pdf: Pdf) -> None:
    code = shown(pdf, "ض")[0]
    for font_ in pdf.pages[0].resources.Font.values():
        cmap = font_.ToUnicode.read_bytes()
        font_.ToUnicode = pdf.make_stream(cmap.replace(f"<{code}> <0636>".encode(), f"<{code}> <0635>".encode()))


def paragraph_left_out(pdf: Pdf) -> None:
    paragraph = re.compile(rb"/Span\s*<</MCID 1>>.*?ET\s*EMC", re.DOTALL)
    rewritten(pdf, lambda content: paragraph.sub(b"", content))


DAMAGES = [letter_taken_out, letter_renamed, paragraph_left_out]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_word_that_is_truly_lost_or_altered_is_an_error(pdf, damage):
    assert Severity.ERROR in {finding.severity for finding in lost(damaged(pdf, damage), article())}


def test_a_joiner_written_before_its_letter_is_read_after_it():
    glyphs = (PaintedGlyph(0, 0, 5, "م"), PaintedGlyph(5, 0, 9, "\u200cی"))
    thing = Painted(PaintKind.TEXT, Box(0, 0, 9, 9), BLACK, size=9, glyphs=glyphs)
    assert painted_text([thing]) == "ی\u200cم\n"


def test_many_lost_words_are_counted(pdf):
    (finding,) = lost(pdf, article("كلمات ليست على الصفحة أبدا مهما بحثت عنها ومهما قرأت"))
    assert finding.message.endswith("and 4 more words")


def test_the_number_of_a_footnote_does_not_stick_to_its_word(pdf):
    place = BODY.index("40")
    mark = Mark(place, place, MarkKind.FOOTNOTE, "1")
    assert lost(pdf, article(BODY, mark)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال: «نعم»، ثم سكت", ["قال", ":", "«", "نعم", "»", "،", "ثم", "سكت"]),
        ("في ٢٠٢٣/٠١/٢٨ و 3.5 و ۱۲٫۵", ["في", "٢٠٢٣/٠١/٢٨", "و", "3.5", "و", "۱۲٫۵"]),
        ("عُقِد قائلًا", ["عُقِد", "قائلًا"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("\u2067هاتف\u2069\u061c ا\u00adب", ["هاتف", "اب"]),
        ("الطبعة٢", ["الطبعة", "٢"]),
        ("שָׁלוֹם", ["שָׁלוֹם"]),
    ],
)
def test_words_numbers_and_signs(text, expected):
    assert words(text) == words(" ".join(expected)) == [word for each in expected for word in words(each)]
    assert len(words(text)) == len(expected)


@pytest.mark.parametrize(
    ("visual", "read"),
    [
        (".ةكرش 20 تكراش", "شاركت 20 شركة."),
        ("ماع Samsung Galaxy S24 تقلطأ", "أطلقت Samsung Galaxy S24 عام"),
        ("%12.5 ةبسنب", "بنسبة 12.5%"),
        ("2023-2020 نيب", "بين 2020-2023"),
        ("2020-2023 ןיב", "בין 2020-2023"),
        ("10:30 ةعاسلا", "الساعة 10:30"),
        ("3 ،2 ،1", "3 ،2 ،1"),
        ("Plain Latin, 2 words", "Plain Latin, 2 words"),
    ],
)
def test_a_line_from_left_to_right_becomes_the_line_as_it_is_read(visual, read):
    assert "".join(in_reading_order(list(visual))) == read


def test_a_running_head_between_two_pages_is_no_loss():
    source = words("واحد اثنان ثلاثة أربعة خمسة ستة")
    index = WordIndex((tuple(source[:3]), ("رأس", "الصفحة", *source[3:])))
    assert loss(source, index).words == ()


def test_a_short_text_is_found_by_its_rarest_word():
    common = ["مؤسسة", "المثال", "تعمل"] * 60
    index = WordIndex((tuple(common), ("وقالت", "سلمى", "المثال", *common)))
    assert loss(["سلمى", "المثال"], index).words == ()
    assert loss(["سلمى", "المثال"], index).page == 2


@pytest.mark.parametrize("at", ["first", "last"])
def test_a_common_word_is_found_where_its_paragraph_goes_on_overleaf_and_its_sentences_are_told_again(at):
    """Three hundred other stops lie between the paragraph and where, by its words, it is likelier to begin."""
    told, rest = words("وقالت سلمى المثال إن الجسر"), words("يفتح في الربيع")
    again = (*told, *["غدا"] * 50, *rest)
    others = tuple(word for number in range(300) for word in (f"كلمة{number}", "."))
    before, after = ([".", *told], rest) if at == "first" else ([*told, "."], rest)
    pages = (*[again] * 5, others, tuple(before), ("٧", *["حاشية"] * 30, *after))
    assert loss(before + after, WordIndex(pages)).words == ()


def test_a_very_long_paragraph_is_compared_piece_by_piece():
    source = [f"كلمة{at}" for at in range(60_000)]
    index = WordIndex((tuple(source[:30_000]), tuple(source[30_000:30_100] + source[30_101:])))
    found = loss(source, index)
    assert found.words == (30_100,)
    assert found.page == 1
