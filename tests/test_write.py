"""Writing: Markdown that makes the identical page."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings

from articles import ARTICLES
from typeset import read, write
from typeset.article import Article
from typeset.read.source import Source

CASES = Path(__file__).parent / "cases"


def back(markdown: str) -> Article:
    article, _ = read.of(Source(markdown.encode(), "written.md", ".md"))
    return article


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ARTICLES)
def test_any_article_reads_back_as_it_was(article: Article):
    assert back(write.markdown(article)) == article
