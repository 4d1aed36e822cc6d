"""Operators that paint images, forms and shadings."""

from __future__ import annotations

from typeset.proof.content.colours import ABBREVIATIONS, UNKNOWN, Colour
from typeset.proof.content.geometry import UNIT
from typeset.proof.content.machine import Machine, Operator
from typeset.proof.content.painted import Kind, Painted, Picture
from typeset.proof.content.values import Value

SHORT = {
    "W": "Width",
    "H": "Height",
    "BPC": "BitsPerComponent",
    "CS": "ColorSpace",
    "IM": "ImageMask",
}
"""Keys as inline images may write them (ISO 32000-1, table 93)."""


def _external(machine: Machine, operands: Value) -> None:
    """`Do`: an image, or a form, which has a content stream of its own."""
    thing = machine.resource("/XObject", operands[0])
    if thing.get("/Subtype") == "/Image":
        _image(machine, {str(key)[1:]: value for key, value in thing.items()})
    elif thing.get("/Subtype") == "/Form":
        machine.enter(thing)


def _inline(machine: Machine, operands: Value) -> None:
    """`BI`: an image within the content stream itself."""
    entries = {str(key)[1:]: value for key, value in operands[0].obj.items()}
    full = {SHORT.get(key, key): value for key, value in entries.items()}
    if "ColorSpace" in full and str(name := full["ColorSpace"])[1:] in ABBREVIATIONS:
        full["ColorSpace"] = f"/{ABBREVIATIONS[str(name)[1:]]}"
    _image(machine, full)


def _image(machine: Machine, entries: dict[str, Value]) -> None:
    state = machine.state
    is_mask = bool(entries.get("ImageMask", False))
    space = (
        state.fill.space if is_mask else machine.space(entries["ColorSpace"]) if "ColorSpace" in entries else UNKNOWN
    )
    width, height = int(entries["Width"]), int(entries["Height"])
    bits = 1 if is_mask else int(entries.get("BitsPerComponent", 8))
    across, up = state.matrix.across / 72, state.matrix.up / 72
    ppi = min(width / across if across else float("inf"), height / up if up else float("inf"))
    machine.paint(
        Painted(
            Kind.IMAGE,
            state.matrix.box(UNIT).shared(state.clip),
            state.fill if is_mask else Colour(space, ()),
            machine.tags,
            overprints=state.fill_overprints,
            is_transparent="SMask" in entries or state.is_transparent(state.fill_alpha),
            picture=Picture(width, height, bits, space, is_mask, ppi),
        )
    )


def _shade(machine: Machine, operands: Value) -> None:
    """`sh`: a shading over all of the clip."""
    shading = machine.resource("/Shading", operands[0])
    colour = Colour(machine.space(shading["/ColorSpace"]), ())
    machine.paint(Painted(Kind.SHADING, machine.state.clip, colour, machine.tags, source=shading))


OPERATORS: dict[str, Operator] = {"Do": _external, "INLINE IMAGE": _inline, "sh": _shade}
