"""Checks of the page boxes, of things too near to their edges or short of them, and of things too small to print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from typeset.errors import Message, listed
from typeset.findings import Fault, Place, Severity, check
from typeset.preflight.content import strips
from typeset.preflight.content.geometry import EVERYWHERE, MM, Box, Boxes
from typeset.preflight.content.painted import KINDS, Painted, PaintedGlyph, PaintKind
from typeset.preflight.reading import structure
from typeset.preflight.sheet import MEASURED, PRESS, Sheet

# Text that runs over the edge of the page.


OVERHANG = 0.5
"""How far ink may reach over the edge, in pt: less is not seen."""


@check("page/outside", Severity.ERROR)
def outside(sheet: Sheet) -> Iterator[Fault]:
    """Text that runs off the page.

    A table of too many columns, or a word that nothing breaks, goes on past the edge: the reader sees a part of it, and
    a search finds what nobody can read. Judged is the ink of the letters. The edge is that of the trim box, where the
    knife goes, or without one the edge of what a viewer shows.
    Page information in the slug, outside the trim and not in tagged content, does not count.
    """
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        if overhanging := [(thing, spans) for thing in page if (spans := spans_outside(thing, boxes))]:
            first, *others = structure.painted_text(thing for thing, _ in overhanging).split() or [""]
            more = Message(", and {count} more word", ", and {count} more words", count=len(others)) if others else ""
            yield Fault(
                Message("«{first}» runs off the page{more}", first=first[: structure.LONGEST_QUOTE], more=more),
                Place(page=number, box=reduce(Box.joined, (span for _, spans in overhanging for span in spans))),
                hint="Shorten it. Of a table: fewer columns, or split the table in two.",
            )


def spans_outside(thing: Painted, boxes: Boxes) -> list[Box]:
    """The boxes of glyphs that reach over the edge of the page: of their ink, or where that is unknown, baseline."""
    page = boxes.trim
    if thing.kind is not PaintKind.TEXT or thing.is_hidden or _is_well_inside(thing, page) or _is_in_slug(thing, boxes):
        return []
    # A clip as large as the page is the page's own edge; a smaller one hides on purpose.
    clip = EVERYWHERE if thing.clip.holds(page, OVERHANG) else thing.clip
    spans = (span.shared(clip) for span in _spans(thing))
    return [span for span in spans if not span.is_empty and not page.holds(span, OVERHANG)]


def _is_well_inside(thing: Painted, page: Box) -> bool:
    """Whether a text is so far from the edge (its own size) that no outline can reach it."""
    return page.holds(thing.box.grown(thing.size))


def _spans(thing: Painted) -> Iterator[Box]:
    """The boxes of its glyphs: of their ink, or of their baseline where the font does not give outlines."""
    if thing.font and thing.font.shapes:
        return (letter.box for letter in strips.letters(thing))
    return (_base_line(glyph) for glyph in thing.glyphs if not glyph.text.isspace())


def _base_line(glyph: PaintedGlyph) -> Box:
    return Box(min(glyph.x, glyph.end), glyph.y, max(glyph.x, glyph.end), glyph.y)


def _is_in_slug(thing: Painted, boxes: Boxes) -> bool:
    """Whether it stands in the slug: inside the media box, clear of the trim box, in no tagged content."""
    return thing.mcid is None and boxes.media.holds(thing.box, OVERHANG) and not thing.box.meets(boxes.trim)


EDGE_CHECKS = (outside,)

SIZE_TOLERANCE = 0.1 * MM
REACH_TOLERANCE = 0.5
"""Nearer than this, in pt, a thing reaches an edge."""
SIDES = (Message("left"), Message("bottom"), Message("right"), Message("top"))


@check("box/order", Severity.ERROR, scopes={PRESS})
def order(sheet: Sheet) -> Iterator[Fault]:
    """Page boxes that contradict each other.

    The trim box says where the knife goes, the bleed box how far colour runs over it. The first has to be there and lie
    inside the second, that inside the media box. An art box or a smaller crop box makes viewers and imposition differ.
    """
    for number, boxes in enumerate(sheet.boxes, 1):
        faults = {
            Message("There is no trim box"): not boxes.has_trim,
            Message("There is an art box beside the trim box"): boxes.has_art,
            Message("The crop box is not the media box"): boxes.crop != boxes.media,
            Message("The trim box is not inside the bleed box"): not boxes.bleed.holds(boxes.trim),
            Message("The bleed box is not inside the media box"): not boxes.media.holds(boxes.bleed),
        }
        for message, is_wrong in faults.items():
            if is_wrong:
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
        actual = min(abs(inner - outer) for inner, outer in zip(boxes.trim, boxes.bleed, strict=True)) / MM
        if actual < wanted - 0.1:
            yield Fault(
                Message("The bleed is {have:.1f} mm, {wanted:g} mm are asked for", have=actual, wanted=wanted),
                Place(page=number, box=boxes.trim),
                hint=Message("Export with {wanted:g} mm of bleed on all sides.", wanted=wanted),
            )
        elif not wanted and not boxes.trim.grown(SIZE_TOLERANCE).holds(boxes.media):
            yield Fault("The page is larger than its trim", Place(page=number, box=boxes.media),
                        hint="Export without bleed and marks.", severity=Severity.WARNING)  # fmt: skip


@check("box/size", Severity.WARNING, scopes={PRESS, MEASURED})
def size(sheet: Sheet) -> Iterator[Fault]:
    """A page of another size than was agreed (`--page`), than the theme asks for, or than the first page.

    Pages are imposed on one sheet and cut at one go; one that is off by a millimetre is cut into, or shows white. A
    newspaper sells its columns by the millimetre. Without a trim box the page is as large as a viewer shows it.
    """
    agreed = sheet.condition.page is not None
    sound = [(number, boxes.trim) for number, boxes in enumerate(sheet.boxes, 1) if boxes.are_sound or agreed]
    width, height = _expected_size(sheet, [box for _, box in sound])
    for number, box in sound:
        if max(abs(box.width - width), abs(box.height - height)) > SIZE_TOLERANCE:
            yield Fault(
                Message(
                    "The page is {size}, meant is {wanted}",
                    size=_in_mm(box.width, box.height),
                    wanted=_in_mm(width, height),
                ),
                Place(page=number, box=box),
                hint=Message("Set it anew for that size; do not scale it.") if agreed else "Give all pages one size.",
            )


def _expected_size(sheet: Sheet, trims: list[Box]) -> tuple[float, float]:
    """The width and height of a page in pt: that agreed, else the theme's, else the first page's."""
    if asked := sheet.condition.page or (sheet.theme and sheet.theme.page):
        return asked.width * MM, asked.height * MM
    return (trims[0].width, trims[0].height) if trims else (0, 0)


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
                    Message(
                        "A thing ({kind}) ends at the trim on the {names}", kind=KINDS[thing.kind], names=listed(sides)
                    ),
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
            inked = thing.kind is PaintKind.TEXT and not thing.is_unseen and thing.box.meets(boxes.trim)
            if inked and not safe.holds(thing.box, REACH_TOLERANCE) and not spans_outside(thing, boxes):
                yield Fault(
                    Message(
                        "«{words}» is nearer to the edge than {safe_area:g} mm",
                        words=structure.quoted([thing]),
                        safe_area=sheet.condition.safe_area,
                    ),
                    Place(page=number, box=thing.box),
                    hint="Move it inwards.",
                )


BOX_CHECKS = (order, bleed, size, short_of_bleed, near_edge)


# What is too small for the press: pictures, lines, letters.


@check("image/resolution", Severity.ERROR, scopes={PRESS})
def resolution(sheet: Sheet) -> Iterator[Fault]:
    """A photo with too few pixels for its size on the page.

    In print they show as steps. 300 pixels per inch are good; with half as many it is seen.
    """
    least, good = sheet.condition.photo_error, sheet.condition.photo_warning
    for number, things in sheet.where(lambda thing: _is_photo(thing) and _ppi(thing) < good):
        for thing in things:
            yield Fault(
                Message(
                    "A photo has {ppi:.0f} pixels per inch; at least {good:.0f} are asked for",
                    ppi=_ppi(thing),
                    good=good + 1,
                ),
                Place(page=number, box=thing.box),
                hint="Take a larger picture, or show it smaller.",
                severity=Severity.ERROR if _ppi(thing) < least else Severity.WARNING,
            )


@check("image/line-art", Severity.WARNING, scopes={PRESS})
def line_art(sheet: Sheet) -> Iterator[Fault]:
    """A black-and-white drawing with too few pixels.

    Pixels of one bit have no soft edge: its steps are seen at a resolution that is good for a photo.
    """
    least = sheet.condition.line_art
    for number, things in sheet.where(lambda thing: _is_line_art(thing) and _ppi(thing) < least):
        for thing in things:
            yield Fault(
                Message(
                    "A 1-bit image has {ppi:.0f} pixels per inch; {least:.0f} are asked for",
                    ppi=_ppi(thing),
                    least=least,
                ),
                Place(page=number, box=thing.box),
                hint="Use a vector drawing, or scan it finer.",
            )


def _is_photo(thing: Painted) -> bool:
    return thing.picture is not None and thing.picture.bits > 1


def _is_line_art(thing: Painted) -> bool:
    return thing.picture is not None and thing.picture.bits == 1


def _ppi(thing: Painted) -> float:
    return thing.picture.ppi if thing.picture else float("inf")


@check("line/hairline", Severity.ERROR, scopes={PRESS})
def hairline(sheet: Sheet) -> Iterator[Fault]:
    """A line too thin for the plate.

    On the screen a line is never thinner than a pixel; on the plate it is as thin as set, and breaks up or vanishes.
    """
    thinnest, thin = sheet.condition.hairline_error, sheet.condition.hairline_warning
    for number, things in sheet.where(lambda thing: _is_line(thing) and thing.thickness < thin - 1e-3):
        for thing in things:
            yield Fault(
                Message(
                    "A line is {thickness:.3g} pt thick; at least {thin:g} pt are asked for",
                    thickness=thing.thickness,
                    thin=thin,
                ),
                Place(page=number, box=thing.box),
                hint="Draw it thicker.",
                severity=Severity.ERROR if thing.thickness <= thinnest + 1e-3 else Severity.WARNING,
            )


def _is_line(thing: Painted) -> bool:
    return thing.kind in {PaintKind.STROKE, PaintKind.FILL} and not thing.is_unseen


@check("text/small", Severity.WARNING, scopes={PRESS})
def small_text(sheet: Sheet) -> Iterator[Fault]:
    """Text too small to be printed cleanly.

    Under 5 pt counters fill in; letters that are white or of several inks do so under 8 pt, at the least misregister.
    """
    condition = sheet.condition
    for number, things in sheet.where(lambda thing: thing.is_seen_text and bool(thing.text.strip())):
        for thing in things:
            least = condition.smallest_reversed_text if _is_delicate(thing) else condition.smallest_text
            if thing.size < least - 0.01:
                yield Fault(
                    Message(
                        "«{words}» is of {size:.1f} pt; at least {least:g} pt are asked for",
                        words=structure.quoted([thing]),
                        size=thing.size,
                        least=least,
                    ),
                    Place(page=number, box=thing.box),
                    hint="Set it larger, or in black ink alone.",
                )


def _is_delicate(thing: Painted) -> bool:
    """White, or of more than one ink."""
    inks = thing.colour.inks
    return inks is not None and sum(ink > 0 for ink in inks) != 1


SIZE_CHECKS = (resolution, line_art, hairline, small_text)
