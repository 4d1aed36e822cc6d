"""Make: from a source to finished editions.

The recipe: source, setup, read, complete, tidy, compose, render, proof. Each is a line of `run` or of `_edition`; what
flows from one to the next is a value that is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from typeset import budget, compose, preflight, render, tidy
from typeset.errors import CommandError, Message, ThemeError
from typeset.findings import Finding, Place
from typeset.jobs import carried, gaps, placeholders, translations
from typeset.jobs.given import Given, Reading, load_given, read_given, size_of
from typeset.model import brand, edition, fonts, house_style, sheet, theme
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.edition import DEFAULT_EDITION, USUAL_EDITIONS, Edition
from typeset.model.house_style import House
from typeset.model.page import AttachedSource, Page
from typeset.model.theme import Theme
from typeset.preflight.picture import drawn

USUAL_THEME = "classic"
LARGEST_PICTURE = 600_000
"""Bytes. A larger picture is not shown by some messengers beside a link."""


class Step(NamedTuple):
    """What a job is about to do; `edition` names the one it does it for, where it is for one alone."""

    doing: str
    edition: str = ""

    @property
    def words(self) -> str:
        """The step as it is said to whoever waits."""
        return Message("{edition}: {doing}", edition=self.edition, doing=self.doing) if self.edition else self.doing

    def __str__(self) -> str:
        return str(self.words)


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

    def wishes(self, house: House) -> dict[str, object]:
        """How the page is asked for: what the job itself says, else the house."""
        asked: Mapping[str, object] = {
            "theme": self.theme or house.theme,
            "font": self.font or house.font,
            "form": self.form,
            "digits": self.digits,
            "page": self.page,
            "fit": self.fit,
        }
        return {key: value for key, value in asked.items() if value}


class Setup(NamedTuple):
    """What a job works with. All of it is checked before work begins."""

    house: House
    brand: Brand
    theme: Theme
    editions: tuple[Edition, ...]


class Begun(NamedTuple):
    """A job of which everything is read, and nothing is set yet."""

    setup: Setup
    reading: Reading
    translation: Reading | None = None
    """The same release in another language, where the theme sets two."""
    wishes: Mapping[str, object] = MappingProxyType({})
    """How it was asked for."""


class Release(NamedTuple):
    """All that an edition is composed from: the article as it is set, and the words and figures of its house."""

    article: Article
    theme: Theme
    house: House
    brand: Brand
    source: AttachedSource
    other: Release | None = None
    """Its translation, where the theme sets two languages."""
    wishes: Mapping[str, object] = MappingProxyType({})
    """How it was asked for, for an edition that can be set again from itself."""

    @property
    def beside(self) -> compose.Beside:
        """How it stands beside another."""
        return compose.Beside(self.article, self.house, self.brand)


class MadeFile(NamedTuple):
    """One finished file: how its name ends after that of the article (`.pdf`, `-card.png`), and its bytes."""

    suffix: str
    content: bytes
    purpose: str
    """What it is for, in a few words."""
    media_type: str = "application/pdf"


class MadeEdition(NamedTuple):
    """One finished edition, and what its rendering and its proof found."""

    edition: Edition
    files: tuple[MadeFile, ...]
    """Its PDF; or, by a theme that makes pictures, each picture and the file with its alt text."""
    findings: tuple[Finding, ...]

    @property
    def pdf(self) -> bytes:
        """Its PDF; empty where its theme makes pictures."""
        return b"".join(file.content for file in self.files if file.suffix.endswith(".pdf"))


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
        """The first edition's PDF; empty where the theme makes pictures."""
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
    with budget.for_input(size_of(job.given), Message("reading")):
        return finished(begun(job, watch), watch)


def _at(step: Step, watch: Watch) -> None:
    """Begin a step: whoever watches is told, and the budget, whose sentence names it."""
    budget.at(step.words)
    watch(step)


def begun(job: Job, watch: Watch = unwatched) -> Begun:
    """Read what a job names, and check what it works with. Raises what `run` does."""
    _at(Step(Message("reading")), watch)
    source = load_given(job.given)
    setup = set_up(job, source.folder or Path())
    reading = read_given(source, job.form)
    placeholders.refuse(reading.article)
    translation = translations.reading(job.other, reading.article, setup.theme)
    return Begun(setup, reading, translation, job.wishes(setup.house))


def finished(begun: Begun, watch: Watch = unwatched) -> Made:
    """Tidy and set what is read. Raises EngineError, and whatever `watch` raises."""
    release, found = prepared(begun, watch)
    return Made(release, found, tuple(_edition(release, one, watch) for one in begun.setup.editions))


def prepared(begun: Begun, watch: Watch = unwatched) -> tuple[Release, tuple[Finding, ...]]:
    """The release as it will be set, and what was found in its text."""
    setup, reading, translation, wishes = begun
    _at(Step(Message("tidying")), watch)
    release, found = _tidied(reading, setup)
    release = release._replace(wishes=wishes)
    if translation:
        other, found_in_other = _tidied(translation, setup)
        attached = translations.source(other.source, other.article.language, release.source)
        release = release._replace(other=other._replace(source=attached))
        found += found_in_other + tidy.findings_beside(release.article, other.article, setup.house)
    return release, found


