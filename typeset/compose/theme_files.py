"""The theme's files filled in: its sheets under the custom properties, its template in a sandbox."""

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
"""The face for which the sizes in the sheets are given."""
LEADING = 0.8
"""The least distance of two lines, of what lies between a face's ascent and its descent: nearer, they touch."""
HEBREW = 0.57
"""How high a Hebrew alef stands that looks as large as Amiri."""


def theme_sheet(language: str, theme: Theme, edition: Edition, house: House, brand: Brand) -> Markup:
    """The whole style sheet, the same for all articles in a language. Raises ThemeError: a sheet cannot be read."""
    properties = "".join(f"  --{name}: {value};\n" for name, value in _properties(language, theme, edition, brand))
    digits = " ".join(f'"{digit}"' for digit in FAMILIES[house.numerals(language)])
    own = (
        f"@counter-style house-digits {{ system: numeric; symbols: {digits}; suffix: '. ' }}\n"
        # The properties of the root do not reach the page and its margins: they get their own.
        f"@page {{\n  size: {theme.page};\n{properties}}}\n:root {{\n{properties}}}\n"
    )
    special = theme.folder / f"{edition.name}.css"
    parts = [theme.folder / "page.css", *([special] if special.is_file() else [])]
    sheet = own + "".join(f"\n/* sheet {part.name} */\n{read(part)}" for part in parts)
    return Markup(sheet.replace("</", "<\\/"))  # noqa: S704 - the theme's own, and it cannot end its element


def ink(role: str, theme: Theme, edition: Edition, brand: Brand) -> str:
    """A colour of the page as CSS, in the inks of the press where the edition is printed.

    The brand's colour stands before the theme's; what has no inks is converted.
    """
    colour = brand.colours.get(role) or theme.ink.get(role, "#000000")
    if not edition.cmyk:
        return colour
    percents = brand.cmyk.get(role)
    if percents is None:
        percents = converted(colour) if role in brand.colours else theme.cmyk.get(role) or converted(colour)
    return f"device-cmyk({' '.join(f'{percent:g}%' for percent in percents)})"


def converted(colour: str) -> Percent:
    """The inks of `#rrggbb` by the plain rule: all grey goes into black, so that no ink lies over another in vain."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = max(red, green, blue)
    if light == 0:
        return 0, 0, 0, 100
    cyan, magenta, yellow = (round(100 * (light - part) / light, 1) for part in (red, green, blue))
    return cyan, magenta, yellow, round(100 * (1 - light), 1)


def optical_size(family: Family) -> float:
    """By what a size is multiplied so that the family looks as large as Amiri does: the mean over two letters."""
    found = family.heights
    first, second = found.alef or found.hebrew_alef or found.latin_h, found.dal or found.hebrew_alef or found.latin_x
    if not first or not second:
        return 1.0
    if found.alef:
        return (AMIRI.alef / first + AMIRI.dal / second) / 2
    return (AMIRI.latin_h / first + AMIRI.latin_x / second) / 2 if found.hebrew_alef == 0 else HEBREW / first


def latin_size(stack: tuple[Family, ...]) -> float:
    """By what Latin is multiplied so that its x stands beside the د before it as it does in Amiri."""
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


# The theme's template, filled: Jinja2 in a sandbox, everything escaped, nothing undefined.


def filled(path: Path, shown: Mapping[str, object]) -> str:
    """A template as HTML. Raises ThemeError: it is missing, broken, or asks for what is not among `shown`."""
    try:
        return _loaded(path, path.stat().st_mtime_ns).render(shown)
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
def _loaded(path: Path, changed: int) -> Template:  # noqa: ARG001 - a template that has changed is another one
    name = str(path)
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({name: path.read_text(encoding="utf-8-sig")}),
        bytecode_cache=_compiled(),
    )
    # A template shows a page and does nothing else: no filters but the ones that escape, no functions.
    environment.globals.clear()
    return environment.get_template(name)


def _compiled() -> BytecodeCache | None:
    """Templates that were compiled before, in the user's cache: to compile one takes as long as to set a paragraph."""
    # An engine that was installed anew may write other code. (To ask for its version costs as much as this saves.)
    installed = Path(jinja2.__file__).stat().st_mtime_ns
    folder = files.cache("templates") / f"{installed:x}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
