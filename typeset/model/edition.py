"""Editions: what a finished PDF is for (screen, print, archive); the built-in table, and those of `typeset.toml`.

[editions.magazine]
like = "print"          # what is not said here is as in that edition
title = "magazine"
bleed = 5               # mm
marks = false
image_ppi = 300
total_ink = 300         # percent
icc = "press.icc"       # the printer's profile, beside typeset.toml
condition = "FOGRA51"   # its name in the ICC's registry, if the profile does not tell
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from typeset.errors import CommandError, Message, ThemeError, listed
from typeset.model import settings
from typeset.model.settings import Bounds, Settings


class Standard(StrEnum):
    """A standard that an edition claims and preflight checks."""

    PDF_UA_1 = "PDF/UA-1"
    PDF_A_2U = "PDF/A-2u"
    PDF_A_3A = "PDF/A-3a"
    PDF_X_4 = "PDF/X-4"


@dataclass(frozen=True, slots=True)
class Edition:
    """What a PDF is for: the standards it claims and how it is made. Lengths are in mm, images in pixels per inch."""

    name: str
    title: str
    standards: tuple[Standard, ...]
    cmyk: bool = False
    image_ppi: int = 150
    bleed: float = 0.0
    marks: bool = False
    """Crop and registration marks and page information, outside the bleed."""
    total_ink: int = 300
    """The highest sum of the four inks anywhere, in percent."""
    attach_source: bool = False
    icc: Path | None = None
    """The ICC profile of the press; None: coated paper (FOGRA39)."""
    condition: str = ""
    """The printing condition by its name in the ICC's registry; empty: as the profile describes itself."""
    like: str = ""
    """Of an edition from typeset.toml: the built-in edition that it is based on."""

    @property
    def suffix(self) -> str:
        """The end of its files' names: `.pdf` for the default edition, else with the edition's name: `.print.pdf`."""
        return ".pdf" if self.name == DEFAULT_EDITION else f".{self.name}.pdf"

    @property
    def purpose(self) -> str:
        """What its file is for, in a few words: `for the print shop: PDF/X-4, CMYK, 3 mm bleed`."""
        words = PURPOSES.get(self.name, self.title)
        return Message("{words}: {details}", words=words, details=listed(self._for_the_press())) if self.cmyk else words

    def _for_the_press(self) -> Iterator[str]:
        if Standard.PDF_X_4 in self.standards:
            yield Standard.PDF_X_4
        yield "CMYK"
        if self.bleed:
            yield Message("{bleed:g} mm bleed", bleed=self.bleed)


DEFAULT_EDITION = "email"
USUAL_EDITIONS = ("email", "print")
"""The editions that are made by default: the file that is sent, and the file that is printed."""
PURPOSES = {
    "email": Message("for e-mail and screen"),
    "print": Message("for the print shop"),
    "newspaper": Message("for the newspaper's press"),
    "archive": Message("for keeping, with the source inside"),
}
EDITIONS: Mapping[str, Edition] = MappingProxyType(
    {
        edition.name: edition
        for edition in (
            Edition("email", "screen and e-mail", (Standard.PDF_UA_1, Standard.PDF_A_2U)),
            Edition(
                "print",
                "sheet-fed offset",
                (Standard.PDF_X_4, Standard.PDF_A_2U, Standard.PDF_UA_1),
                cmyk=True,
                image_ppi=300,
                bleed=3,
                marks=True,
            ),
            Edition("newspaper", "newspaper", (Standard.PDF_X_4,), cmyk=True, image_ppi=200, total_ink=240),
            Edition(
                "archive",
                "archive, with the source inside",
                (Standard.PDF_A_3A, Standard.PDF_UA_1),
                image_ppi=300,
                attach_source=True,
            ),
        )
    }
)
BOUNDS: Mapping[str, Bounds] = MappingProxyType({"bleed": (0, 20), "image_ppi": (36, 2400), "total_ink": (100, 400)})
"""Bounds of an edition's figures: mm, pixels per inch, percent."""
OWN_KEYS = ("like", "title", "bleed", "marks", "image_ppi", "total_ink", "icc", "condition")


def own(table: Settings, folder: Path) -> Mapping[str, Edition]:
    """The editions of the table `[editions]`; paths in it are relative to `folder`.

    Raises ThemeError: a key is unknown, a value is invalid, `like` names no built-in edition, a name cannot be part of
    a file name.
    """
    return MappingProxyType(
        {name: _own(_checked_name(name, table), table.section(name), folder) for name in table.table}
    )


def _checked_name(name: str, table: Settings) -> str:
    """The name, where it can be part of the names of files. Raises ThemeError."""
    if not name.strip() or not name.isprintable() or "/" in name or "\\" in name:
        raise ThemeError(
            Message("{where}: no edition can be called {name!r}.", where=table.where, name=name),
            hint="Its files are called after it.",
        )
    return name


def _own(name: str, table: Settings, folder: Path) -> Edition:
    table.only(*OWN_KEYS)
    like = table.text("like", DEFAULT_EDITION)
    if like not in EDITIONS:
        raise ThemeError(
            Message("{where}: `like` is `{like}`.", where=table.where, like=like), hint=settings.nearest(like, EDITIONS)
        )
    model = EDITIONS[like]
    icc = table.text("icc")
    return replace(
        model,
        name=name,
        like=like,
        title=table.text("title", name),
        bleed=table.number("bleed", model.bleed, BOUNDS["bleed"]),
        marks=table.flag("marks", model.marks),
        image_ppi=table.whole("image_ppi", model.image_ppi, BOUNDS["image_ppi"]),
        total_ink=table.whole("total_ink", model.total_ink, BOUNDS["total_ink"]),
        icc=folder / Path(icc).expanduser() if icc else model.icc,
        condition=table.text("condition", model.condition),
    )


def named(name: str, own: Mapping[str, Edition] = MappingProxyType({})) -> Edition:
    """The edition of that name, among the user's own (which take precedence) or the built-in ones.

    Raises CommandError: there is none.
    """
    known = {**EDITIONS, **own}
    if name not in known:
        raise CommandError(Message("There is no edition `{name}`.", name=name), hint=settings.nearest(name, known))
    return known[name]
