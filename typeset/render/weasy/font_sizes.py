"""Sizes of type that are reckoned from that around them: `font-size: max(8pt, 1em)`.

An `em` in a size of type is that of the parent. WeasyPrint asks the size that it is about to find, over and over, until
the stack is full; what is left then is a size that is none. So these are reckoned before anything is asked, and stand
in the cascade as what they came to.

A share, as in `min(1em, 120%)`, is one of the parent's size too. What holds a variable is not known yet, and stays with
WeasyPrint: it says that it is invalid, with its file and line, and the parent's size holds.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from weasyprint.css import resolve_math
from weasyprint.css.functions import check_math
from weasyprint.css.validation import validate_non_shorthand

from typeset.render.weasy import ComputedStyle
from typeset.render.weasy.styles import Styles

SIZE = "font_size"


def reckon(styles: Styles) -> None:
    """Put the values of functions in the place of them, parents first; one that has none is WeasyPrint's to report."""
    for style in styles.values():
        value, weight = style.cascaded.get(SIZE, (None, None))
        if style.parent_style is None or not check_math(value):
            continue
        with suppress(Exception):  # whatever it stumbles over, as in its own reckoning
            style.cascaded = {**style.cascaded, SIZE: (_size(style, value), weight)}
        style.pop(SIZE, None)


def _size(style: ComputedStyle, function: Any) -> Any:
    """The value of a function, with the size of the parent for that of the style itself."""
    style[SIZE] = style.parent_style[SIZE]
    token = resolve_math(function, style, SIZE, style[SIZE])
    return validate_non_shorthand([token], "font-size")[0][1]
