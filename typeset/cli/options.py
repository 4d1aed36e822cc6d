"""Options that several commands share, their shell completion, and the default output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from typeset.findings import Severity
from typeset.model.edition import EDITIONS
from typeset.model.house_style import Digits

if TYPE_CHECKING:
    from typeset.model.house_style import House


# Shell completion of the values of options.


def complete_editions(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of editions."""
    return _beginning(EDITIONS, begun)


def complete_themes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of themes."""
    from typeset.model.theme import names

    return _beginning(names(), begun)


def complete_fonts(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of font families."""
    from typeset.model import fonts

    return _beginning(fonts.names(), begun)


def complete_forms(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of readers."""
    from typeset import read

    return _beginning(read.READERS, begun)


def ids(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The ids of rules and checks."""
    from typeset.jobs import explain

    return _beginning(explain.entries(), begun)


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return [name for name in names if name.startswith(begun)]


Command = TypeVar("Command", bound=Callable[..., object])
NEVER = "never"
LEVELS = {str(level): level for level in Severity}

as_json = click.option("--json", "as_json", is_flag=True, help="Print the results on stdout as JSON, for machines.")
form = click.option(
    "--from",
    "form",
    shell_complete=complete_forms,
    default="",
    metavar="FORM",
    help="How to read the article, where its suffix misleads.",
)
theme = click.option(
    "--theme",
    shell_complete=complete_themes,
    default="",
    metavar="NAME|FOLDER",
    help="A theme by name, or its folder.  [default: theme in typeset.toml, or classic]",
)
font = click.option(
    "--font",
    shell_complete=complete_fonts,
    default="",
    metavar="NAME|FILE|FOLDER",
    help="Another face for the body: a family of ./fonts, of typeset or of this machine by its name, a font file, or a "
    "folder of them.  [default: font in typeset.toml, or the theme's]",
)
page = click.option(
    "--page",
    default="",
    metavar="SHEET",
    help="The sheet: A3, A4, A5, B5, letter, legal, or a measure such as 210x280mm.  [default: the theme's]",
)
fit = click.option(
    "--fit",
    type=click.IntRange(1, 99),
    default=None,
    callback=lambda _context, _option, pages: pages or 0,
    metavar="PAGES",
    help="Fit the release on so many pages, tighter or looser.  [default: as many as it takes]",
)
digits = click.option(
    "--digits",
    type=click.Choice([family.value for family in Digits]),
    callback=lambda _context, _option, family: family or "",
    help="The digits of the text and the page.  [default: those of typeset.toml, else as written]",
)


class Wishes(NamedTuple):
    """How folders and many files are to be made."""

    setters: int = 0
    is_forced: bool = False
    watches: bool = False
    report: Path | None = None
    shard: str = ""
    scheduler: str = ""
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None


def batch(command: Command) -> Command:
    """The options of `make` for folders and for many files; the command gets them together, as `wishes`."""

    @wraps(command)
    def gathered(*arguments: object, **options: Any) -> object:  # noqa: ANN401 - whatever click gives
        wishes = Wishes(*(options.pop(name) for name in Wishes._fields))
        return command(*arguments, wishes=wishes, **options)

    for option in reversed(BATCH):
        gathered = option(gathered)
    return cast("Command", gathered)


def _tls_file(name: str, what: str) -> Callable[[Command], Command]:
    return click.option(name, type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE", help=what)


BATCH: tuple[Callable[[Callable[..., object]], Callable[..., object]], ...] = (
    click.option(
        "-j",
        "--jobs",
        "setters",
        type=click.IntRange(1, 256),
        default=None,
        callback=lambda _context, _option, number: number or 0,
        metavar="N",
        help="Make N articles at once, each in a process of its own.  [default: one for each processor]",
    ),
    click.option(
        "--force", "is_forced", is_flag=True, help="Make all articles of a folder, also what has not changed."
    ),
    click.option("--watch", "watches", is_flag=True, help="Go on, and make again what changes, until Ctrl-C."),
    click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        metavar="FILE",
        help="Write what became of each article: .html for people, .jsonl, .xml (JUnit) or .sarif for machines.",
    ),
    click.option(
        "--shard",
        default="",
        metavar="K/N",
        help="Make the Kth of N parts of the articles, the same on every machine: for several machines, or nights.",
    ),
    click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="Make the articles on the workers of this Dask scheduler: tls://HOST:8786, or tcp:// on this machine.",
    ),
    _tls_file("--tls-ca", "The certificate of the authority that has signed those of the cluster."),
    _tls_file("--tls-cert", "The certificate of this machine, for --scheduler."),
    _tls_file("--tls-key", "The key to it.  [default for all three: Dask's configuration]"),
)


def fail_on(usual: str) -> Callable[[Command], Command]:
    """The option `--fail-on`, with the default level of a command."""
    return click.option(
        "--fail-on",
        type=click.Choice([*LEVELS, NEVER]),
        default=usual,
        show_default=True,
        help="Exit with 1 when a finding is at least this bad.",
    )


# The output folder where the command line names none.


DEFAULT_FOLDER = Path("dist")


def folder(house: House) -> Path:
    """The `output` of typeset.toml, relative to the working folder where it lies inside that; else `dist`."""
    wanted, here = house.output, Path.cwd()
    if wanted is None:
        return DEFAULT_FOLDER
    return wanted.relative_to(here) if wanted.is_relative_to(here) else wanted
