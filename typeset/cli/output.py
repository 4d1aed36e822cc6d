"""Output to the terminal: results on stdout; findings, progress and errors on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from typeset.cli import speech
from typeset.cli.options import LEVELS, NEVER
from typeset.errors import EngineError, Message, TypesetError
from typeset.findings import CALLED, Finding, Severity

if TYPE_CHECKING:
    from typeset.jobs.make import Step

COLOURS = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}
FAULTS_FOUND = 1


def occupy_closed_streams() -> None:
    """Open the null device for each closed standard stream; else the next opened file would get its descriptor.

    `sys.stdout` stays None, so that `put` can refuse to write results nowhere.
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
    """Whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def exit_code(findings: Iterable[Finding], level: str) -> int:
    """0 or 1: whether a finding is at or over the level of `--fail-on`."""
    return FAULTS_FOUND if level != NEVER and any(finding.severity >= LEVELS[level] for finding in findings) else 0


def say(text: str) -> None:
    """Print a sentence on stderr, in the language of the run."""
    print_stderr(speech.said(text))


def print_stderr(text: str) -> None:
    """Print on stderr what is in the language of the run already."""
    click.echo(text, err=True)


def line(text: str) -> None:
    """Print a line on stdout."""
    put(text.encode("utf-8", "surrogateescape") + b"\n")


def print_path(path: Path) -> None:
    """Print a path on stdout, byte for byte as the file system has it."""
    put(os.fsencode(path) + b"\n")


def print_no_path(path: Path) -> None:
    """Print nothing, where the JSON or the closing lines name the path."""


def put(data: bytes) -> None:
    """Write bytes to stdout. Raises EngineError: it is closed, or cannot be written; BrokenPipeError."""
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


def put_stderr(data: bytes) -> None:
    """Write bytes to stderr."""
    click.echo(data, nl=False, err=True)


def print_json(value: object) -> None:
    """Print a value on stdout as JSON; bytes of a file name that are not UTF-8 are escaped."""
    put(json.dumps(_said(value), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n")


FOR_PEOPLE = frozenset({"message", "hint", "note", "summary", "title", "found", "fault", "cure"})
"""Keys of our JSON whose values are sentences."""


def _said(value: object, key: str = "") -> object:
    """A value for JSON, with its sentences in the language of the run."""
    if isinstance(value, Mapping):
        return {name: _said(one, name) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_said(one, key) for one in value]
    return speech.said(value) if isinstance(value, Message) or (isinstance(value, str) and key in FOR_PEOPLE) else value


def report_findings(findings: Iterable[Finding]) -> None:
    """Print each finding on stderr; identical ones, which several editions may have, once."""
    for words in dict.fromkeys(map(finding_text, findings)):
        print_stderr(words)


def finding_text(finding: Finding) -> str:
    """A finding as text: place, severity, id and message in one line, the hint in another."""
    place = f"{speech.said_place(finding.place)}: " if str(finding.place) else ""
    cure = f"\n    {speech.said(finding.hint)}" if finding.hint else ""
    return f"{place}{finding_line(finding)}{cure}"


def finding_line(finding: Finding) -> str:
    """A finding in one line, without place and hint: severity, id, message."""
    severity = click.style(speech.said(CALLED[finding.severity]), fg=COLOURS[finding.severity], bold=True)
    return f"{severity} {click.style(finding.id, dim=True)}: {speech.said(finding.message)}"


def report_error(error: TypesetError) -> None:
    """Print an error that stopped the work, with its hint, on stderr."""
    error_called = click.style(speech.said(CALLED[Severity.ERROR]), fg="red", bold=True)
    print_stderr(f"{error_called}: {speech.said(error.message)}")
    if error.hint:
        print_stderr(f"    {speech.said(error.hint)}")


def error_as_dict(error: TypesetError) -> Mapping[str, object]:
    """An error that stopped the work, for `--json`."""
    return {"message": error.message, "hint": error.hint, "exit": error.exit_code}


@contextmanager
def progress(title: str) -> Iterator[Callable[[Step], None]]:
    """Yields a function that shows the current step beside the title; it does nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(title)) as status:
        yield lambda step: status.update(Text(f"{title}: {speech.said(step.words)}"))


def _silent(step: Step) -> None:
    pass
