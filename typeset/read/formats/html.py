"""HTML: a page saved from a news site -> the article alone.

1. The article is the element marked as such (`itemprop="articleBody"`, `article`, `main`, the usual class names), of
   several the one with most words; else the element with most text in its own paragraphs.
2. Menus, advertisements, share buttons, comments and the like inside it are left out, unless they hold half its words.
3. The headline is the `h1` in the article, else that of the page, else that of the page's metadata (JSON-LD, OpenGraph,
   `title` without the site's name). A short line above the `h1` is the kicker.
4. The metadata also gives date, link, publisher and the like where the text does not.

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
from typeset.read.draft import Draft, Fields, Loss, LossKind, non_empty
from typeset.read.formats import html_blocks, jsonld
from typeset.read.formats.html_inline import WITHOUT_WORDS
from typeset.read.formats.json_document import Value, loads
from typeset.read.fragments import clean, stripped
from typeset.read.normal_form import is_tag
from typeset.read.parts import dates
from typeset.read.source import SourceFile, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# The page's metadata: JSON-LD, OpenGraph, canonical address, title.


_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{1,60}$")
_FALLBACK_FIELDS = frozenset({"headline", "date", "link", "source", "place", "language"})


def page_metadata(page: HtmlElement) -> Fields:
    """Fields of the Article from the page's metadata; JSON-LD overrides the tags, as it is more exact."""
    metadata = _tags(page)
    for item in _json(page):
        try:
            fields, _ = jsonld.fields(item)
        except ArticleError:
            continue
        metadata = {
            **metadata,
            **cast("Fields", {name: value for name, value in fields.items() if name in _FALLBACK_FIELDS}),
        }
    return metadata