def set_up(job: Job, folder: Path) -> Setup:
    """House style, brand, theme and editions of a job, by the files of a folder and of those above it.

    Raises ThemeError: one of the files is wrong; CommandError: there is no such edition.
    """
    house = house_style.load(folder).with_digits(job.digits)
    look = _look(job, house)
    wanted = job.editions or (house.edition or USUAL_EDITIONS if not look.pictures else (DEFAULT_EDITION,))
    editions = tuple(one if isinstance(one, Edition) else edition.named(one, house.editions) for one in wanted)
    if look.pictures:
        _refuse_for_pictures(job, look, editions)
    return Setup(house, brand.load(folder), look, editions)


def _refuse_for_pictures(job: Job, look: Theme, editions: tuple[Edition, ...]) -> None:
    """Raises CommandError: an edition, a sheet or a number of pages that a picture does not have."""
    for one in editions:
        if one.name != DEFAULT_EDITION:
            raise CommandError(
                Message("The theme {theme} makes pictures, and no edition {name}.", theme=look.name, name=one.name),
                hint="Leave --edition out, or take another theme for that file.",
            )
    if job.page or job.fit > 1:
        raise CommandError(
            Message("The theme {theme} makes pictures of fixed sizes: {names}.", theme=look.name,
                    names=", ".join(look.pictures)),
            hint="Leave --page and --fit out; a theme of your own has other sizes, under [pictures] in theme.toml.",
        )  # fmt: skip


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
    """One edition: its PDF, or the pictures of a theme that makes those."""
    if release.theme.pictures:
        pictures = [_picture(release, name, edition, watch) for name in release.theme.pictures]
        files, findings = (tuple(chain.from_iterable(parts)) for parts in zip(*pictures, strict=True))
        return MadeEdition(edition, files, findings)
    _, pdf, findings = _proofed(release, edition, watch)
    return MadeEdition(edition, (MadeFile(edition.suffix, pdf, edition.purpose),), findings)


def _proofed(release: Release, edition: Edition, watch: Watch) -> tuple[Page, bytes, tuple[Finding, ...]]:
    """Compose, render and proof: the page, its PDF, and what was found."""
    page, pdf, found = rendered(release, edition, watch)
    return page, pdf, found + judged(release, edition, pdf, watch)


def rendered(release: Release, edition: Edition, watch: Watch = unwatched) -> tuple[Page, bytes, tuple[Finding, ...]]:
    """The page of an edition, its PDF, and what was found while it was set. Raises EngineError."""
    other = release.other
    _at(Step(Message("composing"), edition.name), watch)
    page = compose.html(release.article, release.theme, edition, release.house, release.brand, other and other.beside)
    _at(Step(Message("rendering"), edition.name), watch)
    made_of = _carried(release) if edition.attach_source else ()
    page = replace(page, source=release.source, other_source=other and other.source, carried=made_of)
    pdf, found = render.pdf(page, release.theme, edition)
    return page, pdf, found


def _carried(release: Release) -> tuple[AttachedSource, ...]:
    """What an edition that can be set again from itself carries beside its texts."""
    told = {**release.wishes, "source": release.source.name}
    if release.other:
        told["other"] = release.other.source.name
    articles = [one.article for one in (release, release.other) if one]
    return carried.files(articles, release.brand, release.house, told)


def judged(release: Release, edition: Edition, pdf: bytes, watch: Watch = unwatched) -> tuple[Finding, ...]:
    """What the proof finds in the PDF of an edition."""
    theme, other = release.theme, release.other
    _at(Step(Message("proofing"), edition.name), watch)
    translation = theme.shown_of(other.article) if other else None
    article = theme.shown_of(release.article)
    return preflight.findings(pdf, article=article, other=translation, theme=theme, edition=edition)


def sized(release: Release, name: str, edition: Edition) -> tuple[Release, Edition]:
    """The release and the edition for one picture of a theme that makes pictures."""
    size = release.theme.pictures[name]
    return release._replace(theme=replace(release.theme, page=size)), replace(edition, image_ppi=sheet.PPI)


def _picture(
    release: Release, name: str, edition: Edition, watch: Watch
) -> tuple[tuple[MadeFile, ...], tuple[Finding, ...]]:
    """One picture of the theme: it and its alt text; what was found on its page stands in the picture."""
    page, pdf, findings = _proofed(*sized(release, name, edition), watch)
    _at(Step(Message("drawing"), edition.name), watch)
    width, height = release.theme.pictures[name].pixels
    purpose = Message("for social media: {width} x {height} pixels", width=width, height=height)
    drawing = MadeFile(f"-{name}.png", drawn(pdf, 0, sheet.PPI, LARGEST_PICTURE), purpose, "image/png")
    words = MadeFile(
        f"-{name}.txt",
        compose.alt_text(page).encode(),
        Message("its alt text, to paste beside it"),
        "text/plain; charset=utf-8",
    )
    place = Place(file=f"{Path(release.article.name).stem}{drawing.suffix}")
    placed = (finding._replace(place=place) if finding.place.page else finding for finding in findings)
    return (drawing, words), tuple(placed)


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
