"""Placeholders: no release goes out with words of the skeleton in it, and none is refused for words of its own."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from pathlib import Path

import pytest

from typeset import read, write
from typeset.errors import ArticleError
from typeset.jobs import placeholders
from typeset.model.article import Article, Contact, Figure, Paragraph
from typeset.model.text import Text
from typeset.read.source import SourceFile

CASES = Path(__file__).parent / "cases"
BLANK = read.article_from(SourceFile(write.skeleton().encode(), "release.md", ".md"))[0]
WHOLE = read.article_from(SourceFile(placeholders.optional_shown(write.skeleton()).encode(), "release.md", ".md"))[0]
FILLED = Article(
    release=Text("للنشر الفوري"),
    headline=Text("المؤسسة تفتتح مركزاً للمياه في البصرة"),
    body=(Paragraph(Text("افتتحت المؤسسة اليوم مركزاً للمياه.")),),
    name="release.md",
)


def own_words(text: Text) -> Text:
    """Words that an author has written in place of a text."""
    return replace(text, text="كلام كتبه صاحب البيان بنفسه", marks=())


def with_one_left(kept: Text) -> Article:
    """The whole skeleton filled in but for one text."""
    body = tuple(block for block in WHOLE.body if not isinstance(block, Figure))
    written = replace(WHOLE, body=body, contacts=(), photos=(), link="").rewrite(own_words)
    return replace(written, about=(Paragraph(kept),))


def said(article: Article) -> list[str]:
    return [finding.message for finding in placeholders.placeholder(article)]


def test_the_empty_skeleton_is_refused_and_its_fields_are_named_with_their_lines():
    with pytest.raises(ArticleError) as refused:
        placeholders.refuse(BLANK)
    lines = write.skeleton().split("\n")
    for field in ("headline", "subheadline", "dateline", "source"):
        line = next(at for at, words in enumerate(lines, 1) if words.startswith(f"{field}:"))
        assert f"{field} (line {line})" in refused.value.message
    assert "text (lines " in refused.value.message
    assert "release (" not in refused.value.message
    assert "typeset-press lint release.md" in refused.value.hint


ENGLISH = read.article_from(
    SourceFile(placeholders.optional_shown(write.skeleton("en")).encode(), "release.md", ".md")
)[0]
TEXTS = {text.text for whole in (WHOLE, ENGLISH) for text in whole.texts() if text.text != whole.release.text}


def test_the_skeletons_have_the_same_fields():
    fields = [[type(value).__name__ if value else "" for value in vars_of(whole)] for whole in (WHOLE, ENGLISH)]
    assert fields[0] == fields[1]
    assert [type(block) for block in WHOLE.body] == [type(block) for block in ENGLISH.body]


def vars_of(article: Article) -> list[object]:
    return [getattr(article, part.name) for part in dataclasses.fields(article)]


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_each_text_of_the_skeleton_is_found_where_it_alone_is_left(text: str):
    if not any(letter.isalpha() for letter in text):
        pytest.skip("a figure in a cell is no word")
    assert len(said(with_one_left(Text(text)))) == 1


@pytest.mark.parametrize("part", ["phone", "email"])
def test_the_skeleton_s_own_telephone_number_and_address_are_found(part: str):
    contact = Contact(Text("سعاد"), **{part: getattr(WHOLE.contacts[0], part)})
    assert len(said(replace(FILLED, contacts=(contact,)))) == 1


def test_the_skeleton_s_link_and_alt_text_are_found():
    assert len(said(replace(FILLED, link=WHOLE.link))) == 1
    photo = replace(WHOLE.photos[0], caption=Text("جسر"), credit=Text("المؤسسة"))
    assert len(said(replace(FILLED, photos=(photo,)))) == 1
    assert said(replace(FILLED, photos=(replace(photo, alt="جسر فوق النهر"),))) == []


def test_what_the_rules_of_typography_change_in_a_placeholder_does_not_hide_it():
    mended = replace(FILLED, headline=Text("عنوان البيان  في سطر واحد، لا يزيد على 65 حرفًا"))
    assert len(said(mended)) == 1


def test_a_release_with_the_skeleton_s_release_line_and_number_is_its_own():
    placeholders.refuse(replace(FILLED, number=WHOLE.number, date=WHOLE.date, embargo=WHOLE.embargo))


@pytest.mark.parametrize("words", ["المدينة –", "عنوان البيان", "الفقرة الأولى تجيب", "نص", "example.com"])
def test_words_that_only_resemble_the_skeleton_are_the_author_s(words: str):
    placeholders.refuse(replace(FILLED, dateline=Text(words)))


@pytest.mark.parametrize("file", [*sorted(CASES.glob("press/*/*.md")), CASES.parent.parent / "articles"], ids=str)
def test_no_real_release_is_refused(file: Path):
    for one in sorted(file.glob("*.txt")) if file.is_dir() else [file]:
        placeholders.refuse(read.article(one)[0])


def test_a_skeleton_in_another_form_is_refused_too(tmp_path: Path):
    pasted = tmp_path / "release.txt"
    pasted.write_text("عنوان البيان في سطر واحد، لا يزيد على ٦٥ حرفاً\n\nافتتحت المؤسسة مركزاً للمياه.\n", "utf-8")
    with pytest.raises(ArticleError, match=r"headline \(line 1\)"):
        placeholders.refuse(read.article(pasted)[0])
