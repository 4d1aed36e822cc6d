"""What a finished PDF shows, measured by its ink: letters that are cut, that stand on photos, lines off their grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile, pairwise
from statistics import mean
from typing import NamedTuple

from typeset.preflight.content import strips
from typeset.preflight.content.geometry import MM, Box
from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind
from typeset.preflight.content.strips import InkedLetter
from typeset.preflight.sheet import Sheet, opened

CUT = 0.5
"""pt: how much of a letter a clip may take; less is not seen."""
EDGE = 4 * MM
"""Nearer than this to the edge of the sheet stands no letter."""
ON_GRID = 0.12 * MM
"""What rounding and a face's own baseline may differ."""
FINEST_STEP = 0.05
"""mm: grids are given in whole numbers of it."""
FEWEST_LINES = 6
"""With fewer lines it is not known which of them stand on the grid."""
HEADLINE = "H1"
TEXT = frozenset({"P", "LBody"})
"""What the text of a release stands in, after its headline."""
APART = frozenset({"Caption", "Table", "Note", "Sect"})
"""What is set smaller and by itself, and keeps a distance of lines of its own."""
SMALLEST_PHOTO = 12 * MM
"""A picture of which both sides are longer than this is a photo, and no part of a drawing."""
USUAL_FOOT = 25 * MM
"""Where the text of a single page ends at the latest, above the edge of the sheet."""


class Flaw(NamedTuple):
    """Something that no page should show: what, on which page (from 1), in which words."""

    what: str
    page: int
    words: str

    def __str__(self) -> str:
        return f"{self.what} on page {self.page}: «{self.words}»"


class Shown(NamedTuple):
    """A PDF as one sees it."""

    flaws: tuple[Flaw, ...]
    fills: tuple[float, ...]
    """How far down each page something stands, 0 to 1; running heads and feet do not count."""
    lines: int
    """Lines of the text; 0 without a grid."""
    off_grid: int
    """How many of them stand off the half steps of the grid."""
    photos: int
    """How many photos are shown, each counted once."""


NOTHING = Shown((), (), 0, 0, 0)
"""Of what is no PDF."""


def shown(pdf: bytes, grid: float) -> Shown:
    """Read a PDF; `grid` is the distance of its baselines in mm, 0 where it has none."""
    with opened(pdf) as document:
        sheet = Sheet(pdf, document)
        heights = baselines(sheet) if grid else []
        flaws = (*_cut(sheet), *_near_the_edge(sheet), *_on_photos(sheet))
        photos = {(at, _place(thing)) for at, page in enumerate(sheet.painted) for thing in page if _is_photo(thing)}
        return Shown(flaws, fills(sheet), len(heights), len(off_grid(heights, grid)), len(photos))


def _place(thing: Painted) -> tuple[int, ...]:
    """Where a photo stands, which tells it from the others of its page."""
    return tuple(round(edge) for edge in thing.box)


def _is_photo(thing: Painted) -> bool:
    return thing.kind is PaintKind.IMAGE and min(thing.box.width, thing.box.height) > SMALLEST_PHOTO


def _letters(page: tuple[Painted, ...]) -> Iterator[InkedLetter]:
    for thing in page:
        if thing.is_seen_text:
            yield from strips.letters(thing)


def _flaws(what: str, page: int, letters: list[InkedLetter]) -> Iterator[Flaw]:
    """One flaw for all such letters of a page, with the first of them as they are painted."""
    if letters:
        yield Flaw(f"{len(letters)} letters {what}", page, "".join(letter.glyph.text for letter in letters[:12]))


def _cut(sheet: Sheet) -> Iterator[Flaw]:
    """Letters of which a clip takes a part. One that takes all of a text hides it on purpose."""
    for number, page in enumerate(sheet.painted, 1):
        cut = [letter for letter in _letters(page) if not letter.thing.clip.holds(letter.box, CUT)]
        yield from _flaws("are cut", number, cut)


def _near_the_edge(sheet: Sheet) -> Iterator[Flaw]:
    """Letters at the edge of the sheet, or over it; those in the slug stand clear of it."""
    for number, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True), 1):
        inner = boxes.trim.grown(-EDGE)
        near = [letter for letter in _letters(page) if letter.box.meets(boxes.trim) and not inner.holds(letter.box)]
        yield from _flaws("stand at the edge", number, near)


