"""The interpreter of content streams: the graphics state, a budget of operators and bytes, the things painted."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pikepdf

from typeset.preflight.content import values
from typeset.preflight.content.fonts import PageFont
from typeset.preflight.content.geometry import EVERYWHERE, IDENTITY, Box, Matrix
from typeset.preflight.content.painted import BLACK, Colour, Painted, PaintKind, Space, Tag, space_of
from typeset.preflight.content.values import Value

# The graphics state: what the operators of a content stream change and the painting operators use.


@dataclass(slots=True)
class GraphicsState:
    """The current values; `q` keeps a copy. Lengths are in the units of the operator that set them."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_overprints: bool = False
    stroke_overprints: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    is_masked: bool = False
    has_transfer_curve: bool = False
    line_width: float = 1.0
    font: PageFont | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0
    """The text rendering mode: 0 fill, 1 stroke, 2 both, 3 neither; 4 to 7 the same, and clip."""

    def copy(self) -> GraphicsState:
        """The state as `q` keeps it."""
        return replace(self)

    def is_transparent(self, alpha: float) -> bool:
        """Whether what is painted with this alpha lets through or mixes with what lies under it."""
        return alpha < 1 or self.is_masked or self.blend not in {"Normal", "Compatible"}


MOST_OPERATORS = 500_000
"""Of one document. A page of a release has some hundreds; a map has a hundred thousand."""
MOST_CONTENT_BYTES = 24_000_000
MOST_NESTED_FORMS = 12
MOST_NESTED_STATES = 400

PAINTLESS = frozenset(["ET", "i", "j", "J", "M", "d", "ri", "MP", "DP", "BX", "EX", "d0", "d1", "h"])
"""Operators that change nothing of what is looked at here (ISO 32000-1, annex A)."""

Operator = Callable[["Machine", Value], None]
"""What an operator does with its operands."""


class TooMuchError(Exception):
    """The document goes over its budget, or forms are nested too deep."""


@dataclass
class Budget:
    """The operators and content bytes that one document may still use, shared by its pages."""

    operators: int = MOST_OPERATORS
    content_bytes: int = MOST_CONTENT_BYTES
    parsed: dict[tuple[int, int], Sequence[Value]] = field(default_factory=dict)
    """Object number and generation -> its instructions, so that a form drawn a thousand times is parsed once."""
    mended: list[pikepdf.Pdf] = field(default_factory=list)
    """The files that own repaired content streams: these live no longer than their owner."""
    complaints: list[str] = field(default_factory=list)
    """The parser's warnings about damage in content streams."""
    unknown: set[str] = field(default_factory=set)
    """Operators that PDF does not know, on the page that is followed."""
    nested: int = 0
    """How deep graphics states were nested, on the page that is followed."""

    def instructions(self, stream: Value) -> Sequence[Value]:
        """The instructions of a content stream, paid for; TooMuchError where the budget does not reach."""
        is_parsed = isinstance(stream, pikepdf.Stream) and stream.objgen in self.parsed
        instructions = self.parsed[stream.objgen] if is_parsed else self._parsed(stream)
        self.operators -= len(instructions) + 1
        if self.operators < 0:
            raise TooMuchError
        return instructions

    def _parsed(self, stream: Value) -> Sequence[Value]:
        self.content_bytes -= _length(stream)
        if self.content_bytes < 0:
            raise TooMuchError
        with warnings.catch_warnings(record=True) as complaints:
            warnings.simplefilter("always")
            instructions = self._instructions(stream)
        self.complaints += (str(complaint.message) for complaint in complaints)
        if isinstance(stream, pikepdf.Stream):
            self.parsed[stream.objgen] = instructions
        return instructions

    def _instructions(self, stream: Value) -> Sequence[Value]:
        """The instructions as they stand; where that fails, those of the stream with broken numbers repaired."""
        try:
            instructions: Sequence[Value] = pikepdf.parse_content_stream(stream)
        except (pikepdf.PdfError, TypeError):
            content = b"\n".join(part.read_bytes() for part in _parts(stream))
            mended = values.mended(content)
            if mended == content:
                raise
            self.mended.append(pikepdf.new())
            instructions = pikepdf.parse_content_stream(pikepdf.Stream(self.mended[-1], mended))
        return instructions


