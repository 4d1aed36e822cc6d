"""Dates in words: languages, calendars, month sets, digits."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from typeset.errors import ArticleError
from typeset.model import dates
from typeset.model.article import Embargo
from typeset.model.house_style import Calendar, Digits, House, Months
from typeset.read.fragments import lookup_key
from typeset.read.parts.dates import MONTHS

DAY = date(2023, 1, 28)
G, H, J = Calendar.GREGORIAN, Calendar.HIJRI, Calendar.JALALI


@pytest.mark.parametrize(
    ("language", "calendars", "written"),
    [
        ("ar", (), "السبت ٢٨ يناير ٢٠٢٣"),
        ("ar", (G, H), "السبت ٢٨ يناير ٢٠٢٣ م، الموافق ٠٦ رجب ١٤٤٤هـ"),
        ("ar", (H, G), "السبت ٠٦ رجب ١٤٤٤هـ، الموافق ٢٨ يناير ٢٠٢٣ م"),
        ("ar", (H,), "السبت ٦ رجب ١٤٤٤هـ"),
        ("ar", (J,), "السبت ٨ بهمن ١٤٠١ هـ.ش"),
        ("ar-MA", (), "السبت 28 يناير 2023"),
        ("fa", (), "شنبه ۸ بهمن ۱۴۰۱"),
        ("fa", (J, G), "شنبه ۸ بهمن ۱۴۰۱ شمسی، برابر با ۲۸ ژانویهٔ ۲۰۲۳ میلادی"),
        ("fa", (J, H), "شنبه ۸ بهمن ۱۴۰۱ شمسی، برابر با ۶ رجب ۱۴۴۴ قمری"),
        ("ur", (), "ہفتہ 28 جنوری 2023"),
        ("ur", (G, H), "ہفتہ 28 جنوری 2023ء، بمطابق 6 رجب 1444ھ"),
        ("he", (), "יום שבת, 28 בינואר 2023"),
        ("he", (G, H), "יום שבת, 28 בינואר 2023 (6 ברג׳ב 1444 להג׳רה)"),
        ("en", (), "Saturday 28 January 2023"),
        ("en", (G, H, J), "Saturday 28 January 2023 (6 Rajab 1444 AH) (8 Bahman 1401 SH)"),
    ],
)
def test_a_day_in_words(language, calendars, written):
    assert dates.words(DAY, House(calendars=calendars), language) == written


@pytest.mark.parametrize("zone", ["UTC+3", "GMT+3"])
def test_a_zone_in_latin_letters_keeps_the_digits_that_belong_to_them(zone):
    embargo = Embargo(datetime(2025, 7, 25, 10, 30), zone=zone)  # noqa: DTZ001 - the author wrote the zone alone
    assert dates.moment(embargo, House(digits=Digits.ARABIC_INDIC), "ar").endswith(f"١٠:٣٠ {zone}")


@pytest.mark.parametrize(
    ("language", "calendars", "lines"),
    [
        ("ar", (), ("السبت ٢٨ يناير ٢٠٢٣",)),
        ("ar", (G, H), ("السبت ٢٨ يناير ٢٠٢٣ م", "٠٦ رجب ١٤٤٤هـ")),
        ("fa", (J, H, G), ("شنبه ۸ بهمن ۱۴۰۱ شمسی", "۶ رجب ۱۴۴۴ قمری", "۲۸ ژانویهٔ ۲۰۲۳ میلادی")),
        ("he", (G, H), ("יום שבת, 28 בינואר 2023", "6 ברג׳ב 1444 להג׳רה")),
        ("en", (G, H), ("Saturday 28 January 2023", "6 Rajab 1444 AH")),
    ],
)
def test_a_day_in_one_line_for_each_calendar(language, calendars, lines):
    assert dates.lines(DAY, House(calendars=calendars), language) == lines


@pytest.mark.parametrize(
    ("months", "july", "august"),
    [
        (Months.AS_WRITTEN, "يوليو", "أغسطس"),
        (Months.EGYPT, "يوليو", "أغسطس"),
        (Months.LEVANT, "تموز", "آب"),
        (Months.ALGERIA, "جويلية", "أوت"),
        (Months.MOROCCO, "يوليوز", "غشت"),
        (Months.BOTH, "تموز/يوليو", "آب/أغسطس"),
    ],
)
def test_the_month_set_of_the_house(months, july, august):
    house = House(months=months)
    assert dates.words(date(2025, 7, 23), house, "ar") == f"الأربعاء ٢٣ {july} ٢٠٢٥"
    assert dates.words(date(2025, 8, 23), house, "ar") == f"السبت ٢٣ {august} ٢٠٢٥"


@pytest.mark.parametrize(
    ("language", "month"), [("ar-IQ", "تموز"), ("ar-SA", "يوليو"), ("ar-TN", "جويلية"), ("ar-MA", "يوليوز")]
)
def test_without_a_house_style_the_region_chooses_the_months(language, month):
    assert f" {month} " in dates.words(date(2025, 7, 23), House(), language)


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        (Digits.WESTERN, "السبت 28 يناير 2023"),
        (Digits.ARABIC_INDIC, "السبت ٢٨ يناير ٢٠٢٣"),
        (Digits.PERSIAN, "السبت ۲۸ يناير ۲۰۲۳"),
    ],
)
def test_the_digits_of_the_house(digits, written):
    assert dates.words(DAY, House(digits=digits), "ar") == written


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_a_day_outside_the_tables_of_umm_al_qura_is_refused(day):
    with pytest.raises(ArticleError, match=r"cannot be written in the Hijri calendar") as refused:
        dates.words(day, House(calendars=(H,)), "ar")
    assert "typeset.toml" in refused.value.hint


def at(*zone, name=""):
    return Embargo(datetime(2023, 1, 28, 10, 0, tzinfo=zone[0] if zone else None), zone=name)


BAGHDAD = ZoneInfo("Asia/Baghdad")


@pytest.mark.parametrize(
    ("embargo", "language", "written"),
    [
        (at(BAGHDAD, name="Asia/Baghdad"), "ar", "السبت ٢٨ يناير ٢٠٢٣، الساعة ١٠:٠٠ بتوقيت بغداد (غرينتش +٣)"),
        (at(BAGHDAD, name="بتوقيت بغداد"), "ar", "السبت ٢٨ يناير ٢٠٢٣، الساعة ١٠:٠٠ بتوقيت بغداد (غرينتش +٣)"),
        (at(timezone(timedelta(hours=3)), name="+03:00"), "ar", "السبت ٢٨ يناير ٢٠٢٣، الساعة ١٠:٠٠ غرينتش +٣"),
        (at(UTC, name="GMT"), "ar", "السبت ٢٨ يناير ٢٠٢٣، الساعة ١٠:٠٠ غرينتش"),
        (at(), "ar", "السبت ٢٨ يناير ٢٠٢٣، الساعة ١٠:٠٠"),
        (
            at(ZoneInfo("Asia/Tehran"), name="Asia/Tehran"),
            "fa",
            "شنبه ۸ بهمن ۱۴۰۱، ساعت ۱۰:۰۰ به وقت تهران (گرینویچ +۳:۳۰)",
        ),
        (
            at(ZoneInfo("Asia/Karachi"), name="Asia/Karachi"),
            "ur",
            "ہفتہ 28 جنوری 2023، وقت 10:00 کراچی کے وقت کے مطابق (گرینچ +5)",
        ),
        (
            at(ZoneInfo("Asia/Jerusalem"), name="Asia/Jerusalem"),
            "he",
            "יום שבת, 28 בינואר 2023, בשעה 10:00 שעון ירושלים (גריניץ׳ +2)",
        ),
        (
            at(ZoneInfo("America/New_York"), name="America/New_York"),
            "en",
            "Saturday 28 January 2023, 10:00 New York time (GMT-5)",
        ),
    ],
)
def test_the_hour_of_an_embargo_with_its_zone(embargo, language, written):
    assert dates.moment(embargo, House(), language) == written


def test_an_embargo_without_an_hour_is_a_day():
    embargo = Embargo(datetime(2023, 1, 28), has_hour=False)  # noqa: DTZ001
    assert dates.moment(embargo, House(), "ar") == "السبت ٢٨ يناير ٢٠٢٣"


def test_every_language_writes_every_calendar_with_twelve_months():
    for language in dates.WORDINGS:
        for calendar in Calendar:
            written = {
                dates.words(date(2023, month, 25), House(calendars=(calendar,)), language) for month in range(1, 13)
            }
            assert len(written) == 12


@pytest.mark.parametrize(
    ("months", "locale"),
    [(Months.EGYPT, "ar_EG"), (Months.LEVANT, "ar_LB"), (Months.ALGERIA, "ar_DZ"), (Months.MOROCCO, "ar_MA")],
)
def test_our_arabic_months_are_those_of_cldr(months, locale):
    assert dates.gregorian(months, "ar") == dates.from_cldr(locale)


@pytest.mark.parametrize("language", dates.GREGORIAN)
def test_a_month_that_we_write_is_one_that_we_read(language):
    """Persian CLDR writes a hamza over the last letter, which readers of a date do not look at."""
    for calendar in Calendar:
        for number in range(1, 13):
            written = dates.month_name(calendar, number, House(), language)
            assert MONTHS[calendar].get(lookup_key(written)) == number, written
