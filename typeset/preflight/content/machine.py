"""The machine that obeys a content stream: its graphics state, what it may cost, what it has painted so far."""

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
"""In one document. A page of a release has some hundreds; a map has a hundred thousand."""
MOST_CONTENT_BYTES = 24_000_000
MOST_NESTED_FORMS = 12
MOST_NESTED_STATES = 400

Operator = Callable[["Machine", Value], None]
"""What an operator does with its operands."""


class TooMuchError(Exception):
    """The page has more to it than is looked at."""


@dataclass
class Budget:
    """What one document may cost, shared by its pages."""

    operators: int = MOST_OPERATORS
    content_bytes: int = MOST_CONTENT_BYTES
    parsed: dict[tuple[int, int], Sequence[Value]] = field(default_factory=dict)
    """Forms by their object, so that one that is drawn a thousand times is parsed once."""

    mended: list[pikepdf.Pdf] = field(default_factory=list)
    """What holds content streams that had to be mended: they live as long as it does."""
    complaints: list[str] = field(default_factory=list)
    """What the parser said of damage in content streams."""

    def instructions(self, stream: Value) -> Sequence[Value]:
        """The instructions of a content stream, paid for; TooMuchError where the budget does not reach."""
        known = isinstance(stream, pikepdf.Stream) and stream.objgen in self.parsed
        found = self.parsed[stream.objgen] if known else self._parsed(stream)
        self.operators -= len(found) + 1
        if self.operators < 0:
            raise TooMuchError
        return found

    def _parsed(self, stream: Value) -> Sequence[Value]:
        self.content_bytes -= _length(stream)
        if self.content_bytes < 0:
            raise TooMuchError
        with warnings.catch_warnings(record=True) as complaints:
            warnings.simplefilter("always")
            found = self._instructions(stream)
        self.complaints += (str(complaint.message) for complaint in complaints)
        if isinstance(stream, pikepdf.Stream):
            self.parsed[stream.objgen] = found
        return found

    def _instructions(self, stream: Value) -> Sequence[Value]:
        """As they stand; an array that holds a broken number is mended first, or nothing at all could be read."""
        try:
            found: Sequence[Value] = pikepdf.parse_content_stream(stream)
        except (pikepdf.PdfError, TypeError):
            content = b"\n".join(part.read_bytes() for part in _parts(stream))
            mended = values.mended(content)
            if mended == content:
                raise
            self.mended.append(pikepdf.new())
            found = pikepdf.parse_content_stream(pikepdf.Stream(self.mended[-1], mended))
        return found


@dataclass
class Machine:
    """Obeys content streams. The operators themselves are functions in tables, one table a subject."""

    operators: Mapping[str, Operator]
    resources: Value
    fonts: dict[tuple[int, int], PageFont]
    budget: Budget
    state: GraphicsState = field(default_factory=GraphicsState)
    stack: list[GraphicsState] = field(default_factory=list)
    tags: tuple[Tag, ...] = ()
    painted: list[Painted] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    """Points of the path being built, on the page."""
    broken: list[str] = field(default_factory=list)
    """What stood in place of a number since the last thing was painted."""
    pending_clip: bool = False
    text_matrix: Matrix = IDENTITY
    line_matrix: Matrix = IDENTITY
    depth: int = 0

    def resource(self, kind: str, name: Value) -> Value:
        """What the resources in force call by a name, or None."""
        entries = self.resources.get(kind) if self.resources is not None else None
        return entries.get(f"/{str(name).lstrip('/')}") if isinstance(entries, pikepdf.Dictionary) else None

    def space(self, described: Value) -> Space:
        """The colour space that an operand or a dictionary names."""
        return space_of(described, lambda name: self.resource("/ColorSpace", name))

    def font(self, described: Value) -> PageFont:
        """The font of a resource, one for each object of the file."""
        key = described.objgen if described.is_indirect else (id(described), -1)
        return self.fonts.setdefault(key, PageFont(described))

    def paint(self, thing: Painted) -> None:
        """Note a thing; what the clip hides is not painted, but hidden text can still be read out."""
        if thing.kind is PaintKind.TEXT or not thing.box.shared(self.state.clip).is_empty:
            if self.broken:
                thing, self.broken = thing._replace(broken=tuple(self.broken)), []
            curved = self.state.has_transfer_curve
            self.painted.append(thing._replace(has_transfer_curve=True) if curved else thing)

    def follow(self, stream: Value) -> None:
        """Obey one content stream; operators that paint nothing and change nothing seen are passed over."""
        for instruction in self.budget.instructions(stream):
            name = str(instruction.operator)
            if obey := self.operators.get(name):
                try:
                    obey(self, instruction.operands)
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                    continue  # an operator with the wrong operands is ignored, as viewers do
            elif values.is_broken(name):
                self.broken.append(name)

    def enter(self, stream: Value) -> None:
        """Follow a form or a pattern's cell with its own matrix, resources and clip, then be as before."""
        if self.depth >= MOST_NESTED_FORMS:
            raise TooMuchError
        kept = self.state, self.stack, self.resources, self.tags, self.corners, self.text_matrix, self.line_matrix
        self.state, self.stack, self.corners = self.state.copy(), [], []
        self.state.matrix = Matrix(*map(float, stream.get("/Matrix", Matrix()))).then(self.state.matrix)
        if "/BBox" in stream:
            self.state.clip = self.state.clip.shared(self.state.matrix.box(Box(*map(float, stream["/BBox"]))))
        self.resources = stream.get("/Resources", self.resources)
        self.depth += 1
        self.follow(stream)
        self.depth -= 1
        self.state, self.stack, self.resources, self.tags, self.corners, self.text_matrix, self.line_matrix = kept


def _length(stream: Value) -> int:
    """The decoded length of a content stream, or of all that make up a page."""
    return sum(len(part.read_bytes()) for part in _parts(stream))


def _parts(stream: Value) -> list[Value]:
    """The streams that make up a page, or the one stream."""
    contents = stream.obj.get("/Contents", ()) if isinstance(stream, pikepdf.Page) else stream
    parts = contents if isinstance(contents, pikepdf.Array) else (contents,)
    return [part for part in parts if isinstance(part, pikepdf.Stream)]
