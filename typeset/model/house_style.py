"""The house style: quotes, digits and the like, from `typeset.toml`.

    quotes = "guillemets"        # guillemets, curly, as-written
    digits = "arabic-indic"      # arabic-indic, persian, western, as-written
    tanwin = "on-alef"           # on-alef (اً), before-alef (ًا), as-written
    ellipsis = "sign"            # sign (…), dots (...), as-written
    percent = "by-digits"        # by-digits (١٢٪, 12%), as-written
    months = "levant"            # egypt, levant, algeria, morocco, both, as-written
    calendars = ["gregorian", "hijri"]
    headline_limit = 65
    subheadline_limit = 160
    ignore = ["article/no-contact"]
    edition = ["email", "print"]  # what `make` makes where the command line names no edition
    theme = "classic"            # a theme by name, or a folder: "./our-theme"
    font = "amiri"               # another face for the body: a family by name, or a file: "./our.ttf"
    output = "dist"              # the folder for the PDFs
    lang = "ar"                  # the language in which the command line speaks

All is optional. The file applies to every article in its folder and below; of several, the nearest one going up alone.
Its paths are relative to its own folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from typeset import files
from typeset.errors import CommandError, Message, ThemeError
from typeset.model import edition, mail_settings, settings
from typeset.model.edition import EDITIONS, Edition
from typeset.model.mail_settings import MailSettings
from typeset.model.script import ARABIC_SCRIPT, primary, region

FILE_NAME = "typeset.toml"
FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})


class Quotes(Enum):
    """The pair of quotation marks. Straight ones always become a pair: the house's, or that of the language."""

    AS_WRITTEN = "as-written"
    GUILLEMETS = "guillemets"
    CURLY = "curly"


class Digits(Enum):
    """A family of digits."""

    AS_WRITTEN = "as-written"
    WESTERN = "western"
    ARABIC_INDIC = "arabic-indic"
    PERSIAN = "persian"

    def write(self, value: int | str) -> str:
        """A number, or a text whatever digits it holds, with the digits of this family."""
        return str(value).translate(_TO_FAMILY.get(self, {}))

    def write_own(self, words: str) -> str:
        """The same for words that may be of another language: with a Latin letter in them they keep their digits."""
        return words if any(letter.isalpha() and letter < "\u0250" for letter in words) else self.write(words)


FAMILIES = {
    Digits.WESTERN: "0123456789",
    Digits.ARABIC_INDIC: "٠١٢٣٤٥٦٧٨٩",
    Digits.PERSIAN: "۰۱۲۳۴۵۶۷۸۹",
}
"""The digits of each family. Western and Persian ones have the bidi class EN, Arabic-Indic ones AN: they are reordered
differently."""

_TO_FAMILY = {
    family: {ord(digit): figures[value] for other in FAMILIES.values() for value, digit in enumerate(other)}
    for family, figures in FAMILIES.items()
}


class Tanwin(Enum):
    """Where the fathatan of a final alef is typed."""

    AS_WRITTEN = "as-written"
    ON_ALEF = "on-alef"
    BEFORE_ALEF = "before-alef"


class Dots(Enum):
    """How an ellipsis is written."""

    AS_WRITTEN = "as-written"
    SIGN = "sign"
    DOTS = "dots"


class Percent(Enum):
    """The percent sign: the one that goes with the digits before it (٪ or %), or as typed."""

    AS_WRITTEN = "as-written"
    BY_DIGITS = "by-digits"


class Months(Enum):
    """The set of Arabic names of the Gregorian months. BOTH is the Levantine name, a slash and the Egyptian one."""

    AS_WRITTEN = "as-written"
    EGYPT = "egypt"
    LEVANT = "levant"
    ALGERIA = "algeria"
    MOROCCO = "morocco"
    BOTH = "both"


class Calendar(Enum):
    """A calendar in which a date can be written."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    JALALI = "jalali"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The house style. Frozen and hashable, so that results which depend on it can be cached."""

    quotes: Quotes = Quotes.AS_WRITTEN
    digits: Digits = Digits.AS_WRITTEN
    page_digits: Digits = Digits.AS_WRITTEN
    """The digits of most numbers in the text; the page's own numbers follow them where `digits` is AS_WRITTEN."""
    tanwin: Tanwin = Tanwin.AS_WRITTEN
    ellipsis: Dots = Dots.SIGN
    percent: Percent = Percent.AS_WRITTEN
    months: Months = Months.AS_WRITTEN
    calendars: tuple[Calendar, ...] = ()
    """The calendars in which the date of a release is written, in this order; empty: the usual one of the language."""
    headline_limit: int = 65
    """Characters; the figure of the UK government's style guide."""
    subheadline_limit: int = 160
    ignore: frozenset[str] = frozenset()
    """Ids of rules and checks that are switched off."""
    edition: tuple[str, ...] = ()
    """The editions to make where the command line names none; empty: USUAL_EDITIONS."""
    theme: str = ""
    """A theme by its name or its folder; empty: the default theme."""
    font: str = ""
    """The face of the body in place of the theme's: a family by name, or a file or folder."""
    output: Path | None = None
    """The output folder; None: the default of the command."""
    lang: str = ""
    """The language of what the command line says; empty: that of the locale."""
    editions: Mapping[str, Edition] = field(default_factory=lambda: MappingProxyType({}), hash=False, compare=False)
    """The house's own editions by name: the tables `[editions.NAME]`."""
    mail: MailSettings = field(default=MailSettings(), hash=False, compare=False)
    """How its letters are sent: the table `[mail]`."""
    file: Path | None = field(default=None, hash=False, compare=False)
    """The file it was read from."""

    def with_digits(self, name: str) -> House:
        """The style with the family of digits of this name; unchanged for an empty name.

        Raises CommandError: there is no such family.
        """
        if not name:
            return self
        known = {family.value: family for family in Digits}
        if name not in known:
            raise CommandError(Message("There are no digits `{name}`.", name=name), hint=settings.nearest(name, known))
        return replace(self, digits=known[name])

    def numerals(self, language: str) -> Digits:
        """The digits of page numbers, lists and dates (never AS_WRITTEN).

        They are `digits`, else `page_digits`, else those usual in the language; always Western in a language that is
        not written in Arabic letters.
        """
        if primary(language) not in ARABIC_SCRIPT:
            return Digits.WESTERN
        decided = self.page_digits if self.digits is Digits.AS_WRITTEN else self.digits
        if decided is not Digits.AS_WRITTEN:
            return decided
        if primary(language) == "ar" and region(language) in WESTERN_DIGIT_REGIONS:
            return Digits.WESTERN
        return USUAL_DIGITS.get(primary(language), Digits.WESTERN)

    def pair(self, language: str) -> Quotes:
        """The pair that straight quotes become: the house's, or that usual in a language (never AS_WRITTEN)."""
        if self.quotes is not Quotes.AS_WRITTEN:
            return self.quotes
        return Quotes.GUILLEMETS if primary(language) in GUILLEMET_LANGUAGES else Quotes.CURLY


