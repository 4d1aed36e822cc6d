"""HTML as text -> a tree, and a tree -> blocks; for pages, and for the HTML that other formats carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from typeset.article import Block, Note
from typeset.errors import ArticleError
from typeset.read.elements import Elements
from typeset.read.loss import Loss
from typeset.read.runs import Page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST = 120
"""Elements inside one another; libxml2 itself gives up at 256."""

_REFERENCE = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡])[\])]?\s*")


@dataclass(frozen=True, slots=True)
class Contents:
    """What an element holds."""

    blocks: list[Block]
    notes: tuple[Note, ...]
    losses: tuple[Loss, ...]


def parsed(text: str, name: str) -> HtmlElement:
    """The page as a tree; comments are gone. Raises ArticleError: there is nothing in it, or it is too deep."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        page = document_fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError:
        raise ArticleError(f"{name} has no text.", hint="Check that the page was saved whole.") from None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log) or _depth(page) > DEEPEST:
        raise ArticleError(
            f"{name}: elements stand more than {DEEPEST} deep inside one another.",
            hint="Save the page as plain text, or copy the article out of it.",
        )
    return page


def contents(
    element: HtmlElement,
    *,
    complete: Callable[[str], str] = str,
    line: Callable[[HtmlElement], int] = lambda _: 0,
    language: str = "",
) -> Contents:
    """The blocks in an element.

    `complete` makes relative addresses absolute; `line` tells an element's line in the source; words in `language`
    need no mark of their language.
    """
    page = Page(complete, line, _footnotes(element), language=language)
    reader = Elements(page)
    blocks = reader.blocks(element)
    return Contents(blocks, tuple(reader.builder.notes.values()), tuple(page.losses))


def _depth(page: HtmlElement) -> int:
    """The number of elements that stand inside one another at the deepest place."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _footnotes(root: HtmlElement) -> dict[str, str]:
    """The footnotes that links in the text lead to, by their id, each with its key; the links back are taken out."""
    targets = {str(name): each for each in root.iter() for name in (each.get("id"), each.get("name")) if name}
    notes: dict[str, str] = {}
    owners: dict[HtmlElement, str] = {}
    for link in list(root.iter("a")):
        address = str(link.get("href") or "")
        if not address.startswith("#"):
            continue
        if any(above in owners for above in link.iterancestors()):
            link.drop_tree()
            continue
        target = targets.get(address[1:])
        note = target.getparent() if target is not None and target.tag == "a" else target
        found = _REFERENCE.fullmatch(link.text_content())
        if found and note is not None and note not in link.iterancestors():
            _name(note, address[1:], found[1], notes, owners)
    return notes


def _name(note: HtmlElement, id_: str, key: str, notes: dict[str, str], owners: dict[HtmlElement, str]) -> None:
    """Remember an element as the footnote of a key; two footnotes never share one."""
    if note not in owners:
        taken = set(notes.values())
        owners[note] = key if key not in taken else f"{key}-{len(taken)}"
        note.set("id", id_)
    notes[id_] = owners[note]
