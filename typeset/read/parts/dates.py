"""Dates as people write them, to a day: ISO, figures, or words in Arabic, Persian, Urdu, Hebrew and English.

The calendar is told by the month's name, then by the sign after the year (م, هـ, ش), then by the year: one under 1420
is Jalali (1405 is 2026), one from 1420 to 1600 is Hijri (1447 is 2025), a later one Gregorian.
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
from typeset.read.fragments import same


class NoSuchDateError(ValueError):
    """The words are a date, but there is no such day; the message says why."""


def _numbered(*rows: str) -> dict[str, int]:
    """Names, one row for each set, parted by `|`; `,` parts spellings of one name -> their numbers from 1."""
    return {same(name): number for name, number in dates.numbers(*rows).items()}


MONTHS = {
    Calendar.GREGORIAN: _numbered(*dates.ARABIC.values(), *dates.GREGORIAN.values()),
    Calendar.HIJRI: _numbered(*dates.HIJRI.values()),
    Calendar.JALALI: _numbered(*dates.JALALI.values()),
}
WEEKDAYS = _numbered(
    "الاثنين,الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    "دوشنبه|سه‌شنبه,سه شنبه|چهارشنبه|پنجشنبه,پنج‌شنبه|جمعه,آدینه|شنبه|یکشنبه,یک‌شنبه",
    "پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار",
    "יום שני|יום שלישי|יום רביעי|יום חמישי|יום שישי|שבת,יום שבת|יום ראשון",
    "monday,mon|tuesday,tue|wednesday,wed|thursday,thu|friday,fri|saturday,sat|sunday,sun",
)
ERAS = {
    **dict.fromkeys(map(same, ("م", "ميلادية", "ميلادي", "میلادی", "ء", "عیسوی", "ad", "ce")), Calendar.GREGORIAN),
    **dict.fromkeys(map(same, ("ه", "هـ", "هجرية", "هجري", "هجری قمری", "ه ق", "ھ", "ah")), Calendar.HIJRI),
    **dict.fromkeys(map(same, ("ش", "هش", "ه ش", "هجری شمسی", "شمسی", "خورشیدی")), Calendar.JALALI),
}
ALSO = re.compile(r"\s*[،,(]?\s*(?:الموافق|برابر با|مطابق با|بمطابق|corresponding to)\s*(?:ل\s)?:?\s*|\s*=\s*")

_FIGURES = Pattern(r"(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})")
_DAY_FIRST = Pattern(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:من |of )?ב?(?P<month>[^\d]+?)[ ,،]*(?P<year>\d{4})")
_MONTH_FIRST = Pattern(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
_ERA = Pattern(r"\s*(?P<era>[^\d\s][^\d]*?)\.?$")

FIRST_GREGORIAN = 1600
"""A bare year before this one belongs to another calendar."""

LONGEST = 120
"""Characters; what is longer is no date."""


def day(words: str) -> date | None:
    """The day that the words name, or None where they are no date. Of several calendars the Gregorian one counts.

    Raises NoSuchDateError: the day is not in its calendar, falls on another weekday, or the calendars disagree.
    """
    if len(words) > LONGEST:
        return None
    found = [_one(part.strip(" .،,()")) for part in ALSO.split(same(words))]
    days = [each for each in found if each]
    if not days or len(days) < len(found):
        return None
    dates = [when for _, when in days]
    if (max(dates) - min(dates)).days > 1:
        raise NoSuchDateError(Message("its dates are {days} days apart", days=(max(dates) - min(dates)).days))
    return next((when for calendar, when in days if calendar is Calendar.GREGORIAN), dates[0])


def _one(words: str) -> tuple[Calendar, date] | None:
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
        raise NoSuchDateError(Message("{isoformat} is a {when:%A}", isoformat=when.isoformat(), when=when))
    return calendar, when


def _without_weekday(words: str) -> tuple[int, str]:
    """The ISO number of the weekday that the words begin with (0 where there is none), and the words after it."""
    rest = re.sub(r"^(?:يوم|روز|بتاريخ|في) ", "", words)
    rest = re.sub(r"^(?:يوم|روز) ", "", rest)
    for name in sorted(WEEKDAYS, key=len, reverse=True):
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalpha():
            return WEEKDAYS[name], re.sub(r"^[ ,،:-]*(?:في )?", "", rest[len(name) :])
    return 0, rest


def _without_era(words: str) -> tuple[Calendar | None, str]:
    """The calendar that the sign after the year names, if any, and the words before it."""
    found = _ERA.search(words)
    era = ERAS.get(same(found["era"].replace(".", " "))) if found else None
    return (era, words[: found.start()]) if found and era else (None, words)


def _in_figures(words: str, era: Calendar | None) -> tuple[Calendar, int, int, int] | None:
    """Year, month and day parted by `-`, `/` or `.`; the year, of four figures, stands first or last."""
    found = _FIGURES.fullmatch(words)
    if not found:
        return None
    first, month, last = found.groups()
    year, number = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4 or len(number) > 2:
        return None
    return era or _calendar(int(year)), int(year), int(month), int(number)


def _in_words(words: str, era: Calendar | None) -> tuple[Calendar, int, int, int] | None:
    found = _DAY_FIRST.fullmatch(words) or _MONTH_FIRST.fullmatch(words)
    if not found:
        return None
    for calendar, known in MONTHS.items():
        month = _month(found["month"].strip(" ,،"), known)
        if month and era in (None, calendar):
            return calendar, int(found["year"]), month, int(found["day"])
    return None


def _month(words: str, names: dict[str, int]) -> int:
    """The number of the month that the words name, once or by two names of the same month; 0 where they name none."""
    if words in names:
        return names[words]
    pair = re.split(r"\s*/\s*|\s*\(\s*|\s*\)\s*", words.rstrip(" )"))
    if len(pair) == 1:
        pair = next(([words[:at], words[at + 1 :]] for at in _spaces(words) if words[:at] in names), pair)
    numbers = {names.get(name, 0) for name in pair}
    return numbers.pop() if len(pair) == 2 and len(numbers) == 1 else 0


def _spaces(words: str) -> Iterable[int]:
    return (found.start() for found in re.finditer(" ", words))


def _calendar(year: int) -> Calendar:
    """The calendar that a bare year belongs to, as the module says."""
    if year < 1420:
        return Calendar.JALALI
    return Calendar.HIJRI if year < FIRST_GREGORIAN else Calendar.GREGORIAN


def _to_date(calendar: Calendar, year: int, month: int, number: int) -> date:
    """The Gregorian day. Raises NoSuchDateError."""
    try:
        if calendar is Calendar.GREGORIAN:
            return date(year, month, number)
        return _hijri(year, month, number) if calendar is Calendar.HIJRI else _jalali(year, month, number)
    except (ValueError, OverflowError) as error:
        reason = str(error) or "out of range"
        raise NoSuchDateError(
            Message(
                "the {title} calendar has no {year}-{month:02}-{number:02} ({reason})",
                title=calendar.value.title(),
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
