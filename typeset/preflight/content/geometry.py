"""Points, boxes and matrices in PDF user space (pt, origin at the lower left), and a page's own boxes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from typeset.preflight.content.values import Value, entries, items

if TYPE_CHECKING:
    import pikepdf


MM = 72 / 25.4
"""One millimetre in pt."""


class Box(NamedTuple):
    """An upright rectangle: left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right, in pt; negative where the box is empty."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From bottom to top, in pt; negative where the box is empty."""
        return self.y1 - self.y0

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be seen in it. A line has no width and is not empty."""
        return self.width < 0 or self.height < 0

    def grown(self, by: float) -> Box:
        """The box with each edge moved outwards by `by` pt."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def shared(self, other: Box) -> Box:
        """What lies in both; empty where they do not meet."""
        return Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def joined(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def holds(self, other: Box, tolerance: float = 0.01) -> bool:
        """Whether the other lies inside, edges included."""
        room = self.grown(tolerance)
        return room.x0 <= other.x0 and room.y0 <= other.y0 and room.x1 >= other.x1 and room.y1 >= other.y1

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        shared = self.shared(other)
        return shared.width > 0 and shared.height > 0


class Matrix(NamedTuple):
    """A PDF transformation: (x, y) becomes (ax + cy + e, bx + dy + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Matrix) -> Matrix:
        """The product: this transformation followed by another."""
        a, b, c, d, e, f = self
        return Matrix(
            a * after.a + b * after.c,
            a * after.b + b * after.d,
            c * after.a + d * after.c,
            c * after.b + d * after.d,
            e * after.a + f * after.c + after.e,
            e * after.b + f * after.d + after.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The upright box around a transformed box."""
        a, b, c, d, e, f = self
        x0, y0, x1, y1 = box
        xs = a * x0 + c * y0 + e, a * x0 + c * y1 + e, a * x1 + c * y0 + e, a * x1 + c * y1 + e
        ys = b * x0 + d * y0 + f, b * x0 + d * y1 + f, b * x1 + d * y0 + f, b * x1 + d * y1 + f
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def across(self) -> float:
        """The scale of horizontal lengths."""
        return float((self.a**2 + self.b**2) ** 0.5)

    @property
    def up(self) -> float:
        """The scale of vertical lengths."""
        return float((self.c**2 + self.d**2) ** 0.5)


IDENTITY = Matrix()
EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)
UNIT = Box(0, 0, 1, 1)
"""The square into which a PDF draws every image."""


def around(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box that holds all points; there must be one at least."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


# Page boxes (ISO 32000-1, 14.11.2): media and crop box (what is shown), bleed box, trim box (where it is cut).


LETTER = Box(0, 0, 612, 792)
"""The media box of a page that has no valid one, as viewers take it."""

DEEPEST_TREE = 64
MOST_PT = 75_000
"""The largest /UserUnit that is believed (PDF Reference 1.6, table C.1)."""


class Boxes(NamedTuple):
    """The boxes in force, in pt; a missing one is taken from the next larger one."""

    media: Box
    crop: Box
    bleed: Box
    trim: Box
    has_trim: bool
    has_art: bool

    @property
    def are_sound(self) -> bool:
        """Whether there is a trim box and the bleed box lies around it."""
        return self.has_trim and self.bleed.holds(self.trim)


def user_unit(page: pikepdf.Page) -> float:
    """The unit of a page's user space, in pt: /UserUnit, which makes pages of more than five metres possible."""
    unit = page.obj.get("/UserUnit", 1)
    return float(unit) if isinstance(unit, (int, float, Decimal)) and 0 < unit < MOST_PT else 1.0


def boxes_of(page: pikepdf.Page) -> Boxes:
    """The boxes of a page; media and crop box may come from the page tree."""
    unit = user_unit(page)
    media = box_of(_inherited(page.obj, "/MediaBox"), unit) or LETTER
    crop = box_of(_inherited(page.obj, "/CropBox"), unit) or media
    bleed = box_of(page.obj.get("/BleedBox"), unit)
    trim = box_of(page.obj.get("/TrimBox"), unit)
    return Boxes(media, crop, bleed or crop, trim or bleed or crop, trim is not None, "/ArtBox" in page.obj)


def _inherited(node: Value, key: str) -> Value:
    """An entry of the page, or of the nearest node above it that has one."""
    for _ in range(DEEPEST_TREE):
        if key in node or "/Parent" not in node:
            return node.get(key)
        node = entries(node["/Parent"])
    return None


def box_of(value: Value, unit: float = 1.0) -> Box | None:
    """A box in pt, whose corners stand in any order; None where the entry is missing or no box."""
    try:
        x0, y0, x1, y1 = (float(number) * unit for number in items(value))
    except (TypeError, ValueError):
        return None
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
