"""The issuer's brand: name, logo, colours and contacts, from `brand.toml`.

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

All is optional. The file applies to every article in its folder and below; of several, the nearest one going up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model import picture, settings
from typeset.model.article import Article, Contact, Paragraph
from typeset.model.picture import Picture
from typeset.model.script import primary
from typeset.model.settings import Settings
from typeset.model.text import Text
from typeset.model.theme import HEX, Percent

FILE_NAME = "brand.toml"
LANGUAGES = ("ar", "fa", "ur", "he", "en")
WORDS = ("name", "logo", "address", "link", "about", "contacts")
COLOURS = ("brand", "alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The issuer's name, logo, colours, address, boilerplate and contacts; any of them may be missing."""

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
    letterhead: tuple[Text, ...] = ()
    """Name and address with their places in the file, for checks of these words."""
    files: tuple[Path, ...] = field(default=(), compare=False)
    """The files it was read from: brand.toml and the logo."""

    def spoken(self, language: str) -> Brand:
        """The brand in the words of a language (BCP 47), where the file has a table for it; else the brand itself."""
        return self.languages.get(primary(language), self)

    def completing(self, article: Article) -> Article:
        """The article with the boilerplate and the contacts of the brand where it has none of its own.

        This is done once, before tidying, so that these words are checked and mended like all others.
        """
        spoken = self.spoken(article.language)
        return replace(article, about=article.about or spoken.about, contacts=article.contacts or spoken.contacts)

    def rewrite(self, change: Callable[[str], str]) -> Brand:
        """The brand with `change` applied to name and address; its other words go into the article (`completing`)."""
        return replace(self, name=change(self.name), address=tuple(change(line) for line in self.address))


def load(folder: Path) -> Brand:
    """The brand of the nearest `brand.toml` in a folder or above it; an empty brand where there is none.

    Raises ThemeError, as `read` does.
    """
    file = files.nearest(FILE_NAME, folder)
    return read(file) if file else Brand()


def read(file: Path) -> Brand:
    """The brand in this file.

    Raises ThemeError: the file is not TOML, a key is unknown, a colour is invalid, the logo is missing, broken or
    outside the file's folder.
    """
    table = settings.read(file)
    table.only(*WORDS, "colours", "cmyk", *LANGUAGES)
    source = _Source(file, file.read_text(encoding="utf-8-sig"))
    brand = _with_words(table, source, Brand(colours=_colours(table), cmyk=_inks(table), files=(file,)))
    others = {code: _in_language(table.section(code), source, brand) for code in LANGUAGES if code in table.table}
    return replace(brand, languages=others)


class _Source(NamedTuple):
    """The file of a brand and its text, in which the places of its words are looked up."""

    file: Path
    words: str

    def text(self, words: str) -> Text:
        """Words of the file as a Text with its line there, and its column where they stand there literally."""
        at = self.words.find(words)
        whole = at >= 0
        if not whole:
            at = self.words.find(re.split(r'["\\\n]', words[:PLACED])[0].strip())
        if not words or at < 0:
            return Text(words, file=self._name)
        line, column = self.words.count("\n", 0, at) + 1, at - self.words.rfind("\n", 0, at)
        return Text(words, (), line, column if whole else 0, self._name)

    @property
    def _name(self) -> str:
        """The path of the file, relative to the working folder where it lies inside that."""
        file, here = self.file.resolve(), Path.cwd()
        return str(file.relative_to(here) if file.is_relative_to(here) else file)


PLACED = 30
"""How many characters of a text are looked for in the file to find its line."""


def _in_language(table: Settings, source: _Source, brand: Brand) -> Brand:
    table.only(*WORDS)
    return _with_words(table, source, brand)


def _with_words(table: Settings, source: _Source, brand: Brand) -> Brand:
    """The brand with its words replaced by those of a table, where it has them."""
    name, address = table.text("name", brand.name), table.texts("address", brand.address)
    logo, folder = table.text("logo"), source.file.parent
    return replace(
        brand,
        name=name,
        logo=_logo(table, folder) if logo else brand.logo,
        files=(*brand.files, folder / logo) if logo else brand.files,
        address=address,
        link=table.text("link", brand.link),
        about=_paragraphs(table.text("about"), source) or brand.about,
        contacts=tuple(_contact(contact, source) for contact in table.sections("contacts")) or brand.contacts,
        letterhead=tuple(source.text(line) for line in (name, *address) if line),
    )


def _paragraphs(words: str, source: _Source) -> tuple[Paragraph, ...]:
    parts = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", words))
    return tuple(Paragraph(source.text(part)) for part in parts if part)


def _contact(table: Settings, source: _Source) -> Contact:
    table.only("name", "role", "phone", "email", "link")
    name, role = source.text(table.text("name")), source.text(table.text("role"))
    return Contact(name, role, table.text("phone"), table.text("email"), table.text("link"))


def _logo(table: Settings, folder: Path) -> Picture:
    name = table.text("logo")
    try:
        return picture.within(folder, name)
    except picture.PictureError as fault:
        raise ThemeError(
            Message("{where}: the logo {name} {fault}.", where=table.where, name=name, fault=fault),
            hint="Put a plain SVG or a PNG beside brand.toml and name it.",
        ) from None


def _colours(table: Settings) -> dict[str, str]:
    colours = table.section("colours")
    colours.only(*COLOURS)
    by_role = {role: colours.text(role) for role in colours.table}
    for role, colour in by_role.items():
        if not HEX.fullmatch(colour):
            raise ThemeError(
                Message(
                    "{where}: `{role}` is `{colour}`, which is no colour.",
                    where=colours.where,
                    role=role,
                    colour=colour,
                ),
                hint="Write it as #rrggbb.",
            )
    return by_role


def _inks(table: Settings) -> dict[str, Percent]:
    inks = table.section("cmyk")
    inks.only(*COLOURS)
    return {role: inks.percents(role) for role in inks.table}
