"""What the pages of a PDF refer to: fonts, images, forms, patterns, graphics states, halftones, soft masks.

Other than `page`, which follows the operators, this finds an object whether or not it is painted: a print shop's
software looks at all that a page carries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf

from typeset.preflight.content.values import Value, entries, items, name_of

MOST_RESOURCES = 50_000
"""Of one document; a release has some tens."""
KINDS = ("/XObject", "/Pattern", "/ExtGState", "/Font")
"""The kinds of resources that can hold what a standard forbids, or further resources."""


class Resource(NamedTuple):
    """An object that a page refers to: the page (from 1), the kind (`/Image`, `/Form`, `/ExtGState`), the object."""

    page: int
    kind: str
    thing: Value


def resources_of(pdf: pikepdf.Pdf) -> Iterator[Resource]:
    """Every resource of every page, those within others too; each once, on the first page that has it."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        inherited = entries(page.resources)
        waiting = [Resource(number, "/Page", page.obj), *_listed(number, inherited)]
        while waiting and len(seen) < MOST_RESOURCES:
            resource = waiting.pop()
            thing = resource.thing
            if thing.is_indirect:
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            yield resource
            waiting.extend(_within(resource))


def _listed(page: int, resources: Value) -> Iterator[Resource]:
    """The resources of a resource dictionary."""
    for kind in KINDS:
        for thing in entries(resources.get(kind)).values():
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                yield Resource(page, _kind(kind, thing), thing)


def _kind(kind: str, thing: Value) -> str:
    return (
        {"/Image": "/Image", "/Form": "/Form"}.get(name_of(thing.get("/Subtype", "")), kind)
        if kind == "/XObject"
        else kind
    )


def _within(resource: Resource) -> Iterator[Resource]:
    """The resources that one refers to: of a form its own, of a graphics state its mask and halftone, ..."""
    page, kind, thing = resource
    if kind != "/Page":
        yield from _listed(page, entries(thing.get("/Resources")))
    if kind == "/ExtGState":
        yield from _named(page, "/Form", entries(thing.get("/SMask")).get("/G"))
        yield from _named(page, "/Halftone", thing.get("/HT"))
    elif kind == "/Image":
        yield from _named(page, "/Image", thing.get("/SMask"))
        yield from _named(page, "/Image", thing.get("/Mask"))
    elif kind == "/Pattern":
        yield from _named(page, "/ExtGState", thing.get("/ExtGState"))
    elif kind == "/Font":
        for glyph in entries(thing.get("/CharProcs")).values():
            yield from _named(page, "/Glyph", glyph)
    elif kind == "/Page":
        for stream in items(thing.get("/Contents")):
            yield from _named(page, "/Content", stream)


def _named(page: int, kind: str, thing: Value) -> Iterator[Resource]:
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield Resource(page, kind, thing)
