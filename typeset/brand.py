"""Whose release it is: `brand.toml`, written once for all releases of a house.

    name = "مؤسسة المثال"
    logo = "logo.svg"                       # SVG or PNG, in the folder of brand.toml
    address = ["شارع المثال ١", "بغداد"]
    link = "https://example.org"
    about = "نبذة عن المؤسسة …"             # an empty line begins a new paragraph

    [colours]
    brand = "#0b5563"
    alert = "#a8071a"

    [cmyk]                                  # the same on press, in percent; else converted
    brand = [90, 35, 35, 40]

    [[contacts]]
    name = "…"
    role = "…"
    phone = "+964 1 555 0100"
    email = "press@example.org"

    [en]                                    # the words of another language
    name = "The Example Foundation"

All is optional. The file counts for every article in its folder and below; the nearest one going up is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset import folders, picture, settings
from typeset.article import Article, Contact, Paragraph, Text, primary
from typeset.errors import ThemeError
from typeset.picture import Picture
from typeset.settings import Settings
from typeset.theme import HEX, Percent

FILE_NAME = "brand.toml"
LANGUAGES = ("ar", "fa", "ur", "he", "en")
WORDS = ("name", "logo", "address", "link", "about", "contacts")
COLOURS = ("brand", "alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Name, logo, colours, address, boilerplate and contacts of who sends the release; all of it may be missing."""

    name: str = ""
    logo: Picture | None = None
    address: tuple[str, ...] = ()
    link: str = ""
    about: tuple[Paragraph, ...] = ()
    contacts: tuple[Contact, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    """Role (`brand`, `alert`) -> `#rrggbb`; the others are the theme's."""
    cmyk: Mapping[str, Percent] = field(default_factory=dict)
    """Role -> the four inks on press, in percent."""
    languages: Mapping[str, Brand] = field(default_factory=dict)
    """Language -> the brand in the words of that language."""

    def spoken(self, language: str) -> Brand:
        """The brand in the words of a language (BCP 47), where it has such."""
        return self.languages.get(primary(language), self)

    def completing(self, article: Article) -> Article:
        """The article with the boilerplate and the contacts of the brand where it has none of its own."""
        spoken = self.spoken(article.language)
        return replace(article, about=article.about or spoken.about, contacts=article.contacts or spoken.contacts)


def load(folder: Path) -> Brand:
    """The brand of the nearest `brand.toml` in a folder or above it; an empty brand where there is none.

    Raises ThemeError, as `read` does.
    """
    file = folders.nearest(FILE_NAME, folder)
    return read(file) if file else Brand()


def read(file: Path) -> Brand:
    """The brand that one file describes.

    Raises ThemeError: the file is not TOML, a key is unknown, a colour is none, the logo is missing, broken or lies
    outside the file's folder.
    """
    table = settings.read(file)
    table.only(*WORDS, "colours", "cmyk", *LANGUAGES)
    brand = _worded(table, file.parent, Brand(colours=_colours(table), cmyk=_inks(table)))
    others = {code: _other(table.section(code), file.parent, brand) for code in LANGUAGES if code in table.table}
    return replace(brand, languages=others)


def _other(table: Settings, folder: Path, brand: Brand) -> Brand:
    table.only(*WORDS)
    return _worded(table, folder, brand)


def _worded(table: Settings, folder: Path, brand: Brand) -> Brand:
    """The brand with the words of a table in place of its own."""
    return replace(
        brand,
        name=table.text("name", brand.name),
        logo=_logo(table, folder) if table.text("logo") else brand.logo,
        address=table.texts("address", brand.address),
        link=table.text("link", brand.link),
        about=_paragraphs(table.text("about")) or brand.about,
        contacts=tuple(_contact(contact) for contact in table.sections("contacts")) or brand.contacts,
    )


def _paragraphs(words: str) -> tuple[Paragraph, ...]:
    parts = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", words))
    return tuple(Paragraph(Text(part)) for part in parts if part)


def _contact(table: Settings) -> Contact:
    table.only("name", "role", "phone", "email", "link")
    return Contact(
        Text(table.text("name")), Text(table.text("role")), table.text("phone"), table.text("email"), table.text("link")
    )


def _logo(table: Settings, folder: Path) -> Picture:
    name = table.text("logo")
    try:
        return picture.within(folder, name)
    except picture.PictureError as fault:
        raise ThemeError(
            f"{table.where}: the logo {name} {fault}.", hint="Put a plain SVG or a PNG beside brand.toml and name it."
        ) from None


def _colours(table: Settings) -> dict[str, str]:
    colours = table.section("colours")
    colours.only(*COLOURS)
    found = {role: colours.text(role) for role in colours.table}
    for role, colour in found.items():
        if not HEX.fullmatch(colour):
            raise ThemeError(
                f"{colours.where}: `{role}` is `{colour}`, which is no colour.", hint="Write it as #rrggbb."
            )
    return found


def _inks(table: Settings) -> dict[str, Percent]:
    inks = table.section("cmyk")
    inks.only(*COLOURS)
    return {role: inks.percents(role) for role in inks.table}
