"""`--snap: 5.8mm`: a block as high as whole steps of the baseline grid, so that the lines after it stay on the grid.

A photo is as high as it happens to be, and the lines after it would stand off those of the next column. Its outer
height, from the margin of what stands before it to its own at the foot, is rounded up. What is missing is added below,
to the box itself, or to its margin where more height would show (a border, a background, a picture without a figure).

Only the box counts that the property is declared on. Where a block goes on over the page, its last part is rounded: the
others end with their page. At the foot of a page or column no more is added than there is room for.
"""

from __future__ import annotations

import math
from typing import Any

from weasyprint.css.validation.properties import PendingProperty
from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import collapse_margin

from typeset.render.weasy import Box, ComputedStyle, LayoutContext

NAME = "__snap"
"""`--snap`, as WeasyPrint keeps it."""
LENGTH = "min-height"
"""A property that takes a length of 0 or more: WeasyPrint computes ours as it would compute this one."""
ROUNDING = 0.01
"""In px: what rounding may add to a height that is a whole number of steps."""


class _Step(PendingProperty):  # type: ignore[misc]  # WeasyPrint publishes no types
    """The value of `--snap`, checked as a length and called by its own name in what is said of it."""

    def validate(self, tokens: Any, wanted_key: str, base_url: str) -> Any:  # noqa: ARG002
        return PendingProperty(tokens, LENGTH).validate(tokens, LENGTH, base_url)


def step(box: Box) -> float:
    """The step in px that the height of a box is rounded to; 0 where it declares none."""
    table = box.get_wrapped_table() if box.is_table_wrapper else None
    style = box.style if table is None else table.style
    if isinstance(box, boxes.TableBox) or NAME not in getattr(style, "cascaded", ()):
        return 0.0
    if not hasattr(style, "typeset_step"):
        style.typeset_step = _computed(style)
    return float(style.typeset_step)


def _computed(style: ComputedStyle) -> float:
    """The length of `--snap` in px, with its variables, units and functions resolved by WeasyPrint."""
    tokens = [token for token in style[NAME] or () if token.type not in ("whitespace", "comment")]
    if not tokens:
        return 0.0
    probe, key = style.copy(), LENGTH.replace("-", "_")
    probe.pop(key, None)
    probe.cascaded = {**style.cascaded, key: (_Step(tokens, "--snap"), (0, 0, (0, 0, 0)))}
    length = probe[key]
    return float(length.value) if getattr(length, "unit", "") == "px" else 0.0


def start(box: Box, margins_before: list[float]) -> float:
    """Where the height of a block is counted from: the end of the margin of what stands before it, in px."""
    return float(box.position_y + collapse_margin(margins_before))


def round_up(laid_out: tuple[Any, ...], start: float, step: float, context: LayoutContext, bottom_space: float) -> None:
    """Add to a laid out block what its outer height lacks of a whole number of steps.

    `laid_out` is what WeasyPrint's layout gave back; `start` is as above.
    """
    box, resume_at, _, margins, collapsing_through, *_ = laid_out
    if box is None or resume_at is not None or collapsing_through:
        return
    end = box.border_box_y() + box.border_height()
    below = collapse_margin([*margins, box.margin_bottom])
    outer = end + below - start
    missing = math.ceil((outer - ROUNDING) / step) * step - outer
    around = box.padding_bottom + box.border_bottom_width + max(below, 0.0)
    room = context.page_bottom - bottom_space - end - around
    added = min(missing, room)
    if added <= 0:
        return
    if isinstance(box, boxes.ReplacedBox) or _shows_its_height(box):
        box.margin_bottom = below + added
    else:
        box.height += added


def _shows_its_height(box: Box) -> bool:
    """Whether a border or a background would be seen to grow."""
    style = box.style
    return bool(
        any(getattr(box, f"border_{side}_width") for side in ("top", "right", "bottom", "left"))
        or getattr(style["background_color"], "alpha", 1)
        or any(kind != "none" for kind, _ in style["background_image"])
    )
