"""From the boxes on the pages to the structure tree: one structure element for each HTML element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER

from typeset.render.tags import tree
from typeset.render.tags.tree import Annotation, Content, Node

PT_PER_PX = 0.75
Box: TypeAlias = Any  # weasyprint.formatting_structure.boxes.Box, which has no types
Marks = dict[Box, dict[str, int]]
"""The marked content that WeasyPrint wrote while it drew a page: box -> its properties, with the `mcid`."""


class Walk:
    """The tree as it grows, page by page."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.page = 0
        self.height = 0.0
        self.marks: Marks = {}
        self.artifacts: dict[int, str] = {}
        """MCIDs of artifacts on the current page -> their subtype (`Header`, `Footer` or none)."""
        self.nodes: dict[tuple[Element, str], Node] = {}
        self.head_pages: dict[Element, int] = {}
        self.notes = 0
        self._running = {side: Node("Document", language=root.language) for side in ("Header", "Footer")}
        """What a theme lets run in the margins, by its place in the reading: above the text, or after it."""
        self._read: set[Element] = set()

    def over(self, page: int, box: Box, marks: Marks) -> dict[int, str]:
        """Add a page to the tree; returns its artifacts: MCID -> subtype."""
        self.page, self.height, self.marks, self.artifacts = page, box.margin_height(), marks, {}
        self._box(box, self.root)
        return self.artifacts

    def whole(self) -> Node:
        """The tree of all pages."""
        for side, at in (("Header", 0), ("Footer", len(self.root.kids))):
            self.root.kids[at:at] = self._running[side].kids
        return self.root

    def _box(self, box: Box, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            self._margin(box, "Header" if box.at_keyword.startswith("@top") else "Footer")
        elif self._is_repeated_head(box) or _is_decorative(box):
            self._drop(box, "")
        elif isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self._content(box, self._node(box, parent))
        else:
            self._children(box, self._node(box, parent))

    def _margin(self, box: Box, side: str) -> None:
        """What stands in a margin: an element that a theme lets run there is read on its first page, all else never."""
        for child in box.children:
            if child.element is None or child.element in self._read:
                self._drop(child, side)
            else:
                self._read.add(child.element)
                self._box(child, self._running[side])

    def _children(self, box: Box, node: Node) -> None:
        if box.link_annotation:
            words = " ".join("".join(box.element.itertext()).split())
            node.home().kids.append(Annotation(self.page, box.link_annotation, words))
        for child in box.children:
            self._box(child, node)

    def _content(self, box: Box, node: Node) -> None:
        mark = self.marks.get(box)
        if mark is None:
            return
        if node.role in tree.GROUPS and not getattr(box, "text", "x").strip():
            self.artifacts[mark["mcid"]] = ""  # white space of the source between two blocks
        else:
            node.home().kids.append(Content(self.page, mark["mcid"]))

    def _drop(self, box: Box, kind: str) -> None:
        for inner in (box, *_inside(box)):
            if inner in self.marks:
                self.artifacts[self.marks[inner]["mcid"]] = kind

    def _is_repeated_head(self, box: Box) -> bool:
        """Whether it is a table head repeated from an earlier page, which is read out only once."""
        if not getattr(box, "is_header", False) or box.element is None:
            return False
        return self.head_pages.setdefault(box.element, self.page) != self.page

    def _node(self, box: Box, parent: Node) -> Node:
        """The structure element of a box: its own, one made for an earlier box of the same element, or the parent's."""
        if box.element is None or isinstance(box, boxes.PageBox):
            return parent
        pseudo = (box.element_tag or "").partition("::")[2]
        key = (box.element, pseudo)
        if key not in self.nodes:
            self.nodes[key] = self._new_node(box, pseudo, parent)
        return self.nodes[key]

    def _new_node(self, box: Box, pseudo: str, parent: Node) -> Node:
        role = tree.role_of(box.element, pseudo)
        language = "" if pseudo else box.element.get("lang") or ""
        if role == "Note":
            language = box.style["lang"] or ""  # at the foot of a page it stands apart from its text
        if not role and language not in {"", parent.language} and box.element.tag not in {"html", "body"}:
            role = "Span"
        if role == "Link" and not box.link_annotation:
            role = "Span" if language else ""
        if not role:
            return parent
        node = self._placed(role, language, parent)
        self._describe(node, box)
        return node

    def _placed(self, role: str, language: str, parent: Node) -> Node:
        """A new element of this type, in the place that the standard asks for."""
        if role == "Lbl":
            return _label(parent, language)
        if role == "LBody":
            return _item(parent).child(role, language)
        if role == "L" and parent.role == "LI":
            return parent.home().child(role, language)
        return parent.child(role, language)

    def _describe(self, node: Node, box: Box) -> None:
        """The attributes that a type asks for."""
        match node.role:
            case "Figure":
                node.alternative = self._alternative(box.element)
                node.attributes = {"O": "Layout", "BBox": self._area(box), "Placement": "Block"}
            case "L":
                node.attributes = {"O": "List", "ListNumbering": tree.numbering(box.element, box.style)}
            case "TH" | "TD":
                node.attributes = _cell(box, node)
            case "Note":
                self.notes += 1
                node.attributes = {"ID": f"note-{self.notes}"}

    def _alternative(self, element: Element) -> str:
        words = tree.alternative(element)
        if words is None:
            LOGGER.error('Image "%s" has no required alt description', element.get("src", "in the page"))
        return words or ""

    def _area(self, box: Box) -> list[float]:
        """The box of a picture in pt, from the lower left corner of the page: left, bottom, right, top."""
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, self.height - top - box.height, left + box.width, self.height - top)
        return [round(edge * PT_PER_PX, 3) for edge in edges]


def _inside(box: Box) -> Iterator[Box]:
    """Every box inside a box, placeholders followed."""
    for child in box.children:
        inner = child._box if isinstance(child, AbsolutePlaceholder) else child
        yield inner
        yield from _inside(inner)


def _is_decorative(box: Box) -> bool:
    """Whether it is a decorative picture: its alternative text is present and empty."""
    return isinstance(box, boxes.ReplacedBox) and box.element is not None and tree.alternative(box.element) == ""


def _label(parent: Node, language: str) -> Node:
    """The label of a list item, or of a note, in front of what else is in it; a `dt` opens a new item."""
    if parent.role == "L":
        return parent.child("LI").child("Lbl", language)
    home = parent if parent.role in {"LI", "Note"} or parent.parent is None else parent.parent
    node = Node("Lbl", home, language=language or home.language)
    home.kids.insert(0, node)
    return node


def _item(parent: Node) -> Node:
    """The list item that a `dd` belongs to: that of the `dt` before it."""
    if parent.role != "L":
        return parent
    items: Iterable[Node] = (kid for kid in reversed(parent.kids) if isinstance(kid, Node) and kid.role == "LI")
    return next(iter(items), None) or parent.child("LI")


def _cell(box: Box, node: Node) -> dict[str, object]:
    attributes: dict[str, object] = {"O": "Table"}
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    if node.role == "TH":
        group = node.parent.parent if node.parent else None
        attributes["Scope"] = tree.scope(box.element, group is not None and group.role == "THead")
    return attributes if len(attributes) > 1 else {}
