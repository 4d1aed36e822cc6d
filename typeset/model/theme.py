"""Themes: a folder in `templates/`, loaded and checked.

A theme is theme.toml (what it needs), page.html (the order of the parts), page.css (the look) and, where an edition
looks different, one CSS file of the edition's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model import fonts, settings
from typeset.model.article import Article
from typeset.model.edition import EDITIONS
from typeset.model.fonts import Family
from typeset.model.script import primary
from typeset.model.settings import Settings

ROLES = ("body", "heading", "label")
INKS = ("text", "muted", "rule", "brand", "alert")
PAGES = ("A3", "A4", "A5", "B5", "letter", "legal")
KEYS = ("title", "page", "fonts", "ink", "cmyk", "required", "editions", "justification", "tighter")
HEX = re.compile(r"#[0-9a-fA-F]{6}")
Percent = tuple[float, float, float, float]


class TextJustify(StrEnum):
    """What fills a justified line, as CSS `text-justify` names it."""

    KASHIDA = "kashida"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class Justification:
    """How lines are justified: with kashida (ar, fa, ur) or with spaces alone; how many kashida a line may hold."""

    text_justify: TextJustify = TextJustify.KASHIDA
    kashida_per_line: int = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: font stacks, inks, page size, justification, and the fields that it requires of an article."""

    name: str
    folder: Path
    title: str
    fonts: Mapping[str, tuple[str, ...]]
    """Role (`body`, `heading`, `label`) -> its font stack: family names, the first choice first."""
    families: tuple[Family, ...]
    """Every family in a font stack, loaded and checked."""
    ink: Mapping[str, str] = field(default_factory=dict)
    """Role (`text`, `muted`, `rule`, `brand`, `alert`) -> colour on screen, `#rrggbb`."""
    required: tuple[str, ...] = ("headline", "body")
    editions: tuple[str, ...] = ("email",)
    """The editions it is designed for, as `typeset-press themes` lists them; others can be made all the same."""
    justification: Justification = Justification()
    cmyk: Mapping[str, Percent] = field(default_factory=dict)
    """Role -> the four inks on press, in percent; a role that is missing is converted from `ink`."""
    page: str = "A4"
    """The sheet, as CSS `size` names it."""
    tighter: tuple[str, ...] = ()
    """CSS classes of <body> that set the page tighter, added one by one, as few as save a last page."""
    asked: str = ""
    """The family that the user has chosen for the body in place of the theme's; empty: none."""

    def stack(self, role: str, language: str) -> tuple[Family, ...]:
        """The font stack of a role on a page in `language`: families drawn for it first, else in the theme's order."""
        by_name = {family.name: family for family in self.families}
        language_code = primary(language)
        families = [by_name[name] for name in self.fonts[role]]
        return tuple(sorted(families, key=lambda family: language_code not in family.languages))

    def with_body_font(self, family: Family) -> Theme:
        """The theme with this family first in the body's font stack; the old ones stay behind it as fallback.

        It comes first on a page in any language of which it has half the letters or more. Headings and labels that
        shared the old body face follow, if the new one has a bold. Where the theme has the same family already, with
        more faces, it keeps those.
        """
        family = _joined(family, self.families)
        family = replace(family, languages=tuple(dict.fromkeys((*family.languages, *fonts.languages(family)))))
        old_body = self.fonts["body"][0]
        roles = [role for role in ROLES if role == "body" or (family.has_bold and self.fonts[role][0] == old_body)]
        others = {role: tuple(name for name in self.fonts[role] if name != family.name) for role in roles}
        others_known = tuple(known for known in self.families if known.name != family.name)
        return replace(
            self,
            fonts={**self.fonts, **{role: (family.name, *names) for role, names in others.items()}},
            families=(family, *others_known),
            asked=family.name,
        )


def _joined(family: Family, known: tuple[Family, ...]) -> Family:
    """The family, completed by the other faces of a known family of the same name."""
    own = {(face.weight, face.style) for face in family.faces}
    others = (face for one in known if one.name == family.name for face in one.faces)
    return replace(family, faces=(*family.faces, *(face for face in others if (face.weight, face.style) not in own)))


def names(near: Path | None = None) -> tuple[str, ...]:
    """The themes that `load` knows by name: those in ./templates, in `templates` of `near`, and the shipped ones."""
    return files.holding("theme.toml", *_shelves(near))


