"""What a job is given: a file, bytes that are at hand, or an article; and what is read from it.

Every job begins here, so that the command line and the library read alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

from typeset import read, write
from typeset.findings import Finding
from typeset.model.article import Article
from typeset.read import Reader
from typeset.read.source import SourceFile, load

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


def read_given(source: SourceFile | Article, form: str = "") -> Reading:
    """Read a source. `form` names one of `read.READERS`; empty: the reader is told by suffix and content.

    An article comes back as it is, and its source is its Markdown. Raises ArticleError: it cannot be read.
    """
    if isinstance(source, Article):
        written = SourceFile(write.markdown(source).encode(), source.name or "release.md", ".md", source.folder)
        return Reading(source, read.READERS["markdown"], written)
    article, lost = read.article_from(source, form)
    return Reading(article, read.reader(source, form), source, lost)
