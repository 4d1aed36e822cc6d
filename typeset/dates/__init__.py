"""Dates and hours in words, by language, calendar, month set and digits.

words(date(2023, 1, 28), House(calendars=(GREGORIAN, HIJRI)), "ar")
-> السبت ٢٨ يناير ٢٠٢٣ م، الموافق ٠٦ رجب ١٤٤٤هـ
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from typeset.article import Embargo
from typeset.dates import names
from typeset.errors import ArticleError
from typeset.house import Calendar, House

USUAL_CALENDAR = MappingProxyType({"fa": Calendar.JALALI})


class Wording(NamedTuple):
    """How a language writes a date and an hour. The fields of a pattern are named in braces."""

    date: str
    pair: str
    """`{first}` and `{second}`: the same day in two calendars."""
    hour: str
    city: str
    """The time of a place: `{city}`."""
    greenwich: str
    """`{offset}` from Greenwich."""
    eras: MappingProxyType[Calendar, str]
    """What follows the year, its space included; said in pairs, and of every year that is not of the usual calendar."""
    day_figures: int = 1
    """How many figures a day has at least where two dates stand side by side."""


def _eras(gregorian: str, hijri: str, jalali: str) -> MappingProxyType[Calendar, str]:
    return MappingProxyType({Calendar.GREGORIAN: gregorian, Calendar.HIJRI: hijri, Calendar.JALALI: jalali})


WORDINGS = MappingProxyType(
    {
        "ar": Wording(
            date="{weekday} {day} {month} {year}",
            pair="{first}، الموافق {second}",
            hour="{date}، الساعة {hour}",
            city="بتوقيت {city}",
            greenwich="غرينتش {offset}",
            eras=_eras(" م", "هـ", " هـ.ش"),
            day_figures=2,
        ),
        "fa": Wording(
            date="{weekday} {day} {month} {year}",
            pair="{first}، برابر با {second}",
            hour="{date}، ساعت {hour}",
            city="به وقت {city}",
            greenwich="گرینویچ {offset}",
            eras=_eras(" میلادی", " قمری", " شمسی"),
        ),
        "ur": Wording(
            date="{weekday} {day} {month} {year}",
            pair="{first}، بمطابق {second}",
            hour="{date}، وقت {hour}",
            city="{city} کے وقت کے مطابق",
            greenwich="گرینچ {offset}",
            eras=_eras("ء", "ھ", " شمسی"),
        ),
        "he": Wording(
            date="{weekday}, {day} ב{month} {year}",
            pair="{first} ({second})",
            hour="{date}, בשעה {hour}",
            city="שעון {city}",
            greenwich="גריניץ׳ {offset}",
            eras=_eras(" לספירה", " להג׳רה", " שמסי"),
        ),
        "en": Wording(
            date="{weekday} {day} {month} {year}",
            pair="{first} ({second})",
            hour="{date}, {hour}",
            city="{city} time",
            greenwich="GMT{offset}",
            eras=_eras(" AD", " AH", " SH"),
        ),
    }
)
UNNAMED_ERA = MappingProxyType({"he": Calendar.GREGORIAN, "en": Calendar.GREGORIAN})
"""The calendar whose era goes without saying, even in a pair."""


def words(day: date, house: House, language: str) -> str:
    """A day in words, in the calendars and digits of the house or else those usual in the language.

    Raises ArticleError: a calendar does not reach that far (Umm al-Qura is known from 1924 to 2077).
    """
    calendars = house.calendars or (USUAL_CALENDAR.get(names.base(language), Calendar.GREGORIAN),)
    wording = WORDINGS[names.base(language)]
    first, *others = (_in_calendar(day, calendar, house, language, len(calendars)) for calendar in calendars)
    written = wording.date.format(weekday=names.weekdays(names.base(language))[day.weekday()], **first)
    for other in others:
        written = wording.pair.format(first=written, second=_without_weekday(wording).format(**other))
    return house.numerals(language).write(written)


def moment(embargo: Embargo, house: House, language: str) -> str:
    """The end of an embargo in words: the day, then the hour and its zone where they are known.

    Raises ArticleError, as `words` does.
    """
    day = words(embargo.until.date(), house, language)
    if not embargo.has_hour:
        return day
    written = WORDINGS[names.base(language)].hour.format(date=day, hour=f"{embargo.until:%H:%M}")
    zone = _zone(embargo, names.base(language))
    return house.numerals(language).write(f"{written} {zone}".rstrip())


def _in_calendar(day: date, calendar: Calendar, house: House, language: str, beside: int) -> dict[str, str]:
    """Day, month and year in one calendar; `beside` counts the calendars that stand side by side."""
    wording = WORDINGS[names.base(language)]
    year, month, number = _converted(day, calendar)
    figures = wording.day_figures if beside > 1 else 1
    era = wording.eras[calendar] if _says_era(calendar, names.base(language), beside) else ""
    return {
        "day": f"{number:0{figures}}",
        "month": names.month(calendar, month, house, language),
        "year": f"{year}{era}",
    }


def _says_era(calendar: Calendar, language: str, beside: int) -> bool:
    if calendar is UNNAMED_ERA.get(language):
        return False
    return beside > 1 or calendar is not USUAL_CALENDAR.get(language, Calendar.GREGORIAN)


def _without_weekday(wording: Wording) -> str:
    return wording.date.partition("{weekday}")[2].lstrip(", ")


def _converted(day: date, calendar: Calendar) -> tuple[int, int, int]:
    """Year, month and day in a calendar."""
    try:
        if calendar is Calendar.HIJRI:
            from hijridate import Gregorian

            hijri = Gregorian(day.year, day.month, day.day).to_hijri()
            return hijri.year, hijri.month, hijri.day
        if calendar is Calendar.JALALI:
            import jdatetime

            jalali = jdatetime.date.fromgregorian(date=day)
            return jalali.year, jalali.month, jalali.day
    except (ValueError, OverflowError):
        raise ArticleError(
            f"{day.isoformat()} cannot be written in the {calendar.value.title()} calendar: its tables end before.",
            hint="Correct the date, or leave that calendar out of `calendars` in typeset.toml.",
        ) from None
    return day.year, day.month, day.day


def _zone(embargo: Embargo, language: str) -> str:
    """The zone: the author's words or the city's name, then the distance from Greenwich where it is known."""
    offset = _offset(embargo.until)
    greenwich = WORDINGS[language].greenwich.format(offset=offset).rstrip() if offset is not None else ""
    place = _place(embargo.zone, language)
    return f"{place} ({greenwich})" if place and greenwich else place or greenwich


def _offset(moment: datetime) -> str | None:
    """`+3`, `-3:30`, nothing for Greenwich itself; None without a zone."""
    distance = moment.utcoffset()
    if distance is None:
        return None
    if not distance:
        return ""
    hours, minutes = divmod(abs(distance) // timedelta(minutes=1), 60)
    return f"{'-' if distance < timedelta(0) else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def _place(zone: str, language: str) -> str:
    """The place whose time it is, in words; nothing for a bare offset."""
    if "/" in zone:
        from babel.dates import get_timezone_location

        city = get_timezone_location(zone, locale=language, return_city=True)
        return WORDINGS[language].city.format(city=city)
    return "" if not zone or zone[:1] in "+-" or zone in {"UTC", "GMT", "Z"} else zone
