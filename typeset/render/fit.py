"""The last page: a text whose end falls over is pulled back, and what cannot be pulled back is said.

A last page with contacts and a code and nothing else is a fault of the setting. Where a page less is in reach, the
page is laid out again with as few of the theme's steps as that takes: photos give way first, then the space between
the parts, then what follows the text stands side by side, and the leading comes last. The steps are added up, each
with those before it, and searched by halves: a page that fits is laid out once, one that does not at most four times.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from typeset.render.foreign import Box
from typeset.render.rendering import LastPage

if TYPE_CHECKING:
    import weasyprint

IN_REACH = 0.28
"""Of a page's height: so much of the text can be saved by closer setting, over one page before and the rest of it."""
IN_PHOTOS = 0.4
"""Of the photos' height: so much they can give."""
STEP_FOR = {"photos": "figure"}
"""A step that is for one element alone, and is left out where the page has none: it would be laid out in vain."""


def fitted(
    html: weasyprint.HTML, tighter: tuple[str, ...], lay_out: Callable[[], weasyprint.Document]
) -> weasyprint.Document:
    """The document as it is laid out, or with the fewest steps on its body that make it a page shorter."""
    document = lay_out()
    if len(document.pages) == 1 or not tighter or not _is_in_reach(document, html):
        return document
    body = html.etree_element.find("body")
    given = body.get("class", "")
    steps = [step for step in tighter if step not in STEP_FOR or body.find(f".//{STEP_FOR[step]}") is not None]
    best, low, high = document, 1, len(steps) + 1
    while low < high:
        number = (low + high) // 2
        body.set("class", " ".join([given, *steps[:number]]).strip())
        again = lay_out()
        if len(again.pages) < len(document.pages):
            best, high = again, number
        else:
            low = number + 1
    return best


def last_page(document: weasyprint.Document) -> LastPage | None:
    """How the last page is filled; None where it is the only one."""
    if len(document.pages) == 1:
        return None
    page = document.pages[-1]
    is_composed = _has_main(document.pages[0])
    lines = [box.height for box in _standing(document.pages[0]) if type(box).__name__ == "LineBox"]
    return LastPage(
        number=len(document.pages),
        fill=_filled(page) / _room(page),
        has_text=_has_main(page) or not is_composed,
        lines_over=math.ceil(_over(document) / sorted(lines)[len(lines) // 2]) if lines else 0,
    )


def _has_main(page: weasyprint.document.Page) -> bool:
    """Whether some of the release's own text stands on a page; one that was not composed of a release has no `main`."""
    return any(box.element_tag == "main" for box in page._page_box.descendants())


def _is_in_reach(document: weasyprint.Document, html: weasyprint.HTML) -> bool:
    """Whether closer setting may save the last page."""
    pictures = set(html.etree_element.iterfind(".//figure//img"))
    photos = sum(box.height for page in document.pages for box in _standing(page) if box.element in pictures)
    return bool(_over(document) <= IN_REACH * _room(document.pages[0]) + IN_PHOTOS * photos)


def _over(document: weasyprint.Document) -> float:
    """By how much the text is too long for a page less: what stands on the last one less what is free before it."""
    *before, last = document.pages
    return _filled(last) - sum(max(_room(page) - _filled(page), 0.0) for page in before)


def _standing(page: weasyprint.document.Page) -> Iterator[Box]:
    """What stands on a page: its lines and pictures, but for those in the margins and at the foot."""
    root = page._page_box.children[0]
    return (box for box in root.descendants() if type(box).__name__ == "LineBox" or box.element_tag == "img")


def _filled(page: weasyprint.document.Page) -> float:
    """How far down the page the last of its text reaches."""
    top = page._page_box.content_box_y()
    return max((box.position_y + box.height - top for box in _standing(page)), default=0.0)


def _room(page: weasyprint.document.Page) -> float:
    """How high a page is between its margins and above its notes."""
    notes = sum(box.margin_height() for box in page._page_box.children if type(box).__name__ == "FootnoteAreaBox")
    return float(page._page_box.height - notes)
