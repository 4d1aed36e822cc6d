"""How wide paragraphs want to be, for tables and flex lines: WeasyPrint's own widths, without its work."""

import pytest
from galley import document, fonts, lines
from test_floats import ENGLISH
from test_lines import TEXT
from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred as theirs
from weasyprint.text.line_break import Layout

from typeset.render import patches
from typeset.render.lines import preferred

PERSIAN = "سفیر ایران در مسکو با اشاره به سفر نمایندگان شرکت‌های فناوری، از پیشرفت همکاری‌ها خبر داد."
HEBREW = "הקרן פתחה אלף בארות בשישה מחוזות, והיא מפרסמת את כל הנתונים לכל מי שרוצה לבדוק אותם."
TEXTS = {
    "ar": ("rtl", TEXT, "Amiri"),
    "fa": ("rtl", PERSIAN, "Amiri"),
    "he": ("rtl", HEBREW, "Frank Ruhl Libre"),
    "en": ("ltr", ENGLISH[:110], "Noto Serif"),
}
OWN = {patch.name: patch for patch in patches.PATCHES if patch.module == theirs.__name__}
WAYS = {
    "plain": "{}",
    "over two lines": "{0}<br>{0}",
    "set in bold": "<b>{}</b>",
    "with a box in it": "{} <span style='padding:0 3px;margin-left:2px;border-right:1px solid'>{}</span>",
    "drawn in": "<span></span>{}",
}


def measured(body: str, *, own: bool, **options):
    """The narrowest and the longest width in px of the only paragraph of a page."""
    found: list[float] = []

    def spying(name):
        measure = patches.own(OWN[name]) if own else patch[name]

        def spy(*arguments, **keywords):
            found.append(measure(*arguments, **keywords))
            return found[-1]

        return spy

    patches.apply()
    patch = {name: getattr(theirs, name) for name in OWN}
    with pytest.MonkeyPatch.context() as context:
        for name in OWN:
            context.setattr(theirs, name, spying(name))
        document(f"<table><tr><td><p>{body}</table>", **options)
    return min(found), max(found)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", TEXTS)
def test_they_are_those_of_weasyprint(language, way):
    direction, text, family = TEXTS[language]
    css = f"p {{ font-family: '{family}'; text-indent: {'5mm' if way == 'drawn in' else '10%'} }}"
    body, options = WAYS[way].format(text, text), {"css": css, "language": language, "direction": direction}
    assert measured(body, own=False, **options) == pytest.approx(measured(body, own=True, **options), abs=0.1)


@pytest.mark.parametrize("css", ["white-space: nowrap", "white-space: pre-line", "overflow-wrap: break-word"])
def test_they_follow_how_words_may_be_broken(css):
    options = {"css": f"p {{ {css} }}"}
    assert measured(TEXT, own=False, **options) == pytest.approx(measured(TEXT, own=True, **options), abs=0.1)


@pytest.mark.parametrize("language", list(TEXTS))
def test_where_words_may_be_broken_anywhere_a_letter_is_the_narrowest(language):
    direction, text, family = TEXTS[language]
    options = {"css": f"p {{ font-family: '{family}'; overflow-wrap: anywhere }}"}
    options |= {"language": language, "direction": direction}
    ours, own = (measured(text, own=which, **options) for which in (False, True))
    assert ours == pytest.approx(own, abs=0.1)
    assert ours[0] < 22


def test_a_paragraph_with_foreign_words_is_as_wide_as_its_line():
    body = f"{TEXT[:60]} <b>Open Map</b> 2.0 (<i>v. 3</i>) {TEXT[60:90]}"
    _, longest = measured(body, own=False)
    (line,) = lines(f"<p>{body}", css="@page { size: 500mm 100mm }")
    assert line.width == pytest.approx(longest, abs=0.1)


def test_a_box_with_a_percentage_is_left_to_weasyprint():
    body = f"{TEXT} <span style='padding: 0 10%'>{TEXT}</span>"
    assert measured(body, own=False) == measured(body, own=True)


@pytest.mark.parametrize(
    "form", ["<div style='display:flex'><div>{0}</div><div>{0}</div></div>", "<table><tr><td>{0}<td>{0}</table>"]
)
@pytest.mark.parametrize("wrap", ["normal", "anywhere"])
def test_1_600_words_in_two_cells_are_shaped_no_more_often_than_as_one_text(form, wrap, monkeypatch):
    text = f"<p>{TEXT}</p>" * (800 // len(TEXT.split()))
    asked: list[str] = []
    own = Layout.set_text

    def counted(self, text, *arguments, **keywords):
        asked.append(text)
        return own(self, text, *arguments, **keywords)

    monkeypatch.setattr(Layout, "set_text", counted)
    document(text * 2)
    asked.clear()
    document(form.format(text), css=f"p {{ overflow-wrap: {wrap} }}")
    assert len(asked) < 10  # 4,800 in a table and 17,000 in a flex line, where WeasyPrint measures


def test_they_are_measured_once(monkeypatch):
    counted: list[float] = []
    own = preferred._Measurer.widths
    monkeypatch.setattr(
        preferred._Measurer, "widths", lambda self, indent: (counted.append(indent), own(self, indent))[1]
    )
    document(f"<div style='display:flex'><p>{TEXT}</div>")
    assert len(counted) == 1


def test_behind_latin_in_nastaliq_the_space_is_as_wide_as_latin_s():
    """The space of Noto Nastaliq Urdu is half as wide, and the word behind an address ran into it."""
    config = fonts("noto-nastaliq-urdu", "noto-serif")
    css = "body { font: 12pt/2.4 'Noto Nastaliq Urdu', 'Noto Serif' }"
    (line,) = lines("<p>فہرست <bdi dir=ltr>kutub</bdi> پر دیکھی", css=css, language="ur", config=config)
    words = next(box for box in line.descendants() if isinstance(box, boxes.TextBox)).pango_layout.line.shown
    spaces = [word.width / word.size for word in sorted(words, key=lambda word: word.order) if word.is_space]
    assert spaces == pytest.approx([0.132, 0.26, 0.132], abs=0.002)
