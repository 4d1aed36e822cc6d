"""The page's boxes, and what has to keep away from or reach their edges."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.check import Fault, Place, Severity, check
from typeset.proof.checks.edges import spans_outside
from typeset.proof.content.geometry import MM, Box
from typeset.proof.content.painted import Kind, Painted
from typeset.proof.reading import tagged
from typeset.proof.sheet import PRESS, Sheet

SIZE_TOLERANCE = 0.1 * MM
REACH_TOLERANCE = 0.5
"""Nearer than this, in pt, a thing reaches an edge."""
PAGES_IN_MM = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
"""The sheets that a theme may name (CSS Paged Media 3, 7.1): width and height."""
SIDES = ("left", "bottom", "right", "top")


@check("box/order", Severity.ERROR, scopes={PRESS})
def order(sheet: Sheet) -> Iterator[Fault]:
    """Page boxes that contradict each other.

    The trim box says where the knife goes, the bleed box how far colour runs over it. The first has to be there and lie
    inside the second, that inside the media box. An art box or a smaller crop box makes viewers and imposition differ.
    """
    for number, boxes in enumerate(sheet.boxes, 1):
        faults = {
            "There is no trim box": not boxes.has_trim,
            "There is an art box beside the trim box": boxes.has_art,
            "The crop box is not the media box": boxes.crop != boxes.media,
            "The trim box is not inside the bleed box": not boxes.bleed.holds(boxes.trim),
            "The bleed box is not inside the media box": not boxes.media.holds(boxes.bleed),
        }
        for message, wrong in faults.items():
            if wrong:
                yield Fault(
                    message, Place(page=number, box=boxes.trim), hint="Set media, bleed and trim box, no other."
                )


@check("box/bleed", Severity.ERROR, scopes={PRESS})
def bleed(sheet: Sheet) -> Iterator[Fault]:
    """Too little bleed, or bleed and marks where the paper wants none.

    The knife is never exact: colour that goes to the edge has to go on past it, 3 mm as a rule. A newspaper places an
    advertisement on its page as it is, without bleed or marks.
    """
    wanted = sheet.condition.bleed
    for number, boxes in enumerate(sheet.boxes, 1):
        if not boxes.are_sound:
            continue  # box/order says so
        have = min(abs(inner - outer) for inner, outer in zip(boxes.trim, boxes.bleed, strict=True)) / MM
        if have < wanted - 0.1:
            yield Fault(f"The bleed is {have:.1f} mm, {wanted:g} mm are asked for", Place(page=number, box=boxes.trim),
                        hint=f"Export with {wanted:g} mm of bleed on all sides.")  # fmt: skip
        elif not wanted and not boxes.trim.grown(SIZE_TOLERANCE).holds(boxes.media):
            yield Fault("The page is larger than its trim", Place(page=number, box=boxes.media),
                        hint="Export without bleed and marks.", severity=Severity.WARNING)  # fmt: skip


@check("box/size", Severity.WARNING, scopes={PRESS})
def size(sheet: Sheet) -> Iterator[Fault]:
    """A page of another size than the theme asks for, or than the first page.

    Pages are imposed on one sheet and cut at one go; one that is off by a millimetre is cut into, or shows white.
    """
    sound = [(number, boxes.trim) for number, boxes in enumerate(sheet.boxes, 1) if boxes.are_sound]
    width, height = _wanted(sheet, [box for _, box in sound])
    for number, box in sound:
        if max(abs(box.width - width), abs(box.height - height)) > SIZE_TOLERANCE:
            yield Fault(
                f"The page is {_in_mm(box.width, box.height)}, meant is {_in_mm(width, height)}",
                Place(page=number, box=box),
                hint="Give all pages one size.",
            )


def _wanted(sheet: Sheet, found: list[Box]) -> tuple[float, float]:
    """The width and height of a page in pt: the theme's, else the first page's."""
    if sheet.theme:
        width, height = PAGES_IN_MM[sheet.theme.page]
        return width * MM, height * MM
    return (found[0].width, found[0].height) if found else (0, 0)


def _in_mm(width: float, height: float) -> str:
    return f"{width / MM:.1f} x {height / MM:.1f} mm"


@check("box/short-of-bleed", Severity.ERROR, scopes={PRESS})
def short_of_bleed(sheet: Sheet) -> Iterator[Fault]:
    """Colour that goes to the edge of the page but not over it.

    The knife leaves a white hair there. What touches the trim has to reach the edge of the bleed.
    """
    if not sheet.condition.bleed:
        return
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        for thing in page:
            sides = _short_sides(thing, boxes.trim, boxes.bleed)
            if sides and not spans_outside(thing, boxes):
                yield Fault(
                    f"A thing ({thing.kind}) ends at the trim on the {' and '.join(sides)}",
                    Place(page=number, box=thing.box),
                    hint="Draw it out to the edge of the bleed, or keep it 3 mm inside.",
                )


def _short_sides(thing: Painted, trim: Box, bleed: Box) -> list[str]:
    """The sides on which a thing that can be seen touches the trim without reaching the bleed's edge."""
    if thing.is_unseen or not thing.box.meets(trim):
        return []
    outward = (-1, -1, 1, 1)  # coordinates grow to the right and upwards
    edges = zip(SIDES, outward, thing.box, trim, bleed, strict=True)
    return [
        side
        for side, out, edge, inner, outer in edges
        if out * (edge - inner) >= -REACH_TOLERANCE and out * (outer - edge) > REACH_TOLERANCE
    ]


@check("box/near-edge", Severity.WARNING, scopes={PRESS})
def near_edge(sheet: Sheet) -> Iterator[Fault]:
    """Text so near to the edge that the knife may take it.

    Three millimetres inside the trim are safe.
    """
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        safe = boxes.trim.grown(-sheet.condition.safe_area * MM)
        for thing in page:
            inked = thing.kind is Kind.TEXT and not thing.is_unseen and thing.box.meets(boxes.trim)
            if inked and not safe.holds(thing.box, REACH_TOLERANCE) and not spans_outside(thing, boxes):
                yield Fault(
                    f"«{tagged.quoted([thing])}» is nearer to the edge than {sheet.condition.safe_area:g} mm",
                    Place(page=number, box=thing.box),
                    hint="Move it inwards.",
                )


CHECKS = (order, bleed, size, short_of_bleed, near_edge)
