"""The rule about names of months."""

import re
from collections.abc import Iterator
from functools import lru_cache

from typeset.dates import names
from typeset.house import House, Months
from typeset.tidy.rule import Change, house_rule
from typeset.tidy.script import ARABIC_WORD, DIGITS


@house_rule(
    "months",
    house=House(months=Months.LEVANT),
    before="يوم 23 يوليو 2025، وفي 7 مارس آذار",
    after="يوم 23 تموز 2025، وفي 7 آذار",
    keeps="مارس عمله في شركة نيسان منذ 2020",
    languages=("ar",),
)
def months(house: House, language: str) -> Change | None:  # noqa: ARG001  Arabic alone has several sets
    """A month of another set than the house's.

    Egypt and the Gulf write يناير, the Levant and Iraq كانون الثاني, Algeria and Tunisia جانفي, Morocco غشت for August.
    Only beside a day's figure or a year: مارس is also a verb, نيسان also a car.
    """
    if house.months is Months.AS_WRITTEN:
        return None

    def change(text: str) -> str:
        return _dated().sub(lambda found: _renamed(found, house.months), text) if _may_be_dated(text) else text

    return change


_FIGURE = re.compile(f"[{DIGITS}]")


@lru_cache
def numbers() -> dict[str, int]:
    """Every Arabic name of a Gregorian month -> its number."""
    return names.numbers(*names.ARABIC.values())


def dated(text: str) -> Iterator[re.Match[str]]:
    """Each month, or two names of it, after a day's figure or before a year."""
    return _dated().finditer(text) if _may_be_dated(text) else iter(())


def _may_be_dated(text: str) -> bool:
    """Whether there is a figure and a month at all: where there is none, the pattern need not even be compiled."""
    return bool(_FIGURE.search(text)) and any(name in text for name in numbers())


@lru_cache
def _dated() -> re.Pattern[str]:
    name = "|".join(sorted(numbers(), key=len, reverse=True))
    month = rf"(?P<{{0}}>{name})(?:(?:\s?/\s?|\s)(?P<{{0}}_again>{name}))?(?![{ARABIC_WORD}])"
    after_day = rf"(?<![{DIGITS}])(?P<day>[{DIGITS}]{{1,2}}\s){month.format('after')}"
    before_year = rf"(?<![{ARABIC_WORD}])(?P<lead>[وفبلك]?){month.format('before')}(?=\s[{DIGITS}]{{4}}(?![{DIGITS}]))"
    return re.compile(f"{after_day}|{before_year}")


def _renamed(found: re.Match[str], chosen: Months) -> str:
    first = found["after"] or found["before"]
    second = found["after_again"] or found["before_again"] or first
    if numbers()[first] != numbers()[second]:
        return found[0]
    return (found["day"] or found["lead"] or "") + names.gregorian(chosen, "ar")[numbers()[first] - 1]


MONTHS = (months,)
