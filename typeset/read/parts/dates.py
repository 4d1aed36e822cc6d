"""Parses dates as people write them: ISO, figures, or words in Arabic, Persian, Urdu, Hebrew and English.

The calendar follows from the month's name, else from the era after the year (م, هـ, ش), else from the year: under 1420
it is Jalali (1405 is 2026), from 1420 to 1599 Hijri (1447 is 2025), from 1600 Gregorian.
Hijri is Umm al-Qura; months are the set of Egypt and the Gulf, of the Levant and Iraq, and of the Maghreb, alone or
two of them together (`تموز/يوليو`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from typeset.errors import Message
from typeset.model import dates
from typeset.model.house_style import Calendar
from typeset.model.script import Pattern
from typeset.read.fragments import lookup_key


class NoSuchDateError(ValueError):
    """The words have the form of a date, but there is no such day; the message gives the reason."""


def _numbered(*rows: str) -> dict[str, int]:
    """Folded names -> their numbers from 1. A row is a set of names separated by `|`, their spellings by `,`."""
    return {lookup_key(name): number for name, number in dates.numbers(*rows).items()}


MONTHS = {
    Calendar.GREGORIAN: _numbered(*dates.ARABIC.values(), *dates.GREGORIAN.values()),
    Calendar.HIJRI: _numbered(*dates.HIJRI.values()),
    Calendar.JALALI: _numbered(*dates.JALALI.values()),
}
NAMES_OF_DAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)
WEEKDAYS = _numbered(
    "الاثنين,الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    "دوشنبه|سه‌شنبه,سه شنبه|چهارشنبه|پنجشنبه,پنج‌شنبه|جمعه,آدینه|شنبه|یکشنبه,یک‌شنبه",
    "پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار",
    "יום שני|יום שלישי|יום רביעי|יום חמישי|יום שישי|שבת,יום שבת|יום ראשון",
    "monday,mon|tuesday,tue|wednesday,wed|thursday,thu|friday,fri|saturday,sat|sunday,sun",
)
ERAS = {
    **dict.fromkeys(
        map(lookup_key, ("م", "ميلادية", "ميلادي", "میلادی", "ء", "عیسوی", "ad", "ce")), Calendar.GREGORIAN
    ),
    **dict.fromkeys(map(lookup_key, ("ه", "هـ", "هجرية", "هجري", "هجری قمری", "ه ق", "ھ", "ah")), Calendar.HIJRI),
    **dict.fromkeys(map(lookup_key, ("ش", "هش", "ه ش", "هجری شمسی", "شمسی", "خورشیدی")), Calendar.JALALI),
}
ALSO = re.compile(r"\s*[،,(]?\s*(?:الموافق|برابر با|مطابق با|بمطابق|corresponding to)\s*(?:ل\s)?:?\s*|\s*=\s*")

_FIGURES = Pattern(r"(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})")
_DAY_FIRST = Pattern(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:من |of )?ב?(?P<month>[^\d]+?)[ ,،]*(?P<year>\d{4})")
_MONTH_FIRST = Pattern(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
_ERA = Pattern(r"\s*(?P<era>[^\d\s][^\d]*?)\.?$")

FIRST_GREGORIAN = 1600
"""A year without an era or month name below this one is not Gregorian."""

LONGEST = 120
"""Characters; what is longer is no date."""


def day(words: str) -> date | None:
    """The Gregorian day that the words name, or None where they are no date; of several dates, the Gregorian one's.

    Raises NoSuchDateError: the day is not in its calendar, falls on another weekday, or the calendars disagree.
    """
    if len(words) > LONGEST:
        return None
    parsed = [_single_date(part.strip(" .،,()")) for part in ALSO.split(lookup_key(words))]
    valid = [one for one in parsed if one]
    if not valid or len(valid) < len(parsed):
        return None
    dates = [when for _, when in valid]
    if (max(dates) - min(dates)).days > 1:
        raise NoSuchDateError(Message("its dates are {days} days apart", days=(max(dates) - min(dates)).days))
    return next((when for calendar, when in valid if calendar is Calendar.GREGORIAN), dates[0])


def _single_date(words: str) -> tuple[Calendar, date] | None:
    weekday, words = _without_weekday(words)
    era, words = _without_era(words)
    parts = _in_figures(words, era) or _in_words(words, era)
    if not parts:
        return None
    calendar, *numbers = parts
    when = _to_date(calendar, *numbers)
    if when.year < FIRST_GREGORIAN:
        raise NoSuchDateError(Message("{isoformat} lies before any release", isoformat=when.isoformat()))
    if weekday and when.isoweekday() != weekday:
        raise NoSuchDateError(
            Message("{isoformat} is a {weekday}", isoformat=when.isoformat(), weekday=NAMES_OF_DAYS[when.weekday()])
        )
    return calendar, when


def _without_weekday(words: str) -> tuple[int, str]:
    """The ISO number (Monday 1) of a weekday at the start, 0 for none, and the words after it."""
    rest = re.sub(r"^(?:يوم|روز|بتاريخ|في) ", "", words)
    rest = re.sub(r"^(?:يوم|روز) ", "", rest)
    for name in sorted(WEEKDAYS, key=len, reverse=True):
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalpha():
            return WEEKDAYS[name], re.sub(r"^[ ,،:-]*(?:في )?", "", rest[len(name) :])
    return 0, rest


def _without_era(words: str) -> tuple[Calendar | None, str]:
    """The calendar by the era after the year, if any, and the words before it."""
    match = _ERA.search(words)
    era = ERAS.get(lookup_key(match["era"].replace(".", " "))) if match else None
    return (era, words[: match.start()]) if match and era else (None, words)


def _in_figures(words: str, era: Calendar | None) -> tuple[Calendar, int, int, int] | None:
    """Calendar, year, month and day from figures with `-`, `/` or `.` between; a year of four figures first or last."""
    match = _FIGURES.fullmatch(words)
    if not match:
        return None
    first, month, last = match.groups()
    year, number = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4 or len(number) > 2:
        return None
    return era or _calendar(int(year)), int(year), int(month), int(number)


def _in_words(words: str, era: Calendar | None) -> tuple[Calendar, int, int, int] | None:
    match = _DAY_FIRST.fullmatch(words) or _MONTH_FIRST.fullmatch(words)
    if not match:
        return None
    for calendar, names in MONTHS.items():
        month = _month(match["month"].strip(" ,،"), names)
        if month and era in (None, calendar):
            return calendar, int(match["year"]), month, int(match["day"])
    return None


def _month(words: str, names: dict[str, int]) -> int:
    """The month's number, from one name or two names of the same month (`تموز/يوليو`); 0 where there is none."""
    if words in names:
        return names[words]
    pair = re.split(r"\s*/\s*|\s*\(\s*|\s*\)\s*", words.rstrip(" )"))
    if len(pair) == 1:
        pair = next(([words[:at], words[at + 1 :]] for at in _spaces(words) if words[:at] in names), pair)
    numbers = {names.get(name, 0) for name in pair}
    return numbers.pop() if len(pair) == 2 and len(numbers) == 1 else 0


