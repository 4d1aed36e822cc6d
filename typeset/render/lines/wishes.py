"""What a style asks of its lines.

CSS has properties for it that WeasyPrint does not know, so they are asked for as custom properties, which it hands on:

    --text-justify: kashida | spaces        what fills a justified line
    --kashida-per-line: 3                   how many kashida a line may hold
    --text-wrap: pretty | balance | auto    the paragraph as a whole; lines of equal length; each as full as it gets
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from typeset.render.foreign import ComputedStyle
from typeset.render.justify import Rules
from typeset.theme import Justification, TextJustify

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Their letters are never stretched."""


class Wrap(StrEnum):
    """How the ends of lines are chosen."""

    PRETTY = "pretty"
    BALANCE = "balance"
    AUTO = "auto"


class Wishes(NamedTuple):
    """How the lines of a paragraph are broken and filled. Balanced lines are never justified: they would be torn."""

    wrap: Wrap
    justified: bool
    rules: Rules


def of(style: ComputedStyle, tag: str) -> Wishes:
    """The wishes of a line box's style; `tag` is the element that the line box stands in."""
    most = _said(style, "__kashida_per_line")
    usual = Justification()
    justification = Justification(
        TextJustify(_said(style, "__text_justify") or usual.text_justify),
        int(most) if most.isdigit() else usual.kashida_per_line,
    )
    rules = Rules.of(justification, style["font_size"], style["lang"] or "")
    if tag in HEADINGS:
        rules = Rules(rules.em, 0)
    wrap = Wrap(_said(style, "__text_wrap") or Wrap.PRETTY)
    justified = style["text_align_all"] == "justify" and style["white_space"] == "normal" and wrap is not Wrap.BALANCE
    return Wishes(wrap, justified, rules)


def _said(style: ComputedStyle, name: str) -> str:
    """The value of a custom property, as it is written."""
    return "".join(token.serialize() for token in style[name] or ()).strip()