def _on_photos(sheet: Sheet) -> Iterator[Flaw]:
    for number, page in enumerate(sheet.painted, 1):
        photos = [thing.box.grown(-CUT) for thing in page if _is_photo(thing)]
        on = [letter for letter in _letters(page) if photos and any(photo.meets(letter.box) for photo in photos)]
        yield from _flaws("stand on a photo", number, on)


def fills(sheet: Sheet) -> tuple[float, ...]:
    """How far down each page the release goes, 0 to 1: against the page on which it goes farthest."""
    trims = [boxes.trim for boxes in sheet.boxes]
    lowest = [_lowest(page, trim) for page, trim in zip(sheet.painted, trims, strict=True)]
    foot = min(*(low - trim.y0 for low, trim in zip(lowest, trims, strict=True)), USUAL_FOOT)
    return tuple((trim.y1 - low) / (trim.height - foot) for low, trim in zip(lowest, trims, strict=True))


def _lowest(page: tuple[Painted, ...], trim: Box) -> float:
    things = (thing for thing in page if thing.kind in {PaintKind.TEXT, PaintKind.IMAGE})
    boxes = (thing.box for thing in things if not thing.is_artifact and thing.mcid is not None)
    return min((box.y0 for box in boxes if box.meets(trim)), default=trim.y1)


def baselines(sheet: Sheet) -> list[tuple[int, float]]:
    """The baselines of the text: page, and distance from the top of its sheet in pt.

    The text is what stands in paragraphs and lists; of these, what is set in the commonest size of its language.
    """
    lines = list(_lines(sheet))
    sizes: dict[str, Counter[float]] = {}
    for line in lines:
        sizes.setdefault(line.language, Counter())[line.size] += line.letters
    usual = {language: of.most_common(1)[0][0] for language, of in sizes.items()}
    return sorted({(line.page, round(line.height, 1)) for line in lines if line.size == usual[line.language]})


class _Line(NamedTuple):
    """A line of the text, or a part of one: its page (from 1), its height as above, size, language and length."""

    page: int
    height: float
    size: float
    language: str
    letters: int


def _lines(sheet: Sheet) -> Iterator[_Line]:
    """What is painted of paragraphs and lists after the headline; not in captions, tables, notes and sections apart."""
    below = dropwhile(lambda leaf: leaf.element.role != HEADLINE, sheet.leaves)
    languages = {
        (leaf.page, leaf.mcid): leaf.element.language
        for leaf in below
        if leaf.element.role in TEXT and APART.isdisjoint(leaf.element.around)
    }
    for at, (boxes, page) in enumerate(zip(sheet.boxes, sheet.painted, strict=True)):
        for thing in page:
            language, words = languages.get((at, thing.mcid)), thing.text.strip()
            if language is not None and words and thing.is_seen_text and (letter := _first_letter(thing)):
                height = boxes.trim.y1 - letter.y - thing.em.f
                yield _Line(at + 1, height, round(thing.size, 1), language, len(words))


def _first_letter(thing: Painted) -> PaintedGlyph | None:
    """The first glyph with an advance: a mark stands at a height of its own."""
    return next((glyph for glyph in thing.glyphs if glyph.end != glyph.x), None)


def off_grid(heights: list[tuple[int, float]], grid: float) -> list[tuple[int, float]]:
    """Those of the baselines that stand off the half steps on which most of them stand.

    A text whose lines follow one another at another distance than the theme's has a step of its own: Latin is set
    closer than naskh. One that is taller than a step of the theme (Nastaliq) has three half steps to a line.
    """
    if not grid or len(heights) < FEWEST_LINES:
        return []
    half = grid * MM / 2
    step = _usual_step(heights)
    if abs((step + half / 2) % half - half / 2) >= ON_GRID:
        half = step / (3 if step > 2 * half else 2)
    off = [_off(phase, half, heights) for _, phase in heights]
    return min(off, key=len)


def _off(phase: float, half: float, heights: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Those off the half steps of which one is at `phase`."""
    return [(page, height) for page, height in heights if abs((height - phase + half / 2) % half - half / 2) > ON_GRID]


def _usual_step(heights: list[tuple[int, float]]) -> float:
    """The distance at which most lines follow one another, to a twentieth of a mm.

    Heights are known to a tenth of a point: over a page, a step taken from them alone would run away from the lines.
    """
    steps = [lower - upper for (page, upper), (other, lower) in pairwise(heights) if page == other]
    usual = Counter(round(step, 1) for step in steps).most_common(1)[0][0]
    near = mean(step for step in steps if abs(step - usual) < ON_GRID)
    return round(near / MM / FINEST_STEP) * FINEST_STEP * MM
