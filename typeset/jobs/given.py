"""What a job is given: a file, bytes that are at hand, or an article; and what is read from it.

Every job begins here, so that the command line and the library read alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

from typeset import budget, read, write
from typeset.errors import Message
from typeset.findings import Finding
from typeset.jobs import enclosed
from typeset.model.article import Article
from typeset.read import Reader
from typeset.read.source import SourceFile, load

SOURCES = (".md", ".markdown", ".txt", ".text", ".html", ".docx", ".ninjs", ".jsonld")
"""Suffixes of the files that an archive edition carries as what it was made from."""

Given: TypeAlias = Path | SourceFile | Article
"""A path (`-` is standard input), the bytes of a file, or an article that needs no reading."""


class Reading(NamedTuple):
    """An article, who read it, the bytes it was read from, and what was lost on the way."""

    article: Article
    reader: Reader
    source: SourceFile
    lost: tuple[Finding, ...] = ()


def load_given(given: Given) -> SourceFile | Article:
    """The bytes of a file that is given by its path; what is at hand as it is. Raises ArticleError: no such file."""
    return load(given) if isinstance(given, Path) else given


def size_of(given: Given) -> int:
    """The bytes of what is given, as far as they are known before it is read."""
    if isinstance(given, Path):
        try:
            return given.stat().st_size
        except (OSError, ValueError):  # who reads it says so
            return 0
    return len(given.data) if isinstance(given, SourceFile) else 0


def read_given(source: SourceFile | Article, form: str = "") -> Reading:
    """Read a source. `form` names one of `read.READERS`; empty: the reader is told by suffix and content.

    An article comes back as it is, and its source is its Markdown. Raises ArticleError: it cannot be read; EngineError:
    reading it takes more time or memory than a text of its size may.
    """
    with budget.for_input(size_of(source), Message("reading")):
        return _read(source, form)


def _read(source: SourceFile | Article, form: str) -> Reading:
    if isinstance(source, Article):
        written = SourceFile(write.markdown(source).encode(), source.name or "release.md", ".md", source.folder)
        return Reading(source, read.READERS["markdown"], written)
    if enclosed.is_enclosed(source):
        inner, pictures = enclosed.unpacked(source)
        reading = read_given(inner, form)
        return reading._replace(article=enclosed.with_pictures(reading.article, pictures, all_of_them=True))
    if source.is_pdf and not source.printed:
        return _read_printed(source, form)
    article, lost = read.article_from(source, form)
    return Reading(article, read.reader(source, form), source, lost)


# A PDF is read by preflight, which knows what stands on its pages; one that carries its source is that source.


def _read_printed(source: SourceFile, form: str) -> Reading:
    from typeset import preflight

    printed = preflight.printed_apart(source.data, source.name)
    for name, data in printed.attached.items():
        if Path(name).suffix.lower() in SOURCES:
            own = SourceFile(data, f"{source.name}/{name}", Path(name).suffix.lower(), source.folder)
            reading = read_given(own, form)
            return reading._replace(article=enclosed.with_pictures(reading.article, printed.attached))
    return read_given(source._replace(printed=printed), form)
