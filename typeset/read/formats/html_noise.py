"""What pages say around an article, known by the names of elements and by the words of lines."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from typeset.read.formats.html_phrases import ABOUT, FOLLOW, JUDGE, PASS_ON, READ_ON, SIGNED, SITES
from typeset.read.fragments import lookup_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = re.compile(
    r"(?:^|(?<!has-)(?<!with-)(?<!no-)(?<=[\s_-]))(?:share|sharing|social|related|advert\w*|ads?|promo\w*|breadcrumbs?|newsletter|sidebar|menu|rail"
    r"|pagination|toolbar|cookies?|consent|cmp|subscribe|most-read|nav|widget|banner|sponsor\w*|popup|modal|recommend\w*"
    r"|read-?more|tags|byline|author\w*|teasers?|paywall|disclaimer|avatar|logo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?:^|[\s_-])comments?(?:$|[\s_-])|commentlist|disqus|komment|comentario|yorum", re.IGNORECASE)
_OWN = re.compile(r"(?:^|[\s_-])(?:article|entry|post|story|news)[\s_-]{0,2}(?:body|content|text|main)", re.IGNORECASE)
COMMENTS = "comments"
"""The name of elements in which readers speak."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAGS = frozenset({"nav", "aside", "footer", "form"})


def names(element: HtmlElement) -> str:
    """An element's class, id and role."""
    return " ".join(str(element.get(name) or "") for name in ("class", "id", "role"))


def noise_name(element: HtmlElement) -> str:
    """The tag, or the word in its names, by which an element says that it is no part of an article; empty for none.

    A quotation has a `footer` of its own; the id of a heading is made of its words.
    """
    if element.tag in _HEADINGS:
        return ""
    named = names(element)
    if _COMMENTS.search(named):
        return COMMENTS
    if element.tag in _TAGS:
        return "" if next(element.iterancestors("blockquote"), None) is not None else str(element.tag)
    if element.get("hidden") is not None:
        return "hidden"
    word = None if _OWN.search(named) else _NAMES.search(named)
    return word[0].strip(" _-").lower() if word else ""


# Lines that ask a reader to do something, or speak of the page: see `html_phrases`.


_AROUND_WORDS = " .:|•·-–—«»\"'←→›‹>+*!؟?،,()[]"
LONGEST = 240
"""Characters of such a line."""
LONGEST_SIGNED = 110
"""Characters of a line that says who wrote an article and when."""


def is_asking(words: str) -> bool:
    """Whether pages set such a line around articles: `شارك على فيسبوك`, `2 min read`, `Was this useful?`."""
    if len(words) > LONGEST:
        return False
    plain = _plain(words)
    return not plain or bool(_asking().fullmatch(plain))


def is_signed(words: str) -> bool:
    """Whether a line over an article says who wrote it, or when it was published."""
    is_sentence = words.endswith((".", "۔", "؟", "?", "!")) and not any(letter.isdigit() for letter in words)
    return len(words) <= LONGEST_SIGNED and not is_sentence and bool(_signed().fullmatch(_plain(words)))


def _plain(words: str) -> str:
    return lookup_key(words).strip(_AROUND_WORDS)


@cache
def _asking() -> re.Pattern[str]:
    return _pattern(SITES, PASS_ON, JUDGE, READ_ON, FOLLOW, ABOUT)


@cache
def _signed() -> re.Pattern[str]:
    return _pattern(SIGNED)


def _pattern(*tables: str) -> re.Pattern[str]:
    """One pattern for the phrases of these tables."""
    phrases = (lookup_key(phrase).strip(_AROUND_WORDS) for table in tables for phrase in re.split(r"[|\n]+", table))
    written = sorted({re.escape(phrase) for phrase in phrases if phrase})
    return re.compile("|".join(each.replace(r"\#", r"\d+").replace("…", ".{0,100}") for each in written))
