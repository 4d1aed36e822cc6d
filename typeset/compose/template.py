"""The theme's template, filled: Jinja2 in a sandbox, everything escaped, nothing undefined."""

from __future__ import annotations

from collections.abc import Mapping
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

from typeset import folders
from typeset.errors import ThemeError


def filled(path: Path, shown: Mapping[str, object]) -> str:
    """A template as HTML. Raises ThemeError: it is missing, broken, or asks for what is not among `shown`."""
    try:
        return _loaded(path, path.stat().st_mtime_ns).render(shown)
    except TemplateSyntaxError as error:
        raise ThemeError(f"{path}, line {error.lineno}: {error.message}.", hint="Mend that line.") from error
    except TemplateNotFound as error:
        raise ThemeError(f"{path} asks for {error}.", hint="A template stands alone: copy that into it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(f"{path} cannot be read: {error}.", hint="Save it as UTF-8, readable for you.") from error
    except Exception as error:  # a template can stumble over anything that an expression can
        raise ThemeError(f"{path}: {error}.", hint="Compare it with the theme classic.") from error


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
    folder = folders.cache("templates") / f"{installed:x}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
