"""Reports of a batch, for machines and for people: one module a format, told by the suffix of the file.

    .jsonl   one line an article, as it ends: for scripts
    .xml     JUnit: a suite an article, a case a check: for build servers
    .sarif   findings with line and column: for forges, which show them beside the text
    .html    an index with the first page of each article: for people

A format is a class with `add(outcome)` and `close()`, and a line in FORMATS.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from typeset.errors import CommandError, Message
from typeset.jobs.batch.reports.html import Index
from typeset.jobs.batch.reports.jsonl import Lines
from typeset.jobs.batch.reports.junit import Suites
from typeset.jobs.batch.reports.sarif import Log
from typeset.jobs.batch.run import Outcome
from typeset.words.voice import ENGLISH, Voice

__all__ = ["FORMATS", "Report", "opened"]


class Report(Protocol):
    """What takes the outcomes of a batch as they come, and is a whole file once it is closed."""

    def __init__(self, file: Path, output: Path) -> None: ...

    def add(self, outcome: Outcome) -> None:
        """Take an outcome."""

    def close(self) -> None:
        """Write what has been taken."""


FORMATS: dict[str, type[Report]] = {".jsonl": Lines, ".xml": Suites, ".sarif": Log, ".html": Index}


def opened(file: Path, output: Path, voice: Voice = ENGLISH) -> Report:
    """The report that the suffix of the file asks for; `voice` is the language of one for people.

    Raises CommandError: it is none of FORMATS.
    """
    if file.suffix.lower() not in FORMATS:
        raise CommandError(
            Message("{file} is no report that is known here.", file=file),
            hint=Message("Name a file that ends with {suffixes}.", suffixes=", ".join(FORMATS)),
        )
    report = FORMATS[file.suffix.lower()]
    return Index(file, output, voice) if report is Index else report(file, output)
