"""Operators that set and show text."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf

from typeset.preflight.content import values
from typeset.preflight.content.geometry import Box, Matrix
from typeset.preflight.content.machine import GraphicsState, Machine, Operator
from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind
from typeset.preflight.content.values import Value

DESCENT, ASCENT = -0.25, 0.8
"""Of a line of text, in em: a rough estimate for the box of the text."""
HIDDEN = 3

Placed = tuple[float, float, str, int]
"""A glyph in its line: where its advance starts and ends, its text, its code."""


def _begin(machine: Machine, _operands: Value) -> None:
    machine.text_matrix = machine.line_matrix = Matrix()


def _font(machine: Machine, operands: Value) -> None:
    font = machine.resource("/Font", operands[0])
    machine.state.size = float(operands[1])
    machine.state.font = machine.font(font) if font is not None else None


def _number(attribute: str, *, scale: float = 1.0) -> Operator:
    def obey(machine: Machine, operands: Value) -> None:
        setattr(machine.state, attribute, float(operands[0]) * scale)

    return obey


def _render(machine: Machine, operands: Value) -> None:
    machine.state.render = int(operands[0])


def _matrix(machine: Machine, operands: Value) -> None:
    machine.text_matrix = machine.line_matrix = Matrix(*map(float, operands))


def _move(machine: Machine, operands: Value) -> None:
    x, y = map(float, operands)
    machine.text_matrix = machine.line_matrix = Matrix(1, 0, 0, 1, x, y).then(machine.line_matrix)


def _move_and_lead(machine: Machine, operands: Value) -> None:
    machine.state.leading = -float(operands[1])
    _move(machine, operands)


def _next_line(machine: Machine, _operands: Value) -> None:
    _move(machine, (0, -machine.state.leading))


def _show(machine: Machine, operands: Value) -> None:
    _show_parts(machine, (operands[0],))


def _show_adjusted(machine: Machine, operands: Value) -> None:
    _show_parts(machine, operands[0])


def _show_on_next_line(machine: Machine, operands: Value) -> None:
    _next_line(machine, ())
    _show_parts(machine, (operands[-1],))


def _show_spaced(machine: Machine, operands: Value) -> None:
    machine.state.word_space, machine.state.character_space = float(operands[0]), float(operands[1])
    _show_on_next_line(machine, operands)


def _show_parts(machine: Machine, parts: Iterable[Value]) -> None:
    """Show strings, with numbers between them that move back by thousandths of an em (`TJ`)."""
    state, font = machine.state, machine.state.font
    if font is None:
        return
    x, places = 0.0, []
    for part in parts:
        if not isinstance(part, pikepdf.String):
            x -= _thousandths(machine, part) / 1000 * state.size * state.stretch
            continue
        for code, text, advance, spaces in font.decode(bytes(part)):
            space = state.character_space + (state.word_space if spaces else 0.0)
            end = x + (advance * state.size + space) * state.stretch
            places.append((x, end, text, code))
            x = end
    if places:
        _paint(machine, state, places)
    machine.text_matrix = Matrix(1, 0, 0, 1, x, 0).then(machine.text_matrix)


def _thousandths(machine: Machine, part: Value) -> float:
    """A number between strings; another token in its place is recorded in `broken` and moves nothing."""
    try:
        return float(part)
    except (TypeError, ValueError):
        machine.broken.append(values.broken_number(part))
        return 0.0


def _paint(machine: Machine, state: GraphicsState, places: list[Placed]) -> None:
    """Record the text. The y of its glyphs is that of the baseline, without the text rise."""
    matrix = machine.text_matrix.then(state.matrix)
    reach = [edge for start, end, _, _ in places for edge in (start, end)]
    low, high = (state.rise + state.size * edge for edge in (DESCENT, ASCENT))
    fills = state.render % 4 != 1
    machine.paint(
        Painted(
            PaintKind.TEXT,
            matrix.box(Box(min(reach), low, max(reach), high)),
            state.fill if fills else state.stroke,
            machine.tags,
            overprints=state.fill_overprints if fills else state.stroke_overprints,
            is_transparent=state.is_transparent(state.fill_alpha if fills else state.stroke_alpha),
            size=abs(state.size) * matrix.up,
            is_hidden=state.render % 4 == HIDDEN,
            font=state.font,
            glyphs=_glyphs(matrix, places),
            em=Matrix(state.size * state.stretch, 0, 0, state.size, 0, state.rise).then(matrix._replace(e=0, f=0)),
            clip=state.clip,
        )
    )


_new = tuple.__new__
"""Makes a named tuple at a tenth of the cost of its own constructor, which is a function in Python."""


def _glyphs(matrix: Matrix, places: list[Placed]) -> tuple[PaintedGlyph, ...]:
    """The glyphs placed on the page: `Matrix.point` for each, written out, as there are thousands."""
    a, b, _, _, e, f = matrix
    return tuple(
        [
            _new(PaintedGlyph, (a * start + e, b * start + f, a * end + e, text, code))
            for start, end, text, code in places
        ]
    )


OPERATORS: dict[str, Operator] = {
    "BT": _begin,
    "Tf": _font,
    "Tc": _number("character_space"),
    "Tw": _number("word_space"),
    "Tz": _number("stretch", scale=0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": _render,
    "Tm": _matrix,
    "Td": _move,
    "TD": _move_and_lead,
    "T*": _next_line,
    "Tj": _show,
    "TJ": _show_adjusted,
    "'": _show_on_next_line,
    '"': _show_spaced,
}
