"""Checks of colour for the press: colour spaces, inks, overprint and transparency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pikepdf

from typeset.errors import Message, listed
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content.geometry import Box
from typeset.preflight.content.painted import KINDS, Painted, PaintKind
from typeset.preflight.content.values import Value, entries, items, name_of
from typeset.preflight.reading import structure
from typeset.preflight.sheet import PRESS, Sheet

CMY_OF_A_BLACK = 0.1
"""More than this of cyan, magenta and yellow together makes a black a rich one."""
DARK = 0.85
GROUPED = frozenset({"/Page", "/Form"})
"""What can be a transparency group: a page, a form; soft masks are forms too."""


@check("colour/rgb", Severity.ERROR, scopes={PRESS})
def rgb(sheet: Sheet) -> Iterator[Fault]:
    """Colours made of red, green and blue of no known device.

    The press has no such inks. What the print shop's software makes of them is chance: black text becomes a brown of
    four inks. Looked for in text, lines, fills, images, shadings, patterns and forms, and in the space in which a page
    or a form of it mixes what is transparent.
    """
    for number, things in sheet.where(lambda thing: thing.colour.space.device_rgb):
        counted = listed(
            Message("{kind} {number}", kind=KINDS[kind], number=number)
            for kind, number in Counter(thing.kind for thing in things).items()
        )
        yield Fault(
            Message("DeviceRGB is used: {counted}", counted=counted),
            Place(page=number, box=_around(things)),
            hint=sheet.cure(
                Message("Make a CMYK edition: `typeset-press make --edition print`."),
                Message("Convert its colours to CMYK by the profile of the printing condition, and export again."),
            ),
        )
    for resource in sheet.resources:
        group = entries(resource.thing.get("/Group")) if resource.kind in GROUPED else {}
        if name_of(group.get("/CS", "")) == "/DeviceRGB":
            yield Fault(
                "Transparency is mixed in DeviceRGB",
                Place(page=resource.page),
                hint="Give its /Group /CS /DeviceCMYK.",
            )


@check("colour/shading", Severity.ERROR, scopes={PRESS})
def shading(sheet: Sheet) -> Iterator[Fault]:
    """A gradient with more or fewer colours than its space has.

    Some engines write a CMYK gradient with the three numbers of RGB; one viewer guesses, the next stops.
    """
    for number, things in sheet.where(lambda thing: thing.kind is PaintKind.SHADING):
        for thing in things:
            components, outputs = thing.colour.space.components, _outputs(thing.source)
            if components and outputs and components != outputs:
                yield Fault(
                    Message(
                        "A gradient gives {found} numbers to a colour of {wanted}", found=outputs, wanted=components
                    ),
                    Place(page=number, box=thing.box),
                    hint="Take the gradient away, or make it an image.",
                )


def _outputs(shading: Value) -> int:
    """How many numbers a shading's function gives; 0 where it has none or does not say."""
    functions = [entries(function) for function in items(shading.get("/Function"))]
    if len(functions) > 1:
        return len(functions)
    for function in functions:
        if function.get("/FunctionType") == 3:  # stitched together of others
            return _outputs(pikepdf.Dictionary(Function=items(function.get("/Functions"))[0]))
        return len(items(function.get("/C0"))) or len(items(function.get("/Range"))) // 2
    return 0


@check("colour/rich-black-text", Severity.WARNING, scopes={PRESS})
def rich_black_text(sheet: Sheet) -> Iterator[Fault]:
    """Black text made of several inks.

    The least misregister puts a coloured rim around every letter. Text is printed in black ink alone; only large
    letters may have more under them.
    """
    limit = sheet.condition.smallest_rich_black
    for number, things in sheet.where(lambda thing: thing.is_seen_text and thing.size < limit and _is_rich(thing)):
        yield Fault(
            Message("«{things}» is black of several inks", things=structure.quoted(things[:1])),
            Place(page=number, box=_around(things)),
            hint="Set text in black ink alone: device-cmyk(0 0 0 1).",
        )


def _is_rich(thing: Painted) -> bool:
    inks = thing.colour.inks
    if inks is None:
        return False
    c, m, y, k = inks
    return k + min(c, m, y) >= DARK and c + m + y > CMY_OF_A_BLACK


@check("colour/white-overprint", Severity.ERROR, scopes={PRESS})
def white_overprint(sheet: Sheet) -> Iterator[Fault]:
    """White that is set to overprint.

    On the screen it is there; on the plate white over a colour is that colour, and the text is gone.
    """
    for number, things in sheet.where(lambda thing: thing.overprints and thing.colour.is_white):
        yield Fault(
            Message("White {kind} is set to overprint", kind=KINDS[things[0].kind]),
            Place(page=number, box=_around(things)),
            hint="Turn overprinting off where white is painted.",
        )


@check("colour/spot", Severity.ERROR, scopes={PRESS})
def spot(sheet: Sheet) -> Iterator[Fault]:
    """An ink beyond the four of the process.

    Each is a plate and a run of its own, which nobody ordered. Registration colour (All) is for marks: on the page it
    prints in every ink.
    """
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        names: dict[str, Box] = {}
        for thing in page:
            for name in thing.colour.space.spots:
                names.setdefault(name, thing.box)
            if "All" in thing.colour.space.colorants and thing.box.meets(boxes.bleed):
                names.setdefault("All", thing.box)
        for name, box in names.items():
            yield Fault(
                Message("The ink {name} is used", name=name),
                Place(page=number, box=box),
                hint="Set the colour in CMYK.",
            )


@check("colour/blend-space", Severity.ERROR, scopes={PRESS})
def blend_space(sheet: Sheet) -> Iterator[Fault]:
    """Transparency that is not said to blend in CMYK.

    Colours that show through one another are mixed in the page's blend space. Where none is named, or RGB, black text
    under a shadow comes out in four inks.
    """
    for number, things in sheet.where(lambda thing: thing.is_transparent):
        group = entries(sheet.pdf.pages[number - 1].obj.get("/Group"))
        space = group.get("/CS")
        if not _is_named(space):
            yield Fault(
                "A page with transparency has no CMYK blend space",
                Place(page=number, box=_around(things)),
                hint="Give the page a /Group with /CS /DeviceCMYK, or flatten the transparency.",
            )


def _is_named(space: Value) -> bool:
    """Whether a blend space is CMYK, or DeviceRGB, which colour/rgb reports instead."""
    if isinstance(space, pikepdf.Array) and len(space) > 1 and str(space[0]) == "/ICCBased":
        return bool(entries(space[1]).get("/N") == 4)
    return str(space) in {"/DeviceCMYK", "/DeviceRGB"}


def _around(things: list[Painted]) -> Box:
    box = things[0].box
    for thing in things:
        box = box.joined(thing.box)
    return box


COLOUR_CHECKS = (rgb, shading, rich_black_text, white_overprint, spot, blend_space)
