"""Operators that change the graphics state, the colour and the open tags."""

from __future__ import annotations

import pikepdf

from typeset.proof.content.colours import CMYK, GRAY, RGB, Colour, Space
from typeset.proof.content.geometry import Matrix
from typeset.proof.content.machine import MOST_NESTED_STATES, Machine, Operator
from typeset.proof.content.painted import Tag
from typeset.proof.content.values import Value


def _save(machine: Machine, _operands: Value) -> None:
    if len(machine.stack) < MOST_NESTED_STATES:
        machine.stack.append(machine.state.copy())


def _restore(machine: Machine, _operands: Value) -> None:
    if machine.stack:
        machine.state = machine.stack.pop()


def _concatenate(machine: Machine, operands: Value) -> None:
    machine.state.matrix = Matrix(*map(float, operands)).then(machine.state.matrix)


def _line_width(machine: Machine, operands: Value) -> None:
    machine.state.line_width = float(operands[0])


def _extended_state(machine: Machine, operands: Value) -> None:
    """`gs`: the entries of an ExtGState that a preflight asks about."""
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
        known = machine.space(f"/{space.family}")  # the page's Default space may stand in for it
        setattr(machine.state, attribute, Colour(known, tuple(map(float, operands))))

    return obey


def _space(attribute: str) -> Operator:
    """`cs`, `CS`: a space with its first colour, which is black, or all of an ink."""

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
    mcid = actual = None
    if isinstance(properties, pikepdf.Dictionary):
        mcid = int(properties["/MCID"]) if "/MCID" in properties else None
        actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
    machine.tags = (*machine.tags, Tag(str(operands[0])[1:], mcid, actual))


def _close_tag(machine: Machine, _operands: Value) -> None:
    machine.tags = machine.tags[:-1]


OPERATORS: dict[str, Operator] = {
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
