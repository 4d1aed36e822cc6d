"""What the shell offers behind an option, when Tab is pressed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typeset.edition import EDITIONS

if TYPE_CHECKING:
    import click


def editions(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of editions."""
    return _beginning(EDITIONS, begun)


def themes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of themes."""
    from typeset import theme

    return _beginning(theme.names(), begun)


def fonts(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of font families."""
    from typeset import font

    return _beginning(font.names(), begun)


def forms(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of readers."""
    from typeset import read

    return _beginning(read.READERS, begun)


def ids(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The ids of rules and checks."""
    from typeset import catalogue

    return _beginning(catalogue.entries(), begun)


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return [name for name in names if name.startswith(begun)]
