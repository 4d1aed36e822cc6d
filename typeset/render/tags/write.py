"""From the structure tree to PDF objects: structure elements, and the parent tree from marked content to them."""

from __future__ import annotations

import pydyf

from typeset.render.tags.tree import OWN_TYPES, Annotation, Content, Node


class TagWriter:
    """Writes a structure tree into a pydyf PDF."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.owners: dict[int, dict[int, bytes]] = {}
        """Page -> MCID -> reference of the element that it belongs to."""
        self.links: list[tuple[bytes, dict[str, object]]] = []
        self.types: set[str] = set()

    def root(self, document: Node) -> bytes:
        """Write the whole tree; returns the reference of its root."""
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(root)
        top = self._element(document, root.reference)
        root["K"] = pydyf.Array([top])
        root["ParentTree"] = self._parent_tree(len(self.pdf.page_references))
        own = {name: f"/{role}" for name, role in OWN_TYPES.items() if name in self.types}
        if own:
            root["RoleMap"] = pydyf.Dictionary(own)
        reference: bytes = root.reference
        return reference

    def _element(self, node: Node, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"S": f"/{node.role}", "P": parent})
        self.pdf.add_object(element)
        self.types.add(node.role)
        home = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if home is not None:
            element["Pg"] = self.pdf.page_references[home]
        if node.parent is None or node.language != node.parent.language:
            element["Lang"] = pydyf.String(node.language)
        if node.alternative:
            element["Alt"] = pydyf.String(node.alternative)
        self._attributes(element, dict(node.attributes))
        kids = [self._kid(kid, home, element.reference) for kid in node.kids if not _is_empty(kid)]
        element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        reference: bytes = element.reference
        return reference

    def _attributes(self, element: pydyf.Dictionary, attributes: dict[str, object]) -> None:
        identity = attributes.pop("ID", None)
        if identity:
            element["ID"] = pydyf.String(identity)
        if attributes:
            element["A"] = pydyf.Dictionary({key: _value(value) for key, value in attributes.items()})

    def _kid(self, kid: Node | Content | Annotation, home: int | None, owner: bytes) -> object:
        if isinstance(kid, Node):
            return self._element(kid, owner)
        page = self.pdf.page_references[kid.page]
        if isinstance(kid, Annotation):
            self.links.append((owner, kid.dictionary))
            if kid.words:
                kid.dictionary["Contents"] = pydyf.String(kid.words)
            link = kid.dictionary.reference  # type: ignore[attr-defined]
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": link, "Pg": page})
        self.owners.setdefault(kid.page, {})[kid.mark] = owner
        if kid.page == home:
            return kid.mark
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.mark})

    def _parent_tree(self, pages: int) -> bytes:
        """The parent tree: for each page its marks' elements, then for each link its own (ISO 32000-1, 14.7.4.4)."""
        numbers = pydyf.Array()
        for page in range(pages):
            owners = self.owners.get(page, {})
            marks = range(max(owners, default=-1) + 1)
            numbers.extend((page, pydyf.Array(owners.get(mark, b"null") for mark in marks)))
        for number, (owner, link) in enumerate(self.links, pages):
            link["StructParent"] = number
            numbers.extend((number, owner))
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        reference: bytes = tree.reference
        return reference


def _is_empty(kid: Node | Content | Annotation) -> bool:
    return isinstance(kid, Node) and kid.is_empty


def _value(value: object) -> object:
    if isinstance(value, str):
        return f"/{value}"
    return pydyf.Array(value) if isinstance(value, list) else value