def load(name_or_folder: str | Path, near: Path | None = None) -> Theme:
    """A theme by its name or its folder; `near` is a folder whose `templates` and `fonts` are searched too.

    Raises ThemeError: there is none of that name, a file is missing, theme.toml is broken (with the line), or it holds
    an unknown key (with the nearest known one).
    """
    folder = _theme_folder(name_or_folder, near)
    table = settings.read(folder / "theme.toml")
    table.only(*KEYS)
    for part in ("page.html", "page.css"):
        if not (folder / part).is_file():
            raise ThemeError(
                Message("The theme {folder} has no {part}.", folder=folder, part=part),
                hint="Copy it from the theme classic.",
            )
    names_by_role = _names_by_role(table.section("fonts"))
    families = {
        name: fonts.load(name, near) for name in dict.fromkeys(name for role in names_by_role.values() for name in role)
    }
    return Theme(
        name=folder.name,
        folder=folder,
        title=table.text("title", folder.name),
        fonts={role: tuple(families[name].name for name in names_by_role[role]) for role in ROLES},
        families=tuple(families.values()),
        ink=_inks(table.section("ink")),
        required=_texts_among(table, "required", ("headline", "body"), _article_fields()),
        editions=_texts_among(table, "editions", ("email",), tuple(EDITIONS)),
        justification=_justification(table.section("justification")),
        cmyk=_percents(table.section("cmyk")),
        page=_text_among(table, "page", "A4", PAGES),
        tighter=table.texts("tighter"),
    )


def _shelves(near: Path | None) -> tuple[Path, ...]:
    beside = (near / "templates",) if near else ()
    return Path("templates").resolve(), *beside, files.shipped("templates")


def _theme_folder(name_or_folder: str | Path, near: Path | None) -> Path:
    name = str(name_or_folder)
    if name in names(near):
        return next(shelf / name for shelf in _shelves(near) if (shelf / name / "theme.toml").is_file())
    folder = Path(name_or_folder)
    if (folder / "theme.toml").is_file():
        return folder.resolve()
    if folder.is_dir():
        raise ThemeError(
            Message("The folder {folder} has no theme.toml.", folder=folder), hint="Copy one from the theme classic."
        )
    raise ThemeError(Message("There is no theme `{name}`.", name=name), hint=settings.nearest(name, names(near)))


def _names_by_role(table: Settings) -> dict[str, tuple[str, ...]]:
    """Role -> the families of its font stack, as written; headings and labels have the body's where they name none."""
    table.only(*ROLES)
    body = table.texts("body")
    if not body:
        raise ThemeError(Message("{where}: `body` names no font.", where=table.where), hint='Write body = ["Amiri"].')
    return {role: table.texts(role) or body for role in ROLES}


def _inks(table: Settings) -> dict[str, str]:
    table.only(*INKS)
    inks = {role: table.text(role) for role in table.table}
    for role, ink in inks.items():
        if not HEX.fullmatch(ink):
            raise ThemeError(
                Message("{where}: `{role}` is `{ink}`, which is no colour.", where=table.where, role=role, ink=ink),
                hint="Write it as #rrggbb.",
            )
    return inks


def _percents(table: Settings) -> dict[str, Percent]:
    table.only(*INKS)
    return {role: table.percents(role) for role in table.table}


def _justification(table: Settings) -> Justification:
    table.only("text_justify", "kashida_per_line")
    most = table.whole("kashida_per_line", 3)
    if not 0 <= most <= 9:
        raise ThemeError(
            Message("{where}: `kashida_per_line` is {most}.", where=table.where, most=most),
            hint="Write a number from 0 to 9.",
        )
    return Justification(TextJustify(_text_among(table, "text_justify", "kashida", tuple(TextJustify))), most)


def _article_fields() -> tuple[str, ...]:
    return tuple(part.name for part in fields(Article))


def _text_among(table: Settings, key: str, default: str, known: tuple[str, ...]) -> str:
    value = table.text(key, default)
    if value not in known:
        raise ThemeError(
            Message("{where}: `{key}` is `{value}`.", where=table.where, key=key, value=value),
            hint=settings.nearest(value, known),
        )
    return value


def _texts_among(table: Settings, key: str, default: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    values = table.texts(key, default)
    for value in values:
        if value not in known:
            raise ThemeError(
                Message("{where}: `{key}` names `{value}`.", where=table.where, key=key, value=value),
                hint=settings.nearest(value, known),
            )
    return values
