"""Make: from a source to finished editions.

The recipe: source, setup, read, complete, tidy, compose, render, proof. Each is a line of `run` or of `_edition`; what
flows from one to the next is a value that is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from typeset import compose, preflight, render, tidy
from typeset.errors import Message, ThemeError
from typeset.findings import Finding
from typeset.jobs import gaps, placeholders, translations
from typeset.jobs.given import Given, Reading, load_given, read_given
from typeset.model import brand, edition, fonts, house_style, sheet, theme
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.edition import USUAL_EDITIONS, Edition
from typeset.model.house_style import House
from typeset.model.page import AttachedSource
from typeset.model.theme import Theme

USUAL_THEME = "classic"


class Step(NamedTuple):
    """What a job is about to do; `edition` names the one it does it for, where it is for one alone."""

    doing: str
    edition: str = ""

    def __str__(self) -> str:
        return f"{self.edition}: {self.doing}" if self.edition else self.doing


Watch = Callable[[Step], None]
"""Called before each step. What it raises stops the job there: `Cancelled`, where a newer job takes its place."""


class Job(NamedTuple):
    """What to make of one article."""

    given: Given
    editions: tuple[str | Edition, ...] = ()
    """By name, or as they are. Empty: those of the house, else USUAL_EDITIONS."""
    theme: str = ""
    """By name, or its folder; empty: the house's, else USUAL_THEME."""
    font: str = ""
    """A family by name, a font file or a folder of them, for the body in place of the theme's; empty: the house's."""
    form: str = ""
    """The reader by name; empty: by the file's suffix and content."""
    digits: str = ""
    """A family of digits by name, in place of the house's."""
    page: str = ""
    """The sheet, by name or measure (`A5`, `210x280mm`); empty: the theme's."""
    fit: int = 0
    """The number of pages to fit the release on; 0: as many as it takes."""
    other: Given | None = None
    """The translation for a theme that sets two languages; None: the first that the article names."""


class Setup(NamedTuple):
    """What a job works with. All of it is checked before work begins."""

    house: House
    brand: Brand
    theme: Theme
    editions: tuple[Edition, ...]


class Release(NamedTuple):
    """All that an edition is composed from: the article as it is set, and the words and figures of its house."""

    article: Article
    theme: Theme
    house: House
    brand: Brand
    source: AttachedSource
    other: Release | None = None
    """Its translation, where the theme sets two languages."""

    @property
    def beside(self) -> compose.Beside:
        """How it stands beside another."""
        return compose.Beside(self.article, self.house, self.brand)


class MadeEdition(NamedTuple):
    """One finished edition, and what its rendering and its proof found."""

    edition: Edition
    pdf: bytes
    findings: tuple[Finding, ...]


class Made(NamedTuple):
    """A job done: the release, what reading and tidying found in its text, and each edition with its own findings."""

    release: Release
    text_findings: tuple[Finding, ...]
    editions: tuple[MadeEdition, ...]

    @property
    def article(self) -> Article:
        """The article as it is set: read, completed by the brand, tidied."""
        return self.release.article

    @property
    def pdf(self) -> bytes:
        """The first edition's PDF."""
        return self.editions[0].pdf

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the text, then those of each edition."""
        return self.text_findings + tuple(finding for made in self.editions for finding in made.findings)


def unwatched(step: Step) -> None:
    """Tell nobody."""


def run(job: Job, watch: Watch = unwatched) -> Made:
    """Make every edition of an article; it is read and tidied once.

    Raises ArticleError (also for a skeleton that is not filled in), ThemeError, EngineError, CommandError for an
    edition that does not exist or an article too many or too few for the theme, and whatever `watch` raises.
    """
    watch(Step("reading"))
    source = load_given(job.given)
    setup = set_up(job, source.folder or Path())
    reading = read_given(source, job.form)
    placeholders.refuse(reading.article)
    translation = translations.reading(job.other, reading.article, setup.theme)
    watch(Step("tidying"))
    release, found = _tidied(reading, setup)
    if translation:
        other, found_in_other = _tidied(translation, setup)
        attached = translations.source(other.source, other.article.language, release.source)
        release = release._replace(other=other._replace(source=attached))
        found += found_in_other + tidy.findings_beside(release.article, other.article, setup.house)
    editions = tuple(_edition(release, one, watch) for one in setup.editions)
    return Made(release, found, editions)


def set_up(job: Job, folder: Path) -> Setup:
    """House style, brand, theme and editions of a job, by the files of a folder and of those above it.

    Raises ThemeError: one of the files is wrong; CommandError: there is no such edition.
    """
    house = house_style.load(folder).with_digits(job.digits)
    editions = (
        one if isinstance(one, Edition) else edition.named(one, house.editions)
        for one in job.editions or house.edition or USUAL_EDITIONS
    )
    return Setup(house, brand.load(folder), _look(job, house), tuple(editions))


def _tidied(reading: Reading, setup: Setup) -> tuple[Release, tuple[Finding, ...]]:
    """The release in the house's typography, the words of the article and those of the brand; and what was found."""
    house, language = setup.house, reading.article.language
    completed = setup.brand.spoken(language).completing(reading.article)
    article = tidy.article(completed, house)
    own_words = setup.brand.spoken(language).rewrite(lambda words: tidy.words(words, house, language))
    settled = replace(house, page_digits=tidy.page_digits(article, house))
    name = Path(reading.source.name).name
    source = AttachedSource(name, reading.source.data, reading.reader.media_type)
    found = gaps.cured(tidy.findings(article, house), reading.reader.name, language)
    return Release(article, setup.theme, settled, own_words, source), reading.lost + found


def _edition(release: Release, edition: Edition, watch: Watch) -> MadeEdition:
    """Compose, render and proof one edition."""
    article, theme, other = release.article, release.theme, release.other
    watch(Step("composing", edition.name))
    page = compose.html(article, theme, edition, release.house, release.brand, other and other.beside)
    watch(Step("rendering", edition.name))
    page = replace(page, source=release.source, other_source=other and other.source)
    pdf, of_rendering = render.pdf(page, theme, edition)
    watch(Step("proofing", edition.name))
    of_proof = preflight.findings(pdf, article=article, other=other and other.article, theme=theme, edition=edition)
    return MadeEdition(edition, pdf, of_rendering + of_proof)


def _look(job: Job, house: House) -> Theme:
    """The theme, with the body face that the job or else the house asks for, on the sheet of the job."""
    near = house.file.parent if house.file else None
    with _saying_where(house, is_the_house_s=bool(house.theme and not job.theme)):
        look = theme.load(job.theme or house.theme or USUAL_THEME, near)
    with _saying_where(house, is_the_house_s=bool(house.font and not job.font)):
        asked = job.font or house.font
        look = look.with_body_font(fonts.asked(asked, near)) if asked else look
    page = sheet.parsed(job.page) if job.page else look.page
    return replace(look, page=page, fit=replace(look.fit, pages=job.fit))


@contextmanager
def _saying_where(house: House, *, is_the_house_s: bool) -> Iterator[None]:
    """What is wrong with a wish of the house's stands in its file, and on no command line."""
    try:
        yield
    except ThemeError as error:
        if not is_the_house_s:
            raise
        raise ThemeError(
            Message("{file}: {message}", file=house.file, message=error.message), hint=error.hint
        ) from error
