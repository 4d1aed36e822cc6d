"""Printing conditions and the thresholds of preflight under each, as data.

The figures are those that the Ghent Workgroup's specifications and ISO 15930 are commonly quoted with, and of good
newspaper practice (ISO 12647-3: total ink 240%). Where a print shop gives its own figures, they take precedence;
`--condition` then names the nearest row.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import CommandError, Message
from typeset.model.edition import Edition
from typeset.model.sheet import Sheet


class Condition(NamedTuple):
    """A printing condition and its thresholds: lengths in mm, lines and text in pt, images in pixels per inch."""

    name: str
    title: str
    is_press: bool = True
    """Whether it is printed on a press: then the checks of the scope PRESS run, those of PDF/X-4 among them."""
    total_ink: float = 320
    """The highest sum of the four inks, in percent, on average over 15 square millimetres."""
    photo_error: float = 149
    photo_warning: float = 224
    line_art: float = 1000
    """The least resolution of 1-bit images."""
    bleed: float = 3.0
    """How far the bleed box must reach beyond the trim box, on each side."""
    hairline_error: float = 0.125
    """A line this thin or thinner breaks up on the plate."""
    hairline_warning: float = 0.25
    """A line thinner than this is risky."""
    smallest_text: float = 5.0
    smallest_reversed_text: float = 8.0
    """The least size of text that is white or made of several inks: misregister fills it in."""
    smallest_rich_black: float = 12.0
    safe_area: float = 3.0
    """How far inside the trim box text has to stay."""
    page: Sheet | None = None
    """The trimmed size that was agreed; None: the theme's, else that of the first page."""


SCREEN = Condition("screen", Message("screen and e-mail"), is_press=False, bleed=0)
CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        condition.name: condition
        for condition in (
            SCREEN,
            Condition("sheet", Message("sheet-fed offset, coated paper")),
            Condition("magazine", Message("heat-set web offset"), total_ink=305),
            Condition(
                "newspaper",
                Message("newspaper"),
                total_ink=240,
                photo_error=99,
                photo_warning=149,
                line_art=600,
                bleed=0,
            ),
        )
    }
)


def condition(name: str, edition: Edition | None, *, claims_pdf_x: bool) -> Condition:
    """The condition of a name; without a name the edition's, else `sheet` where the file claims PDF/X, else `screen`.

    An edition's condition is the row of its own name, else of the edition it is like, else `sheet`, with the edition's
    own bleed and total ink in it; without CMYK it is `screen`. Raises CommandError for an unknown name.
    """
    if name and name not in CONDITIONS:
        raise CommandError(
            Message("There is no print condition {name!r}.", name=name),
            hint=Message("There are: {names}.", names=", ".join(CONDITIONS)),
        )
    if name:
        return CONDITIONS[name]
    if edition is None:
        return CONDITIONS["sheet" if claims_pdf_x else "screen"]
    if not edition.cmyk:
        return SCREEN
    own = CONDITIONS.get(edition.name) or CONDITIONS.get(edition.like) or CONDITIONS["sheet"]
    return own._replace(total_ink=edition.total_ink, bleed=edition.bleed)
