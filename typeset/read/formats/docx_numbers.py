"""The numbers of a Word file's lists, which mammoth begins at 1 each time: Word counts on over the text between.

The first item of a list that begins at another number carries it as a mark into the HTML, where it becomes the list's
`start`. Lists numbered with letters (أ، ب، ج) have figures in an article, which is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from typeset.errors import Message
from typeset.read.draft import Loss, LossKind
from typeset.read.formats.docx_xml import W

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LETTERS = frozenset(
    {
        *("arabicAbjad", "arabicAlpha", "hebrew1", "hebrew2", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"),
        *("hindiVowels", "hindiConsonants"),
    }
)
"""Kinds of numbers that are letters, by Word's names."""

_MARK = re.compile("\ue000(\\d+)\ue001")
"""The mark: a number between two characters for private use, which no text of Word holds."""


class _Level(NamedTuple):
    kind: str
    start: int


@dataclass(slots=True)
class _Counter:
    """The levels at the top of all lists, by the number of the list, and how far each has counted."""

    scheme: dict[str, str] = field(default_factory=dict)
    """List -> the scheme of numbers that it follows; lists of one scheme count on."""
    levels: dict[str, _Level] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def next_number(self, list_: str) -> int:
        scheme = self.scheme[list_]
        if (start := self.restarts.pop(list_, None)) is not None:
            self.counts[scheme] = start - 1
        self.counts[scheme] = self.counts.get(scheme, self.levels[scheme].start - 1) + 1
        return self.counts[scheme]


def mark(text: etree._Element, numbering: etree._Element | None) -> list[Loss]:
    """Marks the first item of each list that does not begin at 1; says once where lists have letters."""
    if numbering is None:
        return []
    counter = _counter(numbering)
    letters = False
    above = ""
    for paragraph in text.iter(W + "p"):
        list_, level = _item(paragraph)
        if list_ in counter.scheme and level == "0" and counter.scheme[list_] in counter.levels:
            number, kind = counter.next_number(list_), counter.levels[counter.scheme[list_]].kind
            letters = letters or kind in LETTERS
            if above != list_ and number != 1 and kind != "bullet":
                _insert(paragraph, number)
        above = list_
    return [_lettered()] if letters else []


def _lettered() -> Loss:
    what = Message("a list numbered with letters has figures now")
    return Loss(LossKind.STRUCTURE, what, hint="Change what refers to its items by their letters.")


def starts(page: HtmlElement) -> None:
    """Makes each mark the `start` of its list, and takes all of them out."""
    for element in page.iter():
        if isinstance(element.tag, str) and (found := _MARK.match(element.text or "")):
            list_ = element.getparent()
            if list_ is not None and list_.tag == "ol" and list_[0] is element:
                list_.set("start", found[1])
            element.text = _MARK.sub("", element.text or "")


def _counter(numbering: etree._Element) -> _Counter:
    counter = _Counter()
    for scheme in numbering.iter(W + "abstractNum"):
        for level in scheme.findall(W + "lvl"):
            if level.get(W + "ilvl", "0") == "0":
                start = _value(level.find(W + "start")) or "1"
                kind = _value(level.find(W + "numFmt"))
                counter.levels[_id(scheme, "abstractNumId")] = _Level(kind, _figure(start))
    for list_ in numbering.iter(W + "num"):
        counter.scheme[_id(list_, "numId")] = _value(list_.find(W + "abstractNumId"))
        for override in list_.findall(W + "lvlOverride"):
            restart = _value(override.find(W + "startOverride"))
            if restart and override.get(W + "ilvl") == "0":
                counter.restarts[_id(list_, "numId")] = _figure(restart)
    return counter


def _item(paragraph: etree._Element) -> tuple[str, str]:
    """The list and level of a paragraph; empty for one that says none."""
    numbers = next(_numbers(paragraph), None)
    if numbers is None:
        return "", ""
    return _value(numbers.find(W + "numId")), _value(numbers.find(W + "ilvl")) or "0"


def _numbers(paragraph: etree._Element) -> Iterator[etree._Element]:
    return paragraph.iterfind(f"{W}pPr/{W}numPr")


def _insert(paragraph: etree._Element, number: int) -> None:
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "t").text = f"\ue000{number}\ue001"
    paragraph.insert(1, run)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(W + "val", ""))


def _id(element: etree._Element, name: str) -> str:
    return str(element.get(W + name, ""))


def _figure(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 6 else 1
