"""Computed styles that are alike, in one formatting of a page or in two: computed once.

WeasyPrint gives elements one style where the same rules meet them under the same parent, but an attribute `lang` is a
rule of its own to it; two languages side by side have one on every cell, and nothing below would be shared.

Another step of a theme puts a class on the body, and the cascade is run again. But most elements are met by the same
rules as before, under parents that are: what their properties came to is copied. The styles themselves go with their
formatting, as WeasyPrint changes some in place; those of the root and the body, whose overflow becomes the page's, are
computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from typeset.render.weasy import Box, ComputedStyle

COMPUTED_ANEW = frozenset({"html", "body"})
"""Elements of which nothing is copied."""
OURS = ("typeset_setting", "typeset_step")
"""What we store on a style ourselves."""

Styles = dict[tuple[Any, str | None], ComputedStyle]
"""By element and pseudo-element: those of parents before their children's, and those of pseudo-elements last."""


def share(styles: Styles) -> None:
    """Give elements one style where the same declarations hold for them under the same parent."""
    shared: dict[int, ComputedStyle] = {}
    alike: dict[tuple[object, ...], list[ComputedStyle]] = {}
    for key, style in styles.items():
        parent = style.parent_style
        style.parent_style = parent = shared.get(id(parent), parent)
        others = alike.setdefault((id(parent), style.pseudo_type, *style.cascaded), [])
        one = next((other for other in others if other is style or other.cascaded == style.cascaded), None)
        if one is None:
            others.append(style)
        elif one is not style:
            shared[id(style)] = styles[key] = one


def share_of_boxes(boxes: Iterable[Box]) -> None:
    """Give boxes one style where theirs are alike under the same parent; `boxes`: parents before children.

    Each table is given two copies of its style, one for what wraps it. A row of two languages is a table, and all that
    is asked of it in a layout would be found out for each row anew.
    """
    shared: dict[int, ComputedStyle] = {}
    alike: dict[tuple[object, ...], list[ComputedStyle]] = {}
    for box in boxes:
        style = box.style
        one = shared.get(id(style))
        if one is None:
            parent = style.parent_style
            style.parent_style = parent = shared.get(id(parent), parent)
            key = (type(style), id(parent), id(style.__dict__.get("cascaded")), style.__dict__.get("pseudo_type"))
            others = alike.setdefault(key, [])
            one = next((other for other in others if other == style), style)
            if one is style:
                others.append(style)
            shared[id(style)] = one
        box.style = one


def keep(before: Styles, after: Styles) -> None:
    """Give the styles of a page what is known of those of the same page before, where their rules are the same."""
    alike: dict[int, ComputedStyle] = {}
    for key, style in after.items():
        old = before.get(key)
        if id(style) in alike or old is None or not _is_alike(old, style, alike):
            continue
        alike[id(style)] = old
        if key[0].tag not in COMPUTED_ANEW:
            style.update(old)
            style.specified = dict(old.specified)
            style.__dict__.update((name, old.__dict__[name]) for name in OURS if name in old.__dict__)


def _is_alike(old: ComputedStyle, style: ComputedStyle, alike: Mapping[int, ComputedStyle]) -> bool:
    """Whether two styles come of the same rules, under parents that do; `alike`: old ones, by the ids of the new."""
    parent = None if style.parent_style is None else alike.get(id(style.parent_style), style)
    return bool(old.parent_style is parent and old.cascaded == style.cascaded)