@dataclass
class Machine:
    """The interpreter of a page's content streams. The operators are functions in tables, one table a subject."""

    operators: Mapping[str, Operator]
    resources: Value
    fonts: dict[tuple[int, int], PageFont]
    budget: Budget
    space_of_page: Matrix = IDENTITY
    """From the page's user space to pt: IDENTITY where it has no /UserUnit."""
    state: GraphicsState = field(default_factory=GraphicsState)
    stack: list[GraphicsState] = field(default_factory=list)
    tags: tuple[Tag, ...] = ()
    painted: list[Painted] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    """Points of the path being built, on the page."""
    broken: list[str] = field(default_factory=list)
    """Tokens that stand in place of a number, since the last thing was painted."""
    pending_clip: bool = False
    text_matrix: Matrix = IDENTITY
    line_matrix: Matrix = IDENTITY
    depth: int = 0

    def resource(self, kind: str, name: Value) -> Value:
        """The resource of a kind (`/Font`, `/XObject`) and a name, or None."""
        entries = self.resources.get(kind) if self.resources is not None else None
        return values.named(entries, name) if isinstance(entries, pikepdf.Dictionary) else None

    def space(self, value: Value) -> Space:
        """The colour space that an operand or a dictionary names."""
        return space_of(value, lambda name: self.resource("/ColorSpace", name))

    def font(self, font: Value) -> PageFont:
        """The font of a resource; one PageFont for each object of the file."""
        key = font.objgen if font.is_indirect else (id(font), -1)
        return self.fonts.setdefault(key, PageFont(font))

    def paint(self, thing: Painted) -> None:
        """Record a thing. What lies outside the clip is left out, but for text, which readers still give back."""
        if thing.kind is PaintKind.TEXT or not thing.box.shared(self.state.clip).is_empty:
            if self.broken:
                thing, self.broken = thing._replace(broken=tuple(self.broken)), []
            curved = self.state.has_transfer_curve
            self.painted.append(thing._replace(has_transfer_curve=True) if curved else thing)

    def follow(self, stream: Value) -> None:
        """Interpret one content stream; operators that are not in the table are passed over."""
        for instruction in self.budget.instructions(stream):
            name = str(instruction.operator)
            if obey := self.operators.get(name):
                try:
                    obey(self, instruction.operands)
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                    continue  # an operator with the wrong operands is ignored, as viewers do
            elif values.is_broken(name):
                self.broken.append(name)
            elif name not in PAINTLESS:
                self.budget.unknown.add(name)

    def enter(self, stream: Value) -> None:
        """Interpret a form or a pattern cell with its own matrix, resources and clip, then restore the state."""
        if self.depth >= MOST_NESTED_FORMS:
            raise TooMuchError
        saved = self.state, self.stack, self.resources, self.tags, self.corners, self.text_matrix, self.line_matrix
        self.state, self.stack, self.corners = self.state.copy(), [], []
        self.state.matrix = Matrix(*map(float, stream.get("/Matrix", Matrix()))).then(self.state.matrix)
        if "/BBox" in stream:
            self.state.clip = self.state.clip.shared(self.state.matrix.box(Box(*map(float, stream["/BBox"]))))
        self.resources = stream.get("/Resources", self.resources)
        self.depth += 1
        self.follow(stream)
        self.depth -= 1
        self.state, self.stack, self.resources, self.tags, self.corners, self.text_matrix, self.line_matrix = saved


def _length(stream: Value) -> int:
    """The decoded length of a content stream, or of all that make up a page."""
    return sum(len(part.read_bytes()) for part in _parts(stream))


def _parts(stream: Value) -> list[Value]:
    """The streams that make up a page, or the one stream."""
    contents = stream.obj.get("/Contents", ()) if isinstance(stream, pikepdf.Page) else stream
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    return [part for part in parts if isinstance(part, pikepdf.Stream)]
