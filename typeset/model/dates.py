"""Dates and hours in words, by language, calendar, month set and digits; names of months; SOURCE_DATE_EPOCH.

words(date(2023, 1, 28), House(calendars=(GREGORIAN, HIJRI)), "ar")
-> السبت ٢٨ يناير ٢٠٢٣ م، الموافق ٠٦ رجب ١٤٤٤هـ
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from typeset.errors import ArticleError, EngineError, Message
from typeset.model.article import Embargo
from typeset.model.house_style import Calendar, House, Months
from typeset.model.script import primary, region

# Names of months and weekdays: from CLDR (Babel), but for the Hijri, Jalali and Arabic months, which are tables here.
#
# Babel and the calendar libraries are imported late: most releases have no date to write.


ARABIC = MappingProxyType(
    {
        Months.EGYPT: "يناير|فبراير|مارس|أبريل,إبريل,ابريل|مايو|يونيو,يونيه|يوليو,يوليه|أغسطس,اغسطس"
        "|سبتمبر|أكتوبر,اكتوبر|نوفمبر|ديسمبر",
        Months.LEVANT: "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
        Months.ALGERIA: "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        Months.MOROCCO: "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    }
)
"""The sets of Arabic months; of several spellings, parted by commas, the first is written and all are recognised.

That of Algeria is Tunisia's too, that of the Levant Iraq's. They are CLDR's (ar_EG, ar_LB, ar_DZ, ar_MA), which a test
verifies. They are tables, as every release with a figure is searched for them, and Babel would take 17 ms to load.
"""

GREGORIAN = MappingProxyType(
    {
        "fa": "ژانویه|فوریه|مارس|آوریل|مه,می|ژوئن|ژوئیه,جولای|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
        "he": "ינואר|פברואר|מרץ,מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
        "en": "January,Jan|February,Feb|March,Mar|April,Apr|May|June,Jun|July,Jul|August,Aug|September,Sep,Sept"
        "|October,Oct|November,Nov|December,Dec",
    }
)
"""The Gregorian months of other languages, for recognising them; they are written by CLDR."""

REGIONS = MappingProxyType(
    {
        **dict.fromkeys(("lb", "sy", "iq", "jo", "ps"), Months.LEVANT),
        **dict.fromkeys(("dz", "tn"), Months.ALGERIA),
        "ma": Months.MOROCCO,
    }
)
"""The set that each Arabic country uses; all others use that of Egypt."""

HIJRI = MappingProxyType(
    {
        "ar": "محرم,المحرم,محرم الحرام|صفر|ربيع الأول|ربيع الثاني,ربيع الآخر|جمادى الأولى,جمادى الأول"
        "|جمادى الآخرة,جمادى الآخر,جمادى الثانية|رجب|شعبان|رمضان|شوال|ذو القعدة,ذي القعدة|ذو الحجة,ذي الحجة",
        "fa": "محرم|صفر|ربیع‌الاول|ربیع‌الثانی|جمادی‌الاول|جمادی‌الثانی|رجب|شعبان|رمضان|شوال|ذی‌القعده,ذیقعده|ذی‌الحجه,ذیحجه",
        "ur": "محرم|صفر|ربیع الاول|ربیع الثانی|جمادی الاول|جمادی الثانی|رجب|شعبان|رمضان|شوال|ذوالقعدہ|ذوالحجہ",
        "he": "מוחרם|צפר|רביע אל-אוול|רביע א-ת׳אני|ג׳ומאדא אל-אולא|ג׳ומאדא א-ת׳אניה|רג׳ב|שעבאן|רמדאן|שוואל"
        "|ד׳ו אל-קעדה|ד׳ו אל-חיג׳ה",
        "en": "Muharram|Safar|Rabi‘ I|Rabi‘ II|Jumada I|Jumada II|Rajab|Sha‘ban|Ramadan|Shawwal"
        "|Dhu al-Qa‘da|Dhu al-Hijja",
    }
)
JALALI = MappingProxyType(
    {
        "ar": "فروردين|أرديبهشت|خرداد|تير|مرداد|شهريور|مهر|آبان|آذر|دي|بهمن|إسفند",
        "fa": "فروردین|اردیبهشت|خرداد|تیر|مرداد,امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند",
        "ur": "فروردین|اردیبہشت|خرداد|تیر|مرداد|شہریور|مہر|آبان|آذر|دی|بہمن|اسفند",
        "he": "פרורדין|ארדיבהשת|ח׳רדאד|תיר|מרדאד|שהריור|מהר|אבאן|אד׳ר|די|בהמן|אספנד",
        "en": "Farvardin|Ordibehesht|Khordad|Tir|Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand",
    }
)


TITLES = {
    Calendar.GREGORIAN: Message("Gregorian"),
    Calendar.HIJRI: Message("Hijri"),
    Calendar.JALALI: Message("Jalali"),
}
"""How a calendar is called in a message."""


def written(row: str) -> tuple[str, ...]:
    """The twelve names of a row of the tables above, each in its first spelling."""
    return tuple(spellings.partition(",")[0] for spellings in row.split("|"))


def numbers(*rows: str) -> dict[str, int]:
    """Every spelling of every month in these rows -> its number, from 1."""
    return {
        spelling: number
        for row in rows
        for number, spellings in enumerate(row.split("|"), 1)
        for spelling in spellings.split(",")
    }


def base_language(language: str) -> str:
    """The language without its region, if there is a wording for dates in it; else `en`."""
    return primary(language) if primary(language) in HIJRI else "en"


def month_name(calendar: Calendar, number: int, house: House, language: str) -> str:
    """The name of a month (from 1)."""
    if calendar is Calendar.GREGORIAN:
        return gregorian(months_of(house, language), base_language(language))[number - 1]
    table = HIJRI if calendar is Calendar.HIJRI else JALALI
    return written(table[base_language(language)])[number - 1]


def months_of(house: House, language: str) -> Months:
    """The set of Arabic months: the house's, or that of the language's region (never AS_WRITTEN)."""
    if house.months is not Months.AS_WRITTEN:
        return house.months
    return REGIONS.get(region(language), Months.EGYPT)


@lru_cache
def gregorian(months: Months, language: str) -> tuple[str, ...]:
    """The twelve Gregorian months; the set matters in Arabic alone."""
    if language != "ar":
        return from_cldr(language)
    if months is Months.BOTH:
        pairs = zip(gregorian(Months.LEVANT, language), gregorian(Months.EGYPT, language), strict=True)
        return tuple(f"{levantine}/{egyptian}" for levantine, egyptian in pairs)
    return written(ARABIC[months])


@lru_cache
def from_cldr(locale: str) -> tuple[str, ...]:
    """The twelve Gregorian months of a CLDR locale."""
    from babel.dates import get_month_names

    names = get_month_names("wide", context="format", locale=locale)
    return tuple(names[number] for number in range(1, 13))


@lru_cache
def weekdays(language: str) -> tuple[str, ...]:
    """The seven weekdays, Monday first."""
    from babel.dates import get_day_names

    names = get_day_names("wide", locale=language)
    return tuple(names[number] for number in range(7))


USUAL_CALENDAR = MappingProxyType({"fa": Calendar.JALALI})


class Wording(NamedTuple):
    """How a language writes a date and an hour: patterns with their fields in braces."""

    date: str
    pair: str
    """`{first}` and `{second}`: the same day in two calendars."""
    hour: str
    city: str
    """The time of a place: `{city}`."""
    greenwich: str
    """`{offset}` from Greenwich."""
    eras: MappingProxyType[Calendar, str]
    """The era after the year, with its space; written in pairs, and wherever the calendar is not the usual one."""
    day_figures: int = 1
    """The least number of figures of a day where two dates stand side by side."""


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
"""Language -> the calendar whose era is never written, not even in a pair."""


def words(day: date, house: House, language: str) -> str:
    """A day in words, in the calendars and digits of the house or else those usual in the language.

    Raises ArticleError: a calendar does not reach that far (Umm al-Qura is known from 1924 to 2077).
    """
    wording = WORDINGS[base_language(language)]
    written, *others = lines(day, house, language)
    for other in others:
        written = wording.pair.format(first=written, second=other)
    return written


def lines(day: date, house: House, language: str) -> tuple[str, ...]:
    """A day in words, once for each calendar of the house; the weekday stands in the first. Raises ArticleError."""
    calendars = house.calendars or (USUAL_CALENDAR.get(base_language(language), Calendar.GREGORIAN),)
    wording = WORDINGS[base_language(language)]
    first, *others = (_in_calendar(day, calendar, house, language, len(calendars)) for calendar in calendars)
    weekday = weekdays(base_language(language))[day.weekday()]
    written = (
        wording.date.format(weekday=weekday, **first),
        *(_without_weekday(wording).format(**other) for other in others),
    )
    return tuple(map(house.numerals(language).write, written))


def moment(embargo: Embargo, house: House, language: str) -> str:
    """The end of an embargo in words: the day, then the hour and its zone where they are known.

    Raises ArticleError, as `words` does.
    """
    day = words(embargo.until.date(), house, language)
    if not embargo.has_hour:
        return day
    written = WORDINGS[base_language(language)].hour.format(date=day, hour=f"{embargo.until:%H:%M}")
    zone = _zone(embargo, base_language(language))
    digits = house.numerals(language)
    return f"{digits.write(written)} {digits.write_own(zone)}".rstrip()


def _in_calendar(day: date, calendar: Calendar, house: House, language: str, beside: int) -> dict[str, str]:
    """Day, month and year in one calendar; `beside` counts the calendars that stand side by side."""
    wording = WORDINGS[base_language(language)]
    year, month, number = _converted(day, calendar)
    figures = wording.day_figures if beside > 1 else 1
    era = wording.eras[calendar] if _says_era(calendar, base_language(language), beside) else ""
    return {
        "day": f"{number:0{figures}}",
        "month": month_name(calendar, month, house, language),
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
            Message(
                "{isoformat} cannot be written in the {title} calendar: its tables end before.",
                isoformat=day.isoformat(),
                title=TITLES[calendar],
            ),
            hint="Correct the date, or leave that calendar out of `calendars` in typeset.toml.",
        ) from None
    return day.year, day.month, day.day


def _zone(embargo: Embargo, language: str) -> str:
    """The zone in words: the city or the author's own words, then the offset from Greenwich where it is known."""
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
    """The place of a zone, in words; empty for a bare offset."""
    if "/" in zone:
        from babel.dates import get_timezone_location

        city = get_timezone_location(zone, locale=language, return_city=True)
        return WORDINGS[language].city.format(city=city)
    return "" if not zone or zone[:1] in "+-" or zone in {"UTC", "GMT", "Z"} else zone


# SOURCE_DATE_EPOCH: the moment that replaces the clock, for reproducible files.


def epoch_moment() -> datetime | None:
    """The moment in UTC; None where the variable is not set. Raises EngineError: it is no number of seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise EngineError(
            Message("SOURCE_DATE_EPOCH is {epoch!r}, which is no moment.", epoch=epoch),
            hint="Set it to seconds since 1970, or unset it.",
        ) from None
