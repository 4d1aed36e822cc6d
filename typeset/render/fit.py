"""The last page: a text whose end falls over by a few lines is pulled back.

A last page with a source line and nothing else is a fault of the setting. Where the last page is nearly empty, the page
is laid out again with the first of the theme's tighter settings that saves it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import weasyprint

NEARLY_EMPTY = 0.28
"""Of a page's height. Tightening saves about so much over one page before and the rest of this one."""


def fitted(
    html: weasyprint.HTML, tighter: tuple[str, ...], lay_out: Callable[[], weasyprint.Document]
) -> weasyprint.Document:
    """The document as it is laid out, or with the first class on its body that makes it a page shorter."""
    document = lay_out()
    if len(document.pages) == 1 or _fill(document.pages[-1]) > NEARLY_EMPTY:
        return document
    body = html.etree_element.find("body")
    given = body.get("class", "")
    for name in tighter:
        body.set("class", f"{given} {name}".strip())
        again = lay_out()
        if len(again.pages) < len(document.pages):
            return again
    return document


def _fill(page: weasyprint.document.Page) -> float:
    """How much of the height between the margins is filled, 0 to 1."""
    box = page._page_box
    root = box.children[0]
    return float(root.height / box.height)
