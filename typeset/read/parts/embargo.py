"""Parses embargoes as people write them to a date and time: a day, an hour and a time zone, in any order."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from typeset.errors import Message
from typeset.model.article import Embargo
from typeset.model.house_style import Digits
from typeset.read.fragments import lookup_key
from typeset.read.parts.dates import LONGEST, NoSuchDateError, day

_HOUR = re.compile(
    r"(?:(?:الساعة|ساعت|בשעה|at)\s)?(?<![\d+:-])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?![\d.:/-])"
    r"(?:\s?(?P<half>صباح[اً]*|مساء[اً]*|ظهر[اً]*|بعد الظهر|بعدازظهر|صبح|عصر|[صم](?!\w)|[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
_REGION = re.compile(r"[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}")
_CITY = re.compile(
    r"(?:بتوقيت|به وقت|לפי שעון|שעון)\s(?:مدينة )?(?P<city>[^\d،,()]+?)(?=$|[،,()]|\s(?:الساعة|ساعت|يوم|من)\s)"
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?$")
_BESIDE = re.compile(r"\s?\((?:GMT|UTC|غرينتش|جرينتش|گرینویچ|گرینچ|גריניץ[׳']?)\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?\)")
"""The distance from Greenwich, said once more beside a zone that is named."""
_UTC = re.compile(r"\b(?:GMT|UTC)\b|(?<=\d)Z$")
_BEFORE = re.compile(r"^(?:حتى|من|يوم|في|إلى|تا|عد|until|on|at|[\s,،:(–-])+(?=[\s\d])", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s(?:من|يوم|في|ساعت|الساعة|at)|[\s,،:.()–-])+$", re.IGNORECASE)
AFTERNOON = ("م", "ظ", "بعد", "عصر", "p")
"""First letters of words for the afternoon and evening, which add twelve hours."""

CITIES = {
    lookup_key(city): zone
    for zone, cities in {
        "Asia/Baghdad": "بغداد|العراق",
        "Asia/Riyadh": "الرياض|مكة|مكة المكرمة|السعودية",
        "Asia/Dubai": "دبي|أبوظبي|أبو ظبي|الإمارات|مسقط",
        "Asia/Qatar": "الدوحة|قطر",
        "Asia/Kuwait": "الكويت",
        "Asia/Bahrain": "المنامة|البحرين",
        "Asia/Aden": "عدن|صنعاء",
        "Asia/Beirut": "بيروت|لبنان",
        "Asia/Damascus": "دمشق|سوريا",
        "Asia/Amman": "عمّان|عمان|الأردن",
        "Asia/Jerusalem": "القدس|ירושלים|ישראל",
        "Asia/Gaza": "غزة|فلسطين",
        "Africa/Cairo": "القاهرة|مصر",
        "Africa/Khartoum": "الخرطوم|السودان",
        "Africa/Tripoli": "طرابلس|ليبيا",
        "Africa/Tunis": "تونس",
        "Africa/Algiers": "الجزائر",
        "Africa/Casablanca": "الرباط|الدار البيضاء|المغرب",
        "Asia/Tehran": "طهران|تهران|إيران|ایران",
        "Asia/Karachi": "إسلام آباد|کراچی|پاکستان",
        "Asia/Kabul": "كابل|کابل",
        "Europe/Moscow": "موسكو|مسكو",
        "Europe/Istanbul": "إسطنبول|أنقرة",
        "Europe/London": "لندن",
        "UTC": "غرينتش|جرينتش|غرينيتش|گرینویچ",
    }.items()
    for city in cities.split("|")
}


def find_embargo(words: str) -> Embargo | None:
    """The embargo that the words name, or None where they hold no date; without a zone its time is naive.

    Raises NoSuchDateError: the day, the hour or the zone does not exist.
    """
    if len(words) > 2 * LONGEST:
        return None
    zone, clock, rest = _zone(" ".join(Digits.WESTERN.write(words).split()))
    hour, rest = _hour(rest)
    when = day(_AFTER.sub("", _BEFORE.sub("", rest)).removesuffix("T"))
    return Embargo(datetime.combine(when, hour or time(), clock), hour is not None, zone) if when else None


def _zone(words: str) -> tuple[str, tzinfo | None, str]:
    """The zone as the author wrote it, its tzinfo, and the words without it; an empty name and None: there is none."""
    named = _BESIDE.sub("", words)
    if match := _REGION.search(named):
        return match[0], _region(match[0]), _without(named, match)
    if match := _CITY.search(named):
        name = lookup_key(match["city"])
        if name not in CITIES:
            raise NoSuchDateError(
                Message("no time zone is known for {found}: write it as +03:00 or as Asia/Baghdad", found=match["city"])
            )
        return match[0], _region(CITIES[name]), _without(named, match)
    if (match := _OFFSET.search(words)) and ":" in words[: match.start()]:
        return match[0].strip(), _offset(match), _without(words, match)
    if match := _UTC.search(words):
        return match[0], UTC, _without(words, match)
    return "", None, words


def _without(words: str, match: re.Match[str]) -> str:
    return f"{words[: match.start()].rstrip(' (')} {words[match.end() :].lstrip(' )')}".strip()


def _region(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoSuchDateError(
            Message("there is no time zone {name}: write it as +03:00 or as Asia/Baghdad", name=name)
        ) from None


def _offset(match: re.Match[str]) -> tzinfo:
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if offset > timedelta(hours=14):
        raise NoSuchDateError(Message("no zone is {offset} from UTC", offset=match[0].strip()))
    return timezone(-offset if match["sign"] == "-" else offset)


def _hour(words: str) -> tuple[time | None, str]:
    """The time of day, if any, and the words without it."""
    match = _HOUR.search(words)
    if not match:
        return None, words
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").lower()
    if half.startswith(AFTERNOON) and hour < 12:
        hour += 12
    elif half.startswith(("ص", "a")) and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise NoSuchDateError(Message("there is no hour {hour}:{minute}", hour=match["hour"], minute=match["minute"]))
    return time(hour, minute), _without(words, match)
