"""Writing: Markdown that makes the identical page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from articles import ARTICLES
from typeset import read, write
from typeset.model.article import Article, Paragraph, Quotation
from typeset.model.text import Mark, MarkKind, Text
from typeset.read.source import SourceFile

CASES = Path(__file__).parent / "cases"


def back(markdown: str) -> Article:
    article, _ = read.article_from(SourceFile(markdown.encode(), "written.md", ".md"))
    return article


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ARTICLES)
def test_any_article_reads_back_as_it_was(article: Article):
    assert back(write.markdown(article)) == article


def test_emphasis_within_emphasis_in_the_middle_of_a_word_reads_back():
    marks = (Mark(3, 6, MarkKind.EMPHASIS), Mark(4, 5, MarkKind.STRONG))
    article = Article(headline=Text("عنوان"), body=(Paragraph(Text("اردو({{ 12", marks)),))
    assert back(write.markdown(article)) == article


def test_a_comma_in_the_code_of_a_speakers_name_reads_back():
    speaker = Text("قسم a,b، بغداد", (Mark(4, 7, MarkKind.CODE),))
    article = Article(headline=Text("عنوان"), body=(Quotation((Text("قول"),), speaker, Text("ناطق")),))
    assert back(write.markdown(article)) == article


SOURCES = [
    *(file for file in sorted(CASES.glob("read/*/*")) if file.suffix != ".parts"),
    *sorted(CASES.glob("press/*/*.md")),
    *sorted(CASES.glob("press/release-formats/*")),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_case_reads_back_as_it_was(source: Path):
    article, _ = read.article(source)
    assert back(write.markdown(article)) == article


def test_written_markdown_is_clean():
    release, _ = read.article(CASES / "press" / "release-formats" / "release.txt")
    front, body = write.markdown(release).removeprefix("---\n").split("\n---\n\n")
    assert front.splitlines()[1:] == ["dateline: الوفاق/", "source: الوفاق", "lang: ar", "guess: false"]
    assert body.count("\n\n") == len(release.body) - 1
    assert body.count("\n\n## خلق صورة خالدة لرمز «صُنع في إيران»\n\n") == 1
    assert not set("*_\\&<[`") & set(body)


@pytest.mark.parametrize("language", write.SKELETONS)
def test_the_skeleton_is_a_release_without_loss(language: str, tmp_path: Path):
    file = tmp_path / "release.md"
    file.write_text(write.skeleton(language), encoding="utf-8")
    article, losses = read.article(file)
    assert losses == ()
    assert article.language == language
