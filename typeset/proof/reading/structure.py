"""The structure tree: its elements and the marked content at its leaves, in reading order (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf

from typeset.proof.content.values import Value

MOST_ELEMENTS = 200_000
"""Circles are cut and endless trees ended: a release has some hundreds."""


class Element(NamedTuple):
    """One element: its standard role, those around it, the language in force, its page (from 0; -1 unknown)."""

    role: str
    around: tuple[str, ...] = ()
    language: str = ""
    page: int = -1
    object: Value = None


class Leaf(NamedTuple):
    """Marked content: its number on its page (from 0), and the element that holds it."""

    page: int
    mcid: int
    element: Element


def walk(pdf: pikepdf.Pdf) -> Iterator[Element | Leaf]:
    """Elements before what they hold, all in reading order; nothing where the file has no structure."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    roles = {str(key)[1:]: str(value)[1:] for key, value in (root.get("/RoleMap") or {}).items()}
    waiting: list[tuple[Value, Element]] = [(root.get("/K", []), Element("", language=str(pdf.Root.get("/Lang", ""))))]
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_ELEMENTS):
        if not waiting:
            return
        node, parent = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend((kid, parent) for kid in reversed(list(node)))
        elif isinstance(node, int):
            yield Leaf(parent.page, node, parent)
        elif isinstance(node, pikepdf.Dictionary) and (not node.is_indirect or node.objgen not in seen):
            seen.add(node.objgen)
            element = _element(node, parent, numbers, roles)
            if "/S" in node:
                yield element
            waiting.append((node.get("/MCID", node.get("/K", [])), element))


def _element(node: Value, parent: Element, pages: dict[tuple[int, int], int], roles: dict[str, str]) -> Element:
    """The element of a dictionary; a marked-content reference only moves its parent to another page."""
    page = pages.get(node.Pg.objgen, -1) if isinstance(node.get("/Pg"), pikepdf.Dictionary) else parent.page
    if "/S" not in node:
        return parent._replace(page=page)
    role = str(node.S)[1:]
    around = (*parent.around, parent.role) if parent.role else parent.around
    return Element(roles.get(role, role), around, str(node.get("/Lang", parent.language)), page, node)
