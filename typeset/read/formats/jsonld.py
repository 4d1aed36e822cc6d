"""schema.org NewsArticle as JSON-LD: a file of its own, or what a page says of itself.

headline, alternativeHeadline (the subheadline), articleSection (the kicker), dateline, datePublished, contentLocation,
articleBody (plain text, or HTML), publisher (the source), url, image, inLanguage. Other texts are reported, but those
that the article itself says; what is for machines (types, identifiers, dates of change) is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import cast

from typeset.errors import ArticleError, Message
from typeset.model.article import Block, Note, Photo
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.draft import Draft, Fields, Loss, LossKind, non_empty
from typeset.read.formats import html_blocks, text
from typeset.read.formats.json_document import Value, loads
from typeset.read.fragments import lookup_key
from typeset.read.normal_form import is_tag
from typeset.read.parts import dates
from typeset.read.source import SourceFile, decode

LARGEST = 20_000_000
"""Bytes."""
TYPES = frozenset(
    {
        *("Article", "NewsArticle", "AdvertiserContentArticle", "AnalysisNewsArticle", "AskPublicNewsArticle"),
        *("BackgroundNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "Report"),
        *("SatiricalArticle", "ScholarlyArticle", "TechArticle", "APIReference", "BlogPosting", "LiveBlogPosting"),
        *("SocialMediaPosting", "DiscussionForumPosting"),
    }
)
"""The articles of schema.org."""
USED = frozenset(
    {
        *("@context", "@id", "@type", "headline", "name", "alternativeHeadline", "articleSection", "dateline"),
        *("articleBody", "contentLocation", "publisher", "sourceOrganization", "datePublished", "url", "inLanguage"),
        *("mainEntityOfPage", "image", "dateCreated", "dateModified", "identifier", "isAccessibleForFree"),
        *("thumbnailUrl", "isPartOf", "wordCount", "speakable", "potentialAction", "copyrightYear", "genre"),
    }
)
"""Fields that are set, and fields for machines."""

DEEPEST = 6
"""Levels of @graph and lists in which the article may stand."""

_TAG = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|strong|em|b|i|a)\b", re.IGNORECASE)


def draft(source: SourceFile) -> Draft:
    """The article in a JSON-LD document. Raises ArticleError: no NewsArticle in it, or a field of the wrong shape."""
    source.no_larger_than(LARGEST)
    decoded = decode(source)
    document = loads(decoded.text, source.name)
    item = next(items(document), None)
    if item is None:
        raise ArticleError(
            Message("{name}: there is no NewsArticle in it.", name=source.name),
            hint='It needs an object with "@type": "NewsArticle".',
        )
    given, losses = fields(item)
    blocks, notes, lost = body(item.text("articleBody"), item.file)
    words = lookup_key(" ".join(str(each) for each in (given.get("headline"), item.text("articleBody"))))
    return Draft(blocks, given, notes, (*decoded.losses, *losses, *lost, *item.left(USED, words)))


def items(value: Value, depth: int = 0) -> Iterator[Value]:
    """The articles of a document: its object, those of its list, those of its @graph."""
    if depth > DEEPEST:
        return
    if isinstance(value.value, list):
        for at, one in enumerate(value.value):
            yield from items(Value(one, f"{value.path}[{at}]", value.file), depth + 1)
    elif isinstance(value.value, dict):
        kinds = value.value.get("@type")
        names = (kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))
        if any(name.rpartition("/")[2] in TYPES for name in names):
            yield value
            return
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from items(value.get(name), depth + 1)


def fields(item: Value) -> tuple[Fields, tuple[Loss, ...]]:
    """What an article says outside its body: fields of the Article, and what is lost. Raises ArticleError."""
    losses: list[Loss] = []
    read = {name: get(item, losses) for name, get in _FIELDS.items()}
    return non_empty(cast("Fields", read)), tuple(losses)


def readable_fields(item: Value, names: Iterable[str]) -> Fields:
    """Those of these fields that have the right shape, for a page, whose JSON-LD its reader cannot mend."""
    read: dict[str, object] = {}
    for name in names:
        with suppress(ArticleError):
            read[name] = _FIELDS[name](item, [])
    return non_empty(cast("Fields", read))


def body(words: str, file: str) -> tuple[tuple[Block, ...], tuple[Note, ...], tuple[Loss, ...]]:
    """The blocks of a body that is plain text or, where it has tags of HTML, HTML."""
    if not _TAG.search(words):
        return text.blocks(words), (), ()
    read = html_blocks.contents(html_blocks.parsed(words, file))
    return tuple(read.blocks), read.notes, read.losses


def day(value: Value) -> date | None:
    """The day of an ISO date or moment. Raises ArticleError: it is none, or there is no such day."""
    written = value.as_text()
    try:
        return dates.day(datetime.fromisoformat(written).date().isoformat()) if written else None
    except ValueError:
        raise value.wrong(Message("a date as 2025-07-23 or 2025-07-23T10:00:00+03:00")) from None


def named(value: Value) -> str:
    """The name of a thing or of the first of several, which may be the name itself."""
    while isinstance(value.value, list):
        value = Value(value.value[0] if value.value else None, f"{value.path}[0]", value.file)
    return value.text("name") if isinstance(value.value, dict) else value.as_text()


def _first(item: Value, name: str) -> str:
    return next((value.as_text() for value in item.each(name)), "")


def _address(value: Value) -> str:
    return value.text("@id") if isinstance(value.value, dict) else value.as_text()


def _language(value: Value) -> str:
    told = value.text("alternateName") if isinstance(value.value, dict) else value.as_text()
    return told if is_tag(told) else ""


def _photos(item: Value, losses: list[Loss]) -> tuple[Photo, ...]:
    return tuple(photo for image in item.each("image") if (photo := _photo(image, losses)))


def _photo(image: Value, losses: list[Loss]) -> Photo | None:
    """An ImageObject, or the address alone."""
    if not isinstance(image.value, dict):
        image = Value({"url": image.as_text()}, image.path, image.file)
    address = image.text("url") or image.text("contentUrl")
    caption, alt = image.text("caption"), image.text("description")
    credit = image.text("creditText") or named(image.get("creator"))
    place = fragments.picture(address)
    if place:
        return Photo(place, alt, Text(caption), Text(credit))
    if address or caption or alt:
        losses.append(Loss(LossKind.PICTURE, " ".join(filter(None, (address, alt, caption, credit)))))
    return None


_FIELDS: dict[str, Callable[[Value, list[Loss]], object]] = {
    "headline": lambda item, _: Text(item.text("headline") or item.text("name")),
    "subheadline": lambda item, _: Text(item.text("alternativeHeadline")),
    "kicker": lambda item, _: Text(_first(item, "articleSection")),
    "dateline": lambda item, _: Text(item.text("dateline")),
    "place": lambda item, _: Text(named(item.get("contentLocation"))),
    "source": lambda item, _: Text(named(item.get("publisher")) or named(item.get("sourceOrganization"))),
    "date": lambda item, _: day(item.get("datePublished")),
    "link": lambda item, _: fragments.link(item.text("url") or _address(item.get("mainEntityOfPage"))),
    "language": lambda item, _: _language(item.get("inLanguage")),
    "photos": _photos,
}
"""A field of the Article -> what an item says of it. Raises ArticleError."""
