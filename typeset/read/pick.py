"""The article in a page: which element it is, and what inside it is not the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from typeset.read.loss import Kind, Loss
from typeset.read.tags import WITHOUT_WORDS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
            losses.append(Loss(Kind.AROUND, words, element.sourceline or 0))
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
                yield Loss(Kind.AROUND, words, other.sourceline or 0)


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
