"""Operators of a content stream: graphics state, colour, tags, paths, images, forms and shadings."""

from __future__ import annotations

import pikepdf

from typeset.preflight.content.geometry import EVERYWHERE, UNIT, Box, Matrix, around
from typeset.preflight.content.machine import MOST_NESTED_STATES, Machine, Operator
from typeset.preflight.content.painted import (
    ABBREVIATIONS,
    CMYK,
    GRAY,
    RGB,
    UNKNOWN,
    Colour,
    Painted,
    PaintedImage,
    PaintKind,
    Space,
    Tag,
)
from typeset.preflight.content.values import Value, name_of

# Operators that paint images, forms and shadings.


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
            PaintKind.IMAGE,
            state.matrix.box(UNIT).shared(state.clip),
            state.fill if is_mask else Colour(space, ()),
            machine.tags,
            overprints=state.fill_overprints,
            is_transparent="SMask" in entries or state.is_transparent(state.fill_alpha),
            picture=PaintedImage(width, height, bits, space, is_mask, ppi),
        )
    )


def _shade(machine: Machine, operands: Value) -> None:
    """`sh`: a shading over all of the clip."""
    shading = machine.resource("/Shading", operands[0])
    colour = Colour(machine.space(shading["/ColorSpace"]), ())
    machine.paint(Painted(PaintKind.SHADING, machine.state.clip, colour, machine.tags, source=shading))


OBJECT_OPERATORS: dict[str, Operator] = {"Do": _external, "INLINE IMAGE": _inline, "sh": _shade}


# Operators that build, paint and clip with paths.


TILING = 1
UNCOLOURED = 2
"""A tiling pattern that is drawn in the colour which names it."""


def _points(machine: Machine, operands: Value) -> None:
    """`m`, `l`, `c`, `v`, `y`: end points, and for curves control points too, so that the box may be larger than it."""
    numbers = list(map(float, operands))
    a, b, c, d, e, f = machine.state.matrix
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    machine.corners += [(a * x + c * y + e, b * x + d * y + f) for x, y in pairs]


def _rectangle(machine: Machine, operands: Value) -> None:
    x, y, width, height = map(float, operands)
    matrix = machine.state.matrix
    machine.corners += [matrix.point(x, y), matrix.point(x + width, y), matrix.point(x + width, y + height)]
    machine.corners.append(matrix.point(x, y + height))


def _clip(machine: Machine, _operands: Value) -> None:
    """`W`: the path becomes the clip once it has been painted or ended."""
    machine.pending_clip = True


def _paint(*, fills: bool, strokes: bool) -> Operator:
    def obey(machine: Machine, _operands: Value) -> None:
        if machine.corners:
            box = around(machine.corners)
            if fills:
                _fill(machine, box)
            if strokes:
                _stroke(machine, box)
            if machine.pending_clip:
                machine.state.clip = machine.state.clip.shared(box)
        machine.pending_clip = False
        machine.corners = []

    return obey


def _fill(machine: Machine, box: Box) -> None:
    state = machine.state
    if state.fill.pattern is not None:
        _pattern(machine, box, state.fill)
        return
    machine.paint(
        Painted(
            PaintKind.FILL,
            box.shared(state.clip),
            state.fill,
            machine.tags,
            overprints=state.fill_overprints,
            is_transparent=state.is_transparent(state.fill_alpha),
            thickness=min(box.width, box.height),
        )
    )


def _stroke(machine: Machine, box: Box) -> None:
    state = machine.state
    thickness = state.line_width * min(state.matrix.across, state.matrix.up)
    machine.paint(
        Painted(
            PaintKind.STROKE,
            box.grown(thickness / 2).shared(state.clip),
            state.stroke,
            machine.tags,
            overprints=state.stroke_overprints,
            is_transparent=state.is_transparent(state.stroke_alpha),
            thickness=thickness,
        )
    )


def _pattern(machine: Machine, box: Box, colour: Colour) -> None:
    """A shading pattern paints a shading over the path's box; of a tiling pattern one cell stands for all."""
    pattern = colour.pattern
    if pattern.get("/PatternType") == TILING and isinstance(pattern, pikepdf.Stream):
        _tile(machine, box, colour)
    elif "/Shading" in pattern:
        shading = pattern["/Shading"]
        space = machine.space(shading["/ColorSpace"])
        machine.paint(
            Painted(PaintKind.SHADING, box.shared(machine.state.clip), Colour(space, ()), machine.tags, source=shading)
        )


def _tile(machine: Machine, box: Box, colour: Colour) -> None:
    """Interpret a pattern cell. All that it paints gets the box of the path, which the copies of the cell fill."""
    saved, before = machine.state, len(machine.painted)
    machine.state = saved.copy()
    # a pattern's matrix maps to the page's own space
    machine.state.matrix, machine.state.clip = machine.space_of_page, EVERYWHERE
    if colour.pattern.get("/PaintType") == UNCOLOURED:
        machine.state.fill = machine.state.stroke = Colour(colour.space.base or colour.space, colour.values)
    machine.enter(colour.pattern)
    machine.state = saved
    visible = box.shared(saved.clip)
    machine.painted[before:] = [
        thing._replace(box=visible) for thing in machine.painted[before:] if not visible.is_empty
    ]


