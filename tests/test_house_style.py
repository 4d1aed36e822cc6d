"""The house style: what typeset.toml may say, and what is said of a wrong one."""

import re
import subprocess
import sys
import textwrap
import tomllib
from datetime import date
from pathlib import Path

import pytest

from typeset.errors import CommandError, ThemeError
from typeset.model import dates, edition, house_style, mail_settings
from typeset.model.house_style import Calendar, Digits, Dots, House, Months, Percent, Quotes, Tanwin

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "house-style.md").read_text(encoding="utf-8")
TABLES = {"editions", "mail"}
ARTICLE = "---\nheadline: افتتاح المكتبة\n---\nبغداد – افتتحت مؤسسة المثال مكتبتها الجديدة.\n"


def written(folder, words):
    (folder / house_style.FILE_NAME).write_text(words, encoding="utf-8")
    return folder


def test_without_a_file_the_style_is_the_usual_one(tmp_path):
    assert house_style.load(tmp_path) == House()


def test_every_key_is_read(tmp_path):
    style = house_style.load(
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
    assert style.editions["poster"].title == "a poster"
    assert style.mail.host == "mail.example.com"
    assert style.file == tmp_path / "typeset.toml"


def test_the_example_in_the_docstring_is_a_valid_file(tmp_path):
    example = "\n".join(line.strip() for line in (house_style.__doc__ or "").split("\n") if line.startswith("    "))
    assert set(house_style.KEYS) - TABLES == {line.split(" = ")[0] for line in example.split("\n")}
    assert house_style.load(written(tmp_path, example)).months is Months.LEVANT


def test_the_file_counts_for_all_folders_below_and_the_nearest_one_alone(tmp_path):
    inner = tmp_path / "news" / "today"
    inner.mkdir(parents=True)
    written(tmp_path, 'digits = "western"\nmonths = "levant"')
    assert house_style.load(inner).digits is Digits.WESTERN
    written(inner.parent, 'digits = "persian"')
    assert house_style.load(inner) == House(digits=Digits.PERSIAN)


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
        ('[mial]\nhost = "a"', "unknown key `mial`", "Did you mean mail?"),
        ('[edition.magazine]\nlike = "print"', "`edition` is a table", "Did you mean [editions.NAME]?"),
        ('[mail]\nhots = "a"', "[mail]: unknown key `hots`", "Did you mean host?"),
        ("[mail]\nfrom = 1", "[mail]: `from` must be a text in quotes", "text in quotes"),
        ('[mail]\nfrom = "nobody"', "[mail]: `from`: 'nobody' is not an e-mail address", "name@example.com"),
        ('[mail]\nsecurity = "tsl"', "[mail]: `security` cannot be `tsl`", "Did you mean tls?"),
        ("[mail]\nport = 70000", "[mail]: `port` is 70000", "Give it 1 to 65,535."),
        ("[mail]\nport = 587.0", "[mail]: `port` must be a whole number", "whole number"),
        ("[mail]\nbudget = inf", "[mail]: `budget` is inf", "Give it 0.1 to 1,000."),
        ("[mail]\ntimeout = nan", "[mail]: `timeout` is nan", "Give it 0.1 to 3,600."),
        ("[mail]\nper_minute = -1", "[mail]: `per_minute` is -1", "Give it 0 to 1,000,000."),
        ("[editions.poster]\nbled = 3", "[editions], [poster]: unknown key `bled`", "Did you mean bleed?"),
        ("[editions.poster]\nbleed = 200", "[editions], [poster]: `bleed` is 200", "Give it 0 to 20."),
        ('[editions.poster]\nlike = "prnt"', "[editions], [poster]: `like` is `prnt`", "Did you mean print?"),
        ("[editions]\nposter = 1", "[editions]: `poster` must be a table", "table"),
        ('[editions."a/b"]\nbleed = 3', "[editions]: no edition can be called 'a/b'", "files"),
        ("quotes = ", "is not TOML", "Mend that line."),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_cure(tmp_path, words, message, hint):
    with pytest.raises(ThemeError) as refused:
        house_style.load(written(tmp_path, words))
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
    assert house_style.load(written(tmp_path, example)).calendars == (Calendar.GREGORIAN, Calendar.HIJRI)
    assert set(tomllib.loads(example)) == set(house_style.KEYS) - TABLES
    assert (
        set(re.findall(r"`(\w+)`", re.search(r"\n\| `quotes`(?:.|\n)*?\n\n", PAGE)[0]))
        >= set(house_style.KEYS) - TABLES
    )
    assert set(re.findall(r"^\| `\[(\w+)", PAGE, re.MULTILINE)) == TABLES
    for choice in (*Quotes, *Digits, *Tanwin, *Dots, *Percent, *Months, *Calendar):
        assert f"`{choice.value}`" in PAGE


@pytest.mark.parametrize("row", re.findall(r"\| (\w\w|\w\w-\w\w) \| ([a-z, ]+) \| (.*\d.*) \|", PAGE))
def test_the_dates_on_the_page_are_what_is_written(row):
    language, calendars, words = row
    style = House(calendars=tuple(Calendar(name) for name in calendars.split(", ")))
    assert dates.words(date(2023, 1, 28), style, language) == words


@pytest.mark.parametrize(
    ("lines", "message", "hint"),
    [
        ('quots = "curly"', "unknown key `quots`", "Did you mean quotes?"),
        ('[mial]\nhost = "a"', "unknown key `mial`", "Did you mean mail?"),
        ('[mail]\nhots = "a"', "[mail]: unknown key `hots`", "Did you mean host?"),
        ("[editions.poster]\nbled = 3", "[editions], [poster]: unknown key `bled`", "Did you mean bleed?"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "lint --fix", "make", "mail", "proof finished.pdf --article"])
def test_every_command_that_reads_the_file_refuses_a_slip_in_any_table(
    tmp_path, typeset, command, lines, message, hint
):
    written(tmp_path, lines)
    (tmp_path / "release.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "finished.pdf").write_bytes(b"%PDF-1.7")
    name, *options = command.split()
    options = [tmp_path / word if word.endswith(".pdf") else word for word in options]
    done = typeset(name, *options, tmp_path / "release.md")
    assert done.exit_code == 4
    assert f"typeset.toml{',' if message.startswith('[') else ':'} {message}." in " ".join(done.err.split())
    assert hint in " ".join(done.err.split())
    assert (tmp_path / "release.md").read_text(encoding="utf-8") == ARTICLE


@pytest.mark.parametrize(
    ("page", "table", "keys"),
    [("mail.md", "[mail]", mail_settings.KEYS), ("editions.md", "[editions.magazine]", edition.OWN_KEYS)],
)
def test_the_samples_in_the_manual_name_exactly_the_keys_that_a_table_takes(tmp_path, page, table, keys):
    samples = re.findall("```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    (sample,) = (sample for sample in samples if table in sample)
    house_style.load(written(tmp_path, sample))
    said = tomllib.loads(sample)
    for part in table.strip("[]").split("."):
        said = said[part]
    assert set(said) == set(keys)


@pytest.mark.parametrize("module", [mail_settings, edition])
def test_the_samples_in_the_modules_name_exactly_the_keys_that_a_table_takes(tmp_path, module):
    paragraphs = (textwrap.dedent(part) for part in module.__doc__.split("\n\n"))
    (sample,) = (part for part in paragraphs if part.startswith("["))
    style = house_style.load(written(tmp_path, sample))
    keys = {line.split(" = ")[0] for line in sample.strip().split("\n")[1:]}
    assert keys == set(getattr(module, "KEYS", None) or module.OWN_KEYS)
    assert style.mail.host or style.editions


def test_the_account_that_sends_is_checked_without_loading_what_sends(tmp_path):
    written(tmp_path, '[mail]\nfrom = "المكتب <press@example.com>"\nport = 587\n[editions.poster]\nbleed = 5')
    loaded = (
        "import sys; from pathlib import Path; from typeset.model.house_style import load; load(Path(sys.argv[1])); "
        "print(*(name for name in sys.modules if name.startswith(('email', 'smtplib', 'typeset.deliver'))))"
    )
    done = subprocess.run([sys.executable, "-c", loaded, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
