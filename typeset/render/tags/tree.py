"""The structure types of HTML elements, and the structure tree as plain values before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

# The structure type of an HTML element: a table, and functions for what depends on more than the tag.


SVG = "{http://www.w3.org/2000/svg}"
ROLES = {
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Aside",
    "div": "Div",
    "header": "Div",
    "footer": "Div",
    "address": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "pre": "P",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "a": "Link",
    "q": "Quote",
    "code": "Code",
    "img": "Figure",
    f"{SVG}svg": "Figure",
}
"""Tag -> structure type. Others (`span`, `strong`, `bdi`) get no element of their own, or a Span for their language."""
SPOKEN_ROLES = {"img": "Figure", "doc-footnote": "Note", "doc-endnote": "Note", "doc-noteref": "Reference"}
"""ARIA role (DPUB-ARIA 1.0) -> structure type, where it is more specific than the tag."""
PSEUDO_ROLES = {"marker": "Lbl", "footnote-call": "Reference", "footnote-marker": "Lbl"}
OWN_TYPES = {"Aside": "Sect"}
"""Types that are not in ISO 32000-1 -> the standard type of each, for the RoleMap."""
GROUPS = frozenset({"Document", "Art", "Sect", "Aside", "Div", "BlockQuote"})
"""Types that hold blocks; text directly in them stands in a paragraph."""
INLINE = frozenset({"Link", "Quote", "Code", "Span", "Reference"})
NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "arabic-indic": "Decimal",
    "persian": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
}
"""CSS `list-style-type` -> ListNumbering (ISO 32000-1, table 347); the standard names no digits but the European."""


def role_of(element: Element, pseudo: str) -> str:
    """The structure type of an element or of one of its pseudo-elements, or nothing."""
    if pseudo:
        return PSEUDO_ROLES.get(pseudo, "")
    return SPOKEN_ROLES.get(element.get("role", "")) or ROLES.get(element.tag, "")


def alternative(element: Element) -> str | None:
    """The alternative text of a picture; empty where it is decorative, None where none is given."""
    if element.get("aria-hidden") == "true" or element.get("role") in {"presentation", "none"}:
        return ""
    if element.tag == "img":
        return element.get("alt")
    title = element.find(f"{SVG}title")
    return element.get("aria-label") or (title.text if title is not None else None)


def numbering(element: Element, style: Mapping[str, object]) -> str:
    """The ListNumbering of a list; an `ol` with a counter style that is not in the table is Decimal."""
    return NUMBERING.get(str(style["list_style_type"])) or ("Decimal" if element.tag == "ol" else "None")


def scope(element: Element, in_head: bool) -> str:  # noqa: FBT001  a fact about the cell, not a choice
    """The Scope of a header cell: its column or its row."""
    declared = element.get("scope", "").removesuffix("group")
    return {"row": "Row", "col": "Column"}.get(declared) or ("Column" if in_head else "Row")


class Content(NamedTuple):
    """Marked content: its page, from 0, and its MCID there."""

    page: int
    mark: int


class Annotation(NamedTuple):
    """A link's active rectangle on a page."""

    page: int
    dictionary: dict[str, object]
    words: str
    """The text of the link, for its Contents entry."""


class Node:
    """A structure element: its type, its kids, its language and attributes. Only `walk` changes it."""

    __slots__ = ("alternative", "attributes", "implied", "kids", "language", "parent", "role")

    def __init__(self, role: str, parent: Node | None = None, language: str = "", *, implied: bool = False) -> None:
        self.role = role
        self.parent = parent
        self.kids: list[Node | Content | Annotation] = []
        self.language = language
        """BCP 47; inherited from the parent where it has none of its own."""
        self.alternative = ""
        self.attributes: dict[str, object] = {}
        self.implied = implied
        """Whether it was added because text may not be a direct kid of its parent."""

    def child(self, role: str, language: str = "") -> Node:
        """A new element at the end of this one, inside a paragraph or list item where it needs one."""
        home = self.home() if role in INLINE else self
        node = Node(role, home, language=language or self.language)
        home.kids.append(node)
        return node

    def home(self) -> Node:
        """The element for text in this one: itself, or an implied paragraph or list item where it is required."""
        if self.role in GROUPS:
            return self._implied("P")
        if self.role == "LI":
            return self._implied("LBody")
        if self.role == "L":
            return self._implied("LI").home()
        return self

    def _implied(self, role: str) -> Node:
        last = self.kids[-1] if self.kids else None
        if isinstance(last, Node) and last.implied and last.role == role:
            return last
        node = Node(role, self, language=self.language, implied=True)
        self.kids.append(node)
        return node

    @property
    def is_empty(self) -> bool:
        """Whether it has no content on any page; a table cell is never empty, as it keeps its place in the row."""
        return self.role not in {"TD", "TH"} and all(isinstance(kid, Node) and kid.is_empty for kid in self.kids)
