"""Read: any of the forms in which a release arrives -> Article.

A reader turns bytes into a `Draft`, blocks in order and what the source states outright; the parts of the release
(headline, dateline, source line, ...) are then found in the blocks, for every format in the same way: see `parts`.
A new format is one module with a function `draft(Source) -> Draft`, and one line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from typeset.errors import ArticleError, Message
from typeset.findings import Finding
from typeset.model.article import Article
from typeset.model.settings import nearest
from typeset.model.text import NO_TEXT
from typeset.read import normal_form, parts, source
from typeset.read.draft import CHECKS, Draft, Fields, findings
from typeset.read.normal_form import SAMPLE, language

__all__ = ["CHECKS", "READERS", "Reader", "article", "article_from", "reader"]


class Reader(NamedTuple):
    """A format: its name for `--from`, what it is, the endings of its files' names, and who reads it."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    draft: Callable[[source.SourceFile], Draft]
    """The blocks of a source. Raises ArticleError."""
    media_type: str = "text/plain"


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LONGEST_WORD = 2_000
"""Characters between two spaces: the longest address that every browser takes (about 2,000), and far over any word."""


# Each reader brings a library along (PyYAML, mammoth, lxml), which a release in another form must not wait for.


def _text(given: source.SourceFile) -> Draft:
    from typeset.read.formats import text

    return text.draft(given)


def _markdown(given: source.SourceFile) -> Draft:
    from typeset.read.formats import markdown

    return markdown.draft(given)


def _docx(given: source.SourceFile) -> Draft:
    from typeset.read.formats import docx

    return docx.draft(given)


def _html(given: source.SourceFile) -> Draft:
    from typeset.read.formats import html

    return html.draft(given)


def _ninjs(given: source.SourceFile) -> Draft:
    from typeset.read.formats import ninjs

    return ninjs.draft(given)


def _jsonld(given: source.SourceFile) -> Draft:
    from typeset.read.formats import jsonld

    return jsonld.draft(given)


READERS: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("text", "plain text", (".txt", ".text"), _text),
        Reader("markdown", "Markdown", (".md", ".markdown"), _markdown, "text/markdown"),
        Reader("docx", "Word", (".docx", ".docm", ".doc"), _docx, WORD),
        Reader("html", "HTML: a page saved from a news site", (".html", ".htm", ".xhtml"), _html, "text/html"),
        Reader("ninjs", "IPTC ninjs JSON", (".ninjs",), _ninjs, "application/json"),
        Reader("jsonld", "schema.org NewsArticle as JSON-LD", (".jsonld",), _jsonld, "application/ld+json"),
    )
}


def article(path: str | Path, form: str = "") -> tuple[Article, tuple[Finding, ...]]:
    """The article in a file (`-` is standard input), and what was lost on the way.

    `form` names one of READERS; empty: the reader is told by the file's name, else by how its content begins.
    Raises ArticleError: the file cannot be read or is no text, has no headline or no body, or sets a field to
    something that it cannot be.
    """
    return article_from(source.load(path), form)


def article_from(given: source.SourceFile, form: str = "") -> tuple[Article, tuple[Finding, ...]]:
    """The article in bytes that are at hand, as `article` gives it."""
    draft = reader(given, form).draft(given)
    found, lost = parts.fields(draft)
    made = normal_form.article(_article({"headline": NO_TEXT, **found}, given))
    if not made.headline:
        raise ArticleError(
            Message("{name} has no headline.", name=given.name),
            hint="Write it on the first line, or as `headline:` in the front matter.",
        )
    if not made.body:
        raise ArticleError(
            Message("{name} has a headline and no text.", name=given.name), hint="Write the text under the headline."
        )
    _refuse_endless_words(made)
    return made, findings(given.name, (*draft.losses, *lost))


def _refuse_endless_words(article: Article) -> None:
    """What has no space for pages is data and no text, and neither a rule nor a line can be made of it in good time."""
    for text in article.texts():
        word = max(text.text.split(), key=len, default="") if len(text.text) > LONGEST_WORD else ""
        if len(word) > LONGEST_WORD:
            raise ArticleError(
                Message(
                    "{name}, line {line}: a word of {word_count:,} characters ({word}…).",
                    name=article.name,
                    line=text.line,
                    word_count=len(word),
                    word=word[:20],
                ),
                hint=Message(
                    "A word has at most {longest_word:,}; take out what is no text.", longest_word=LONGEST_WORD
                ),
            )


def _article(found: Fields, given: source.SourceFile) -> Article:
    whole: Fields = {"language": "", **found, "folder": given.folder, "name": given.name}
    made = Article(**whole)
    if made.language:
        return made
    sample = " ".join(text.text for text in islice(made.texts(), SAMPLE))
    return replace(made, language=language(sample))


def reader(given: source.SourceFile, form: str = "") -> Reader:
    """Who reads a source. Raises ArticleError: no reader is called so, or the file is of a kind that none reads."""
    if form and form not in READERS:
        raise ArticleError(
            Message("{name}: there is no reader {form}.", name=given.name, form=form), hint=nearest(form, READERS)
        )
    source.refuse(given)
    by_suffix = next((reader.name for reader in READERS.values() if given.suffix in reader.suffixes), "")
    return READERS[form or by_suffix or source.form(given)]
