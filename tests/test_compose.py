"""The page: every part of a release, in its order, in the words and digits of its house, and nothing that runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cssselect2 import ElementWrapper
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from lxml import etree
from lxml import html as parser
from markupsafe import Markup

from typeset import compose, files, read, tidy
from typeset.compose import blocks, inline, release, theme_files
from typeset.compose.inline import Setter
from typeset.errors import ArticleError, ThemeError
from typeset.model import brand, house_style, labels, theme
from typeset.model.article import (
    Article,
    Contact,
    Embargo,
    Figure,
    Heading,
    List,
    ListItem,
    Note,
    Paragraph,
    Photo,
    PhotoPlace,
    PhotoSize,
    Placement,
    Quotation,
    Signature,
    Table,
)
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import Calendar, Digits, House
from typeset.model.page import Page
from typeset.model.text import Mark, MarkKind, Text
from typeset.model.theme import Theme
from typeset.read.source import SourceFile

CASES = Path(__file__).parent / "cases" / "press"
LANGUAGES = {"full": "ar", "persian": "fa", "urdu": "ur", "hebrew": "he", "english": "en"}
EMAIL, PRINT = EDITIONS["email"], EDITIONS["print"]


@pytest.fixture(scope="session")
def classic() -> Theme:
    return theme.load("classic")


@pytest.fixture
def page(classic: Theme) -> Callable[..., parser.HtmlElement]:
    """Compose an article of a headline and some blocks, and parse the page."""

    def made(*blocks, edition=EMAIL, style=House(), sender=Brand(), **parts):  # noqa: B008 - frozen values
        parts = {"headline": Text("عنوان"), "body": blocks or (Paragraph(Text("نص")),)} | parts
        article = sender.completing(Article(**parts))
        return parser.document_fromstring(compose.html(article, classic, edition, style, sender).html)

    return made


def case(name: str, classic: Theme, edition=EMAIL) -> Page:
    """A whole release of the cases, read and tidied as the program does it."""
    file = CASES / name / f"{name}.md"
    style = house_style.load(file.parent)
    article, _ = read.article(file)
    sender = brand.load(file.parent)
    return compose.html(tidy.article(sender.completing(article), style), classic, edition, style, sender)


def words(element: parser.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def every(tree: parser.HtmlElement, selector: str) -> list[parser.HtmlElement]:
    return [found.etree_element for found in ElementWrapper.from_html_root(tree).query_all(selector)]


def one(tree: parser.HtmlElement, selector: str) -> parser.HtmlElement:
    found = every(tree, selector) if selector[0] != "/" else tree.xpath(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


# Whole releases --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_whole_release_is_the_page_that_a_person_read(name, classic, golden):
    composed = case(name, classic).html
    body = composed[composed.index("<body") :]
    golden(CASES / name / "page.html", re.sub(r"\n\s*\n", "\n", body))


@pytest.mark.parametrize(("name", "language"), LANGUAGES.items())
def test_a_page_says_its_language_direction_title_author_and_date(name, language, classic):
    tree = parser.document_fromstring(case(name, classic).html)
    assert tree.get("lang") == language
    assert tree.get("dir") == ("ltr" if language == "en" else "rtl")
    assert tree.findtext("head/title") == words(one(tree, "h1"))
    meta = {element.get("name"): element.get("content") for element in tree.findall("head/meta")}
    assert meta["author"]
    assert meta["description"]
    assert re.fullmatch(r"2025-03-\d\d", meta["dcterms.created"])


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_word_of_a_release_is_lost_and_none_changed(name, classic):
    file = CASES / name / f"{name}.md"
    article = tidy.article(read.article(file)[0], house_style.load(file.parent))
    shown = words(parser.document_fromstring(case(name, classic).html).find("body"))
    for text in article.texts():
        piece = re.split(r"[\u00a0]", " ".join(text.text.split()))
        marked = any(mark.kind is MarkKind.FOOTNOTE for mark in text.marks)
        assert marked or all(part in shown.replace("\u00a0", " ") for part in piece)


def test_the_page_needs_nothing_but_its_assets(classic):
    composed = case("full", classic)
    addresses = re.findall(r'(?:src|url\()\s*=?\s*"?([^")\s]+)', composed.html)
    assert {address.partition(":")[0] for address in addresses} == {"asset"}
    assert {address.removeprefix("asset:") for address in addresses} == set(composed.assets)
    assert "@import" not in composed.html
    assert "file:" not in composed.html


def test_the_same_article_gives_the_same_page(classic):
    assert case("full", classic) == case("full", classic)


def test_the_style_is_the_same_for_every_article_of_a_language(classic):
    def style(name: str) -> str:
        return one(parser.document_fromstring(case(name, classic).html), "//style").text

    arabic = Article(headline=Text("آخر"), body=(Paragraph(Text("نص")),))
    other = parser.document_fromstring(compose.html(arabic, classic, EMAIL, House(), Brand()).html)
    release = compose.html(replace(arabic, headline=Text("عنوان")), classic, EMAIL, House(), Brand()).html
    assert one(other, "//style").text == one(parser.document_fromstring(release), "//style").text
    assert style("persian") != style("urdu")


# The parts -------------------------------------------------------------------------------------------------------


def test_a_headline_and_a_body_are_enough(page):
    tree = page()
    assert words(one(tree, "h1")) == "عنوان"
    assert words(one(tree, "main p.lead")) == "نص"
    assert words(one(tree, "p.end")) == "٭ ٭ ٭"
    for absent in ("embargo", "release", "kicker", "subheadline", "source", "strip", "about", "contacts", "link"):
        assert every(tree, f".{absent}") == []


@pytest.mark.parametrize("missing", ["headline", "body"])
def test_what_the_theme_requires_is_asked_for(classic, missing):
    parts = {"headline": Text("x"), "body": (Paragraph(Text("y")),)} | {
        missing: Text("") if missing == "headline" else ()
    }
    with pytest.raises(ArticleError) as refused:
        compose.html(Article(**parts), classic, EMAIL, House(), Brand())
    assert missing in refused.value.message
    assert missing in refused.value.hint


def test_a_theme_may_require_more(classic):
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),))
    with pytest.raises(ArticleError, match="no source"):
        compose.html(article, replace(classic, required=("source",)), EMAIL, House(), Brand())


def test_an_embargo_says_until_when_in_words_and_digits_of_the_house(page):
    until = datetime(2025, 3, 22, 10, 30, tzinfo=UTC)
    shown = words(one(page(embargo=Embargo(until)), "p.embargo"))
    assert shown.startswith("محظور النشر حتى السبت ٢٢ مارس ٢٠٢٥، الساعة ١٠:٣٠")
    western = words(one(page(embargo=Embargo(until), style=House(digits=Digits.WESTERN)), "p.embargo"))
    assert "22 مارس 2025، الساعة 10:30" in western


def test_the_dateline_opens_the_first_paragraph(page):
    tree = page(Heading(Text("رأس")), Paragraph(Text("نص")), Paragraph(Text("ثان")), dateline=Text("الوفاق/"))
    assert words(one(tree, "p.lead")) == "الوفاق/ نص"
    assert words(one(tree, ".dateline")) == "الوفاق/"


def test_a_place_becomes_the_dateline_where_the_author_wrote_none(page):
    assert words(one(page(place=Text("بغداد")), ".dateline")) == "بغداد –"
    assert words(one(page(place=Text("بغداد"), dateline=Text("بغداد/")), ".dateline")) == "بغداد/"


def test_headings_follow_one_another_without_a_gap(page):
    tree = page(Heading(Text("أ"), 4), Heading(Text("ب"), 6), Heading(Text("ج"), 2), Heading(Text("د"), 3))
    assert [element.tag for element in tree.xpath("//main/*")] == ["h2", "h3", "h2", "h3"]


def test_a_quotation_names_its_speaker_and_role(page):
    quote = one(page(Quotation((Text("أول"), Text("ثان")), Text("سلمى"), Text("مديرة"))), "blockquote")
    assert [words(part) for part in quote.findall("p")] == ["أول", "ثان", "سلمى مديرة"]
    assert [words(one(quote, f".{part}")) for part in ("name", "role")] == ["سلمى", "مديرة"]


def test_lists_nest_and_keep_their_numbers(page):
    inner = List((ListItem(Text("ب")),))
    tree = page(List((ListItem(Text("أ"), inner), ListItem(Text("ج"))), ordered=True, start=4))
    assert one(tree, "ol").get("start") == "4"
    assert [words(item) for item in every(tree, "ol > li")] == ["أب", "ج"]
    assert words(one(tree, "ol ul li")) == "ب"


def test_lists_nested_without_end_are_set_on_one_level_in_their_order(page):
    nested = None
    for number in reversed(range(3000)):
        nested = List((ListItem(Text(f"س{number}"), nested),))
    tree = page(nested)
    assert re.findall(r"س\d+", words(one(tree, "main"))) == [f"س{number}" for number in range(3000)]
    assert len(tree.xpath("//ul[not(.//ul)]/ancestor-or-self::ul")) == 6


def test_a_table_has_headers_with_their_scope_and_figures_apart(page):
    rows = ((Text("محافظة"), Text("عدد")), (Text("شمال"), Text("١٬٢٠٠")), (Text("جنوب"),))
    table = one(page(Table(rows, header_columns=1, caption=Text("تعليق"))), "table")
    assert words(table.find("caption")) == "تعليق"
    assert [cell.get("scope") for cell in every(table, "th")] == ["col", "col", "row", "row"]
    assert [words(cell) for cell in every(table, "td")] == ["١٬٢٠٠", ""]
    assert [words(cell) for cell in every(table, "td.figure")] == ["١٬٢٠٠"]


@pytest.mark.parametrize(("columns", "density"), [(5, None), (6, "many"), (8, "many"), (9, "crowded"), (14, "crowded")])
def test_the_more_columns_a_table_has_the_closer_they_stand(page, columns, density):
    rows = (tuple(Text("العمود") for _ in range(columns)), (Text("1"),))
    assert one(page(Table(rows)), "table").get("class") == density


def test_contacts_and_boilerplate_come_from_the_brand_where_the_article_has_none(page):
    sender = brand.load(CASES / "full")
    tree = page(sender=sender)
    assert words(one(tree, ".about h2")) == "نبذة عن مؤسسة المثال للمياه"
    assert len(every(tree, ".card .name")) == 2
    own = page(sender=sender, contacts=(Contact(Text("أنا"), phone="٠٧٧٠ ١٢٣ ٤٥٦٧"),), about=(Paragraph(Text("نحن")),))
    assert words(one(own, ".card .name")) == "أنا"
    assert words(one(own, ".about p")) == "نحن"
    assert one(own, ".card a").get("href") == "tel:07701234567"


def test_a_brand_speaks_the_language_of_the_article(page):
    tree = page(sender=brand.load(CASES / "full"), language="en")
    assert words(one(tree, ".sender")) == "The Example Water Foundation"
    assert words(one(tree, ".about h2")) == "About The Example Water Foundation"


def test_a_number_and_a_date_stand_in_the_letterhead(page):
    tree = page(number="7/2025", date=date(2025, 3, 20))
    assert words(one(tree, ".number")) == "رقم ٧/٢٠٢٥"
    assert words(one(tree, ".dated")) == "الخميس ٢٠ مارس ٢٠٢٥"


def test_the_running_head_is_the_headline_cut_between_two_words(page):
    long = "كلمة " * 60
    shown = one(page(headline=Text(long)), "h1").get("data-running-head")
    assert len(shown) <= 90
    assert shown.endswith("كلمة…")


# Notes -----------------------------------------------------------------------------------------------------------


def noted(text: str, *places: tuple[int, str]) -> Text:
    return Text(text, tuple(Mark(at, at, MarkKind.FOOTNOTE, key) for at, key in places))


def test_a_note_stands_at_its_place_and_is_set_once(page):
    notes = (Note("أ", Text("حاشية أولى")), Note("ب", Text("ثانية")))
    tree = page(Paragraph(noted("كلمة وكلمة", (4, "أ"), (10, "ب"))), Paragraph(noted("ثم", (2, "أ"))), notes=notes)
    assert [words(note) for note in every(tree, ".note")] == ["حاشية أولى", "ثانية"]
    assert words(one(tree, ".note-again")) == "١"


def test_a_note_that_nothing_refers_to_is_not_lost(page):
    assert words(one(page(notes=(Note("أ", Text("حاشية")),)), ".stray-note")) == "حاشية"


# Pictures --------------------------------------------------------------------------------------------------------


def test_a_photo_has_alt_text_caption_and_credit(page):
    photo = Photo("pump.png", "مضخة", Text("تعليق"), Text("فلان"))
    figure = one(page(Figure(photo), folder=CASES / "full"), "figure")
    assert figure.find("img").get("alt") == "مضخة"
    assert words(figure.find("figcaption")) == "تعليق تصوير: فلان"


def test_a_photo_without_alt_text_has_none_so_that_it_is_reported(page):
    assert one(page(Figure(Photo("pump.png")), folder=CASES / "full"), "img").get("alt") is None


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("none.png", "none.png is not in"),
        ("../persian/persian.md", "lies outside"),
        ("/etc/passwd", "lies outside"),
        ("file:///etc/passwd", "nothing else is read"),
        ("http://127.0.0.1/x.png", "nothing else is read"),
        ("full.md", "is no picture"),
        ("data:image/png;base64,AAAA", "is no picture"),
    ],
)
def test_a_picture_that_cannot_be_shown_keeps_its_place_and_says_why(classic, source, complaint):
    photo = Figure(Photo(source, "مضخة"))
    article = Article(headline=Text("عنوان"), body=(photo,), folder=CASES / "full")
    composed = compose.html(article, classic, EMAIL, House(), Brand())
    shown = one(parser.document_fromstring(composed.html), "figure img")
    (note,) = composed.photos.values()
    assert complaint in f"{note.name} {note.fault}"
    assert shown.get("alt") == "مضخة"
    assert shown.get("src").removeprefix("asset:") in composed.photos
    assert composed.assets == {}


def test_an_article_from_standard_input_has_no_pictures(classic):
    article = Article(headline=Text("عنوان"), body=(Figure(Photo("pump.png")),))
    (note,) = compose.html(article, classic, EMAIL, House(), Brand()).photos.values()
    assert "not in the article's folder" in note.fault


def test_the_link_has_a_qr_code_drawn_with_its_quiet_zone(classic):
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),), link="https://example.org/a")
    composed = compose.html(article, classic, EMAIL, House(), Brand())
    (drawing,) = composed.assets.values()
    side = float(re.search(rb'viewBox="0 0 (\d+)', drawing)[1])
    corners = [tuple(map(int, at)) for at in re.findall(rb"M(\d+) (\d+)h", drawing)]
    assert min(min(at) for at in corners) == 4
    assert max(y for _, y in corners) == side - 5
    assert "https://example.org/a" in one(parser.document_fromstring(composed.html), ".code img").get("alt")


def test_the_qr_code_is_read_back_by_its_modules():
    import segno

    from typeset.compose.blocks import code

    drawn = code("https://example.org/a", "#000000").data
    dark = set()
    for x, y, run in re.findall(rb"M(\d+) (\d+)h(\d+)v1", drawn):
        dark |= {(int(x) + step - 4, int(y) - 4) for step in range(int(run))}
    matrix = segno.make("https://example.org/a", error="m", micro=False).matrix
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


# Inks ------------------------------------------------------------------------------------------------------------


def test_an_edition_for_the_press_has_its_inks_and_no_links(page):
    tree = page(Paragraph(Text("https://example.org")), edition=PRINT, link="https://example.org/b")
    style = one(tree, "//style").text
    assert "--ink-text: device-cmyk(0% 0% 0% 100%)" in style
    assert "#" not in re.sub(r"/\*.*?\*/", "", style[: style.index("/* Classic")], flags=re.DOTALL)
    assert every(tree, "a") == []
    assert every(page(Paragraph(Text("https://example.org"))), "a") != []


def test_the_brands_inks_stand_before_the_themes(classic):
    named = Brand(colours={"brand": "#ff0000"}, cmyk={"brand": (1, 2, 3, 4)})
    assert theme_files.ink("brand", classic, EMAIL, named) == "#ff0000"
    assert theme_files.ink("brand", classic, PRINT, named) == "device-cmyk(1% 2% 3% 4%)"
    unnamed = Brand(colours={"brand": "#ff0000"})
    assert theme_files.ink("brand", classic, PRINT, unnamed) == "device-cmyk(0% 100% 100% 0%)"


@pytest.mark.parametrize(
    ("colour", "inks"),
    [("#000000", (0, 0, 0, 100)), ("#ffffff", (0, 0, 0, 0)), ("#808080", (0, 0, 0, 49.8)), ("#00ffff", (100, 0, 0, 0))],
)
def test_a_colour_is_converted_with_all_its_grey_in_black(colour, inks):
    assert theme_files.converted(colour) == inks


# Isolates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("هاتف +961 1 234567 أو (01) 234-5678.", ["+961 1 234567", "(01) 234-5678"]),
        ("زاد 12% ثم -5 و+3.5%", ["12%", "-5", "+3.5%"]),
        ("شركة Microsoft Office 365، وشركة Google.", ["Microsoft Office 365", "Google"]),
        ("منظمة (WHO) وفرعها WHO (Geneva) اليوم", ["WHO", "WHO (Geneva)"]),
        (
            "في https://example.org/a_(b)?c=1. ثم info@example.org،",
            ["https://example.org/a_(b)?c=1", "info@example.org"],
        ),
        ("انظر (WHO) UN", ["WHO", "UN"]),
        ("في 23/07/2025 و2025-07-23", ["23/07/2025", "2025-07-23"]),
        ("يوم 2018-02-21T18:45:02Z الأربعاء", ["2018-02-21T18:45:02Z"]),
        ("يوم 2018-02-21T18:45+03:00.", ["2018-02-21T18:45+03:00"]),
        ("في ١٨:٤٥ (01) 234-5678", ["(01) 234-5678"]),
        ("نالت ISO 9001:2015 وباعت Galaxy 15,000 مرة", ["ISO 9001:2015", "Galaxy 15,000"]),
        ("لغة C++ و C# و F-16 و 5G", ["C++", "C#", "F-16", "5G"]),
        ("عام ٢٠٢٥ و20 شركة و«نص»", []),
    ],
)
def test_what_runs_against_arabic_is_isolated(text, stretches):
    found = [text[stretch.start : stretch.end] for stretch in inline.stretches(text, "rtl")]
    assert found == stretches


@pytest.mark.parametrize(
    ("words", "language"), [("Open Map 2", "en"), ("Москва", "ru"), ("Αθήνα", "el"), ("خريطة", "ar"), ("ספר", "he")]
)
def test_foreign_words_are_read_in_the_likeliest_language_of_their_script(words, language):
    assert inline.stretch_language(words) == language


def test_arabic_is_isolated_in_english():
    text = "The map «خريطة المياه، بغداد» is open."
    assert [text[at.start : at.end] for at in inline.stretches(text, "ltr")] == ["خريطة المياه، بغداد"]


@pytest.mark.parametrize("sign", [".", "a ", "1 ", "(", "a@", "+", "- ", "http://", "1", "1(1", "www.", "ا1"])
def test_the_search_for_isolates_ends_soon_on_any_text(sign):
    assert sum(1 for _ in inline.stretches(sign * 100_000, "rtl")) <= 100_000


def setter(language: str = "ar") -> Setter:
    return Setter(language, "ltr" if language == "en" else "rtl", has_links=True)


def test_marks_that_overlap_become_elements_that_do_not():
    text = Text("واحد اثنان ثلاثة", (Mark(0, 10, MarkKind.STRONG), Mark(5, 16, MarkKind.EMPHASIS)))
    assert setter().set(text) == "<strong>واحد <em>اثنان</em></strong><em> ثلاثة</em>"


def test_a_note_stands_outside_of_the_link_that_it_is_in():
    """A link within a link would end the outer one, and the note fall out of its place."""
    notes = {"1": Note("1", Text("انظر https://example.org"))}
    marks = (Mark(0, 10, MarkKind.LINK, "https://example.com"), Mark(4, 4, MarkKind.FOOTNOTE, "1"))
    shown = Setter("ar", "rtl", has_links=True, notes=notes).set(Text("كلمة وأخرى", marks))
    before, _, rest = str(shown).partition('<span class="note"')
    assert before.count("<a ") == before.count("</a>") == 1
    assert rest.endswith('</span><a href="https://example.com"> وأخرى</a>')


def test_an_isolate_is_never_cut_in_two():
    text = Text("شركة Microsoft كبيرة", (Mark(0, 8, MarkKind.STRONG),))
    shown = setter().set(text)
    assert shown.count("<bdi") == 1
    assert '<bdi dir="ltr" lang="en" class="foreign"><strong>Mic</strong>rosoft</bdi>' in shown


def test_figures_and_phones_stay_on_one_line():
    shown = setter().set(Text("هاتف +961 1 234567 وزاد 12 %"))
    assert "+961\u00a01\u00a0234567" in shown
    assert "12\u00a0%" in shown
    assert "Office\u00a02025" in setter().set(Text("في Office 2025"))
    assert "Google Maps" in setter().set(Text("في Google Maps"))


def test_text_is_escaped_and_a_link_to_a_script_is_none():
    text = Text('<script> & "x" رابط', (Mark(15, 19, MarkKind.LINK, "javascript:alert(1)"),))
    shown = setter().set(text)
    assert "<script" not in shown
    assert "href" not in shown


PIECES = st.sampled_from(
    [
        "نص",
        " ",
        "Latin",
        "12%",
        "-5",
        "+964 1 555 0100",
        "www.example.org/x",
        "a@example.org",
        "(",
        ")",
        "<b>",
        "&",
        "2025-01-02",
        "«",
        "،",
    ]
)
KINDS = st.sampled_from([kind for kind in MarkKind if kind not in {MarkKind.FOOTNOTE, MarkKind.LINE_BREAK}])
MARKS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), KINDS), max_size=6)


@given(st.lists(PIECES, max_size=12).map("".join), MARKS, st.sampled_from(["ar", "en"]))
def test_any_marks_on_any_text_give_elements_that_nest_and_the_same_words(text, places, language):
    marks = (Mark(min(a, b, len(text)), min(max(a, b), len(text)), kind, "he") for a, b, kind in places)
    shown = setter(language).set(Text(text, tuple(mark for mark in marks if mark.start < mark.end)))
    tree = etree.fromstring(f"<p>{shown}</p>")
    assert "".join(tree.itertext()).replace("\u00a0", " ") == text


def test_a_foreign_language_is_marked_with_its_direction():
    text = Text("قال Guten Tag", (Mark(4, 13, MarkKind.LANGUAGE, "de"),))
    assert setter().set(text) == 'قال <bdi lang="de" dir="ltr">Guten Tag</bdi>'


# Themes ----------------------------------------------------------------------------------------------------------


def test_the_shipped_templates_hold_only_for_if_and_the_shared_parts():
    allowed = (nodes.For, nodes.If, nodes.Output, nodes.Template, nodes.Expr, nodes.Helper, nodes.Import, nodes.Macro)
    for template in files.shipped("templates").glob("*/*.html"):
        tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
        for node in tree.find_all(nodes.Node):
            assert isinstance(node, allowed), f"{template.name}:{node.lineno} holds {type(node).__name__}"
            assert not isinstance(node, nodes.Filter), f"{template.name}:{node.lineno} holds a filter"


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{% if %}", "line 1"),
        ("<p>\n{{ page.headlin }}", "headlin"),
        ("{{ nothing }}", "nothing"),
        ("{{ page.__class__.__mro__ }}", "unsafe"),
        ("{{ range(10) }}", "Undefined is not"),
        ("{% include 'other.html' %}", "asks for other.html"),
        ("{% include '../secret.txt' %}", "asks for ../secret.txt"),
        ("{{ 'x' * 1000000000 }}", "for small numbers"),
        ("{{ page.title | upper }}", "upper"),
        ("{{ page.title.upper() }}", "not safely callable"),
        ("{% for a in page.title %}" * 6 + "{% endfor %}" * 6, "loops inside one another"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_broken_template_is_refused_with_its_file(tmp_path, classic, template, complaint):
    (tmp_path / "page.html").write_text(template, encoding="utf-8")
    (tmp_path / "page.css").write_text("", encoding="utf-8")
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),))
    with pytest.raises(ThemeError, match=complaint) as refused:
        compose.html(article, replace(classic, folder=tmp_path), EMAIL, House(), Brand())
    assert str(tmp_path) in refused.value.message


def test_a_template_is_compiled_anew_when_it_changes(tmp_path, classic):
    (tmp_path / "page.css").write_text("", encoding="utf-8")
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),))
    for written in ("first", "second"):
        (tmp_path / "page.html").write_text(written, encoding="utf-8")
        own = replace(classic, folder=tmp_path)
        assert compose.html(article, own, EMAIL, House(), Brand()).html == written


def test_a_page_is_composed_where_no_cache_can_be_kept(tmp_path, classic, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    folder = tmp_path / classic.name
    folder.mkdir()
    for part in ("page.html", "page.css"):
        (folder / part).write_bytes((classic.folder / part).read_bytes())
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),))
    own = replace(classic, folder=folder)
    assert compose.html(article, own, EMAIL, House(), Brand()) == compose.html(
        article, classic, EMAIL, House(), Brand()
    )


def test_strong_words_are_seen_in_a_face_without_bold(page, classic):
    assert "--ink-strong: currentcolor" in one(page(), "//style").text
    thin = replace(classic.families[0], name="Thin", faces=classic.families[0].faces[:1])
    article = Article(headline=Text("x"), body=(Paragraph(Text("y")),))
    shown = compose.html(article, classic.with_body_font(thin), EMAIL, House(), Brand()).html
    assert "--ink-strong: var(--ink-brand)" in shown


def test_a_family_is_set_in_the_size_that_looks_as_large_as_amiri():
    from typeset.model import fonts

    assert theme_files.optical_size(fonts.load("amiri")) == pytest.approx(1, abs=0.02)
    assert 0.8 < theme_files.optical_size(fonts.load("ibm-plex-sans-arabic")) < 0.95
    assert 0.8 < theme_files.optical_size(fonts.load("noto-serif")) < 0.9


def test_a_boilerplate_with_a_title_of_its_own_is_not_titled_twice(page):
    title = "نبذة عن مكتبة المثال"
    bold = Paragraph(Text(title, (Mark(0, len(title), MarkKind.STRONG),)))
    tree = page(about=(bold, Paragraph(Text("نحن"))))
    assert words(one(tree, ".about h2")) == title
    assert words(one(tree, ".about p")) == "نحن"


# A letter's parts, and where photos stand ------------------------------------------------------------------------


def view(house=House(), usual=Placement(), **parts):  # noqa: B008 - frozen values
    parts = {"headline": Text("عنوان"), "body": (Paragraph(Text("نص")),)} | parts
    return release.release_parts(Article(**parts), EMAIL, house, Brand(), usual).view(Markup(""), "#000000")


LETTER = {
    "addressee": Text("من يهمه الأمر"),
    "signature": Signature(Text("سلمى المثال"), Text("مديرة المشاريع")),
    "attachments": (Text("جدول الآبار"), Text("خريطة الآبار")),
}


def test_whom_a_release_addresses_stands_above_its_head_and_who_signs_it_below_its_text(page):
    body = words(page(**LETTER).find("body"))
    order = ["من يهمه الأمر", "عنوان", "نص", "التوقيع", "سلمى المثال", "مديرة المشاريع", "المرفقات", "خريطة الآبار"]
    assert [body.index(part) for part in order] == sorted(body.index(part) for part in order)


def test_a_release_that_is_no_letter_has_none_of_its_labels(page):
    made = page()
    assert not every(made, ".addressee, .signature, .attachments")
    shown = view()
    assert not any([shown.addressee_label, shown.signature_label, shown.attachments_label, shown.signature])


@pytest.mark.parametrize("language", labels.LABELS)
def test_every_label_is_said_in_every_language(language):
    shown = view(language=language, number="431", **LETTER)
    said = [shown.addressee_label, shown.signature_label, shown.attachments_label, shown.continued]
    assert all(said)
    assert all(labels.LABELS[language])


@pytest.mark.parametrize(
    ("language", "number", "issue"),
    [
        ("ar", "رقم ٤٣١", "العدد ٤٣١"),
        ("fa", "شمارهٔ ۴۳۱", "شمارهٔ ۴۳۱"),
        ("ur", "نمبر 431", "شمارہ 431"),
        ("he", "מס׳ 431", "גיליון 431"),
        ("en", "No. 431", "Issue 431"),
    ],
)
def test_the_number_of_a_release_is_also_that_of_an_issue(language, number, issue):
    shown = view(language=language, number="431")
    assert (shown.number, shown.issue) == (number, issue)


@pytest.mark.parametrize("number", ["PR-431", "No. 431", "MoH/2025/14"])
def test_a_number_in_latin_letters_keeps_the_digits_that_belong_to_them(number):
    house = House(digits=Digits.ARABIC_INDIC)
    assert number in words(parser.fromstring(f"<p>{view(house, number=number).number}</p>"))
    assert "٤٣١" in view(house, number="431").number
    for language in ("en", "he"):
        assert "431" in view(house, language=language, number="431").number


def test_each_calendar_has_a_line_of_its_own():
    shown = view(House(calendars=(Calendar.GREGORIAN, Calendar.HIJRI)), date=date(2023, 1, 28))
    assert shown.dates == ("السبت ٢٨ يناير ٢٠٢٣ م", "٠٦ رجب ١٤٤٤هـ")


@pytest.mark.parametrize(("count", "length"), [(119, "short"), (120, ""), (1500, ""), (1501, "long")])
def test_the_length_of_the_body_is_a_class_of_the_page(count, length):
    assert view(body=(Paragraph(Text("كلمة " * (count - 1) + "أخيرة")),)).length == length


def test_a_note_to_a_caption_behind_the_text_is_set_once():
    caption = Text("صورة", (Mark(4, 4, MarkKind.FOOTNOTE, "1"),))
    shown = view(notes=(Note("1", Text("حاشية")),), photos=(Photo("a.png", caption=caption),))
    assert "حاشية" in shown.photos[0].caption
    assert shown.stray_notes == ()


def photo(name: str, **own) -> Photo:
    return Photo(name, name, Text(name), **own)


TOP, HERE, END = PhotoPlace.TOP, PhotoPlace.HERE, PhotoPlace.END


@pytest.mark.parametrize(
    ("usual", "in_body", "others", "hero", "body", "end"),
    [
        (HERE, [None, None], [None], "", "ab", "c"),
        (HERE, [None, TOP], [None], "b", "a", "c"),
        (HERE, [END, None], [None], "", "b", "ac"),
        (HERE, [TOP, TOP], [TOP], "a", "b", "c"),
        (HERE, [], [None, TOP], "b", "", "a"),
        (TOP, [None, None], [None], "a", "b", "c"),
        (TOP, [HERE, None], [None], "b", "a", "c"),
        (TOP, [None], [TOP], "b", "a", ""),
        (TOP, [], [None, None], "a", "", "b"),
        (TOP, [], [], "", "", ""),
        (END, [None, HERE, TOP], [HERE], "c", "b", "ad"),
    ],
)
def test_every_photo_stands_once_where_it_or_the_theme_wants_it(usual, in_body, others, hero, body, end):
    names = iter("abcdef")
    figures = tuple(Figure(photo(next(names), at=at)) for at in in_body)
    strip = tuple(photo(next(names), at=at) for at in others)
    article = Article(headline=Text("عنوان"), body=(Paragraph(Text("نص")), *figures), photos=strip)
    arranged = blocks.arranged(article, Placement(at=usual))
    assert (arranged.hero.source if arranged.hero else "") == hero
    assert "".join(block.photo.source for block in arranged.body[1:]) == body
    assert "".join(one.source for one in arranged.end) == end


def test_one_photo_that_is_shown_twice_is_lifted_once():
    figure = Figure(photo("a", at=TOP))
    arranged = blocks.arranged(Article(headline=Text("عنوان"), body=(figure, figure)), Placement())
    assert (arranged.hero, arranged.body) == (figure.photo, (figure,))


def test_a_photo_says_its_size_and_place_to_the_theme():
    body = (Figure(photo("a")), Figure(photo("b", size=PhotoSize.FULL)), Figure(photo("c", at=END)))
    shown = view(usual=Placement(PhotoSize.SIDE), body=body, photos=(photo("d", at=TOP, size=PhotoSize.WIDE),))
    assert (shown.hero.size, shown.hero.at) == ("wide", "top")
    assert [(figure.size, figure.at) for figure in shown.blocks if figure.kind == "figure"] == [
        ("side", "here"),
        ("full", "here"),
    ]
    assert [(figure.size, figure.at) for figure in shown.photos] == [("side", "end")]


def test_the_size_that_a_theme_gives_to_the_photo_at_the_top_is_that_of_no_other():
    body = (Figure(photo("a")), Figure(photo("b")), Figure(photo("c", size=PhotoSize.FULL)))
    shown = view(usual=Placement(PhotoSize.FULL, TOP), body=body, photos=(photo("d"),))
    assert shown.hero.size == "full"
    assert [figure.size for figure in (*shown.blocks, *shown.photos) if figure.kind == "figure"] == [
        "column",
        "full",
        "column",
    ]


def test_the_photo_above_the_text_is_on_the_page_and_in_the_letter_once(page, classic):
    figure = Figure(photo("مضخة", at=TOP))
    assert words(page(figure).find("body")).count("مضخة") == 1
    assert len(every(page(figure), "figure.hero img")) == 1
    article = Article(headline=Text("عنوان"), body=(figure, Paragraph(Text("نص"))), **LETTER)
    letter = compose.letter(article, classic, House(), Brand())
    for form in (letter.html, letter.text):
        assert all(form.count(part) == 1 for part in ("مضخة", "من يهمه الأمر", "سلمى المثال", "خريطة الآبار"))


# Digits ----------------------------------------------------------------------------------------------------------

MIXED = """---
headline: عنوان
number: 431
guess: no
lang: {language}
---
{words} 412.6, 1,800, No. 431.

