"""Themes: a folder in `templates/`, loaded and checked.

A theme is theme.toml (what it needs), page.html (the order of the parts), page.css (the look) and, where an edition
looks different, one CSS file of the edition's name. One that extends another holds only what is different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model import fonts, settings
from typeset.model import sheet as sheet_sizes
from typeset.model.article import NO_TEXT, Article, Photo, PhotoPlace, Placement
from typeset.model.edition import EDITIONS
from typeset.model.fonts import Family
from typeset.model.page import Fit
from typeset.model.script import primary
from typeset.model.settings import Settings
from typeset.model.sheet import SHEETS, Sheet

ROLES = ("body", "heading", "label")
INKS = ("text", "muted", "rule", "brand", "alert")
KEYS = (
    "title", "extends", "page", "pictures", "grid", "fit", "tighter", "looser", "shows", "photos",
    "fonts", "ink", "cmyk", "required", "editions", "justification", "languages",
)  # fmt: skip
MOST_BASES = 5
"""Themes that extend one another in a row; a longer row is a mistake."""
SHARED = "base"
"""The folder in `templates/` of what all themes share: template parts, the sheet before theirs, the letter."""
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
    page: Sheet = SHEETS["A4"]
    fit: Fit = field(default_factory=Fit)
    shows: tuple[str, ...] = ()
    """The fields of an article that it shows; the others are left out on purpose. Empty: it shows everything."""
    photos: Placement = field(default_factory=Placement)
    """Where photos stand that say nothing of it themselves, and how wide."""
    most_photos: int = 0
    """How many photos it shows that have no place in a body, the one for the top first; 0: all."""
    captions: bool = True
    """Whether such photos keep their captions and credits."""
    pictures: Mapping[str, Sheet] = field(default_factory=dict)
    """Name -> sheet of the pictures (PNG) that it makes in place of a PDF; empty: it makes PDFs."""
    bases: tuple[Path, ...] = ()
    """The folders of the themes that it extends, the nearest first, then that of what all themes share."""
    languages: int = 1
    """How many languages it sets side by side: 1, or 2 where it takes a release and its translation."""
    asked: str = ""
    """The family that the user has chosen for the body in place of the theme's; empty: none."""

    def stack(self, role: str, language: str) -> tuple[Family, ...]:
        """The font stack of a role on a page in `language`: families drawn for it first, else in the theme's order."""
        by_name = {family.name: family for family in self.families}
        language_code = primary(language)
        families = [by_name[name] for name in self.fonts[role]]
        return tuple(sorted(families, key=lambda family: language_code not in family.languages))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where its files are looked for, in order: its own folder, those of its bases, what all themes share."""
        return (self.folder, *self.bases)

    def file(self, name: str) -> Path | None:
        """The file of that name that counts; None: there is none. Raises ThemeError as `own_file`."""
        return nearest_file(name, self.folders)

    def files(self, name: str) -> tuple[Path, ...]:
        """All files of that name, from what all themes share up to the theme's own. Raises ThemeError as `own_file`."""
        return tuple(own_file(folder, name) for folder in reversed(self.folders) if (folder / name).is_file())

    def shown_of(self, article: Article) -> Article:
        """The article without what the theme leaves out on purpose: fields, photos beyond the most, captions.

        A theme that shows photos and no body keeps those of the body, as photos without a place in it.
        """
        if not self.shows:
            return article
        kept = {*self.shows, "headline", "language", "translations", "folder", "name"}
        left_out = {part.name: part.default for part in fields(Article) if part.name not in kept | {"body"}}
        if "body" in self.shows:
            return replace(article, **left_out)  # type: ignore[arg-type]
        photos = tuple(self._shown_photos(article)) if "photos" in self.shows else ()
        return replace(article, **{**left_out, "body": (), "photos": photos})  # type: ignore[arg-type]

    def _shown_photos(self, article: Article) -> Iterator[Photo]:
        """The photos of an article whose body is not shown: no more than the most, the one for the top first."""
        ordered = sorted(article.pictures, key=lambda photo: photo.at is not PhotoPlace.TOP)
        for photo in ordered[: self.most_photos or None]:
            placed = replace(photo, at=None)
            yield placed if self.captions else replace(placed, caption=NO_TEXT, credit=NO_TEXT)

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
    return files.holding("theme.toml", *shelves(near))


