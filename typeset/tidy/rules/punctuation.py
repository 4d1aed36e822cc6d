"""Rules about punctuation and quotation marks."""

import re

from typeset.model.house_style import Dots, House, Quotes
from typeset.model.script import ARABIC_LETTERS, DIGITS, MAY_OPEN, WORD, Pattern, one_of
from typeset.tidy.rule import Change, house_rule, rule


@rule("repeated-marks", before="هل وصل؟؟؟ نعم!!! اليوم،،", after="هل وصل؟ نعم! اليوم،", keeps="حقاً؟! نعم!!")
def repeated_marks(text: str) -> str:
    """A mark three times and more, or a comma or semicolon twice.

    Newspapers write one. Two marks of feeling (!! or ؟!) are left to the author, and so are those between two figures,
    which a single comma or colon would make one number.
    """
    return _REPEATED_COMMA.sub(_once, _REPEATED.sub(_once, text))


def _once(match: re.Match[str]) -> str:
    return match[0] if _BETWEEN_FIGURES.match(match.string, match.start()) else match[1]


_REPEATED = Pattern(r"([!?؟:])\1{2,}", needs=one_of(("!!!", "???", "؟؟؟", ":::")))
_REPEATED_COMMA = Pattern(r"([،؛;])\1+", needs=one_of(("،،", "؛؛", ";;")))
_BETWEEN_FIGURES = Pattern(f"(?<=[{DIGITS}])[،:]+(?=[{DIGITS}])")


@house_rule(
    "ellipsis", house=House(ellipsis=Dots.SIGN), before="وأضاف... ثم", after="وأضاف… ثم", keeps="وأضاف. ثم .. قال"
)
def ellipsis(house: House, language: str) -> Change | None:  # noqa: ARG001  the same in every language
    """Three dots where the house writes the sign …, or the sign for three dots.

    Three full stops can be parted at the end of a line and are read aloud as three.
    """
    if house.ellipsis is Dots.SIGN:
        return lambda text: _DOTS.sub("…", text) if "…" in text or "..." in text else text
    if house.ellipsis is Dots.DOTS:
        return lambda text: text.replace("…", "...")
    return None


_DOTS = Pattern(r"[.…]*(?:…|\.{3})[.…]*")


@rule("double-hyphens", before="القمة -- وهي الأولى --", after="القمة – وهي الأولى –", keeps="-30- ثم --- ثم 2019-2020")
def double_hyphens(text: str) -> str:
    """Two hyphens for a dash.

    Typewriters had no dash; a line can break between the two.
    """
    return _HYPHENS.sub("–", text) if "--" in text else text


_HYPHENS = Pattern(r"(?<=\s)--(?=\s|$)|^--(?=\s)")


@rule(
    "urdu-full-stop",
    before="وزیر نے کہا. اجلاس ہوا.",
    after="وزیر نے کہا۔ اجلاس ہوا۔",
    keeps="ڈاکٹر ا.ب. نے کہا۔ شرح 3.5 رہی",
    language="ur",
    languages=("ur",),
)
def urdu_full_stop(text: str) -> str:
    """A Latin full stop at the end of an Urdu sentence.

    Urdu has its own (۔), which stands on the line of the script. Dots of abbreviations and numbers stay.
    """
    return _URDU_STOP.sub("۔", text) if "." in text else text


_ABBREVIATED = "".join(rf"(?<!\.[{ARABIC_LETTERS}]{{{length}}})" for length in (1, 2, 3))
_URDU_STOP = Pattern(rf"(?:(?<=[{ARABIC_LETTERS}]{{2}})|(?<=[{ARABIC_LETTERS}][»”)])){_ABBREVIATED}\.(?=\s|[»”)]|$)")


@rule("apostrophe", before="Iran's first", after="Iran’s first", keeps="'quoted'", language="en", languages=("en",))
def apostrophe(text: str) -> str:
    """A straight apostrophe inside an English word.

    The font has one made for it.
    """
    return _APOSTROPHE.sub("’", text) if "'" in text else text


_APOSTROPHE = Pattern(f"(?<=[{WORD}])'(?=[{WORD}])")

MARKS = (repeated_marks, ellipsis, double_hyphens, urdu_full_stop, apostrophe)


# Rules about quotation marks.


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
