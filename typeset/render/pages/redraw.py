"""A plan is drawn: what it changes is set on the boxes before layout, and the engine lays them out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from weasyprint.css.properties import Dimension

from typeset.render.pages import choose, flow
from typeset.render.pages.around import Handle
from typeset.render.pages.choose import Plan
from typeset.render.pages.flow import Reading
from typeset.render.weasy.columns import Heights
from typeset.render.weasy.formatting import FULL, Ends, Formatting

GAIN = 0.25
"""A plan that makes the pages better by less is not drawn."""


class Draft(NamedTuple):
    """Pages as they came, and the plan for better ones, if there is any; nothing of it is drawn yet."""

    formatting: Formatting
    document: Any
    reading: Reading | None = None
    plan: Plan | None = None

    @property
    def pages(self) -> int:
        """How many pages there will be."""
        return self.plan.pages if self.plan else len(self.document.pages)

    @property
    def is_abreast(self) -> bool:
        """Whether something is set in columns."""
        return flow.has_columns(self.formatting.root)

    @property
    def is_full(self) -> bool:
        """Whether its columns are filled one after another, only to see how high everything is."""
        return self.plan is not None and self.plan.even != ()


def draft(formatting: Formatting, grid: float, most: int = 0) -> Draft:
    """The first layout of a page, read and planned; one column on one page is not planned, there is nothing to choose.

    Several columns are planned whatever comes, and so need not be even before.
    """
    if flow.has_columns(formatting.root):
        full = formatting.laid_out(FULL)
        reading = flow.read(formatting.root, full, grid)
        for flowing in _with_and_without_tail(reading):
            plan = choose.plan(flowing.flow, most)
            if plan:
                return Draft(formatting, full, flowing, plan)
        return Draft(formatting, formatting.laid_out())
    document = formatting.laid_out()
    reading = flow.read(formatting.root, document, grid) if len(document.pages) > 1 else None
    return Draft(formatting, document, reading, choose.plan(reading.flow, most) if reading else None)


def _with_and_without_tail(reading: Reading | None) -> Iterator[Reading]:
    """What is to be planned: where all that follows the columns takes more than a page, the columns alone."""
    if reading is not None:
        yield reading
        if reading.flow.frame.tail:
            frame = reading.flow.frame._replace(tail=0.0, below=())
            yield reading._replace(flow=reading.flow._replace(frame=frame))


def drawn(draft: Draft, grid: float) -> Any:
    """The document of a draft: by its plan, where that comes out better than what it was made from."""
    reading, plan = draft.reading, draft.plan
    if reading is None or plan is None:
        return draft.document
    if draft.is_full:
        return _in_columns(draft.formatting, reading, plan)
    if plan.cost > reading.cost - GAIN:
        return draft.document
    spent = _change(reading, plan)
    document = draft.formatting.laid_out(Ends(_held(reading, plan)))
    again = flow.read(draft.formatting.root, document, grid) if len(document.pages) > 1 else None
    cost = spent + (again.cost if again else 0.0)
    return document if cost < reading.cost else draft.document


def _in_columns(formatting: Formatting, reading: Reading, plan: Plan) -> Any:
    """The document with each column as high as it is planned; as the engine has it, should that take more pages.

    What follows the columns is not counted where it was not planned.
    """
    _change(reading, plan)
    document = formatting.laid_out(Ends(columns=_heights(plan), spare=choose.SPARE))
    is_as_planned = len(document.pages) == plan.pages or not reading.flow.frame.tail
    return document if is_as_planned else formatting.laid_out()


def _heights(plan: Plan) -> Heights:
    """The height of each column: what stands in it."""
    heights: dict[tuple[int, int], float] = {}
    for column in (*plan.columns, *plan.even):
        number = sum(page == column.page for page, _ in heights)
        heights[column.page, number] = column.filled
    return heights


def _change(reading: Reading, plan: Plan) -> float:
    """Make the changes of a plan on the boxes; gives what they cost."""
    spent = 0.0
    for bought in plan.purchases:
        _set(reading.handles[bought.lever], bought.size)
        changes = reading.flow.levers[bought.lever].changes
        spent += next(change.cost for change in changes if change.size == bought.size)
    for chosen, gives in ((plan.above, reading.above), (plan.below, reading.below)):
        for give in gives:
            if give.change == chosen:
                for handle in give.handles:
                    _set(handle, give.size)
    return spent


def _set(handle: Handle, size: float) -> None:
    """Make one change."""
    height = Dimension(handle.now + size, "px")
    if handle.kind == "space":
        _style(handle.box, "margin_top", height)
        if size < 0 and handle.before is not None:
            _style(handle.before, "margin_bottom", height)
    elif handle.kind == "photo":
        _style(handle.box, "max_height", height)
    else:
        handle.box.typeset_layout.loosen(1 if size > 0 else -1)


def _style(box: Any, name: str, value: Dimension) -> None:
    """Set a property of one box; the style itself may belong to other boxes too."""
    box.style = box.style.copy()
    box.style[name] = value


def _held(reading: Reading, plan: Plan) -> Mapping[int, float]:
    """What is kept free at the foot of each page of one column, by its number from 1."""
    by_page = {column.page + 1: choose.held(reading.flow, column) for column in plan.columns}
    return {page: free for page, free in by_page.items() if free > 0}
