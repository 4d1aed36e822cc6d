"""The house style: what typeset.toml may say, and what is said of a wrong one."""

import re
from datetime import date
from pathlib import Path

import pytest

from typeset import dates, house
from typeset.errors import CommandError, ThemeError
from typeset.house import Calendar, Digits, Dots, House, Months, Percent, Quotes, Tanwin

PAGE = (Path(__file__).parent.parent / "docs" / "house-style.md").read_text(encoding="utf-8")


def written(folder, words):
    (folder / house.FILE_NAME).write_text(words, encoding="utf-8")
    return folder


def test_without_a_file_the_style_is_the_usual_one(tmp_path):
    assert house.load(tmp_path) == House()


def test_every_key_is_read(tmp_path):
    style = house.load(
        written(
            tmp_path,
            """
            quotes = "guillemets"
            digits = "arabic-indic"
            tanwin = "on-alef"
            ellipsis = "dots"
            percent = "by-digits"
            months = "both"
            calendars = ["gregorian", "hijri"]
            headline_limit = 70
            subheadline_limit = 150
            ignore = ["article/no-contact"]
            edition = ["poster", "email"]
            theme = "./ours"
            font = "amiri"
            output = "made"
            [editions.poster]
            title = "a poster"
            [mail]
            host = "mail.example.com"
            """,
        )
    )
    assert style == House(
        quotes=Quotes.GUILLEMETS,
        digits=Digits.ARABIC_INDIC,
        tanwin=Tanwin.ON_ALEF,
        ellipsis=Dots.DOTS,
        percent=Percent.BY_DIGITS,
        months=Months.BOTH,
        calendars=(Calendar.GREGORIAN, Calendar.HIJRI),
        headline_limit=70,
        subheadline_limit=150,
        ignore=frozenset({"article/no-contact"}),
        edition=("poster", "email"),
        theme=str(tmp_path / "ours"),
        font="amiri",
        output=tmp_path / "made",
    )
    assert style.editions.section("poster").text("title") == "a poster"
    assert style.mail.text("host") == "mail.example.com"
    assert style.file == tmp_path / "typeset.toml"


def test_the_example_in_the_docstring_is_a_valid_file(tmp_path):
    example = "\n".join(line.strip() for line in (house.__doc__ or "").split("\n") if line.startswith("    "))
    assert set(house.KEYS) - set(house.RESERVED) == {line.split(" = ")[0] for line in example.split("\n")}
    assert house.load(written(tmp_path, example)).months is Months.LEVANT


def test_the_file_counts_for_all_folders_below_and_the_nearest_one_alone(tmp_path):
    inner = tmp_path / "news" / "today"
    inner.mkdir(parents=True)
    written(tmp_path, 'digits = "western"\nmonths = "levant"')
    assert house.load(inner).digits is Digits.WESTERN
    written(inner.parent, 'digits = "persian"')
    assert house.load(inner) == House(digits=Digits.PERSIAN)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ('quots = "curly"', "unknown key `quots`", "Did you mean quotes?"),
        ('quotes = "guillemet"', "`quotes` cannot be `guillemet`", "Did you mean guillemets?"),
        ('digits = "roman numerals"', "`digits` cannot be `roman numerals`", "Known: arabic-indic, as-written"),
        ("digits = 1", "`digits` must be a text in quotes", "Write digits as a text in quotes."),
        ('calendars = ["hijra"]', "`calendars` cannot be `hijra`", "Did you mean hijri?"),
        ('calendars = ["hijri", "hijri"]', "`calendars` names one twice", "Name each calendar once."),
        ("headline_limit = 0", "`headline_limit` must be at least 1, not 0", "Usual is 65."),
        ("headline_limit = true", "`headline_limit` must be a whole number", "whole number"),
        ('ignore = "text/tatweel"', "`ignore` must be a list of texts", "list of texts"),
        ("mail = 1", "`mail` must be a table", "table"),
        ("quotes = ", "is not TOML", "Mend that line."),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_cure(tmp_path, words, message, hint):
    with pytest.raises(ThemeError) as refused:
        house.load(written(tmp_path, words))
    assert "typeset.toml" in refused.value.message
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("language", "digits"),
    [
        ("ar", Digits.ARABIC_INDIC),
        ("ar-IQ", Digits.ARABIC_INDIC),
        ("ar-MA", Digits.WESTERN),
        ("ar_TN", Digits.WESTERN),
        ("fa", Digits.PERSIAN),
        ("fa-IR", Digits.PERSIAN),
        ("ur", Digits.WESTERN),
        ("he", Digits.WESTERN),
        ("en", Digits.WESTERN),
    ],
)
def test_page_numbers_take_the_digits_usual_in_the_language_unless_the_house_has_its_own(language, digits):
    assert House().numerals(language) is digits
    assert House(digits=Digits.WESTERN).numerals(language) is Digits.WESTERN


@pytest.mark.parametrize(("language", "digits"), [("ur", Digits.ARABIC_INDIC), ("en", Digits.WESTERN)])
def test_a_house_decides_the_digits_only_where_the_script_has_them(language, digits):
    assert House(digits=Digits.ARABIC_INDIC).numerals(language) is digits
    assert House(page_digits=Digits.ARABIC_INDIC).numerals(language) is digits


def test_the_house_stands_before_the_page_and_the_command_before_the_house():
    style = House(page_digits=Digits.WESTERN, digits=Digits.ARABIC_INDIC)
    assert style.numerals("ar") is Digits.ARABIC_INDIC
    assert style.with_digits("persian").numerals("ar") is Digits.PERSIAN
    assert style.with_digits("as-written").numerals("ar") is Digits.WESTERN
    assert style.with_digits("") is style
    with pytest.raises(CommandError, match="no digits `roman`"):
        style.with_digits("roman")


def test_straight_quotes_become_the_pair_of_the_language_or_of_the_house():
    assert [House().pair(language) for language in ("ar", "fa", "ar-MA")] == [Quotes.GUILLEMETS] * 3
    assert [House().pair(language) for language in ("ur", "he", "en")] == [Quotes.CURLY] * 3
    assert House(quotes=Quotes.CURLY).pair("ar") is Quotes.CURLY


def test_a_style_can_be_the_key_of_what_follows_from_it():
    assert len({House(), House(), House(digits=Digits.WESTERN)}) == 2


def test_the_page_names_every_key_and_value_and_its_example_is_a_valid_file(tmp_path):
    example = re.search("```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    assert house.load(written(tmp_path, example)).calendars == (Calendar.GREGORIAN, Calendar.HIJRI)
    for key in set(house.KEYS) - set(house.RESERVED):
        assert f"\n{key} = " in f"\n{example}"
        assert f"`{key}`" in PAGE
    for choice in (*Quotes, *Digits, *Tanwin, *Dots, *Percent, *Months, *Calendar):
        assert f"`{choice.value}`" in PAGE


@pytest.mark.parametrize("row", re.findall(r"\| (\w\w|\w\w-\w\w) \| ([a-z, ]+) \| (.*\d.*) \|", PAGE))
def test_the_dates_on_the_page_are_what_is_written(row):
    language, calendars, words = row
    style = House(calendars=tuple(Calendar(name) for name in calendars.split(", ")))
    assert dates.words(date(2023, 1, 28), style, language) == words