| a | 1,800.5 |
|---|---|
| USD 1,800.5 | 412.6 |

1. [rose 5.5%]{{lang=en}}
"""


def digits_of(language: str, said: str, style: House, classic: Theme) -> str:
    written = MIXED.format(language=language, words=said).encode()
    article, _ = read.article_from(SourceFile(written, "a.md", ".md"))
    made = compose.html(tidy.article(article, style), classic, EMAIL, style, Brand())
    return words(parser.document_fromstring(made.html).find("body")).replace("\u00a0", " ")


def test_the_digits_of_an_arabic_house_reach_its_own_words_and_tables_alone(classic):
    shown = digits_of("ar", "بلغ", House(digits=Digits.ARABIC_INDIC), classic)
    assert all(part in shown for part in ("رقم ٤٣١", "بلغ ٤١٢٫٦, ١٬٨٠٠, No. 431.", "USD 1,800.5٤١٢٫٦", "rose 5.5%"))


@pytest.mark.parametrize(
    ("line", "stretch"),
    [
        ("وقالت “Output rose 5.5% to 412.6 in 2025” أمس", "Output rose 5.5% to 412.6 in 2025"),
        ("وفق القرار No. 431 الصادر", "No. 431"),
        ("وهبط Brent 5 % اليوم", "Brent 5 %"),
        ("أعلنت Google. 15 شركة معها", "Google"),
    ],
)
def test_a_figure_among_latin_words_is_read_with_them(line, stretch):
    (found,) = [one for one in inline.stretches(line, "rtl") if one.kind == "foreign"]
    assert line[found.start : found.end] == stretch


@pytest.mark.parametrize(("language", "said"), [("en", "It rose to"), ("he", "עלה")])
def test_the_digits_of_an_arabic_house_reach_no_page_of_another_script(language, said, classic):
    shown = digits_of(language, said, House(digits=Digits.ARABIC_INDIC), classic)
    assert not re.search("[٠-٩۰-۹٫٬]", shown)
    assert f"{said} 412.6, 1,800, No. 431." in shown
