"""What a page says of its article outside it: JSON-LD, `meta`, `title`, the canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from typeset.errors import ArticleError
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.draft import Fields, non_empty
from typeset.read.formats import html_dates, jsonld
from typeset.read.formats.json_document import Value, loads
from typeset.read.fragments import clean, lookup_key
from typeset.read.normal_form import is_tag

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_USED = ("headline", "date", "link", "source", "place", "language")
"""Fields that the JSON-LD of a page may give."""
_MARKS = " |–—-:·•»«<>/"
_SEPARATOR = re.compile(rf"\s+[{re.escape(_MARKS[1:])}]{{1,2}}\s+")
_LAST = re.compile(r"\s+[|–—-]\s+([^|–—]{1,60})$")
MOST_WORDS = 6
"""Words of a site's or section's name."""
_TITLES = ("og:title", "twitter:title", "dc.title", "title")


class Metadata(NamedTuple):
    """The fields that a page states, its `meta` by name, what may be its headline, and its text as JSON-LD has it."""

    fields: Fields
    meta: dict[str, str]
    titles: tuple[str, ...]
    """The most exact first; the site's name is cut off."""
    body: str


def read(page: HtmlElement) -> Metadata:
    """The metadata of a page; JSON-LD overrides the tags, as it is more exact."""
    meta = _meta(page)
    site = meta.get("og:site_name", "")
    title = next((" ".join(clean(tag.text or "").split()) for tag in page.iter("title")), "")
    canonical = next((str(tag.get("href") or "") for tag in page.iter("link") if tag.get("rel") == "canonical"), "")
    told = [without_site(meta.get(name, ""), site) for name in _TITLES if meta.get(name)] + [_headline_in(title, site)]
    stated: Fields = {
        "headline": Text(told[0] if told else ""),
        "source": Text(site),
        "link": fragments.link(canonical or meta.get("og:url", "")),
        "date": html_dates.stated(page, meta),
    }
    fields, body = non_empty(stated), ""
    for item in _json(page):
        given = jsonld.readable_fields(item, _USED)
        told = [without_site(given["headline"].text, site), *told] if "headline" in given else told
        fields = {**fields, **given}
        body = max(body, _body(item), key=len)
    return Metadata(fields, meta, tuple(filter(None, told)), body)


def without_site(title: str, site: str) -> str:
    """A title without the site's name at one of its ends."""
    name = lookup_key(site)
    parts = _SEPARATOR.split(title.strip())
    if len(parts) > 1 and name and name in lookup_key(parts[-1]):
        return title[: title.rfind(parts[-1])].strip(_MARKS)
    if len(parts) > 1 and name and name == lookup_key(parts[0]):
        return title[len(parts[0]) + 1 :].strip(_MARKS)
    return title.strip()


def _headline_in(title: str, site: str) -> str:
    """What a `title` says besides the names of the site and its sections, which are short and stand at its end."""
    cut = without_site(title, site)
    while match := _LAST.search(cut):
        if len(match[1].split()) > MOST_WORDS or len(match[1]) > match.start():
            break
        cut = cut[: match.start()]
    return cut


def language(page: HtmlElement, metadata: Metadata) -> str:
    """The language that the page declares; empty where it declares none or the tag is malformed."""
    declared = str(page.get("lang") or metadata.fields.get("language") or "")
    return declared if is_tag(declared) else ""


def _meta(page: HtmlElement) -> dict[str, str]:
    """What each `meta` says, by its name in small letters; the first of a name counts."""
    meta: dict[str, str] = {}
    for tag in page.iter("meta"):
        for name in filter(None, (tag.get("property"), tag.get("name"))):
            meta.setdefault(str(name).lower(), clean(str(tag.get("content") or "")).strip())
    return meta


def _json(page: HtmlElement) -> Iterator[Value]:
    """The articles in the page's JSON-LD; broken JSON-LD is skipped without a report, as the user cannot mend it."""
    for script in page.iter("script"):
        if str(script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield from jsonld.items(loads(script.text or "", "JSON-LD"))
            except ArticleError:
                continue


def _body(item: Value) -> str:
    try:
        return item.text("articleBody")
    except ArticleError:
        return ""
