"""HTML: a page saved from a news site -> the article alone.

1. The article is the element that says so (`itemprop="articleBody"`, `article`, `main`, the usual class names), the one
   with most words where several do; else the one with most text in its own paragraphs.
2. Menus, advertisements, share buttons, comments and the like inside it are left out, unless they hold half its words.
3. The headline is the `h1` in the article, else that of the page, else what the page says of itself (JSON-LD,
   OpenGraph, `title` without the site's name). A short line above the `h1` is the kicker.
4. What the page says of itself also gives date, link, publisher and the like where the text does not.

All that is left out is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from lxml import etree

from typeset.errors import ArticleError
from typeset.model.article import Block, Heading, Paragraph
from typeset.model.text import Text
from typeset.read import fragments
from typeset.read.draft import Draft, Fields, Loss, LossKind, said
from typeset.read.formats import html_blocks, jsonld
from typeset.read.formats.html_inline import WITHOUT_WORDS
from typeset.read.formats.json_document import Value, clean, loads
from typeset.read.fragments import stripped
from typeset.read.normal_form import is_tag
from typeset.read.parts import dates
from typeset.read.source import SourceFile, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# What a page says of itself in its head: JSON-LD, OpenGraph, canonical address, title.


_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{1,60}$")
_AS_HINTS = frozenset({"headline", "date", "link", "source", "place", "language"})


def page_metadata(page: HtmlElement) -> Fields:
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
        "link": fragments.link(canonical or meta.get("og:url", "")),
        "date": _day(meta.get("article:published_time", "")),
    }
    return said(told)


def _day(written: str) -> date | None:
    try:
        return dates.day(datetime.fromisoformat(written).date().isoformat())
    except ValueError:
        return None


# The article in a page: which element it is, and what inside it is not the article.


PLACES = (
    "//*[@itemprop='articleBody']",
    "//article",
    "//*[@role='article']",
    "//main | //*[@role='main']",
    "//*[re:test(concat(@class, ' ', @id), '(^|[ _-])(article|entry|post|story|news)[_-]?(body|content|text)', 'i')]",
)
"""Where articles stand, the surest place first (XPath)."""

NOISE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|comments?|advert\w*|ads?|promo\w*|breadcrumbs?|newsletter|sidebar|menu"
    r"|pagination|toolbar|cookies?|subscribe|most-read|nav|widget|banner|sponsor\w*|popup|modal|recommend\w*|read-?more"
    r"|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes, ids and roles of what stands around an article."""

_AROUND = frozenset({"nav", "aside", "footer", "form"})
_REGULAR = {"re": "http://exslt.org/regular-expressions"}


def pick(page: HtmlElement) -> HtmlElement:
    """The element that holds the article; the whole body where nothing stands out.

    A body that says so of itself stands in an `article` with its headline and first picture, where there is one.
    """
    for place in PLACES:
        found = [element for element in page.xpath(place, namespaces=_REGULAR) if _words(element)]
        if found:
            best = max(found, key=lambda element: len(_words(element)))
            return next((above for above in best.iterancestors("article")), best)
    return _densest(page)


def prune(root: HtmlElement) -> list[Loss]:
    """Take out of the article what is not the article; what was taken, with its words."""
    whole = len(_words(root))
    losses = []
    rest = list(root)
    while rest:
        element = rest.pop()
        noise = _is_noise(element)
        words = _words(element) if noise else ""
        if not noise or 2 * len(words) >= whole:
            rest += element
            continue
        if words:
            losses.append(Loss(LossKind.AROUND, words, element.sourceline or 0))
        element.drop_tree()
    return losses


def around(root: HtmlElement, headline: HtmlElement | None) -> Iterator[Loss]:
    """What stands outside the article, one loss for each part of the page; the headline is not lost."""
    for above in (root, *root.iterancestors()):
        for other in (*above.itersiblings(preceding=True), *above.itersiblings()):
            if other.tag in WITHOUT_WORDS or not isinstance(other.tag, str):
                continue
            words = _words(other, headline)
            if words:
                yield Loss(LossKind.AROUND, words, other.sourceline or 0)


def _is_noise(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.get("hidden") is not None:
        return True
    if element.tag in _AROUND:
        return next(element.iterancestors("blockquote"), None) is None
    names = " ".join(str(element.get(name) or "") for name in ("class", "id", "role"))
    return bool(NOISE.search(names)) or element.get("aria-hidden") == "true"


def _words(element: HtmlElement, without: HtmlElement | None = None) -> str:
    """The words that a browser would show, on one line; those of one element inside it may be left out."""
    words: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inside in walk:
        if event == "start" and (inside.tag in WITHOUT_WORDS or inside is without):
            walk.skip_subtree()
        elif event == "start":
            words.append(inside.text or "")
        elif inside is not element:
            words.append(inside.tail or "")
    return " ".join(" ".join(words).split())


def _densest(page: HtmlElement) -> HtmlElement:
    """The element with the most text in its own paragraphs, half of it counted for the element around it."""
    body = page.find("body")
    root = page if body is None else body
    scores: Counter[HtmlElement] = Counter()
    for paragraph in root.iter("p"):
        length = len(_words(paragraph))
        for above, share in zip(paragraph.iterancestors(), (2, 1), strict=False):
            scores[above] += share * length
    best = max(scores, key=lambda element: scores[element], default=root)
    return root if len(_words(best)) < len(_words(root)) / 4 else best


LARGEST = 20_000_000
"""Bytes."""
LONGEST_KICKER = 60

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_TAKEN_FOR = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf-16": "utf-8"}
"""What browsers take a declared charset for (WHATWG Encoding Standard)."""


def draft(source: SourceFile) -> Draft:
    """The article of a page. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    told = _CHARSET.search(source.data[:4096])
    charset = told[1].decode("ascii").lower() if told else ""
    decoded = decode(source, _TAKEN_FOR.get(charset, charset))
    page = html_blocks.parsed(decoded.text, source.name)
    about = page_metadata(page)
    language = _language(page, about)
    root = pick(page)
    outside = next((title for title in page.iter("h1") if root not in title.iterancestors()), None)
    losses = [*around(root, outside), *prune(root)]
    base = str(about.get("link") or "")
    read = html_blocks.contents(
        root, complete=lambda address: urljoin(base, address) if base else address, line=_line, language=language
    )
    given, blocks = _headed(read.blocks, outside, about)
    lost = (*decoded.losses, *losses, *read.losses)
    return Draft(tuple(blocks), {**given, "language": language}, read.notes, lost, hints=about)


def _line(element: HtmlElement) -> int:
    return element.sourceline or 0


def _language(page: HtmlElement, about: Fields) -> str:
    """What the page says of its language; nothing where it says nothing or nonsense."""
    told = str(page.get("lang") or about.get("language") or "")
    return told if is_tag(told) else ""


def _headed(blocks: list[Block], outside: HtmlElement | None, about: Fields) -> tuple[Fields, list[Block]]:
    """The headline and kicker, and the blocks without them."""
    at = next((at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1), None)
    if at is None:
        words = " ".join(outside.text_content().split()) if outside is not None else ""
        headline = Text(words, (), _line(outside)) if outside is not None and words else about.get("headline")
        return ({"headline": headline} if headline else {}), blocks
    title, before = blocks[at], blocks[:at]
    given: Fields = {"headline": stripped(title.text)} if isinstance(title, Heading) else {}
    if len(before) == 1 and isinstance(line := before[0], Paragraph) and len(line.text.text) <= LONGEST_KICKER:
        return {**given, "kicker": line.text}, blocks[at + 1 :]
    return given, [*before, *blocks[at + 1 :]]
