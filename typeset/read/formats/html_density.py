"""A second opinion on which part of a page is the article: the element in which its text stands dense."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from typeset.read.formats.html_lines import Line
from typeset.read.formats.html_noise import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHORTEST = 25
"""Characters; a shorter line says nothing of where the text stands."""

_STOPS = re.compile(r"[,،、，;؛.。!?؟]")
_SHARES = (1.0, 0.5, 0.25)
"""What a line counts for the element around its paragraph and for the two around that."""

_PARAGRAPHS = frozenset({"p", "pre", "blockquote", "td", "li", "h2", "h3"})
_OTHERS = re.compile(
    r"comment|komment|disqus|footer|sidebar|related|recommend|newsletter|widget|promo|cookie|consent|teaser|caption",
    re.IGNORECASE,
)
_OWN = re.compile(r"article|entry|post|story|body|content|text|main", re.IGNORECASE)


class Dense(NamedTuple):
    """An element, and how dense the text in it stands."""

    element: HtmlElement
    score: float


def densest(lines: Iterable[Line]) -> Dense | None:
    """The element with the longest lines, many stops and few links; None where no line is long."""
    lines = tuple(lines)
    blocks = Counter(line.block for line in lines)
    scores: defaultdict[HtmlElement, float] = defaultdict(float)
    linked: Counter[HtmlElement] = Counter()
    length: Counter[HtmlElement] = Counter()
    for line in lines:
        for element in line.around:
            linked[element] += line.linked
            length[element] += len(line.words)
        if len(line.words) >= SHORTEST and not line.is_link:
            is_paragraph = line.block.tag in _PARAGRAPHS or blocks[line.block] == 1
            for element, share in zip(line.around[is_paragraph:], _SHARES, strict=False):
                scores[element] += share * (1 + len(_STOPS.findall(line.words)) + min(len(line.words) / 100, 3))
    found = (Dense(each, score * (1 - linked[each] / length[each]) * _trust(each)) for each, score in scores.items())
    return max(found, key=lambda dense: dense.score, default=None)


def _trust(element: HtmlElement) -> float:
    """How far an element's names speak for it."""
    named = names(element)
    return (1.25 if _OWN.search(named) else 1.0) * (0.5 if _OTHERS.search(named) else 1.0)
