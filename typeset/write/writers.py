"""The forms that a release is written in: a row for each, chosen by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import CommandError, Message
from typeset.model.article import Article
from typeset.model.picture import Picture

Pictures = Mapping[str, Picture]


class Writer(NamedTuple):
    """An output format: its name, its title, the endings of its files, its function, and where its pictures go."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Article, Pictures], bytes]
    """The article, and its pictures by their sources, to the bytes of a file."""
    media_type: str
    holds_pictures: bool = False
    """Whether pictures are part of the file; else they are files beside it."""


# Each writer is imported when it is called: its library would slow the start for the others.


def _markdown(article: Article, _pictures: Pictures) -> bytes:
    from typeset.write import markdown

    return markdown(article).encode()


def _word(article: Article, pictures: Pictures) -> bytes:
    from typeset.write import word

    return word.docx(article, pictures)


def _page(article: Article, _pictures: Pictures) -> bytes:
    from typeset.write import page

    return page.html(article)


def _ninjs(article: Article, _pictures: Pictures) -> bytes:
    from typeset.write import wire

    return wire.ninjs(article)


def _newsml(article: Article, _pictures: Pictures) -> bytes:
    from typeset.write import wire

    return wire.newsml(article)


def _plain(article: Article, _pictures: Pictures) -> bytes:
    from typeset.write import plain

    return plain(article).encode()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        writer.name: writer
        for writer in (
            Writer("markdown", "Markdown", (".md", ".markdown"), _markdown, "text/markdown"),
            Writer("docx", "Word", (".docx",), _word, WORD, holds_pictures=True),
            Writer("html", "a page for the site, with JSON-LD", (".html", ".htm"), _page, "text/html"),
            Writer("ninjs", "IPTC ninjs 2.1", (".ninjs", ".json"), _ninjs, "application/json"),
            Writer("newsml", "IPTC NewsML-G2", (".newsml", ".xml"), _newsml, "application/vnd.iptc.g2.newsitem+xml"),
            Writer("plain", "plain text for messengers", (".txt",), _plain, "text/plain"),
        )
    }
)


def writer_for(target: Path) -> Writer:
    """The writer for a file, by the ending of its name; Markdown for standard output (`-`).

    Raises CommandError: nothing is written under such an ending.
    """
    suffix = target.suffix.lower()
    if str(target) == "-":
        return WRITERS["markdown"]
    for writer in WRITERS.values():
        if suffix in writer.suffixes:
            return writer
    known = ", ".join(suffix for writer in WRITERS.values() for suffix in writer.suffixes)
    raise CommandError(
        Message("Nothing is written as {suffix}.", suffix=suffix or target.name),
        hint=Message("Name a file that ends in one of {known}.", known=known),
    )
