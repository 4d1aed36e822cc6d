"""The theme's template, filled: Jinja2 in a sandbox, everything escaped, nothing undefined."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

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
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=DictLoader({})
    )
    # A template shows a page and does nothing else: no filters but the ones that escape, no functions.
    environment.globals.clear()
    return environment.from_string(path.read_text(encoding="utf-8-sig"))
