"""A new theme: a folder that extends another one and works as it is, with a comment on every key and rule."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typeset import files
from typeset.errors import CommandError, Message, ThemeError
from typeset.model import theme
from typeset.model.theme import INKS, Theme

NAME = re.compile(r"[\w][\w.-]*")
SHELF = Path("templates")
"""Where `make --theme NAME` looks first."""


def run(name: str, base: str) -> tuple[Path, ...]:
    """Write the folder `templates/NAME`, and return its files.

    Raises CommandError: no folder can have that name; ThemeError: there is one already, or there is no theme `base`.
    """
    if not NAME.fullmatch(name):
        raise CommandError(
            Message("No theme can be called {name!r}.", name=name), hint="Take letters, digits, dots and hyphens."
        )
    folder = SHELF / name
    if folder.exists() or folder.is_symlink():
        raise ThemeError(
            Message("{folder} is there already.", folder=folder), hint="Choose another name, or change that theme."
        )
    of = theme.load(base)
    contents = {"theme.toml": _settings(name, of), "page.css": _sheet(of)}
    files.write_all({folder / part: text.encode() for part, text in contents.items()})
    return tuple(folder / part for part in contents)


def _settings(name: str, base: Theme) -> str:
    inks = "".join(f'# {role} = "{base.ink[role]}"\n' for role in INKS if role in base.ink and role != "brand")
    stacks = "".join(f"# {role} = {_list(base.fonts[role])}\n" for role in base.fonts)
    return SETTINGS.format(
        name=name,
        base=base.name,
        brand=base.ink.get("brand", "#0b5563"),
        inks=inks,
        stacks=stacks,
        kashida=base.justification.kashida_per_line,
        sheet=_pictures(base) if base.pictures else SHEET_KEY.format(*base.page),
    )


def _pictures(base: Theme) -> str:
    sizes = (f"# {name} = {list(sheet.pixels)}\n" for name, sheet in base.pictures.items())
    return PICTURES_KEY.format(sizes="".join(sizes))


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]"


def _sheet(base: Theme) -> str:
    return (PICTURE_SHEET if base.pictures else SHEET).format(base=base.name)


SETTINGS = """\
# A theme of your own. Try it:  typeset-press make release.md --theme {name}
# A line that begins with # is a comment: take the # away, and it counts. All keys: docs/themes.md

title = "{name}"

# What is not said here is as in this theme: its template, its sheets, its keys.
extends = "{base}"

{sheet}
# Colours, as on the screen. `brand` is also that of the logo; brand.toml overrides it.
[ink]
brand = "{brand}"
{inks}
# The same colours on press: cyan, magenta, yellow, black in percent. What is not named is converted.
# [cmyk]
# brand = [90, 35, 35, 40]

# Faces in the order they are asked, for the text, the headlines and the small labels.
# `typeset-press fonts` lists what there is.
# [fonts]
{stacks}
# How lines are filled: "kashida" or "spaces", and how many kashida a line may hold.
# [justification]
# text_justify = "kashida"
# kashida_per_line = {kashida}
"""
SHEET_KEY = """\
# The sheet: A3, A4, A5, B5, letter, legal, or its width and height in mm.
# page = [{:g}, {:g}]
"""
PICTURES_KEY = """\
# The pictures that it makes, each in a file of its own: how its name ends, and its width and height in pixels.
# [pictures]
{sizes}"""
PICTURE_SHEET = """\
/* What looks different from {base}. This sheet comes after its own, so a rule here wins. Some to begin with; a px is a
   pixel of the picture: */

/* The sizes of headline and deck beside or under a photo, where all fits; --type makes both smaller together.
body.above, body.beside {{ --headline: 70px; --deck: 36px }}
*/

/* How far words stand from the edges.
body.square, body.wide {{ --edge: 72px }}
*/

/* Which part of the photo stays where it is cut: 50% 0 is its upper edge.
figure img {{ object-position: 50% 50% }}
*/
"""
SHEET = """\
/* What looks different from {base}. This sheet comes after its own, so a rule here wins. Some to begin with: */

/* The headline: its size and the distance of its lines.
h1 {{ font-size: calc(22pt * var(--heading-size)); line-height: max(12mm, var(--heading-leading)) }}
*/

/* The margins of every page: top, left and right, bottom.
@page {{ margin: 27mm 22mm 20mm }}
*/

/* Subheadings in the brand's colour.
main h2 {{ color: var(--ink-brand) }}
*/
"""
