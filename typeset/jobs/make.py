"""Make: the stages in order, written once.

file - read -> Article - tidy -> Article - compose -> Page - render -> PDF - proof -> findings
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from typeset import compose, preflight, read, render, tidy
from typeset.errors import ThemeError
from typeset.findings import Finding
from typeset.jobs import gaps, placeholders
from typeset.model import brand, edition, fonts, house_style, theme
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.edition import USUAL_EDITIONS, Edition
from typeset.model.house_style import House
from typeset.model.page import AttachedSource
from typeset.model.theme import Theme
from typeset.read.source import load

USUAL_THEME = "classic"
Tell = Callable[[str], None]
"""Called with the name of each step before it starts."""


class Job(NamedTuple):
    """What to make of one article. The path `-` is standard input."""

    article: Path
    editions: tuple[str, ...] = ()
    """Empty: those of the house, else USUAL_EDITIONS."""
    theme: str = ""
    """By name, or its folder; empty: the house's, else USUAL_THEME."""
    font: str = ""
    """A family by name, a font file or a folder of them, for the body in place of the theme's; empty: the house's."""
    form: str = ""
    """The reader by name; empty: by the file's suffix and content."""
    digits: str = ""
    """A family of digits by name, in place of the house's."""


class MadeEdition(NamedTuple):
    """One finished edition, and what its rendering and proof found."""

    edition: Edition
    pdf: bytes
    findings: tuple[Finding, ...]


class Made(NamedTuple):
    """A job done: what was printed from, what reading and tidying found, and each edition."""

    forme: Setup
    findings: tuple[Finding, ...]
    editions: tuple[MadeEdition, ...]

    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the article, then those of each edition."""
        return self.findings + tuple(finding for printed in self.editions for finding in printed.findings)


def silent(step: str) -> None:
    """Tell nobody."""


def run(job: Job, tell: Tell = silent) -> Made:
    """Make every edition of an article; it is read and tidied once.

    Raises ArticleError (also for a skeleton that is not filled in), ThemeError, EngineError, or CommandError for an
    edition that does not exist.
    """
    tell("reading")
    given = load(job.article)
    raw, dropped = read.article_from(given, job.form)
    placeholders.refuse(raw)
    folder = raw.folder or Path()
    style = house_style.load(folder).with_digits(job.digits)
    editions = tuple(edition.named(name, style.editions) for name in job.editions or style.edition or USUAL_EDITIONS)
    tell("tidying")
    own_brand = brand.load(folder).spoken(raw.language)
    article = tidy.article(own_brand.completing(raw), style)
    own_brand = own_brand.rewrite(lambda words: tidy.words(words, style, raw.language))
    reader = read.reader(given, job.form)
    source = AttachedSource(Path(given.name).name, given.data, reader.media_type)
    settled = replace(style, page_digits=tidy.page_digits(article, style))
    forme = Setup(article, _look(job, style), settled, own_brand, source)
    printed = tuple(_print(forme, one, tell) for one in editions)
    found = gaps.cured(tidy.findings(article, style), reader.name, article.language)
    return Made(forme, dropped + found, printed)


class Setup(NamedTuple):
    """All that an edition is printed from."""

    article: Article
    theme: Theme
    house: House
    brand: Brand
    source: AttachedSource


def _look(job: Job, style: House) -> Theme:
    """The theme, with the face that the body is to have: as the job asks, else as the house does."""
    near = style.file.parent if style.file else None
    with _saying_where(style, is_the_house_s=bool(style.theme and not job.theme)):
        look = theme.load(job.theme or style.theme or USUAL_THEME, near)
    with _saying_where(style, is_the_house_s=bool(style.font and not job.font)):
        asked = job.font or style.font
        return look.with_body_font(fonts.asked(asked, near)) if asked else look


@contextmanager
def _saying_where(style: House, *, is_the_house_s: bool) -> Iterator[None]:
    """What is wrong with a wish of the house's stands in its file, and on no command line."""
    try:
        yield
    except ThemeError as error:
        if not is_the_house_s:
            raise
        raise ThemeError(f"{style.file}: {error.message}", hint=error.hint) from error


def _print(forme: Setup, one: Edition, tell: Tell) -> MadeEdition:
    tell(f"{one.name}: composing")
    page = compose.html(forme.article, forme.theme, one, forme.house, forme.brand)
    tell(f"{one.name}: rendering")
    pdf, rendered = render.pdf(replace(page, source=forme.source), forme.theme, one)
    tell(f"{one.name}: proofing")
    proofed = preflight.findings(pdf, article=forme.article, theme=forme.theme, edition=one)
    return MadeEdition(one, pdf, rendered + proofed)
