"""What an HTML element is in a PDF, and the structure tree as plain values before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

# What an HTML element is in a PDF: one table, and the questions that a table cannot answer.


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
"""Tag -> structure type. What is not here (`span`, `strong`, `bdi`) leaves no trace but its language."""
SPOKEN_ROLES = {"img": "Figure", "doc-footnote": "Note", "doc-endnote": "Note", "doc-noteref": "Reference"}
"""The ARIA role of an element, where it says more than its tag (DPUB-ARIA 1.0)."""
PSEUDO_ROLES = {"marker": "Lbl", "footnote-call": "Reference", "footnote-marker": "Lbl"}
OWN_TYPES = {"Aside": "Sect"}
"""Types that ISO 32000-1 does not know, and what they are to a reader that does not know them either."""
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
    """What a picture shows, in words; empty where it is there for the eye alone, None where nobody said."""
    if element.get("aria-hidden") == "true" or element.get("role") in {"presentation", "none"}:
        return ""
    if element.tag == "img":
        return element.get("alt")
    title = element.find(f"{SVG}title")
    return element.get("aria-label") or (title.text if title is not None else None)


def numbering(element: Element, style: Mapping[str, object]) -> str:
    """How the labels of a list run; a list that its theme numbers by itself still runs in numbers."""
    return NUMBERING.get(str(style["list_style_type"])) or ("Decimal" if element.tag == "ol" else "None")


def scope(element: Element, in_head: bool) -> str:  # noqa: FBT001  a fact about the cell, not a choice
    """Whether a header cell speaks for its column or its row."""
    said = element.get("scope", "").removesuffix("group")
    return {"row": "Row", "col": "Column"}.get(said) or ("Column" if in_head else "Row")


class Content(NamedTuple):
    """A marked piece of a page: page from 0, and the number that marks it there (MCID)."""

    page: int
    mark: int


class Annotation(NamedTuple):
    """A link's active rectangle on a page."""

    page: int
    dictionary: dict[str, object]
    words: str
    """What the link says, for who cannot see where it stands."""


class Node:
    """A structure element: its type, what is in it, and what is said of it. Only `walk` changes it."""

    __slots__ = ("alternative", "attributes", "implied", "kids", "language", "parent", "role")

    def __init__(self, role: str, parent: Node | None = None, language: str = "", *, implied: bool = False) -> None:
        self.role = role
        self.parent = parent
        self.kids: list[Node | Content | Annotation] = []
        self.language = language
        """As inherited, if it has none of its own."""
        self.alternative = ""
        self.attributes: dict[str, object] = {}
        self.implied = implied
        """Made by us, because text may not stand where it stood."""

    def child(self, role: str, language: str = "") -> Node:
        """A new element at the end of this one, inside a paragraph or list item where it needs one."""
        home = self.home() if role in INLINE else self
        node = Node(role, home, language=language or self.language)
        home.kids.append(node)
        return node

    def home(self) -> Node:
        """Where text that stands in this element belongs: the paragraph, item or body that the standard asks for."""
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
        """Whether nothing on the page belongs to it; a cell counts even then, for it holds its place in the row."""
        return self.role not in {"TD", "TH"} and all(isinstance(kid, Node) and kid.is_empty for kid in self.kids)
