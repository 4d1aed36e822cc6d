"""Read: any of the forms in which a release arrives -> Article.

A reader turns bytes into a `Draft`: blocks in order, and the fields that the source declares by name. The parts of the
release (headline, dateline, source line, ...) are then recognised in the blocks, for every format in the same way: see
`parts`.
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
    """An input format: its name for `--from`, its title, its file name extensions, and the function that reads it."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    draft: Callable[[source.SourceFile], Draft]
    """From a source to its blocks and declared fields. Raises ArticleError."""
    media_type: str = "text/plain"


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LONGEST_WORD = 2_000
"""Characters without white space: the longest URL that every browser takes has about as many; no word has."""


# Each reader is imported when it is called: its library (PyYAML, mammoth, lxml) would slow the start for other formats.


def _text(file: source.SourceFile) -> Draft:
    from typeset.read.formats import text

    return text.draft(file)


def _markdown(file: source.SourceFile) -> Draft:
    from typeset.read.formats import markdown

    return markdown.draft(file)


def _docx(file: source.SourceFile) -> Draft:
    from typeset.read.formats import docx

    return docx.draft(file)


def _pdf(file: source.SourceFile) -> Draft:
    from typeset.read.formats import pdf

    return pdf.draft(file)


def _html(file: source.SourceFile) -> Draft:
    from typeset.read.formats import html

    return html.draft(file)


def _ninjs(file: source.SourceFile) -> Draft:
    from typeset.read.formats import ninjs

    return ninjs.draft(file)


def _jsonld(file: source.SourceFile) -> Draft:
    from typeset.read.formats import jsonld

    return jsonld.draft(file)


def _odt(file: source.SourceFile) -> Draft:
    from typeset.read.formats import odt

    return odt.draft(file)


def _rtf(file: source.SourceFile) -> Draft:
    from typeset.read.formats import rtf

    return rtf.draft(file)


def _message(file: source.SourceFile) -> Draft:
    from typeset.read.formats import message

    return message.draft(file)


def _web_archive(file: source.SourceFile) -> Draft:
    from typeset.read.formats import web_archive

    return web_archive.draft(file)


def _newsml(file: source.SourceFile) -> Draft:
    from typeset.read.formats import newsml

    return newsml.draft(file)


READERS: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("text", "plain text", (".txt", ".text"), _text),
        Reader("markdown", "Markdown", (".md", ".markdown"), _markdown, "text/markdown"),
        Reader("docx", "Word", (".docx", ".docm", ".doc"), _docx, WORD),
        Reader("odt", "OpenDocument text", (".odt",), _odt, "application/vnd.oasis.opendocument.text"),
        Reader("rtf", "Rich Text Format", (".rtf",), _rtf, "application/rtf"),
        Reader("pdf", "PDF, whoever made it", (".pdf",), _pdf, "application/pdf"),
        Reader("html", "HTML: a page saved from a news site", (".html", ".htm", ".xhtml"), _html, "text/html"),
        Reader(
            "webarchive",
            "a page saved in one file",
            (".mhtml", ".mht", ".webarchive"),
            _web_archive,
            "multipart/related",
        ),
        Reader("eml", "an e-mail", (".eml",), _message, "message/rfc822"),
        Reader("newsml", "IPTC NewsML-G2, NITF", (".xml", ".nitf", ".newsml"), _newsml, "application/xml"),
        Reader("ninjs", "IPTC ninjs JSON", (".ninjs",), _ninjs, "application/json"),
        Reader("jsonld", "schema.org NewsArticle as JSON-LD", (".jsonld",), _jsonld, "application/ld+json"),
    )
}


def article(path: str | Path, form: str = "") -> tuple[Article, tuple[Finding, ...]]:
    """The article in a file (`-` is standard input), and findings about what the reader left out.

    `form` names one of READERS; empty: the reader is chosen by the file's extension, else by how its content begins.
    Raises ArticleError: the file cannot be read or is no text, has no headline or no body, or gives a field an
    impossible value.
    """
    return article_from(source.load(path), form)


def article_from(file: source.SourceFile, form: str = "") -> tuple[Article, tuple[Finding, ...]]:
    """The article in a source already in memory; returns and raises as `article` does."""
    draft = reader(file, form).draft(file)
    fields, part_losses = parts.fields(draft)
    result = normal_form.article(_from_fields({"headline": NO_TEXT, **fields}, file))
    if not result.headline:
        raise ArticleError(
            Message("{name} has no headline.", name=file.name),
            hint="Write it on the first line, or as `headline:` in the front matter.",
        )
    if not result.body:
        raise ArticleError(
            Message("{name} has a headline and no text.", name=file.name), hint="Write the text under the headline."
        )
    _refuse_endless_words(result)
    return result, findings(file.name, (*draft.losses, *part_losses))


def _refuse_endless_words(article: Article) -> None:
    """Raises ArticleError: a word over LONGEST_WORD. It is data, and would keep the rules and line breaking busy."""
    for text in article.texts():
        longest = max(text.text.split(), key=len, default="") if len(text.text) > LONGEST_WORD else ""
        if len(longest) > LONGEST_WORD:
            raise ArticleError(
                Message(
                    "{name}, line {line}: a word of {word_length:,} characters ({word}…).",
                    name=article.name,
                    line=text.line,
                    word_length=len(longest),
                    word=longest[:20],
                ),
                hint=Message(
                    "A word has at most {longest_word:,}; take out what is no text.", longest_word=LONGEST_WORD
                ),
            )


def _from_fields(fields: Fields, file: source.SourceFile) -> Article:
    """The article with these fields; its language, where none is declared, by the letters of its texts."""
    all_fields: Fields = {"language": "", **fields, "folder": file.folder, "name": file.name}
    result = Article(**all_fields)
    if result.language:
        return result
    sample = " ".join(text.text for text in islice(result.texts(), SAMPLE))
    return replace(result, language=language(sample))


def reader(file: source.SourceFile, form: str = "") -> Reader:
    """The reader for a source. Raises ArticleError: no reader is called `form`, or none takes such a file."""
    if form and form not in READERS:
        raise ArticleError(
            Message("{name}: there is no reader {form}.", name=file.name, form=form), hint=nearest(form, READERS)
        )
    source.refuse_unreadable(file)
    by_suffix = next((reader.name for reader in READERS.values() if file.suffix in reader.suffixes), "")
    if by_suffix == "docx" and file.data.startswith(source.RICH_TEXT):  # Word writes such under the ending .doc
        by_suffix = "rtf"
    return READERS[form or by_suffix or source.sniffed_form(file)]
