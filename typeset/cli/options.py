"""Options that several commands have, so that they are called and explained alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from typeset.check import Severity
from typeset.cli import complete
from typeset.house import Digits

Command = TypeVar("Command", bound=Callable[..., object])
NEVER = "never"
LEVELS = {str(level): level for level in Severity}

as_json = click.option("--json", "as_json", is_flag=True, help="Print the results on stdout as JSON, for machines.")
form = click.option(
    "--from",
    "form",
    shell_complete=complete.forms,
    default="",
    metavar="FORM",
    help="How to read the article, where its suffix misleads.",
)
theme = click.option(
    "--theme",
    shell_complete=complete.themes,
    default="",
    metavar="NAME|FOLDER",
    help="A theme by name, or its folder.  [default: theme in typeset.toml, or classic]",
)
font = click.option(
    "--font",
    shell_complete=complete.fonts,
    default="",
    metavar="NAME|FILE|FOLDER",
    help="Another face for the body: a family of ./fonts, of typeset or of this machine by its name, a font file, or a "
    "folder of them.  [default: font in typeset.toml, or the theme's]",
)
digits = click.option(
    "--digits",
    type=click.Choice([family.value for family in Digits]),
    callback=lambda _context, _option, family: family or "",
    help="The digits of the text and the page.  [default: those of typeset.toml, else as written]",
)


def fail_on(usual: str) -> Callable[[Command], Command]:
    """The option `--fail-on`, with the level that is usual for a command."""
    return click.option(
        "--fail-on",
        type=click.Choice([*LEVELS, NEVER]),
        default=usual,
        show_default=True,
        help="Exit with 1 when a finding is at least this bad.",
    )
