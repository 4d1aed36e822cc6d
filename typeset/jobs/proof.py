"""The proof job: a PDF of any maker, judged apart, alone or beside the article that it must say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from typeset import preflight, tidy
from typeset.jobs.given import load_given, read_given
from typeset.model import brand, house_style
from typeset.model.article import Article
from typeset.words.voice import ENGLISH, Voice

if TYPE_CHECKING:
    from typeset.preflight.result import Judgement


def run(pdf: bytes, name: str, condition: str = "", article: Article | None = None, page: str = "") -> Judgement:
    """The judgement of a PDF by all checks, in a process of its own with limits on memory and work.

    `article`: the one that it must hold word for word, as it was set. `condition`: how it will be printed, a row of
    `preflight.conditions.CONDITIONS`; empty: by what the file claims. `page`: the trimmed size that was agreed. Raises
    ArticleError: the file is no PDF, is locked, or asks for more than the limits; CommandError: there is no such
    condition or sheet.
    """
    return preflight.judge_apart(pdf, article=article, condition=condition, page=page, name=name)


def report(pdf: bytes, judgement: Judgement, voice: Voice = ENGLISH) -> str:
    """A judgement as a page of HTML that needs no other file, the findings drawn on the pages."""
    return preflight.html(pdf, judgement, voice)


def as_set(path: Path) -> Article:
    """The article of a file as `make` sets it: read, completed by the brand, tidied.

    Raises ArticleError: it cannot be read; ThemeError: the brand or the house style beside it is wrong.
    """
    article = read_given(load_given(path)).article
    folder = article.folder or Path()
    completed = brand.load(folder).spoken(article.language).completing(article)
    return tidy.article(completed, house_style.load(folder))
