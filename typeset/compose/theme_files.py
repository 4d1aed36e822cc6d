"""The theme's files: its style sheets with their custom properties, its templates rendered in a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from typeset import files
from typeset.errors import Message, ThemeError
from typeset.model.brand import Brand
from typeset.model.edition import Edition
from typeset.model.fonts import Family, Heights
from typeset.model.house_style import FAMILIES, House
from typeset.model.script import direction
from typeset.model.theme import INKS, ROLES, Percent, Theme, nearest_file

SHARED_SHEET, SHEET = "base.css", "page.css"
"""The sheet that comes before those of all themes, and a theme's own."""
AMIRI = Heights(alef=0.7, dal=0.39, latin_x=0.42, latin_h=0.65)
"""Letter heights in em of Amiri, the face that the sizes in the style sheets are chosen for."""
LEADING = 0.8
"""The least line height, as a share of a face's ascent and descent together: with less, lines touch."""
TALL, TALL_LEADING = 2.3, 0.96
"""A face of more than 2.3 em from ascent to descent is a sloping hand (nastaliq): its words climb and fall so far that
lines touch with less than this share. Measured on Noto Nastaliq Urdu and Awami Nastaliq, by the outlines of letters."""
HEBREW_ALEF = 0.57
"""Height in em of a Hebrew alef that looks as large as Amiri."""


def theme_sheet(language: str, theme: Theme, edition: Edition, house: House, brand: Brand) -> Markup:
    """The whole style sheet, the same for all articles in a language. Raises ThemeError: a sheet cannot be read."""
    properties = "".join(f"  --{name}: {value};\n" for name, value in _properties(language, theme, edition, brand))
    own = (
        f"{_digits('house-digits', house, language)}"
        # Page margins do not inherit the custom properties of :root, so @page sets them too.
        f"@page {{\n  size: {theme.page.css};\n{properties}}}\n:root {{\n{properties}}}\n"
    )
    parts = [part for name in (SHARED_SHEET, SHEET, f"{edition.name}.css") for part in theme.files(name)]
    sheet = own + "".join(f"\n/* sheet {part.parent.name}/{part.name} */\n{read(part)}" for part in parts)
    return Markup(sheet.replace("</", "<\\/"))  # noqa: S704 - the theme's own, and it cannot end its element


def other_sheet(language: str, theme: Theme, house: House) -> Markup:
    """What stands before the style sheet where a second language shares the page: its faces and its digits.

    They hold within elements of the class `other`; elsewhere they have names that begin so.
    """
    found = list(_language_properties(language, theme))
    within = "".join(f"  --{name}: {value};\n" for name, value in found)
    on_page = "".join(f"  --other-{name}: {value};\n" for name, value in found)
    digits = _digits("other-digits", house, language)
    return Markup(  # noqa: S704 - our own
        f"{digits}@page {{\n{on_page}}}\n:root {{\n{on_page}}}\n.other {{\n{within}}}\n"
    )


def _digits(name: str, house: House, language: str) -> str:
    """The counter style with the digits of a language in a house."""
    digits = " ".join(f'"{digit}"' for digit in FAMILIES[house.numerals(language)])
    return f"@counter-style {name} {{ system: numeric; symbols: {digits}; suffix: '. ' }}\n"


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


def on_ink(role: str, theme: Theme, edition: Edition, brand: Brand) -> str:
    """Black or white for words on a ground of a colour, whichever stands out more: 4.58 to 1 at least (WCAG 2.2)."""
    colour = brand.colours.get(role) or theme.ink.get(role, "#000000")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    is_white = 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05
    if edition.cmyk:
        return "device-cmyk(0% 0% 0% 0%)" if is_white else "device-cmyk(0% 0% 0% 100%)"
    return "#ffffff" if is_white else "#000000"


def _linear(part: float) -> float:
    """A part of an sRGB colour, 0 to 1, as light."""
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


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


def leading(family: Family) -> float:
    """The least line height of a family, in em."""
    return family.extent * (TALL_LEADING if family.extent > TALL else LEADING)


def latin_size(stack: tuple[Family, ...]) -> float:
    """The factor for Latin at which its x relates to the Arabic د as in Amiri, from .8 to 1.1."""
    latin = next((family.heights.latin_x for family in stack if family.heights.latin_x), 0.0)
    if not latin or not stack[0].heights.dal:
        return 1.0
    return min(max(stack[0].heights.dal / latin * AMIRI.latin_x / AMIRI.dal, 0.8), 1.1)


def _properties(language: str, theme: Theme, edition: Edition, brand: Brand) -> Iterator[tuple[str, str]]:
    yield from _language_properties(language, theme)
    for role in INKS:
        yield role_name(role), ink(role, theme, edition, brand)
    for role in ("brand", "alert"):
        yield f"ink-on-{role}", on_ink(role, theme, edition, brand)
    yield "sheet-width", f"{theme.page.width:.8g}mm"
    yield "sheet-height", f"{theme.page.height:.8g}mm"
    if theme.fit.grid:
        yield "grid", f"{theme.fit.grid:g}mm"
    yield "text-justify", str(theme.justification.text_justify)
    yield "kashida-per-line", str(theme.justification.kashida_per_line)


