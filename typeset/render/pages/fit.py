"""The steps of a theme, tighter and looser: as few of them as the goal of the page takes.

A release is to fill its pages: where the last one would be nearly empty, the text is pulled back by what its own pages
can give, then by the theme's tighter steps; where that is not in reach, text is pushed over, and the looser steps help.
Or it is to take so many pages and no more: then the loosest setting stands in which it does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from typeset.model.page import Fit, Goal
from typeset.render.lines import reuse
from typeset.render.pages import abreast, photo_up
from typeset.render.pages.costs import LEAST_FULL, NEARLY_EMPTY, PAGE, excess, shrinks
from typeset.render.pages.redraw import Draft, draft, drawn
from typeset.render.weasy.formatting import Formatting

Make = Callable[[Sequence[str]], Formatting]
"""The page with classes put on its body."""
MILLIMETRE = 96 / 25.4
"""In px."""
POOR = 6.0
"""Two pages that cost more have several lines empty at their feet, or a last page that is stranded. More pages may cost
more: a step sets all of them closer, which is much for a hole at the foot of one, and takes as long as all of them."""
TWO = 2
"""Pages."""
TRIES = 2
"""So many drafts with closer setting are made, at most: a draft costs about a third of a plain page."""
IN_REACH = 0.28
"""Of a page's height: so much of the text can be saved by closer setting, over one page before and the rest of it."""
IN_PHOTOS = 0.4
"""Of the photos' height: so much they can give."""


class Fitter:
    """Drafts of one page with more or fewer of its theme's steps."""

    def __init__(self, make: Make, fit: Fit, can_save: Callable[[Any], bool]) -> None:
        self._make, self._fit, self._can_save = make, fit, can_save
        self._grid = fit.grid * MILLIMETRE
        self._made: list[Formatting] = []
        self._most = fit.pages or (1 if fit.goal is Goal.ONE_PAGE else 0)

    def document(self) -> Any:
        """The pages that reach the goal, or come nearest to it."""
        return self._fitted() if self._most else self._well_filled()

    def _draft(self, steps: Sequence[str], most: int = 0) -> Draft:
        formatting = self._make(steps)
        reuse.keep([made.root for made in self._made], formatting.root, formatting.fonts)
        self._made.append(formatting)
        return draft(formatting, self._grid, most)

    def _well_filled(self) -> Any:
        """The pages with the fewest steps whose last one is not nearly empty."""
        plain = self._draft(())
        if plain.is_abreast:
            return drawn(abreast.best(plain, self._fit, self._draft), self._grid)
        number = len(plain.document.pages)
        if photo_up.is_stranded(plain):
            plain = self._with_photo_up(plain)
            number = len(plain.document.pages)
        if number == 1 or not _needs_steps(plain):
            return drawn(plain, self._grid)
        if plain.pages < number and len((document := drawn(plain, self._grid)).pages) < number:
            return document
        shorter = self._shorter(plain, number - 1) if self._can_save(plain.document) else None
        if shorter is not None:
            return shorter
        if plain.plan is not None and plain.plan.fill >= LEAST_FULL:
            return drawn(plain, self._grid)
        return drawn(self._fuller() or plain, self._grid)

    def _with_photo_up(self, plain: Draft) -> Draft:
        """The draft with the photo that ends its text a little earlier, where that leaves text for the last page."""
        move = photo_up.earlier(plain)
        if move is None:
            return plain
        move.make()
        found = self._draft(())
        if found.plan is None or plain.plan is None or found.plan.cost < plain.plan.cost:
            return found
        move.undo()
        return plain

    def _shorter(self, plain: Draft, most: int) -> Any | None:
        """The pages with the fewest tighter steps that are so few; None: not even with all.

        A plan may promise more than can be drawn: then the steps are counted without it.
        """
        for is_promised in (True, False):
            found = self._fewest(plain, most, is_promised=is_promised)
            if found is None:
                return None
            document = drawn(found, self._grid)
            if len(document.pages) <= most:
                return document
        return None

    def _fewest(self, plain: Draft, most: int, *, is_promised: bool) -> Draft | None:
        """The draft with the fewest steps that has so few pages, or whose plan has; None: there is none in reach.

        One step is tried, then once more so many as it takes if each saves alike, and one, as they do not.
        """
        count = 1
        for _ in range(TRIES if self._fit.tighter else 0):
            found = self._draft(self._fit.tighter[:count], most)
            if len(found.document.pages) <= most or (is_promised and _is_within(found, most)):
                return found
            if count >= len(self._fit.tighter):
                break
            needed = _steps_needed(plain, found, most)
            count = len(self._fit.tighter) if needed is None else needed + 1
        return None

    def _fuller(self) -> Draft | None:
        """The draft with the fewest looser steps whose last page is well filled; None: not even with all."""
        best, low, high = None, 1, len(self._fit.looser) + 1
        while low < high:
            middle = (low + high) // 2
            found = self._draft(self._fit.looser[:middle])
            if found.plan is not None and found.plan.fill >= LEAST_FULL:
                best, high = found, middle
            else:
                low = middle + 1
        return best

    def _fitted(self) -> Any:
        """The pages in the loosest setting that is so many and no more; in the tightest where there is none.

        A plan may promise more than can be drawn, as where a note goes over to the next page: then it is left aside.
        """
        document = drawn(self._within(is_promised=True), self._grid)
        if len(document.pages) <= self._most:
            return document
        return drawn(self._within(is_promised=False), self._grid)

    def _within(self, *, is_promised: bool) -> Draft:
        """The loosest draft that has no more pages than are wanted, or whose plan has; else the tightest of all."""
        looser, tighter = self._fit.looser, self._fit.tighter
        settings = [*(looser[:number] for number in range(len(looser), 0, -1)), ()]
        settings += [tighter[:number] for number in range(1, len(tighter) + 1)]
        best, last, low, high = None, None, 0, len(settings)
        while low < high:
            middle = (low + high) // 2
            found = self._draft(settings[middle], self._most)
            has_room = not found.is_full and len(found.document.pages) <= self._most
            if has_room or (is_promised and _is_within(found, self._most)):
                best, high = found, middle
            else:
                last, low = found, middle + 1
        return best or last or self._draft(())


def _needs_steps(draft: Draft) -> bool:
    """Whether the last page, as it came, is nearly empty, or the pages stay poor with all that they can give.

    Of two pages one is better, even where the second can be filled; of more, it is enough that the last one is.
    """
    if draft.reading is None or draft.plan is None:
        return True
    is_poor = draft.plan.cost - PAGE * (draft.plan.pages - 1) > POOR * max(draft.plan.pages / TWO, 1)
    return is_poor or (len(draft.document.pages) == TWO and draft.reading.fill < LEAST_FULL)


def _steps_needed(plain: Draft, first: Draft, most: int) -> int | None:
    """How many steps it takes about, by what the first has saved; None where that is not known."""
    if plain.reading is None or first.reading is None:
        return None
    needed = excess(plain.reading.flow, most) - shrinks(plain.reading.flow)
    saved = excess(plain.reading.flow, most) - excess(first.reading.flow, most)
    return max(ceil(needed / saved), 1) if saved > 0 else None


def _is_within(draft: Draft, most: int) -> bool:
    """Whether its plan has so few pages, and is worth drawing."""
    return draft.plan is not None and draft.plan.pages <= most and draft.plan.cost < NEARLY_EMPTY