def _json(page: HtmlElement) -> Iterator[Value]:
    """The articles in the page's JSON-LD; broken JSON-LD is skipped without a report, as the user cannot mend it."""
    for script in page.iter("script"):
        if str(script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield from jsonld.items(loads(script.text or "", "JSON-LD"))
            except ArticleError:
                continue


def _tags(page: HtmlElement) -> Fields:
    """Fields from `meta`, `title` and the canonical link."""
    meta = {
        str(tag.get("property") or tag.get("name")).lower(): clean(str(tag.get("content") or "")).strip()
        for tag in page.iter("meta")
    }
    title = next((_SITE.sub("", " ".join(clean(tag.text or "").split())) for tag in page.iter("title")), "")
    canonical = next((str(tag.get("href") or "") for tag in page.iter("link") if tag.get("rel") == "canonical"), "")
    metadata: Fields = {
        "headline": Text(meta.get("og:title") or title),
        "source": Text(meta.get("og:site_name", "")),
        "link": fragments.link(canonical or meta.get("og:url", "")),
        "date": _day(meta.get("article:published_time", "")),
    }
    return non_empty(metadata)


def _day(text: str) -> date | None:
    try:
        return dates.day(datetime.fromisoformat(text).date().isoformat())
    except ValueError:
        return None


# The article in a page: which element holds it, and what is noise inside it.


ARTICLE_PATHS = (
    "//*[@itemprop='articleBody']",
    "//article",
    "//*[@role='article']",
    "//main | //*[@role='main']",
    "//*[re:test(concat(@class, ' ', @id), '(^|[ _-])(article|entry|post|story|news)[_-]?(body|content|text)', 'i')]",
)
"""XPaths of elements that hold an article, the most reliable first."""

NOISE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|comments?|advert\w*|ads?|promo\w*|breadcrumbs?|newsletter|sidebar|menu"
    r"|pagination|toolbar|cookies?|subscribe|most-read|nav|widget|banner|sponsor\w*|popup|modal|recommend\w*|read-?more"
    r"|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes, ids and roles of elements that are not part of an article."""

_NOISE_TAGS = frozenset({"nav", "aside", "footer", "form"})
_EXSLT = {"re": "http://exslt.org/regular-expressions"}


def pick(page: HtmlElement) -> HtmlElement:
    """The element that holds the article; the whole body where no element is marked or dense enough.

    An element inside an `article` gives that `article`, which has the headline and first picture too.
    """
    for path in ARTICLE_PATHS:
        candidates = [element for element in page.xpath(path, namespaces=_EXSLT) if _words(element)]
        if candidates:
            best = max(candidates, key=lambda element: len(_words(element)))
            return next((article for article in best.iterancestors("article")), best)
    return _densest(page)


def prune(root: HtmlElement) -> list[Loss]:
    """Removes noise from the article; returns its words as losses."""
    total = len(_words(root))
    losses = []
    stack = list(root)
    while stack:
        element = stack.pop()
        noise = _is_noise(element)
        words = _words(element) if noise else ""
        if not noise or 2 * len(words) >= total:
            stack += element
            continue
        if words:
            losses.append(Loss(LossKind.AROUND, words, element.sourceline or 0))
        element.drop_tree()
    return losses


def around(root: HtmlElement, headline: HtmlElement | None) -> Iterator[Loss]:
    """Losses for the words outside the article, one for each element around it; the headline is not counted."""
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
    if element.tag in _NOISE_TAGS:
        return next(element.iterancestors("blockquote"), None) is None
    names = " ".join(str(element.get(name) or "") for name in ("class", "id", "role"))
    return bool(NOISE.search(names)) or element.get("aria-hidden") == "true"


def _words(element: HtmlElement, without: HtmlElement | None = None) -> str:
    """The words of an element as a browser shows them, on one line; `without` is an element inside it to skip."""
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
    """The element with the most text in its own paragraphs; half their length counts for the element around it.

    The body, where that element has less than a quarter of its words.
    """
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
    match = _CHARSET.search(source.data[:4096])
    charset = match[1].decode("ascii").lower() if match else ""
    decoded = decode(source, _CHARSET_ALIASES.get(charset, charset))
    page = html_blocks.parsed(decoded.text, source.name)
    metadata = page_metadata(page)
    language = _language(page, metadata)
    root = pick(page)
    outer_headline = next((title for title in page.iter("h1") if root not in title.iterancestors()), None)
    losses = [*around(root, outer_headline), *prune(root)]
    base = str(metadata.get("link") or "")
    read = html_blocks.contents(
        root, complete=lambda address: urljoin(base, address) if base else address, line=_line, language=language
    )
    declared, blocks = _with_headline(read.blocks, outer_headline, metadata)
    all_losses = (*decoded.losses, *losses, *read.losses)
    return Draft(tuple(blocks), {**declared, "language": language}, read.notes, all_losses, fallbacks=metadata)


def _line(element: HtmlElement) -> int:
    return element.sourceline or 0


def _language(page: HtmlElement, metadata: Fields) -> str:
    """The language that the page declares; empty where it declares none or the tag is malformed."""
    declared = str(page.get("lang") or metadata.get("language") or "")
    return declared if is_tag(declared) else ""


def _with_headline(
    blocks: list[Block], outer_headline: HtmlElement | None, metadata: Fields
) -> tuple[Fields, list[Block]]:
    """The headline and kicker as declared fields, and the blocks without them."""
    index = next((index for index, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1), None)
    if index is None:
        words = " ".join(outer_headline.text_content().split()) if outer_headline is not None else ""
        headline = (
            Text(words, (), _line(outer_headline)) if outer_headline is not None and words else metadata.get("headline")
        )
        return ({"headline": headline} if headline else {}), blocks
    title, before = blocks[index], blocks[:index]
    declared: Fields = {"headline": stripped(title.text)} if isinstance(title, Heading) else {}
    if len(before) == 1 and isinstance(line := before[0], Paragraph) and len(line.text.text) <= LONGEST_KICKER:
        return {**declared, "kicker": line.text}, blocks[index + 1 :]
    return declared, [*before, *blocks[index + 1 :]]