def load(name_or_folder: str | Path, near: Path | None = None) -> Theme:
    """A theme by its name or its folder; `near` is a folder whose `templates` and `fonts` are searched too.

    Raises ThemeError: there is none of that name, a file is missing, theme.toml is broken (with the line), or it holds
    an unknown key (with the nearest known one).
    """
    return _loaded(_theme_folder(name_or_folder, near), near, ())


def own_file(folder: Path, name: str) -> Path:
    """The file of a theme's folder. Raises ThemeError: it lies outside the folder, by a symbolic link."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ThemeError(
            Message("{path} leads out of the theme's folder.", path=path),
            hint="Put the file itself there, in place of the link.",
        )
    return path


def nearest_file(name: str, folders: tuple[Path, ...]) -> Path | None:
    """The file in the first of the folders that has one of that name. Raises ThemeError as `own_file`."""
    return next((own_file(folder, name) for folder in folders if (folder / name).is_file()), None)


_PLAIN = Theme(name="", folder=Path(), title="", fonts={}, families=(), bases=(files.shipped("templates") / SHARED,))
"""What holds for a theme that says nothing of it and extends no other."""


def _loaded(folder: Path, near: Path | None, above: tuple[Path, ...]) -> Theme:
    """The theme of a folder; `above` are the folders of those that extend it."""
    table = settings.read(own_file(folder, "theme.toml"))
    table.only(*KEYS)
    base = _base(table, near, (*above, folder))
    names_by_role = _names_by_role(table.section("fonts"), base)
    families = {
        name: fonts.load(name, near) for name in dict.fromkeys(name for role in names_by_role.values() for name in role)
    }
    ink, photos = _inks(table.section("ink")), table.section("photos")
    theme = Theme(
        name=folder.name,
        folder=folder,
        title=table.text("title", folder.name),
        fonts={role: tuple(families[name].name for name in names_by_role[role]) for role in ROLES},
        families=tuple(families.values()),
        required=_texts_among(table, "required", base.required, _article_fields()),
        editions=_texts_among(table, "editions", base.editions, tuple(EDITIONS)),
        justification=_justification(table.section("justification"), base.justification),
        ink={**base.ink, **ink},
        cmyk=_without(base.cmyk, ink) | _percents(table.section("cmyk")),
        page=_sheet(table, base.page),
        fit=_fit(table, base.fit),
        shows=_texts_among(table, "shows", base.shows, _article_fields()),
        photos=_placement(photos, base.photos),
        most_photos=photos.whole("most", base.most_photos, (0, 99)),
        captions=photos.flag("captions", base.captions),
        pictures=sheet_sizes.pictures(table.section("pictures")) or base.pictures,
        languages=table.whole("languages", base.languages, (1, 2)),
        bases=(base.folder, *base.bases) if base.name else base.bases,
    )
    _check_files(theme)
    return theme


def _base(table: Settings, near: Path | None, above: tuple[Path, ...]) -> Theme:
    """The theme that this one extends; _PLAIN where it extends none."""
    name = table.text("extends")
    if not name:
        return _PLAIN
    folder = above[-1].parent / name if (above[-1].parent / name / "theme.toml").is_file() else None
    folder = folder or _theme_folder(name, near)
    if folder in above or len(above) > MOST_BASES:
        raise ThemeError(
            Message("{where}: themes extend one another in a circle.", where=table.where),
            hint="Let one of them stand alone.",
        )
    return _loaded(folder, near, above)


def _check_files(theme: Theme) -> None:
    """Raises ThemeError: the theme has no template or no sheet, of its own or from those it extends."""
    for part in ("page.html", "page.css"):
        if not any(file.parent != theme.bases[-1] for file in theme.files(part)):
            raise ThemeError(
                Message("The theme {folder} has no {part}.", folder=theme.folder, part=part),
                hint='Copy it from the theme classic, or write extends = "classic" into theme.toml.',
            )


def shelves(near: Path | None) -> tuple[Path, ...]:
    """The folders that hold themes, in the order of search."""
    beside = (near / "templates",) if near else ()
    return Path("templates").resolve(), *beside, files.shipped("templates")


def _theme_folder(name_or_folder: str | Path, near: Path | None) -> Path:
    name = str(name_or_folder)
    on_shelves = (shelf / name for shelf in shelves(near) if Path(name).name == name != "..")
    if known := next((folder for folder in on_shelves if (folder / "theme.toml").is_file()), None):
        return known
    folder = Path(name_or_folder)
    if (folder / "theme.toml").is_file():
        return folder.resolve()
    if folder.is_dir():
        raise ThemeError(
            Message("The folder {folder} has no theme.toml.", folder=folder), hint="Copy one from the theme classic."
        )
    raise ThemeError(Message("There is no theme `{name}`.", name=name), hint=settings.nearest(name, names(near)))


def _names_by_role(table: Settings, base: Theme) -> dict[str, tuple[str, ...]]:
    """Role -> the families of its font stack, as written.

    A role that is not named has the base's stack; without a base, headings and labels have the body's.
    """
    table.only(*ROLES)
    body = table.texts("body", base.fonts.get("body", ()))
    if not body:
        raise ThemeError(Message("{where}: `body` names no font.", where=table.where), hint='Write body = ["Amiri"].')
    return {role: table.texts(role, base.fonts.get(role, ())) or body for role in ROLES}


def _without(cmyk: Mapping[str, Percent], ink: Mapping[str, str]) -> dict[str, Percent]:
    """The base's inks on press, but for the colours that the theme has itself."""
    return {role: percents for role, percents in cmyk.items() if role not in ink}


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


