"""What is too small for the press: pictures, lines, letters."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.check import Fault, Place, Severity, check
from typeset.proof.content.painted import Kind, Painted
from typeset.proof.reading import tagged
from typeset.proof.sheet import PRESS, Sheet


@check("image/resolution", Severity.ERROR, scopes={PRESS})
def resolution(sheet: Sheet) -> Iterator[Fault]:
    """A photo with too few pixels for its size on the page.

    The screen of the press shows them as steps. 300 pixels per inch are good, from half of that on it is seen.
    """
    least, good = sheet.condition.photo_error, sheet.condition.photo_warning
    for number, things in sheet.where(lambda thing: _is_photo(thing) and _ppi(thing) < good):
        for thing in things:
            yield Fault(
                f"A photo has {_ppi(thing):.0f} pixels per inch; at least {good + 1:.0f} are asked for",
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
                f"A 1-bit image has {_ppi(thing):.0f} pixels per inch; {least:.0f} are asked for",
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

    On the screen a line is never thinner than a pixel; on the plate it is what it says, and breaks up or vanishes.
    """
    thinnest, thin = sheet.condition.hairline_error, sheet.condition.hairline_warning
    for number, things in sheet.where(lambda thing: _is_line(thing) and thing.thickness < thin - 1e-3):
        for thing in things:
            yield Fault(
                f"A line is {thing.thickness:.3g} pt thick; at least {thin:g} pt are asked for",
                Place(page=number, box=thing.box),
                hint="Draw it thicker.",
                severity=Severity.ERROR if thing.thickness <= thinnest + 1e-3 else Severity.WARNING,
            )


def _is_line(thing: Painted) -> bool:
    return thing.kind in {Kind.STROKE, Kind.FILL} and not thing.is_unseen


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
                    f"«{tagged.quoted([thing])}» is of {thing.size:.1f} pt; at least {least:g} pt are asked for",
                    Place(page=number, box=thing.box),
                    hint="Set it larger, or in black ink alone.",
                )


def _is_delicate(thing: Painted) -> bool:
    """White, or of more than one ink."""
    inks = thing.colour.inks
    return inks is not None and sum(ink > 0 for ink in inks) != 1


CHECKS = (resolution, line_art, hairline, small_text)
