"""Operators that build, paint and clip with paths."""

from __future__ import annotations

import pikepdf

from typeset.proof.content.colours import Colour
from typeset.proof.content.geometry import EVERYWHERE, Box, Matrix, around
from typeset.proof.content.machine import Machine, Operator
from typeset.proof.content.painted import Kind, Painted
from typeset.proof.content.values import Value

TILING = 1
UNCOLOURED = 2
"""A tiling pattern that is drawn in the colour which names it."""


def _points(machine: Machine, operands: Value) -> None:
    """`m`, `l`, `c`, `v`, `y`: the ends of lines; of curves also the points that pull them, which lie outside."""
    numbers = list(map(float, operands))
    machine.corners.extend(machine.state.matrix.point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))


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
            Kind.FILL,
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
            Kind.STROKE,
            box.grown(thickness / 2).shared(state.clip),
            state.stroke,
            machine.tags,
            overprints=state.stroke_overprints,
            is_transparent=state.is_transparent(state.stroke_alpha),
            thickness=thickness,
        )
    )


def _pattern(machine: Machine, box: Box, colour: Colour) -> None:
    """A shading pattern is a shading over the path; of a tiling pattern, one cell stands for all."""
    pattern = colour.pattern
    if pattern.get("/PatternType") == TILING and isinstance(pattern, pikepdf.Stream):
        _tile(machine, box, colour)
    elif "/Shading" in pattern:
        shading = pattern["/Shading"]
        space = machine.space(shading["/ColorSpace"])
        machine.paint(
            Painted(Kind.SHADING, box.shared(machine.state.clip), Colour(space, ()), machine.tags, source=shading)
        )


def _tile(machine: Machine, box: Box, colour: Colour) -> None:
    """Follow a pattern's cell. All that it paints is said to be where the path is, which its copies fill."""
    kept, before = machine.state, len(machine.painted)
    machine.state = kept.copy()
    machine.state.matrix, machine.state.clip = Matrix(), EVERYWHERE  # a cell stands in the page's own space
    if colour.pattern.get("/PaintType") == UNCOLOURED:
        machine.state.fill = machine.state.stroke = Colour(colour.space.base or colour.space, colour.values)
    machine.enter(colour.pattern)
    machine.state = kept
    seen = box.shared(kept.clip)
    machine.painted[before:] = [thing._replace(box=seen) for thing in machine.painted[before:] if not seen.is_empty]


OPERATORS: dict[str, Operator] = {
    **dict.fromkeys("mlcvy", _points),
    "re": _rectangle,
    "W": _clip,
    "W*": _clip,
    **dict.fromkeys(("f", "F", "f*"), _paint(fills=True, strokes=False)),
    **dict.fromkeys(("S", "s"), _paint(fills=False, strokes=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _paint(fills=True, strokes=True)),
    "n": _paint(fills=False, strokes=False),
}
