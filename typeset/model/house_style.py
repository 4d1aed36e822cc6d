"""The house style: what `typeset.toml` says of quotes, digits and the like.

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

All is optional. The file counts for every article in its folder and below; the nearest one going up is taken whole. Its
paths are meant from the folder in which it lies.
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


FAMILIES = {
    Digits.WESTERN: "0123456789",
    Digits.ARABIC_INDIC: "٠١٢٣٤٥٦٧٨٩",
    Digits.PERSIAN: "۰۱۲۳۴۵۶۷۸۹",
}
"""Bidi: the Western and the Persian family are EN, the Arabic-Indic is AN; so they reorder differently."""

_TO_FAMILY = {
    family: {ord(digit): figures[value] for other in FAMILIES.values() for value, digit in enumerate(other)}
    for family, figures in FAMILIES.items()
}


class Tanwin(Enum):
    """Where the fathatan of a final alef stands."""

    AS_WRITTEN = "as-written"
    ON_ALEF = "on-alef"
    BEFORE_ALEF = "before-alef"


class Dots(Enum):
    """What three dots are."""

    AS_WRITTEN = "as-written"
    SIGN = "sign"
    DOTS = "dots"


class Percent(Enum):
    """The percent sign: that of the digits before it (٪ or %), or as it was typed."""

    AS_WRITTEN = "as-written"
    BY_DIGITS = "by-digits"


class Months(Enum):
    """What Gregorian months are called in Arabic. BOTH is the Levantine name, a slash and the Egyptian one."""

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
    """The house style. Frozen and hashable, so that what follows from it can be computed once."""

    quotes: Quotes = Quotes.AS_WRITTEN
    digits: Digits = Digits.AS_WRITTEN
    page_digits: Digits = Digits.AS_WRITTEN
    """Those of most numbers of the text, which the page's own numbers follow where `digits` leaves them as written."""
    tanwin: Tanwin = Tanwin.AS_WRITTEN
    ellipsis: Dots = Dots.SIGN
    percent: Percent = Percent.AS_WRITTEN
    months: Months = Months.AS_WRITTEN
    calendars: tuple[Calendar, ...] = ()
    """Those in which the date of a release is written, the first one leading; empty: the usual one of the language."""
    headline_limit: int = 65
    """Characters; the figure of the UK government's style guide."""
    subheadline_limit: int = 160
    ignore: frozenset[str] = frozenset()
    """Ids of rules and checks that this house does not want."""
    edition: tuple[str, ...] = ()
    """The editions that are made where the command line names none; empty: the usual ones."""
    theme: str = ""
    """A theme by name or by its folder; empty: the usual one."""
    font: str = ""
    """The face of the body in place of the theme's: a family by name, or a file or folder."""
    output: Path | None = None
    """The folder for what is made."""
    editions: Mapping[str, Edition] = field(default_factory=lambda: MappingProxyType({}), hash=False, compare=False)
    """Those of the house's own, by name: the tables `[editions.NAME]`."""
    mail: MailSettings = field(default=MailSettings(), hash=False, compare=False)
    """How its letters are sent: the table `[mail]`."""
    file: Path | None = field(default=None, hash=False, compare=False)
    """The file it was read from."""

    def with_digits(self, name: str) -> House:
        """The style with a family of digits by its name; as it is where none is named.

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

        They are the house's, or else the page's own, or else those usual in the language; in a language that is not
        written in Arabic letters Western ones, whatever a house says.
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

    The file is read whole, what a caller does not need too, so that every command refuses the same faults.
    Raises ThemeError: the file is not TOML, a key in it or in its tables is unknown, a value cannot be.
    """
    file = files.nearest(FILE_NAME, folder)
    return read(file) if file else House()


def read(file: Path) -> House:
    """The style that one file says. Raises ThemeError, as `load` does."""
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
        editions=own,
        mail=mail_settings.read(table.section("mail"), folder),
        file=file,
    )


NOT_WRITTEN = ("page_digits", "file")
KEYS = tuple(field.name for field in fields(House) if field.name not in NOT_WRITTEN)
"""What the file may say: every field of a style but those that are found out."""


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
    """The names under `edition`, one text or a list: editions of ours, or the house's own."""
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
    """A name as it stands; what has a slash or is called like a font file is a path from the file's folder."""
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
