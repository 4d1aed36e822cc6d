"""Preview: one edition of a release while its author still writes it.

It takes the steps of `make` in another order of delivery: first the pages as pictures, then what is wrong with them and
which word came from where. A newer text takes the place of the one at work between two steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from typeset import budget
from typeset.errors import Message
from typeset.findings import Finding
from typeset.jobs import lint, make, word_map
from typeset.jobs.given import Reading, size_of
from typeset.jobs.make import Job, Release, Watch, unwatched
from typeset.jobs.word_map import MappedWord
from typeset.model.edition import Edition
from typeset.preflight.picture import PagePicture, pictures
from typeset.read import source

MOST_PAGES_DRAWN = 40
"""A desk shows no more pages at once; the file holds them all."""

THUMBNAIL_PPI = 30.0


class Preview(NamedTuple):
    """What to show: a job of one edition whose text is at hand; how sharp, and which pictures are there already."""

    job: Job
    ppi: float = 144.0
    known: frozenset[str] = frozenset()
    """Names of pictures (`PagePicture.name`) that need not be sent again."""


class Pages(NamedTuple):
    """The pages as pictures, and the file that they are of: a PDF for each sheet that the theme makes."""

    pictures: tuple[PagePicture, ...]
    pages: int
    """How many there are; the first MOST_PAGES_DRAWN of them are drawn."""
    title: str
    language: str


class Proofed(NamedTuple):
    """What was found in the text as it is written and on the pages, and the words of the pages with their places in it.

    The page is mended already where a rule can; the author sees it and may mend the text.
    """

    findings: tuple[Finding, ...]
    words: tuple[MappedWord, ...]


Part: TypeAlias = Pages | Proofed


def run(preview: Preview, watch: Watch = unwatched) -> Iterator[Part]:
    """The pages, then what is to say of them. Raises what `make.run` raises."""
    with budget.for_input(size_of(preview.job.given), Message("reading")):
        yield from _parts(preview, watch)


def _parts(preview: Preview, watch: Watch) -> Iterator[Part]:
    job = preview.job
    begun = make.begun(job, watch)
    release, _ = make.prepared(begun, watch)
    edition = begun.setup.editions[0]
    set_sheets = [make.rendered(*sheet, watch) for sheet in _sheets(release, edition)]
    watch(make.Step(Message("drawing"), edition.name))
    pdfs = [pdf for _, pdf, _ in set_sheets]
    yield _pages(pdfs, preview, release)
    of_pages = tuple(finding for _, _, findings in set_sheets for finding in findings)
    for (sized, one), pdf in zip(_sheets(release, edition), pdfs, strict=True):
        of_pages += make.judged(sized, one, pdf, watch)
    watch(make.Step(Message("mapping"), edition.name))
    of_text = lint.run(job.given, job.form, job.digits).findings
    yield Proofed(of_text + of_pages, tuple(_words(pdfs, begun.reading, release)))


def thumbnail(job: Job, watch: Watch = unwatched) -> tuple[bytes, str]:
    """The first page of a release as a small picture, and its media type. Raises what `run` raises."""
    with budget.for_input(size_of(job.given), Message("reading")):
        begun = make.begun(job, watch)
        release, _ = make.prepared(begun, watch)
        _, pdf, _ = make.rendered(*_sheets(release, begun.setup.editions[0])[0], watch)
    (first,), _ = pictures(pdf, THUMBNAIL_PPI, (), 1)
    return first.data, first.media_type


def _sheets(release: Release, edition: Edition) -> list[tuple[Release, Edition]]:
    """The release on its page; or on each sheet of a theme that makes pictures."""
    return [make.sized(release, name, edition) for name in release.theme.pictures] or [(release, edition)]


def _pages(pdfs: list[bytes], preview: Preview, release: Release) -> Pages:
    drawn: list[PagePicture] = []
    total = 0
    for pdf in pdfs:
        some, count = pictures(pdf, preview.ppi, preview.known, MOST_PAGES_DRAWN - len(drawn))
        drawn += some
        total += count
    return Pages(tuple(drawn), total, release.article.headline.text, release.article.language)


def _words(pdfs: list[bytes], reading: Reading, release: Release) -> Iterator[MappedWord]:
    """The word map of a source that is plain text; nothing for others, whose words stand inside another format."""
    if reading.reader.name not in lint.OWN_TEXT:
        return
    text = source.decode(reading.source).text
    for number, pdf in enumerate(pdfs):
        for word in word_map.word_map(pdf, release.article, reading.article, text):
            yield word._replace(page=word.page + number)
