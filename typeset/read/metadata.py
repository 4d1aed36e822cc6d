"""What a page says of itself in its head: JSON-LD, OpenGraph, canonical address, title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from typeset.article import Text
from typeset.errors import ArticleError
from typeset.read import calendars, jsonld, links
from typeset.read.draft import Fields, said
from typeset.read.shape import Value, clean, loads

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{1,60}$")
_AS_HINTS = frozenset({"headline", "date", "link", "source", "place", "language"})


def of(page: HtmlElement) -> Fields:
    """Fields of the Article that the page tells of itself; the more exact source first."""
    told = _tags(page)
    for item in _json(page):
        try:
            found, _ = jsonld.fields(item)
        except ArticleError:
            continue
        told = {**told, **cast("Fields", {name: value for name, value in found.items() if name in _AS_HINTS})}
    return told


def _json(page: HtmlElement) -> Iterator[Value]:
    """The articles in the page's JSON-LD; what is broken there is the site's fault and no news."""
    for script in page.iter("script"):
        if str(script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield from jsonld.items(loads(script.text or "", "JSON-LD"))
            except ArticleError:
                continue


def _tags(page: HtmlElement) -> Fields:
    meta = {
        str(tag.get("property") or tag.get("name")).lower(): clean(str(tag.get("content") or "")).strip()
        for tag in page.iter("meta")
    }
    title = next((_SITE.sub("", " ".join(clean(tag.text or "").split())) for tag in page.iter("title")), "")
    canonical = next((str(tag.get("href") or "") for tag in page.iter("link") if tag.get("rel") == "canonical"), "")
    told: Fields = {
        "headline": Text(meta.get("og:title") or title),
        "source": Text(meta.get("og:site_name", "")),
        "link": links.link(canonical or meta.get("og:url", "")),
        "date": _day(meta.get("article:published_time", "")),
    }
    return said(told)


def _day(written: str) -> date | None:
    try:
        return calendars.day(datetime.fromisoformat(written).date().isoformat())
    except ValueError:
        return None
