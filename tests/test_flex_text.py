"""A theme that sets running text in a flex line is told so; names, labels, cards and captions may stand in one."""

from pathlib import Path

import pytest

from typeset import render
from typeset.jobs.make import Job, run
from typeset.model import theme
from typeset.model.edition import EDITIONS
from typeset.model.fonts import load
from typeset.model.page import Page
from typeset.model.theme import Theme

CASES = Path(__file__).parent / "cases" / "press"
TEXT = " ".join(["أعلنت المؤسسة أن المشروع يسير كما خطط له."] * 4)
PLAIN = Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, (load("amiri"),))


def told(body: str, css: str = "") -> list[str]:
    """What is said of the flex lines of a page."""
    sheet = f"<title>نص</title><style>body{{font:12pt/1.6 Amiri}}{css}</style>"
    page = Page(f'<!doctype html><html lang="ar" dir="rtl">{sheet}<body>{body}</body></html>')
    _, findings = render.pdf(page, PLAIN, EDITIONS["email"])
    assert {one.id for one in findings} <= {"theme/flex-text"}
    return [f"{one.message} {one.hint}" for one in findings]


@pytest.mark.parametrize("value", ["flex", "inline-flex"])
def test_a_text_in_a_flex_line_is_named_with_its_element_and_what_to_write_instead(value):
    (said,) = told(f"<main class='text wide'><p>{TEXT}<p>{TEXT}</main>", f"main {{ display: {value} }}")
    assert "`main.text.wide` is a flex line and holds a paragraph of 32 words, «أعلنت المؤسسة أن المشروع" in said
    assert "table-layout: fixed" in said


def test_however_deep_the_text_stands_the_nearest_flex_line_is_named():
    body = f"<div><section class=inner><div><blockquote>{TEXT}</blockquote></div></section></div>"
    (said,) = told(body, "div, section { display: flex } section div { display: block }")
    assert said.startswith("`section.inner`")


def test_a_paragraph_over_two_pages_counts_as_one():
    css = "@page { size: 60mm 60mm; margin: 5mm } main { display: flex } p { orphans: 1; widows: 1 }"
    (said,) = told(f"<main><p>{TEXT}</main>", css)
    assert "32 words" in said


@pytest.mark.parametrize(
    "body",
    [
        "<div><p>رقم ٧</p><p>الخميس ٢٠ آذار ٢٠٢٥</p></div>",
        f"<div><figure><figcaption>{TEXT}</figcaption></figure></div>",
        f"<main>{TEXT}</main>",
    ],
    ids=["labels", "captions", "no flex line"],
)
def test_what_may_stand_there_is_left_alone(body):
    assert told(body, "div { display: flex }") == []


def test_a_stranger_s_theme_is_told_when_a_release_is_made(tmp_path):
    own = tmp_path / "ours"
    own.mkdir()
    (own / "theme.toml").write_text('extends = "classic"\n', encoding="utf-8")
    (own / "page.css").write_text("main { display: flex; flex-direction: column }\n", encoding="utf-8")
    found = run(Job(CASES / "full" / "full.md", ("email",), str(own))).findings
    assert [str(one.message) for one in found if one.id == "theme/flex-text"]


@pytest.mark.parametrize("name", theme.names())
def test_our_own_themes_are_silent_also_in_their_tightest_setting(name):
    look = theme.load(name)
    other = CASES / "english" / "english.md" if look.languages == 2 else None
    fit = 0 if look.pictures else 1
    found = run(Job(CASES / "full" / "full.md", ("email",), name, fit=fit, other=other)).findings
    assert "theme/flex-text" not in {one.id for one in found}
    assert "text/overprinted" not in {one.id for one in found}
