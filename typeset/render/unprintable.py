"""What cannot be printed in the four inks is taken off the page, and said: gradients, and borders that play at depth.

WeasyPrint writes a gradient in the colours of the screen under a profile of the press, which no press accepts, and
mixes the shades of a 3-D border from colours that it can only mix on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.images import Gradient

if TYPE_CHECKING:
    import weasyprint

DEEP = frozenset({"groove", "ridge", "inset", "outset"})
SIDES = ("top", "right", "bottom", "left")


def take_off(document: weasyprint.Document) -> tuple[str, ...]:
    """Make every box of a document printable; what was taken away, once for each element and kind."""
    pages = (page._page_box for page in document.pages)
    boxes = [box for page in pages for box in (page, *page.descendants(placeholders=True))]
    return tuple(dict.fromkeys(taken for box in boxes for taken in (*_without_gradients(box), *_without_depth(box))))


def _without_gradients(box: Any) -> Iterator[str]:
    background = getattr(box, "background", None)
    if background and any(isinstance(layer.image, Gradient) for layer in background.layers):
        layers = [layer for layer in background.layers if not isinstance(layer.image, Gradient)]
        box.background = background._replace(layers=layers)
        yield f"a gradient behind <{box.element_tag or 'page'}>"


def _without_depth(box: Any) -> Iterator[str]:
    deep = [f"border_{side}_style" for side in SIDES if box.style[f"border_{side}_style"] in DEEP]
    if deep:
        box.style = box.style.copy()
        box.style.update(dict.fromkeys(deep, "solid"))
        yield f"a 3-D border around <{box.element_tag or 'page'}>"
