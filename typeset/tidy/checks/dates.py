"""The check about dates in the text that cannot be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Check, Fault, Severity, check
from typeset.model import dates
from typeset.model.house_style import Calendar, Digits
from typeset.model.script import DIGITS, Pattern
from typeset.tidy.passage import Manuscript
from typeset.tidy.rules.numbers import numbers


class Dated(NamedTuple):
    """A date found in a text: where, its words, its weekday (Monday is 0, None if unsaid), and the day it names."""

    at: int
    words: str
    weekday: int | None
    calendar: Calendar
    day: date | None
    """None: there is no such day in its calendar."""


@check("text/impossible-date", Severity.ERROR)
def impossible_date(manuscript: Manuscript) -> Iterator[Fault]:
    """A day that does not exist, falls on another weekday, or is another day in its second calendar.

    One of the two is a slip, and readers come on the wrong day. Hijri days are those of Umm al-Qura; since countries
    that watch the moon may differ by one, so much is allowed.
    """
    for passage in manuscript.passages:
        if not _YEAR.search(passage.masked):
            continue
        dated = list(_dates(passage.masked, dates.base_language(manuscript.language)))
        for each in dated:
            for message, hint in _wrong(each, dates.base_language(manuscript.language)):
                yield Fault(message, passage.place(each.at), hint)
        for first, second in pairwise(dated):
            if _disagree(first, second, passage.masked):
                message = Message("{first} is not {second}", first=first.words, second=second.words)
                yield Fault(
                    message,
                    passage.place(second.at),
                    Message("The first is {first}, the second {second}.", first=first.day, second=second.day),
                )


_YEAR = re.compile(rf"[{DIGITS}]{{4}}")
_SAME_DAY = Pattern(r"\s*(?:م|هـ?)?\s*[،,(]?\s*(?:الموافق|برابر با|مطابق با|بمطابق)(?:\s+ل)?\s*")


def _wrong(dated: Dated, language: str) -> Iterator[tuple[str, str]]:
    if dated.day is None:
        yield Message("There is no {words}", words=dated.words), Message("Look it up in a calendar.")
    elif dated.weekday is not None and not _is_weekday(dated.day, dated.weekday, dated.calendar):
        right = dates.weekdays(language)[dated.day.weekday()]
        yield (
            Message("{words} is no such weekday", words=dated.words),
            Message("That day is {right}; correct the weekday or the date.", right=right),
        )


def _is_weekday(day: date, weekday: int, calendar: Calendar) -> bool:
    slack = 1 if calendar is Calendar.HIJRI else 0
    return any((day + timedelta(days=off)).weekday() == weekday for off in range(-slack, slack + 1))


def _disagree(first: Dated, second: Dated, text: str) -> bool:
    between = text[first.at + len(first.words) : second.at]
    if first.day is None or second.day is None or not _SAME_DAY.fullmatch(between):
        return False
    return abs(first.day - second.day) > timedelta(days=1)


def _dates(text: str, language: str) -> Iterator[Dated]:
    for match in _pattern(language).finditer(text):
        calendar, month = _months(language)[match["month"]]
        year, day = int(Digits.WESTERN.write(match["year"])), int(Digits.WESTERN.write(match["day"]))
        weekday = dates.weekdays(language).index(match["weekday"]) if match["weekday"] else None
        yield Dated(match.start(), match[0], weekday, calendar, _day(calendar, year, month, day))


@lru_cache
def _months(language: str) -> dict[str, tuple[Calendar, int]]:
    """Every name of a month -> its calendar and number."""
    tables = ((Calendar.JALALI, dates.JALALI), (Calendar.HIJRI, dates.HIJRI))
    known = {
        name: (calendar, number)
        for calendar, table in tables
        for name, number in dates.numbers(table[language]).items()
    }
    gregorian = numbers() if language == "ar" else dict(zip(dates.from_cldr(language), range(1, 13), strict=True))
    return known | {name: (Calendar.GREGORIAN, number) for name, number in gregorian.items()}


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    weekdays = "|".join(re.escape(name) for name in dates.weekdays(language))
    return re.compile(
        rf"(?:(?P<weekday>{weekdays})[،,]? )?(?<![{DIGITS}])(?P<day>[{DIGITS}]{{1,2}}) ב?(?P<month>{months})"
        rf"(?:/\w+(?: \w+)?)?[،,]? (?P<year>[{DIGITS}]{{4}})(?![{DIGITS}])"
    )


def _day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    try:
        if calendar is Calendar.HIJRI:
            from hijridate import Hijri

            gregorian = Hijri(year, month, day).to_gregorian()
            return date(gregorian.year, gregorian.month, gregorian.day)
        if calendar is Calendar.JALALI:
            import jdatetime

            return date.fromordinal(jdatetime.date(year, month, day).togregorian().toordinal())
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


DATED: tuple[Check[Manuscript], ...] = (impossible_date,)
