"""What months and weekdays are called: by CLDR (Babel), but for the Hijri, Jalali and Arabic months, which are tables.

Babel and the calendar libraries are imported where they are needed: most releases have no date to write.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from typeset.article import primary, region
from typeset.house import Calendar, House, Months

ARABIC = MappingProxyType(
    {
        Months.EGYPT: "يناير|فبراير|مارس|أبريل,إبريل,ابريل|مايو|يونيو,يونيه|يوليو,يوليه|أغسطس,اغسطس"
        "|سبتمبر|أكتوبر,اكتوبر|نوفمبر|ديسمبر",
        Months.LEVANT: "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
        Months.ALGERIA: "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        Months.MOROCCO: "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    }
)
"""The sets of Arabic months, each with other spellings behind the one that is written.

That of Algeria is Tunisia's too, that of the Levant Iraq's.

They are CLDR's (ar_EG, ar_LB, ar_DZ, ar_MA), to which a test holds them. Every release with a figure in it is looked
through for them, and for that Babel would load its locales: 17 ms.
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
"""The Gregorian months of other languages, as they are read; they are written by CLDR."""

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


def written(row: str) -> tuple[str, ...]:
    """The twelve names of a row as they are written: of several spellings the first."""
    return tuple(spellings.partition(",")[0] for spellings in row.split("|"))


def numbers(*rows: str) -> dict[str, int]:
    """Every spelling of every name -> its number, from 1."""
    return {
        spelling: number
        for row in rows
        for number, spellings in enumerate(row.split("|"), 1)
        for spelling in spellings.split(",")
    }


def base(language: str) -> str:
    """The language without its region, if dates can be written in it; else English."""
    return primary(language) if primary(language) in HIJRI else "en"


def month(calendar: Calendar, number: int, house: House, language: str) -> str:
    """The name of a month (from 1)."""
    if calendar is Calendar.GREGORIAN:
        return gregorian(months_of(house, language), base(language))[number - 1]
    table = HIJRI if calendar is Calendar.HIJRI else JALALI
    return written(table[base(language)])[number - 1]


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
