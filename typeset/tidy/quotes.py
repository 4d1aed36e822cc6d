"""Rules about quotation marks."""

import re

from typeset.house import House, Quotes
from typeset.patterns import Pattern
from typeset.tidy.rule import Change, house_rule
from typeset.tidy.script import MAY_OPEN

PAIRS = {Quotes.GUILLEMETS: ("«", "»"), Quotes.CURLY: ("“", "”")}
OTHER = {Quotes.GUILLEMETS: Quotes.CURLY, Quotes.CURLY: Quotes.GUILLEMETS}

_STRAIGHT = Pattern(rf'{MAY_OPEN}"(?=\S)([^"\n]*[^"\s])"(?=$|[\s.,;:!?،؛؟…۔)\]»”/–—-])')


@house_rule(
    "straight-quotes",
    house=House(),
    before='لرمز "صُنع في إيران" و"الوفاق"',
    after="لرمز «صُنع في إيران» و«الوفاق»",
    keeps='شاشة 27" وأخرى 32"',
)
def straight_quotes(house: House, language: str) -> Change | None:
    """Straight quotation marks.

    They do not say where the quotation begins and ends. They become the house's pair, or that of the language («» in
    Arabic, Persian, Kurdish and Pashto, “” in the others). Only pairs that surely are quotations: inches, and a mark
    without its fellow, stay.
    """
    opening, closing = PAIRS[house.pair(language)]
    return lambda text: _STRAIGHT.sub(rf"{opening}\1{closing}", text) if '"' in text else text


@house_rule(
    "house-quotes",
    house=House(quotes=Quotes.GUILLEMETS),
    before="لرمز “صُنع في «إيران»” و„الوفاق”",
    after="لرمز «صُنع في “إيران”» و«الوفاق»",
    keeps="لرمز «صُنع في إيران” أمس",
)
def house_quotes(house: House, language: str) -> Change | None:  # noqa: ARG001  the same in every language
    """Quotation marks of another family than the house's.

    The outer quotation takes the house's pair and one inside it the other pair. Where the marks of a paragraph do not
    pair up, none is touched.
    """
    if house.quotes is Quotes.AS_WRITTEN:
        return None
    by_depth = (PAIRS[house.quotes], PAIRS[OTHER[house.quotes]])
    return lambda text: _in_family(text, by_depth)


_MARKS = re.compile("[«»“”„]")
_CLOSING = {"«": "»", "“": "”", "„": "“”"}


def _in_family(text: str, by_depth: tuple[tuple[str, str], tuple[str, str]]) -> str:
    sides = _sides(_MARKS.findall(text))
    if not sides:
        return text
    right_marks = iter([by_depth[depth % 2][side] for depth, side in sides])
    return _MARKS.sub(lambda _: next(right_marks), text)


def _sides(marks: list[str]) -> list[tuple[int, int]]:
    """For each mark how deep its pair stands and whether it opens (0) or closes (1); none where they do not pair up."""
    sides: list[tuple[int, int]] = []
    expected: list[str] = []
    for mark in marks:
        if expected and mark in expected[-1]:
            expected.pop()
            sides.append((len(expected), 1))
        elif mark in _CLOSING:
            sides.append((len(expected), 0))
            expected.append(_CLOSING[mark])
        else:
            return []
    return [] if expected else sides


QUOTES = (straight_quotes, house_quotes)