def _justification(table: Settings, usual: Justification) -> Justification:
    table.only("text_justify", "kashida_per_line")
    most = table.whole("kashida_per_line", usual.kashida_per_line)
    if not 0 <= most <= 9:
        raise ThemeError(
            Message("{where}: `kashida_per_line` is {most}.", where=table.where, most=most),
            hint="Write a number from 0 to 9.",
        )
    return Justification(TextJustify(_text_among(table, "text_justify", usual.text_justify, tuple(TextJustify))), most)


def _sheet(table: Settings, usual: Sheet) -> Sheet:
    """The key `page`: a sheet by its name, or `[width, height]` in mm."""
    page = table.table.get("page", usual)
    if isinstance(page, Sheet):
        return page
    if isinstance(page, list):
        sides = [side for side in page if isinstance(side, int | float) and not isinstance(side, bool)]
        if len(sides) == len(page) == 2 and sheet_sizes.is_possible(Sheet(*sides)):
            return Sheet(*sides)
        raise ThemeError(
            Message("{where}: `page` is no sheet.", where=table.where),
            hint="Write page = [210, 280]: width and height in mm, each from 50 to 1200.",
        )
    return SHEETS[_text_among(table, "page", "A4", tuple(SHEETS))]


def _fit(table: Settings, usual: Fit) -> Fit:
    """The keys `fit`, `tighter`, `looser` and `grid`."""
    return Fit(
        goal=table.choice("fit", usual.goal),
        tighter=table.texts("tighter", usual.tighter),
        looser=table.texts("looser", usual.looser),
        grid=table.number("grid", usual.grid, (0, 30)),
    )


def _placement(table: Settings, usual: Placement) -> Placement:
    """The table `photos`."""
    table.only("size", "at", "most", "captions")
    return Placement(table.choice("size", usual.size), table.choice("at", usual.at))


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
