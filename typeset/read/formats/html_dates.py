"""The day on which a page says that its article was published.

Looked for in this order: the metadata that names it, elements marked as a date, words near the headline and after the
article (`آخر تحديث: ١١:٤٤ ، ٢٠ يونيو ٢٠١٧`), the page's address, and what htmldate finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from typeset.model.dates import GREGORIAN, written
from typeset.model.script import Pattern
from typeset.read.fragments import lookup_key
from typeset.read.parts.dates import NoSuchDateError, day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate"),
    *(
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "article_date_original",
        "dc.date",
        "dcterms.date",
    ),
    *("dc.date.issued", "dc.date.created", "dcterms.created", "dcterms.issued", "sailthru.date", "parsely-pub-date"),
    *("cxenseparse:recs:publishtime", "article.published", "article.created", "datecreated", "date_published"),
    *("citation_publication_date", "rnews:datepublished", "og:pubdate", "last-modified", "article:modified_time"),
    *("og:updated_time", "datemodified"),
)
"""Names of `meta` that tell when an article was published, the most exact first."""

_ENGLISH = written(GREGORIAN["en"])
_MARKED = (
    "//*[contains(@itemprop, 'datePublished')]",
    "//time[@pubdate]",
    "//*[contains(@property, 'datePublished')]",
    "//*[contains(@itemprop, 'dateCreated')]",
    "//abbr[contains(@class, 'published')]",
)
"""Elements marked as the date of publication."""

_FOREIGN = {
    lookup_key(name): number
    for row in (
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        "janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc",
        "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
        "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
        "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
        "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    )
    for number, name in enumerate(row.split("|"), 1)
}
"""Months in languages that no release of ours is dated in, but pages are."""

FIRST_YEAR, LAST_YEAR = 1995, 2100
"""The years in which a page can have been published."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|[-_]|$)")
_NAME = r"[^\W\d_]+(?: (?!of\b)[^\W\d_]+)?"
_MONTH = rf"{_NAME}(?: ?[/(] ?{_NAME}\)?)?"
_DAY_FIRST = Pattern(
    rf"(?<![\d:/.])(\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]+(?:of |de |من )?({_MONTH})[ ,،.-]+(?:de |del )?(\d{{4}})(?!\d)"
)
_MONTH_FIRST = Pattern(rf"({_MONTH})\.?[ -]+(\d{{1,2}})(?:st|nd|rd|th)?[ ]*[,،]?[ -]+(\d{{4}})(?!\d)")
_FIGURES = Pattern(r"(?<![\d/.-])(\d{1,4})[ ]?[-/.][ ]?(\d{1,2})[ ]?[-/.][ ]?(\d{1,4})(?![\d/])")
_FAR_EAST = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")


def stated(page: HtmlElement, meta: dict[str, str]) -> date | None:
    """The day that the metadata or a marked element names."""
    for name in _META[:-4]:
        if found := in_text(meta.get(name, "")):
            return found
    for path in _MARKED:
        for element in page.xpath(path):
            values = (element.get("content"), element.get("datetime"), element.get("title"), element.text_content())
            if found := next(filter(None, map(in_text, filter(None, values))), None):
                return found
    return None


def shown(page: HtmlElement, near: Iterable[str], meta: dict[str, str], address: str) -> date | None:
    """The day that the page shows: in the lines near the article, in a `time`, in its address, or somewhere."""
    times = (time.get("datetime") or time.text_content() for time in page.iter("time"))
    modified = (meta.get(name, "") for name in _META[-4:])
    found = next(filter(None, map(in_text, near)), None) or next(filter(None, map(in_text, times)), None)
    return found or _in_address(address) or next(filter(None, map(in_text, modified)), None) or _found_by_htmldate(page)


def in_text(text: str) -> date | None:
    """The first day named in a text, however it is written."""
    plain = lookup_key(text[:300])
    found = (_as_day(words) for words in _candidates(plain))
    return next((when for when in found if when and FIRST_YEAR <= when.year <= LAST_YEAR), None)


def _candidates(plain: str) -> Iterator[str]:
    """What may be a date in a text, in the words that `day` reads."""
    if moment := _ISO.search(plain):
        yield "-".join(moment.groups())
    for year, month, number in _FAR_EAST.findall(plain):
        yield f"{year}-{month}-{number}"
    for match in _DAY_FIRST.finditer(plain):
        for name in _months(match[2]):
            yield f"{match[1]} {name} {match[3]}"
    for match in _MONTH_FIRST.finditer(plain):
        for name in _months(match[1]):
            yield f"{match[2]} {name} {match[3]}"
    for first, second, last in (match.groups() for match in _FIGURES.finditer(plain)):
        yield f"{first}/{second}/{last}"
        yield f"{second}/{first}/{last}"


def _months(words: str) -> Iterator[str]:
    """What may be the month among the words before or behind the day: all of them, the last, the first."""
    for name in dict.fromkeys((words, words.rpartition(" ")[2], words.partition(" ")[0])):
        yield name
        if name in _FOREIGN:
            yield _ENGLISH[_FOREIGN[name] - 1]


def _as_day(words: str) -> date | None:
    try:
        return day(words)
    except NoSuchDateError:
        return None


def _in_address(address: str) -> date | None:
    match = _IN_ADDRESS.search(address)
    return _as_day("-".join(match.groups())) if match else None


def _found_by_htmldate(page: HtmlElement) -> date | None:
    """What htmldate finds; the limits are set, as its own end today."""
    from htmldate import find_date

    first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
    found = find_date(page, extensive_search=False, original_date=True, min_date=first, max_date=last)
    return datetime.fromisoformat(found).date() if found else None
