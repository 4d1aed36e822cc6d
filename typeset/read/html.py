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
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from typeset.article import Block, Heading, Paragraph, Text
from typeset.read import markup, metadata
from typeset.read.decode import decode
from typeset.read.draft import Draft, Fields
from typeset.read.language import is_tag
from typeset.read.passages import stripped
from typeset.read.pick import around, pick, prune
from typeset.read.source import Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST = 20_000_000
"""Bytes."""
LONGEST_KICKER = 60

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_TAKEN_FOR = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf-16": "utf-8"}
"""What browsers take a declared charset for (WHATWG Encoding Standard)."""


def draft(source: Source) -> Draft:
    """The article of a page. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    told = _CHARSET.search(source.data[:4096])
    charset = told[1].decode("ascii").lower() if told else ""
    decoded = decode(source, _TAKEN_FOR.get(charset, charset))
    page = markup.parsed(decoded.text, source.name)
    about = metadata.of(page)
    language = _language(page, about)
    root = pick(page)
    outside = next((title for title in page.iter("h1") if root not in title.iterancestors()), None)
    losses = [*around(root, outside), *prune(root)]
    base = str(about.get("link") or "")
    read = markup.contents(
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