WESTERN_DIGIT_REGIONS = frozenset({"ma", "dz", "tn", "ly", "eh"})
"""The Maghreb (CLDR: numbering system `latn` for Arabic there)."""
USUAL_DIGITS = {"ar": Digits.ARABIC_INDIC, "ckb": Digits.ARABIC_INDIC, "fa": Digits.PERSIAN, "ps": Digits.PERSIAN}
GUILLEMET_LANGUAGES = frozenset({"ar", "ckb", "fa", "ps"})


def load(folder: Path) -> House:
    """The style of the nearest `typeset.toml` in a folder or above it; the default style where there is none.

    The whole file is read and checked, so that every command reports the same faults in it. Raises ThemeError: it is
    not TOML, a key in it or in its tables is unknown, a value is invalid.
    """
    file = files.nearest(FILE_NAME, folder)
    return read(file) if file else House()


def read(file: Path) -> House:
    """The style in this file. Raises ThemeError, as `load` does."""
    table = settings.read(file)
    usual, folder = House(), file.parent
    table.only(*KEYS)
    own = edition.own(table.section("editions"), folder)
    return House(
        quotes=table.choice("quotes", usual.quotes),
        digits=table.choice("digits", usual.digits),
        tanwin=table.choice("tanwin", usual.tanwin),
        ellipsis=table.choice("ellipsis", usual.ellipsis),
        percent=table.choice("percent", usual.percent),
        months=table.choice("months", usual.months),
        calendars=_calendars(table),
        headline_limit=_limit(table, "headline_limit", usual.headline_limit),
        subheadline_limit=_limit(table, "subheadline_limit", usual.subheadline_limit),
        ignore=frozenset(table.texts("ignore")),
        edition=_editions(table, own),
        theme=_name_or_path(table, "theme", folder),
        font=_name_or_path(table, "font", folder),
        output=_output(table, folder),
        lang=table.text("lang"),
        editions=own,
        mail=mail_settings.read(table.section("mail"), folder),
        file=file,
    )


NOT_WRITTEN = ("page_digits", "file")
KEYS = tuple(field.name for field in fields(House) if field.name not in NOT_WRITTEN)
"""The keys of the file: every field of a style but those that are computed."""


def _calendars(table: settings.Settings) -> tuple[Calendar, ...]:
    chosen = tuple(table.member("calendars", value, Calendar) for value in table.texts("calendars"))
    if len(set(chosen)) < len(chosen):
        raise ThemeError(
            Message("{where}: `calendars` names one twice.", where=table.where), hint="Name each calendar once."
        )
    return chosen


def _limit(table: settings.Settings, key: str, usual: int) -> int:
    limit = table.whole(key, usual)
    if limit < 1:
        raise ThemeError(
            Message("{where}: `{key}` must be at least 1, not {limit}.", where=table.where, key=key, limit=limit),
            hint=Message("Usual is {usual}.", usual=usual),
        )
    return limit


def _editions(table: settings.Settings, own: Mapping[str, Edition]) -> tuple[str, ...]:
    """The names under `edition`, a string or a list, of built-in editions or of the house's own."""
    if isinstance(table.table.get("edition"), dict):
        raise ThemeError(
            Message("{where}: `edition` is a table.", where=table.where), hint="Did you mean [editions.NAME]?"
        )
    single = isinstance(table.table.get("edition"), str)
    names = (table.text("edition"),) if single else table.texts("edition")
    known = (*EDITIONS, *own)
    for name in names:
        if name not in known:
            raise ThemeError(
                Message("{where}: `edition` names `{name}`.", where=table.where, name=name),
                hint=settings.nearest(name, known),
            )
    return tuple(dict.fromkeys(names))


def _name_or_path(table: settings.Settings, key: str, folder: Path) -> str:
    """A name as written; with a slash or the suffix of a font file it is a path, taken from the file's folder."""
    value = table.text(key)
    is_path = "/" in value or "\\" in value or Path(value).suffix.lower() in FONT_SUFFIXES
    return str(folder / Path(value).expanduser()) if is_path else value


def _output(table: settings.Settings, folder: Path) -> Path | None:
    value = table.text("output")
    if value.endswith(".pdf") or value == "-":
        raise ThemeError(
            Message("{where}: `output` names a folder, and `{value}` is none.", where=table.where, value=value),
            hint="A PDF is named after its article; leave the name out.",
        )
    return folder / Path(value).expanduser() if value else None
