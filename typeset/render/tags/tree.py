"""The structure tree as plain values, before it is written."""

from __future__ import annotations

from typing import NamedTuple

from typeset.render.tags.roles import GROUPS, INLINE


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
