"""The theme's files: its style sheets with their custom properties, its templates rendered in a sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import (
    BytecodeCache,
    DictLoader,
    FileSystemBytecodeCache,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model.brand import Brand
from typeset.model.edition import Edition
from typeset.model.fonts import Family, Heights
from typeset.model.house_style import FAMILIES, House
from typeset.model.script import direction
from typeset.model.theme import INKS, ROLES, Percent, Theme

AMIRI = Heights(alef=0.7, dal=0.39, latin_x=0.42, latin_h=0.65)
"""Letter heights in em of Amiri, the face that the sizes in the style sheets are chosen for."""
LEADING = 0.8
"""The least line height, as a share of a face's ascent and descent together: with less, lines touch."""
HEBREW_ALEF = 0.57
"""Height in em of a Hebrew alef that looks as large as Amiri."""


def theme_sheet(language: str, theme: Theme, edition: Edition, house: House, brand: Brand) -> Markup:
    """The whole style sheet, the same for all articles in a language. Raises ThemeError: a sheet cannot be read."""
    properties = "".join(f"  --{name}: {value};\n" for name, value in _properties(language, theme, edition, brand))
    digits = " ".join(f'"{digit}"' for digit in FAMILIES[house.numerals(language)])
    own = (
        f"@counter-style house-digits {{ system: numeric; symbols: {digits}; suffix: '. ' }}\n"
        # Page margins do not inherit the custom properties of :root, so @page sets them too.
        f"@page {{\n  size: {theme.page};\n{properties}}}\n:root {{\n{properties}}}\n"
    )
    special = theme.folder / f"{edition.name}.css"
    parts = [theme.folder / "page.css", *([special] if special.is_file() else [])]
    sheet = own + "".join(f"\n/* sheet {part.name} */\n{read(part)}" for part in parts)
    return Markup(sheet.replace("</", "<\\/"))  # noqa: S704 - the theme's own, and it cannot end its element


def ink(role: str, theme: Theme, edition: Edition, brand: Brand) -> str:
    """A colour of the page as CSS, in the inks of the press where the edition is printed.

    The brand's colour overrides the theme's; a colour without inks of its own is converted.
    """
    colour = brand.colours.get(role) or theme.ink.get(role, "#000000")
    if not edition.cmyk:
        return colour
    percents = brand.cmyk.get(role)
    if percents is None:
        percents = converted(colour) if role in brand.colours else theme.cmyk.get(role) or converted(colour)
    return f"device-cmyk({' '.join(f'{percent:g}%' for percent in percents)})"


def converted(colour: str) -> Percent:
    """The inks of `#rrggbb` in percent, by the simple formula with full black generation (all grey in black ink)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = max(red, green, blue)
    if light == 0:
        return 0, 0, 0, 100
    cyan, magenta, yellow = (round(100 * (light - part) / light, 1) for part in (red, green, blue))
    return cyan, magenta, yellow, round(100 * (1 - light), 1)


def optical_size(family: Family) -> float:
    """The factor by which a family's size is multiplied to look as large as Amiri: the mean over two letters."""
    heights = family.heights
    first = heights.alef or heights.hebrew_alef or heights.latin_h
    second = heights.dal or heights.hebrew_alef or heights.latin_x
    if not first or not second:
        return 1.0
    if heights.alef:
        return (AMIRI.alef / first + AMIRI.dal / second) / 2
    return (AMIRI.latin_h / first + AMIRI.latin_x / second) / 2 if heights.hebrew_alef == 0 else HEBREW_ALEF / first


def latin_size(stack: tuple[Family, ...]) -> float:
    """The factor for Latin at which its x relates to the Arabic د as in Amiri, from .8 to 1.1."""
    latin = next((family.heights.latin_x for family in stack if family.heights.latin_x), 0.0)
    if not latin or not stack[0].heights.dal:
        return 1.0
    return min(max(stack[0].heights.dal / latin * AMIRI.latin_x / AMIRI.dal, 0.8), 1.1)


def _properties(language: str, theme: Theme, edition: Edition, brand: Brand) -> Iterator[tuple[str, str]]:
    for role in ROLES:
        yield role, ", ".join(_string(family.name) for family in theme.stack(role, language))
    yield "optical-size", f"{optical_size(theme.stack('body', language)[0]):.3g}"
    yield "heading-size", f"{optical_size(theme.stack('heading', language)[0]):.3g}"
    yield "label-size", f"{optical_size(theme.stack('label', language)[0]):.3g}"
    for role in ROLES:
        yield f"{role}-leading", f"{LEADING * theme.stack(role, language)[0].extent:.3g}em"
    yield "latin-size", f"{latin_size(theme.stack('body', language)):.3g}em"
    yield "ink-strong", "currentcolor" if theme.stack("body", language)[0].has_bold else "var(--ink-brand)"
    yield "direction", direction(language)
    for role in INKS:
        yield role_name(role), ink(role, theme, edition, brand)
    yield "text-justify", str(theme.justification.text_justify)
    yield "kashida-per-line", str(theme.justification.kashida_per_line)


def role_name(role: str) -> str:
    """The custom property of an ink."""
    return f"ink-{role}"


def _string(words: str) -> str:
    """A CSS string."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\<\n\r\f' else sign for sign in words) + '"'


def read(path: Path) -> str:
    """A style sheet of a theme. Raises ThemeError: it is missing, may not be read or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(
            Message("{path} cannot be read: {error}.", path=path, error=error),
            hint="Save it as UTF-8, readable for you.",
        ) from error


# The theme's template, rendered: Jinja2 in a sandbox, everything escaped, undefined names refused.


def rendered(path: Path, values: Mapping[str, object]) -> str:
    """A template rendered as HTML. Raises ThemeError: it is missing, broken, or uses a name not among `values`."""
    try:
        return _load(path, path.stat().st_mtime_ns).render(values)
    except TemplateSyntaxError as error:
        raise ThemeError(
            Message("{path}, line {lineno}: {message}.", path=path, lineno=error.lineno, message=error.message),
            hint="Mend that line.",
        ) from error
    except TemplateNotFound as error:
        raise ThemeError(
            Message("{path} asks for {error}.", path=path, error=error),
            hint="A template stands alone: copy that into it.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(
            Message("{path} cannot be read: {error}.", path=path, error=error),
            hint="Save it as UTF-8, readable for you.",
        ) from error
    except Exception as error:  # a template can stumble over anything that an expression can
        raise ThemeError(
            Message("{path}: {error}.", path=path, error=error), hint="Compare it with the theme classic."
        ) from error


@lru_cache(maxsize=8)
def _load(path: Path, changed: int) -> Template:  # noqa: ARG001 - in the cache key: a changed file is loaded anew
    name = str(path)
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({name: path.read_text(encoding="utf-8-sig")}),
        bytecode_cache=_bytecode_cache(),
    )
    # A template only displays values: no global functions.
    environment.globals.clear()
    return environment.get_template(name)


def _bytecode_cache() -> BytecodeCache | None:
    """The user's cache of compiled templates: to compile one takes as long as to set a paragraph."""
    # A reinstalled Jinja2 may compile to other code. (Reading its version would cost as much as the cache saves.)
    installed = Path(jinja2.__file__).stat().st_mtime_ns
    folder = files.cache("templates") / f"{installed:x}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
