"""HTML: a page saved from a news site -> the article alone.

1. The lines of the page that are the article are chosen (`html_article`), and the pictures among them
   (`html_pictures`). All others are left out, and reported.
2. The headline is the line that says what the metadata gives as the title (`html_headline`). A short line over it that
   is named so is the kicker.
3. The metadata (`html_metadata`) also gives date, link, publisher and the like where the text does not, and the text
   itself, where the page shows none.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from typeset.model.text import Text
from typeset.read.assemble import flattened
from typeset.read.draft import Draft, Fields, Loss
from typeset.read.formats import (
    html_article,
    html_blocks,
    html_dates,
    html_headline,
    html_metadata,
    jsonld,
    marked_parts,
)
from typeset.read.formats.html_inline import PICTURES
from typeset.read.formats.html_lines import Line, lines
from typeset.read.formats.html_metadata import Metadata
from typeset.read.formats.html_pictures import pictures, with_captions
from typeset.read.formats.html_prune import prune
from typeset.read.fragments import not_bold
from typeset.read.source import SourceFile, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST = 20_000_000
"""Bytes."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_CHARSET_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
}
"""Declared charset -> the encoding that browsers use for it (WHATWG Encoding Standard)."""


def draft(source: SourceFile) -> Draft:
    """The article of a page. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    decoded = decode(source, _charset(source.data))
    page = html_blocks.parsed(decoded.text, source.name)
    ours = next(iter(page.xpath(OURS)), None)
    if ours is not None:
        return _marked(page, ours, decoded.losses)
    metadata = html_metadata.read(page)
    found = _found(page, metadata)
    fallbacks = _with_date(metadata, page, found)
    if MUCH_MORE * found.length < len(metadata.body):
        blocks, notes, lost = jsonld.body(metadata.body, source.name)
        return Draft(blocks, _headline(metadata, found), notes, (*decoded.losses, *lost), fallbacks)
    language = html_metadata.language(page, metadata)
    declared: Fields = {**_headline(metadata, found), "language": language}
    losses = prune(page.find("body"), found.lines, found.kept, found.said, found.pictures)
    base = str(metadata.fields.get("link") or "")
    read = html_blocks.contents(
        page.find("body"),
        complete=lambda address: urljoin(base, address) if base else address,
        line=_line,
        language=language,
    )
    return Draft(tuple(read.blocks), declared, read.notes, (*decoded.losses, *losses, *read.losses), fallbacks)


OURS = "//article[@class='release']"
"""The release on a page of our own writer, which says itself what each line is."""
MUCH_MORE = 3
"""How many times as long the text in a page's JSON-LD must be as what the page shows, to stand for it."""
NEAR = 12
"""Lines under the headline, and over it, in which the day of publication is looked for."""


def _marked(page: HtmlElement, release: HtmlElement, losses: tuple[Loss, ...]) -> Draft:
    declared: Fields = {**marked_parts.take(release), "language": str(page.get("lang") or "")}
    read = html_blocks.contents(release, line=_line)
    return Draft(tuple(read.blocks), declared, read.notes, (*losses, *read.losses), guess=False)


def _charset(data: bytes) -> str:
    """The encoding that a page declares; UTF-8 where its bytes are that, whatever it declares."""
    match = _CHARSET.search(data[:4096])
    charset = match[1].decode("ascii").lower() if match else ""
    if not data.isascii():
        with suppress(UnicodeDecodeError):
            data.decode("utf-8")
            return "utf-8"
    return _CHARSET_ALIASES.get(charset, charset)


def _line(element: HtmlElement) -> int:
    return element.sourceline or 0


class _Found(NamedTuple):
    """The lines of a page, and which of them are its article."""

    lines: list[Line]
    kept: set[int]
    """The numbers of the lines of the text."""
    headline: int
    """The number of the line of the headline, -1 where none is."""
    kicker: set[int]
    said: set[int]
    """The numbers of the lines that say what a field says: headline, kicker, the headline again."""
    pictures: list[HtmlElement]

    @property
    def length(self) -> int:
        """Characters of the text."""
        return sum(len(self.lines[at].words) for at in self.kept)


def _found(page: HtmlElement, metadata: Metadata) -> _Found:
    all_lines = lines(page.find("body"))
    at = html_headline.headline(all_lines, metadata.titles)
    if html_article.is_bare(page, all_lines):
        kept = html_article.all_but_noise(all_lines) - {at}
        return _Found(all_lines, kept, at, set(), {at}, list(page.iter(*PICTURES)))
    kept = html_article.article_lines(page, all_lines, at)
    kept |= html_headline.decks(all_lines, at, min(kept, default=0))
    kicker = html_headline.kicker(all_lines, at)
    titles = (*metadata.titles, all_lines[at].words if at >= 0 else "")
    said = {at, *kicker, *html_headline.repeated(all_lines, kept, titles)}
    shown = pictures(page.find("body"), all_lines, kept - said, at)
    text = with_captions(all_lines, kept - said, shown) or html_article.all_but_noise(all_lines) - said
    return _Found(all_lines, text, at, kicker, said, shown)


def _headline(metadata: Metadata, found: _Found) -> Fields:
    """The headline and the kicker."""
    fields: Fields = {}
    if found.headline >= 0:
        line = found.lines[found.headline]
        alone = all(line.block not in other.around for other in found.lines if other is not line)
        texts, _ = flattened(html_blocks.contents(line.block, line=_line).blocks) if alone else ([], [])
        fields["headline"] = not_bold(texts[0]) if len(texts) == 1 else Text(line.words, (), _line(line.block))
    elif "headline" in metadata.fields:
        fields["headline"] = metadata.fields["headline"]
    for at in found.kicker:
        fields["kicker"] = Text(found.lines[at].words, (), _line(found.lines[at].block))
    return fields


def _with_date(metadata: Metadata, page: HtmlElement, found: _Found) -> Fields:
    """The fields of the metadata, with the day that the page shows where they have none."""
    if "date" in metadata.fields or not found.kept:
        return metadata.fields
    first, last = min(found.kept), max(found.kept)
    under = range(found.headline + 1, min(found.headline + 1 + NEAR, first))
    over = range(first - 1, max(-1, min(first, found.headline) - NEAR), -1)
    places = (*under, *range(first, first + 2), *over, *range(last, last + 4))
    near = (found.lines[at] for at in places if at < len(found.lines))
    words = [line.words for line in near if not html_article.is_prose(line)]
    day = html_dates.shown(page, words, metadata.meta, str(metadata.fields.get("link") or ""))
    return {**metadata.fields, "date": day} if day else metadata.fields