def _spaces(words: str) -> Iterable[int]:
    return (match.start() for match in re.finditer(" ", words))


def _calendar(year: int) -> Calendar:
    """The calendar of a year without an era or month name, as the module describes."""
    if year < 1420:
        return Calendar.JALALI
    return Calendar.HIJRI if year < FIRST_GREGORIAN else Calendar.GREGORIAN


def _to_date(calendar: Calendar, year: int, month: int, number: int) -> date:
    """The date in the Gregorian calendar. Raises NoSuchDateError."""
    try:
        if calendar is Calendar.GREGORIAN:
            return date(year, month, number)
        return _hijri(year, month, number) if calendar is Calendar.HIJRI else _jalali(year, month, number)
    except (ValueError, OverflowError) as error:
        reason = str(error) or Message("out of range")
        raise NoSuchDateError(
            Message(
                "the {title} calendar has no {year}-{month:02}-{number:02} ({reason})",
                title=dates.TITLES[calendar],
                year=year,
                month=month,
                number=number,
                reason=reason,
            )
        ) from None


def _hijri(year: int, month: int, number: int) -> date:
    from hijridate import Hijri

    gregorian = Hijri(year, month, number).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def _jalali(year: int, month: int, number: int) -> date:
    import jdatetime

    gregorian: date = jdatetime.date(year, month, number).togregorian()
    return gregorian