PATH_OPERATORS: dict[str, Operator] = {
    **dict.fromkeys("mlcvy", _points),
    "re": _rectangle,
    "W": _clip,
    "W*": _clip,
    **dict.fromkeys(("f", "F", "f*"), _paint(fills=True, strokes=False)),
    **dict.fromkeys(("S", "s"), _paint(fills=False, strokes=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _paint(fills=True, strokes=True)),
    "n": _paint(fills=False, strokes=False),
}


def _save(machine: Machine, _operands: Value) -> None:
    if len(machine.stack) < MOST_NESTED_STATES:
        machine.stack.append(machine.state.copy())
        machine.budget.nested = max(machine.budget.nested, len(machine.stack))


def _restore(machine: Machine, _operands: Value) -> None:
    if machine.stack:
        machine.state = machine.stack.pop()


def _concatenate(machine: Machine, operands: Value) -> None:
    machine.state.matrix = Matrix(*map(float, operands)).then(machine.state.matrix)


def _line_width(machine: Machine, operands: Value) -> None:
    machine.state.line_width = float(operands[0])


def _extended_state(machine: Machine, operands: Value) -> None:
    """`gs`: the entries of an ExtGState that the checks need."""
    entries, state = machine.resource("/ExtGState", operands[0]), machine.state
    if "/OP" in entries:
        state.stroke_overprints = state.fill_overprints = bool(entries["/OP"])
    state.fill_overprints = bool(entries.get("/op", state.fill_overprints))
    state.fill_alpha = float(entries.get("/ca", state.fill_alpha))
    state.stroke_alpha = float(entries.get("/CA", state.stroke_alpha))
    state.line_width = float(entries.get("/LW", state.line_width))
    state.blend = str(entries.get("/BM", state.blend)).lstrip("/")
    state.has_transfer_curve = state.has_transfer_curve or _has_transfer_curve(entries)
    if "/SMask" in entries:
        state.is_masked = isinstance(entries["/SMask"], pikepdf.Dictionary)
    if "/Font" in entries:
        state.font, state.size = machine.font(entries["/Font"][0]), float(entries["/Font"][1])


def _has_transfer_curve(entries: Value) -> bool:
    return "/TR" in entries or str(entries.get("/TR2", "/Default")) != "/Default"


def _device(space: Space, attribute: str) -> Operator:
    """`g`, `rg`, `k` and their stroking twins: the space and the colour in one."""

    def obey(machine: Machine, operands: Value) -> None:
        known = machine.space(f"/{space.family}")  # the page's Default space may replace it
        setattr(machine.state, attribute, Colour(known, tuple(map(float, operands))))

    return obey


def _space(attribute: str) -> Operator:
    """`cs`, `CS`: a space with its initial colour: black, or for a Separation or DeviceN the full inks."""

    def obey(machine: Machine, operands: Value) -> None:
        space = machine.space(operands[0])
        first = 1.0 if space.colorants else 0.0
        values = (0.0, 0.0, 0.0, 1.0) if space.family == "DeviceCMYK" else (first,) * space.components
        setattr(machine.state, attribute, Colour(space, values))

    return obey


def _colour(attribute: str) -> Operator:
    """`sc`, `scn` and their stroking twins; a pattern is the last operand, by name."""

    def obey(machine: Machine, operands: Value) -> None:
        numbers = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
        space, pattern = getattr(machine.state, attribute).space, None
        if len(numbers) < len(operands):
            pattern = machine.resource("/Pattern", operands[-1])
        setattr(machine.state, attribute, Colour(space, numbers, pattern))

    return obey


def _open_tag(machine: Machine, operands: Value) -> None:
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = machine.resource("/Properties", properties)
    mcid, actual, language = None, None, ""
    if isinstance(properties, pikepdf.Dictionary):
        mcid = int(properties["/MCID"]) if "/MCID" in properties else None
        actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
        language = str(properties.get("/Lang", ""))
    machine.tags = (*machine.tags, Tag(name_of(operands[0])[1:], mcid, actual, language))


def _close_tag(machine: Machine, _operands: Value) -> None:
    machine.tags = machine.tags[:-1]


STATE_OPERATORS: dict[str, Operator] = {
    "q": _save,
    "Q": _restore,
    "cm": _concatenate,
    "w": _line_width,
    "gs": _extended_state,
    "g": _device(GRAY, "fill"),
    "G": _device(GRAY, "stroke"),
    "rg": _device(RGB, "fill"),
    "RG": _device(RGB, "stroke"),
    "k": _device(CMYK, "fill"),
    "K": _device(CMYK, "stroke"),
    "cs": _space("fill"),
    "CS": _space("stroke"),
    "sc": _colour("fill"),
    "SC": _colour("stroke"),
    "scn": _colour("fill"),
    "SCN": _colour("stroke"),
    "BMC": _open_tag,
    "BDC": _open_tag,
    "EMC": _close_tag,
}
