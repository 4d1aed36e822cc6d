"""Checks of the objects that PDF/X-4 (ISO 15930-7) forbids among what a page refers to, and of its operators."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf

from typeset.errors import Message
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content.resources import Resource
from typeset.preflight.content.values import Value, entries, items, name_of
from typeset.preflight.sheet import PRESS, Sheet

PROCESS_COLOURS = ("/Cyan", "/Magenta", "/Yellow", "/Black", "/Red", "/Green", "/Blue", "/Gray", "/Default")
"""Parts of a halftone of type 5 that may have no transfer function; that of a spot colour needs one."""
HALFTONE_TYPES = (1, 5)
RENDERING_INTENTS = ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual")
MOST_NESTED = 28
"""How deep `q` may nest (PDF Reference 1.6, table C.1): the stack of older raster image processors is no deeper."""


def _faults(sheet: Sheet, is_fault: Callable[[Resource], bool], message: str, hint: str) -> Iterator[Fault]:
    """A fault for each resource of which that is true."""
    for resource in sheet.resources:
        if is_fault(resource):
            yield Fault(message, Place(page=resource.page), hint)


@check("x4/postscript", Severity.ERROR, scopes={PRESS})
def postscript(sheet: Sheet) -> Iterator[Fault]:
    """A part of the page that is a PostScript program.

    Only a PostScript printer runs it; every other draws nothing there (ISO 15930-7, 6.14).
    """
    yield from _faults(
        sheet,
        lambda one: "/PS" in (name_of(one.thing.get("/Subtype", "")), name_of(one.thing.get("/Subtype2", ""))),
        Message("A part of the page is PostScript"),
        Message("Draw it anew in the program that it comes from, as vectors or as an image."),
    )


@check("x4/outside", Severity.ERROR, scopes={PRESS})
def outside(sheet: Sheet) -> Iterator[Fault]:
    """A part of the page that is kept outside the file.

    An OPI comment, a reference XObject or a stream in another file stands for art that somebody was to put in later.
    The print shop has the file alone; it would print the stand-in, or nothing. PDF/X-4 is a complete exchange.
    """
    wanted = {
        "/OPI": Message("An OPI comment stands for an image in another file"),
        "/Ref": Message("A reference XObject stands for a page of another file"),
        "/F": Message("The data of a part of the page stand in another file"),
    }
    for key, message in wanted.items():
        yield from _faults(
            sheet,
            lambda one, key=key: key in one.thing and (key != "/F" or isinstance(one.thing, pikepdf.Stream)),  # type: ignore[misc]
            message,
            Message("Place the art itself at its full resolution, and export again."),
        )


@check("x4/alternate", Severity.ERROR, scopes={PRESS})
def alternate(sheet: Sheet) -> Iterator[Fault]:
    """An image that another one replaces when the page is printed.

    What was seen and approved on the screen is then not what is printed.
    """
    yield from _faults(
        sheet,
        lambda one: any(
            entries(other).get("/DefaultForPrinting") is True for other in items(one.thing.get("/Alternates"))
        ),
        Message("An image has another one in its place for printing"),
        Message("Place the image that is to be printed, without an alternate (/Alternates)."),
    )


@check("x4/halftone", Severity.ERROR, scopes={PRESS})
def halftone(sheet: Sheet) -> Iterator[Fault]:
    """A halftone that only one device knows, or that changes every tone.

    It may be of type 1 or 5, without a name, and without a transfer function but for a spot colour (ISO 15930-7, 6.13).
    """
    for resource in sheet.resources:
        if resource.kind == "/Halftone" and (fault := _wrong_halftone(resource.thing)):
            yield Fault(
                Message("A halftone has {wrong}", wrong=fault),
                Place(page=resource.page),
                hint="Take /HT out of the graphics states; the press has a screen of its own.",
            )


def _wrong_halftone(screen: Value) -> str:
    """What is wrong with a halftone; empty where nothing is."""
    parts = [screen, *(entries(screen.get(colour)) for colour in PROCESS_COLOURS)]
    if screen.get("/HalftoneType") not in HALFTONE_TYPES:
        return Message("another type than 1 or 5")
    if any("/HalftoneName" in part for part in parts):
        return Message("a name")
    return Message("a transfer function") if any("/TransferFunction" in part for part in parts) else ""


@check("x4/rendering-intent", Severity.ERROR, scopes={PRESS})
def rendering_intent(sheet: Sheet) -> Iterator[Fault]:
    """A way of converting colours that does not exist.

    There are four: relative and absolute colorimetric, perceptual and saturation (ISO 15930-7, 6.23). What a program
    makes of another name is chance.
    """
    for resource in sheet.resources:
        key = {"/Image": "/Intent", "/ExtGState": "/RI"}.get(resource.kind, "")
        if key and (intent := resource.thing.get(key)) is not None and name_of(intent) not in RENDERING_INTENTS:
            yield Fault(
                Message("There is no rendering intent {intent}", intent=name_of(intent)[1:41]),
                Place(page=resource.page),
                hint="Name one of the four, or none: RelativeColorimetric is the usual one.",
            )


@check("x4/compression", Severity.ERROR, scopes={PRESS})
def compression(sheet: Sheet) -> Iterator[Fault]:
    """Data packed by the LZW method.

    PDF/X allows it in no part: it was under a patent, and some print shops' software never learned it.
    """
    yield from _faults(
        sheet,
        lambda one: (
            isinstance(one.thing, pikepdf.Stream)
            and any(name_of(packed) in {"/LZWDecode", "/LZW"} for packed in items(one.thing.get("/Filter")))
        ),
        Message("A part of the page is packed by LZW"),
        Message("Export with ZIP (Flate) or JPEG compression."),
    )


@check("x4/optional-content", Severity.ERROR, scopes={PRESS})
def optional_content(sheet: Sheet) -> Iterator[Fault]:
    """Layers that switch themselves on and off.

    /AS lets a viewer show other layers than a printer prints. Then nobody knows which page was approved
    (ISO 15930-7, 6.24).
    """
    layers = entries(sheet.pdf.Root.get("/OCProperties"))
    settings = [entries(setting) for setting in (layers.get("/D"), *items(layers.get("/Configs")))]
    if any("/AS" in setting for setting in settings):
        yield Fault("Layers switch themselves on and off (/AS)", hint="Flatten the layers, or take /AS out.")


@check("x4/operator", Severity.ERROR, scopes={PRESS})
def operator(sheet: Sheet) -> Iterator[Fault]:
    """An instruction that PDF 1.6 does not know.

    A viewer passes over it, between BX and EX by order; what it was to draw is missing (ISO 15930-7, 6.19).
    """
    _ = sheet.painted
    for number, unknown in sheet.unknown_operators.items():
        yield Fault(
            Message("PDF 1.6 knows no operator «{unknown}»", unknown=min(unknown)[:20]),
            Place(page=number),
            hint="Export the file anew.",
        )


@check("x4/limit", Severity.ERROR, scopes={PRESS})
def limit(sheet: Sheet) -> Iterator[Fault]:
    """Graphics states nested deeper than PDF 1.6 allows.

    A raster image processor may keep no more than 28; it stops, or draws what follows in another colour and place
    (ISO 15930-7, 6.25).
    """
    _ = sheet.painted
    for number, depth in sheet.nested_states.items():
        if depth > MOST_NESTED:
            yield Fault(
                Message("{depth} graphics states are nested; at most {most} may be", depth=depth, most=MOST_NESTED),
                Place(page=number),
                hint="Take clips and groups that lie within one another apart, and export anew.",
            )


OBJECT_CHECKS = (
    postscript,
    outside,
    alternate,
    halftone,
    rendering_intent,
    compression,
    optional_content,
    operator,
    limit,
)
