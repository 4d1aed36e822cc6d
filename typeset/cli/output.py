"""What the reader of the terminal sees: results on stdout; findings, progress and errors on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

import click

from typeset.cli.options import LEVELS, NEVER
from typeset.errors import EngineError, Message, TypesetError
from typeset.findings import Finding, Severity

COLOURS = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}
FAULTS_FOUND = 1


def occupy_closed_streams() -> None:
    """Put the null device where a standard stream is closed: the next file would take its number, and be printed into.

    Nothing is read from it, and nobody misses what is told on stderr. `sys.stdout` stays None: see `put`.
    """
    if sys.stdin is None:
        sys.stdin = _null_device("r")
    if sys.stdout is None:
        os.open(os.devnull, os.O_WRONLY)
    if sys.stderr is None:
        sys.stderr = _null_device("w")


def _null_device(mode: str) -> TextIO:
    return cast("TextIO", Path(os.devnull).open(mode, encoding="utf-8"))


def to_terminal() -> bool:
    """Whether stdout is looked at by a person."""
    return sys.stdout is not None and sys.stdout.isatty()


def exit_code(findings: Iterable[Finding], level: str) -> int:
    """0 or 1: whether a finding is at or over the level of `--fail-on`."""
    return FAULTS_FOUND if level != NEVER and any(finding.severity >= LEVELS[level] for finding in findings) else 0


def say(text: str) -> None:
    """A line on stderr."""
    click.echo(text, err=True)


def line(text: str) -> None:
    """A line on stdout."""
    put(text.encode("utf-8", "surrogateescape") + b"\n")


def written(path: Path) -> None:
    """A path on stdout, byte for byte as the file system has it."""
    put(os.fsencode(path) + b"\n")


def unsaid(path: Path) -> None:
    """Nothing: the JSON will tell, or the last lines."""


def put(data: bytes) -> None:
    """Bytes on stdout. Raises EngineError: it is closed, or the disk is full; BrokenPipeError: nobody reads on."""
    if sys.stdout is None:
        raise EngineError("Standard output is closed.", hint="Send it somewhere, be it to /dev/null.")
    try:
        sys.stdout.flush()
        with open(sys.stdout.fileno(), "wb", closefd=False) as stdout:
            stdout.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EngineError(
            Message("Standard output cannot be written: {lower}.", lower=(error.strerror or str(error)).lower()),
            hint="Make room where it leads, or name a folder with -o.",
        ) from None


def put_aside(data: bytes) -> None:
    """Bytes on stderr."""
    click.echo(data, nl=False, err=True)


def machine(value: object) -> None:
    """A value on stdout as JSON; a file name that is no UTF-8 comes as escapes."""
    put(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")


def found(findings: Iterable[Finding]) -> None:
    """Each finding on stderr; what every edition says in the same words is said once."""
    for words in dict.fromkeys(map(told, findings)):
        say(words)


def told(finding: Finding) -> str:
    """A finding in two lines: where, how bad, which, what; then what to do about it."""
    place = f"{finding.place}: " if str(finding.place) else ""
    cure = f"\n    {finding.hint}" if finding.hint else ""
    return f"{place}{headed(finding)}{cure}"


def headed(finding: Finding) -> str:
    """How bad, which, what: a finding in one line, without its place and cure."""
    severity = click.style(str(finding.severity), fg=COLOURS[finding.severity], bold=True)
    return f"{severity} {click.style(finding.id, dim=True)}: {finding.message}"


def stopped(error: TypesetError) -> None:
    """What stopped the work, and what to do next."""
    say(f"{click.style('error', fg='red', bold=True)}: {error.message}")
    if error.hint:
        say(f"    {error.hint}")


def failure(error: TypesetError) -> Mapping[str, object]:
    """What stopped the work, for `--json`."""
    return {"message": error.message, "hint": error.hint, "exit": error.exit_code}


@contextmanager
def progress(title: str) -> Iterator[Callable[[object], None]]:
    """A function that shows the step at work beside the title; it shows nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(title)) as status:
        yield lambda step: status.update(Text(f"{title}: {step}"))


def _silent(step: object) -> None:
    pass
