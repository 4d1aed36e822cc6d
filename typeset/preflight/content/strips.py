"""Text as ink: the boxes of letters by their outlines, runs of glyphs, and strips of neighbouring runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from typeset.preflight.content.geometry import Box
from typeset.preflight.content.painted import Painted, PaintedGlyph, PaintKind

NEAR = 0.5
"""In em: how near the next run must stand to the last one to continue its strip."""
UPRIGHT = 1e-3
"""How far from level a text may run, as the sine of its angle."""


class InkedLetter(NamedTuple):
    """A glyph that lays ink, and the text that it belongs to."""

    box: Box
    """Around its ink on the page, in pt."""
    glyph: PaintedGlyph
    thing: Painted


class InkedRun(NamedTuple):
    """Glyphs of a level text without a jump back between them, with the edges of their ink on the page, in pt."""

    x0: float
    y0: float
    x1: float
    y1: float
    first: PaintedGlyph
    """Of the glyphs with ink and an advance (marks have none), the one that begins farthest to the left."""
    last: PaintedGlyph
    """The one that ends farthest to the right."""
    glyphs: Sequence[PaintedGlyph]
    thing: Painted

    @property
    def box(self) -> Box:
        """The box around the ink."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    def letters(self, inside: Box) -> Iterator[InkedLetter]:
        """Those of its letters whose boxes meet the box `inside`; most lie above or below it."""
        boxes = _boxes(self.thing)
        a, _, _, d, e, f = self.thing.em
        x, y = e, self.first.y + f
        for glyph in self.glyphs:
            box = boxes.get(glyph.code)
            if box is None or y + d * box.y0 >= inside.y1 or y + d * box.y1 <= inside.y0:
                continue
            placed = Box(x + glyph.x + a * box.x0, y + d * box.y0, x + glyph.x + a * box.x1, y + d * box.y1)
            if inside.meets(placed):
                yield InkedLetter(placed, glyph, self.thing)


@dataclass(slots=True)
class InkedStrip:
    """Runs of one line that were painted one beside the other."""

    runs: list[InkedRun]
    box: Box
    baseline: float
    size: float


def letters(thing: Painted) -> Iterator[InkedLetter]:
    """The letters of a text; none where the outlines of its font cannot be read."""
    return _letters(thing, thing.glyphs)


def _letters(thing: Painted, glyphs: Iterable[PaintedGlyph]) -> Iterator[InkedLetter]:
    shapes = thing.font.shapes if thing.font else None
    if shapes is None:
        return
    for glyph in glyphs:
        if (box := shapes.box(glyph.code)) is not None:
            em = thing.em
            yield InkedLetter(em._replace(e=em.e + glyph.x, f=em.f + glyph.y).box(box), glyph, thing)


def is_level(thing: Painted) -> bool:
    """Whether a text runs level, neither upside down nor mirrored."""
    a, b, c, d, _, _ = thing.em
    return a > 0 and d > 0 and abs(b) < UPRIGHT * a and abs(c) < UPRIGHT * d


def runs(page: Iterable[Painted]) -> list[InkedRun]:
    """The runs of a page's level text that is seen, in the order in which they are painted."""
    inked_runs: list[InkedRun] = []
    for thing in page:
        if (
            thing.kind is PaintKind.TEXT
            and thing.font
            and thing.font.shapes
            and is_level(thing)
            and not thing.is_unseen
        ):
            inked_runs += filter(None, (_run(thing, glyphs) for glyphs in _split_at_jumps(thing)))
    return inked_runs


def _split_at_jumps(thing: Painted) -> list[Sequence[PaintedGlyph]]:
    """Its glyphs, split where the next one starts far to the left of the end of the last."""
    glyphs, back = thing.glyphs, NEAR * thing.size
    starts = [0, *(at for at in range(1, len(glyphs)) if glyphs[at].x < glyphs[at - 1].end - back), len(glyphs)]
    return [glyphs[start:end] for start, end in pairwise(starts)]


def _run(thing: Painted, glyphs: Sequence[PaintedGlyph]) -> InkedRun | None:
    """The run of these glyphs; None where they lay no ink. A page has thousands, so this adds up plain numbers."""
    boxes = _boxes(thing)
    a, _, _, d, e, f = thing.em
    inked = [(glyph, box) for glyph in glyphs if (box := boxes.get(glyph.code)) is not None]
    if not inked:
        return None
    y = glyphs[0].y + f
    letters = [glyph for glyph, _ in inked if glyph.end != glyph.x] or [glyph for glyph, _ in inked]
    return InkedRun(
        min([glyph.x + a * box.x0 for glyph, box in inked]) + e,
        min([box.y0 for _, box in inked]) * d + y,
        max([glyph.x + a * box.x1 for glyph, box in inked]) + e,
        max([box.y1 for _, box in inked]) * d + y,
        min(letters),
        max(letters, key=_end),
        glyphs,
        thing,
    )


def _boxes(thing: Painted) -> Mapping[int, Box | None]:
    """The boxes of all codes of the text's font."""
    return thing.font.shapes.boxes(thing.font.used) if thing.font and thing.font.shapes else {}


def _end(glyph: PaintedGlyph) -> float:
    return glyph.end


def strips_of(page: Iterable[InkedRun]) -> list[InkedStrip]:
    """The strips of a page: a run that stands next to the one painted before it continues its strip."""
    strips: list[InkedStrip] = []
    for run in page:
        before = strips[-1] if strips else None
        if run.thing.is_transparent:
            continue
        if before and _goes_on(before, run):
            before.runs.append(run)
            before.box = before.box.joined(run.box)
            before.size = max(before.size, run.thing.size)
        else:
            strips.append(InkedStrip([run], run.box, run.first.y, run.thing.size))
    return strips


def _goes_on(strip: InkedStrip, run: InkedRun) -> bool:
    near = NEAR * max(strip.size, run.thing.size)
    if abs(strip.baseline - run.first.y) > near:
        return False
    before = next((run for run in reversed(strip.runs) if not _are_marks(run)), strip.runs[-1])
    gap = max(run.first.x - before.last.end, before.first.x - run.last.end)
    return abs(gap) < near or (gap < 0 and _are_marks(run))


def _are_marks(run: InkedRun) -> bool:
    return all(unicodedata.combining(glyph.text[:1] or " ") for glyph in run.glyphs)