def _language_properties(language: str, theme: Theme) -> Iterator[tuple[str, str]]:
    """The faces of a language, their sizes and leadings, and its direction."""
    for role in ROLES:
        yield role, ", ".join(_string(family.name) for family in theme.stack(role, language))
    yield "optical-size", f"{optical_size(theme.stack('body', language)[0]):.3g}"
    yield "heading-size", f"{optical_size(theme.stack('heading', language)[0]):.3g}"
    yield "label-size", f"{optical_size(theme.stack('label', language)[0]):.3g}"
    for role in ROLES:
        yield f"{role}-leading", f"{leading(theme.stack(role, language)[0]):.3g}em"
    for role in ROLES:
        yield f"{role}-sink", f"{theme.stack(role, language)[0].sink:.3g}"
    yield "latin-size", f"{latin_size(theme.stack('body', language)):.3g}em"
    yield "ink-strong", "currentcolor" if theme.stack("body", language)[0].has_bold else "var(--ink-brand)"
    yield "direction", direction(language)


def role_name(role: str) -> str:
    """The custom property of an ink."""
    return f"ink-{role}"


def _string(words: str) -> str:
    """A CSS string."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\<\n\r\f' else sign for sign in words) + '"'


LARGEST = 1_000_000
"""Bytes. A template or a sheet that is larger is none."""


def read(path: Path) -> str:
    """A template or a style sheet. Raises ThemeError: it is missing, may not be read, is too large or is no UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        words = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(
            Message("{path} cannot be read: {error}.", path=path, error=error),
            hint="Save it as UTF-8, readable for you.",
        ) from error
    if len(data) > LARGEST:
        raise ThemeError(
            Message("{path} is over {largest} MB.", path=path, largest=LARGEST // 1_000_000),
            hint="Leave pictures and fonts out of it.",
        )
    return words.replace("\r\n", "\n")


# The theme's templates, rendered: Jinja2 in a sandbox, everything escaped, undefined names refused. A theme may come
# from a stranger: it reads nothing but its own files, those of the themes it extends and what all themes share; it
# calls no function of Python's, and what it can make is bounded.


DEEPEST = 5
"""Loops inside one another: blocks, rows, cells, and two to spare. More of them take time without bound."""
LARGEST_RESULT = 20_000_000
"""Characters of a rendered page."""


class _Compiler(CodeGenerator):
    """Compiles a template in which no more than DEEPEST loops stand inside one another."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Raises TemplateSyntaxError at the line of the loop that is one too many."""
        self._refuse_deep_loops(node, 0)
        super().visit_Template(node, frame)

    def _refuse_deep_loops(self, node: nodes.Node, depth: int) -> None:
        for child in node.iter_child_nodes():
            deeper = depth + isinstance(child, nodes.For)
            if deeper > DEEPEST:
                self.fail(Message("more than {most} loops inside one another", most=DEEPEST), child.lineno)
            self._refuse_deep_loops(child, deeper)


class _Sandbox(ImmutableSandboxedEnvironment):
    """No filter, test or global function; no repetition of strings (`"x" * 1000000000`) and no formatting of them."""

    code_generator_class = _Compiler
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        if isinstance(left, int | float) and isinstance(right, int | float) and operator != "**":
            return super().call_binop(context, operator, left, right)
        raise SecurityError(Message("`{operator}` is for small numbers in a template", operator=operator))

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401
        """Macros and loops may be called, and nothing else: no method of a string or a number."""
        return isinstance(obj, Macro | LoopContext)


def rendered(name: str, theme: Theme, values: Mapping[str, object]) -> str:
    """A theme's template rendered as HTML.

    Raises ThemeError: it is missing, broken, too costly, or uses a name not among `values`.
    """
    path = theme.file(name) or theme.folder / name
    try:
        return "".join(_bounded(_environment(theme.folders).get_template(name).generate(values)))
    except ThemeError:
        raise
    except TemplateSyntaxError as error:
        raise ThemeError(
            Message("{path}, line {lineno}: {message}.", path=error.filename or path, lineno=error.lineno,
                    message=error.message),
            hint="Mend that line.",
        ) from error  # fmt: skip
    except TemplateNotFound as error:
        raise ThemeError(
            Message("{path} asks for {error}.", path=path, error=error),
            hint="Put that file into the theme's folder.",
        ) from error
    except Exception as error:  # a template can stumble over anything that an expression can
        raise ThemeError(
            Message("{path}: {error}.", path=path, error=error), hint="Compare it with the theme classic."
        ) from error


def _bounded(parts: Iterator[str]) -> Iterator[str]:
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST_RESULT:
            raise SecurityError(Message("it makes more than {most:,} characters", most=LARGEST_RESULT))
        yield part


class _Loader(BaseLoader):
    """The templates in the folders of a theme, by their names."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """The text of a template, its file, and whether that is still the same."""
        path = nearest_file(template, self._folders) if Path(template).name == template else None
        if path is None:
            raise TemplateNotFound(template)
        text, changed = read(path), path.stat().st_mtime_ns
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == changed


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...]) -> Environment:
    environment = _Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=_Loader(folders),
        bytecode_cache=_bytecode_cache(),
    )
    # A template only displays values.
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


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
