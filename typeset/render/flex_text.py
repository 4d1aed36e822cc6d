"""Running text in a flex line, as it stands on the laid out pages: which element of the theme holds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from typeset.render.rendering import FlexText
from typeset.render.weasy import Box

if TYPE_CHECKING:
    import weasyprint

FEW = 20
"""Words: a name, a label, a figure, a line of a card. A paragraph of more is text to read."""
CAPTIONS = frozenset({"figcaption", "caption"})
"""They stand with their photo, which gives them their width."""


def flex_texts(document: weasyprint.Document) -> tuple[FlexText, ...]:
    """The elements that are set as flex lines and hold running text, each with its longest paragraph, in order."""
    paragraphs: dict[Any, dict[Any, list[str]]] = {}
    for page in document.pages:
        for holder, box in _in_flex(page._page_box, None):
            paragraphs.setdefault(holder, {}).setdefault(box.element, []).extend(_words(box))
    longest = {holder: max(found.values(), key=len) for holder, found in paragraphs.items()}
    return tuple(FlexText(_selector(holder), tuple(words)) for holder, words in longest.items() if len(words) > FEW)


def _in_flex(parent: Box, holder: Any) -> Iterator[tuple[Any, Box]]:
    """What holds lines under a box, with the element of the nearest flex line around it; captions are left out."""
    for child in parent.children:
        if child.element_tag in CAPTIONS:
            continue
        if holder is not None and any(isinstance(line, boxes.LineBox) for line in getattr(child, "children", ())):
            yield holder, child
        elif hasattr(child, "children"):
            yield from _in_flex(child, child.element if isinstance(child, boxes.FlexContainerBox) else holder)


def _words(box: Box) -> list[str]:
    """The words of the lines of a box."""
    lines = (line for line in box.children if isinstance(line, boxes.LineBox))
    texts = ("".join(part.text for part in line.descendants() if isinstance(part, boxes.TextBox)) for line in lines)
    return " ".join(texts).split()


def _selector(element: Any) -> str:
    """The element with its classes, as a style sheet names it."""
    return ".".join([element.tag, *element.get("class", "").split()])
