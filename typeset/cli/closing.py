"""The closing lines of `make`: gaps, a summary of the outcomes, and what each file is for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from typeset.cli import output, speech, viewer
from typeset.errors import Message, listed
from typeset.findings import Finding, Severity
from typeset.jobs.gaps import GAPS

if TYPE_CHECKING:
    from typeset.errors import TypesetError


# The outcome of `make` for each article.


class FileWritten(NamedTuple):
    """A written file: its path, its size in bytes, how its name ends after that of the article, what it is for."""

    path: Path
    size: int
    suffix: str
    purpose: str


class EditionWritten(NamedTuple):
    """A written edition: its files, and the findings of rendering and preflight, without the content."""

    edition: str
    files: tuple[FileWritten, ...]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """For `--json`: `file` is the first of its files, `more` are the others, where a theme makes several."""
        first, *others = ({"file": str(one.path), "bytes": one.size} for one in self.files)
        return {
            "edition": self.edition,
            **first,
            **({"more": others} if others else {}),
            "findings": [finding.as_dict() for finding in self.findings],
        }


class MakeOutcome(NamedTuple):
    """The outcome for one article: its findings and the editions written, or the error that stopped it."""

    article: Path
    findings: tuple[Finding, ...] = ()
    """Those of the article itself."""
    editions: tuple[EditionWritten, ...] = ()
    error: TypesetError | None = None
    stands: bool = False
    """Whether an earlier run made it, and nothing has changed since."""

    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the article, then those of each edition."""
        return self.findings + tuple(finding for one in self.editions for finding in one.findings)

    def gaps(self) -> tuple[Finding, ...]:
        """The findings about gaps (`jobs.gaps`), which are reported once for the whole run."""
        return tuple(finding for finding in self.findings if finding.id in GAPS)

    def faults(self) -> tuple[Finding, ...]:
        """All findings but the gaps."""
        return tuple(finding for finding in self.all_findings() if finding.id not in GAPS)

    def files(self) -> tuple[FileWritten, ...]:
        """All that was written, edition by edition."""
        return tuple(file for one in self.editions for file in one.files)

    def exit_code(self, level: str) -> int:
        """The error's own code, else 0 or 1 by the findings."""
        return self.error.exit_code if self.error else output.exit_code(self.all_findings(), level)

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "article": str(self.article),
            "findings": [finding.as_dict() for finding in self.findings],
            "editions": [one.as_dict() for one in self.editions],
            **({"error": output.error_as_dict(self.error)} if self.error else {}),
        }


MOST_NAMED = 3


def are_the_results(articles: Sequence[Path]) -> bool:
    """Whether the closing lines take the place of the paths on stdout: for one article, at a terminal.

    A pipe gets the paths and nothing else.
    """
    return len(articles) == 1 and output.to_terminal()


def gaps(outcomes: Sequence[MakeOutcome]) -> None:
    """Print the gaps: one line for each kind and cure, with the articles that have it."""
    lacking: dict[tuple[str, str], list[Finding]] = {}
    for finding in (finding for outcome in outcomes for finding in outcome.gaps()):
        lacking.setdefault((finding.id, finding.hint), []).append(finding)
    for alike in sorted(lacking.values(), key=lambda alike: GAPS.index(alike[0].id)):
        first, names = alike[0], [finding.place.file for finding in alike]
        whose = names[0] if len(outcomes) == 1 else _whose(names, sum(not outcome.error for outcome in outcomes))
        output.print_stderr(f"{_said_whose(whose)}: {output.finding_line(first)} {speech.said(first.hint)}")


def _whose(names: Sequence[str], made: int) -> str:
    """Which articles a line is about: `12 of 30 articles (a.txt, b.txt, …)`."""
    if len(names) == made > 1:
        return Message("all {count} articles", "all {count} articles", count=made)
    some = ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
    return Message("{number} of {made} articles ({some})", number=len(names), made=made, some=some)


def _said_whose(whose: str) -> str:
    return speech.said(whose) if isinstance(whose, Message) else speech.voice().isolate(Path(whose))


def summary(outcomes: Sequence[MakeOutcome]) -> None:
    """Print, for several articles, how many were made, into how many files, the findings, and which failed and why."""
    if len(outcomes) == 1:
        return
    stood = sum(outcome.stands for outcome in outcomes)
    failed = [(outcome.article, outcome.error) for outcome in outcomes if outcome.error]
    made = len(outcomes) - len(failed)
    count = sum(len(outcome.files()) for outcome in outcomes)
    output.say(
        Message(
            "{made} of {articles} made: {files}; {findings}.{stood}",
            made=made,
            articles=Message("{count} article", "{count} articles", count=len(outcomes)),
            files=Message("{count} file", "{count} files", count=count),
            findings=_severity_counts(outcomes),
            stood=Message(" {number} had not changed since the last run.", number=stood) if stood else "",
        )
    )
    for article, error in failed:
        if str(article) in error.message:
            output.say(Message("not made: {message}", message=error.message))
        else:
            output.say(Message("not made: {article}: {message}", article=article, message=error.message))


def _severity_counts(outcomes: Sequence[MakeOutcome]) -> str:
    """The number of findings by severity: `2 errors, 1 warning, 30 info`; identical ones of one article count once."""
    levels = Counter(finding.severity for outcome in outcomes for finding in dict.fromkeys(outcome.all_findings()))
    counted = (_counted(level, levels[level]) for level in sorted(levels, reverse=True))
    return listed(counted) or Message("nothing found")


def _counted(level: Severity, number: int) -> str:
    match level:
        case Severity.ERROR:
            return Message("{count} error", "{count} errors", count=number)
        case Severity.WARNING:
            return Message("{count} warning", "{count} warnings", count=number)
        case Severity.INFO:
            return Message("{count} info", "{count} info", count=number)


def show(outcomes: Sequence[MakeOutcome]) -> None:
    """Open the first file of one article in the desktop's default program; for several, the folder of the first."""
    files = [one.path for outcome in outcomes for one in outcome.files()]
    if files:
        viewer.show(files[0] if len(outcomes) == 1 else files[0].parent)


def purposes(outcomes: Sequence[MakeOutcome]) -> None:
    """Print what each file is for; for several articles one line for each kind, `dist/*.print.pdf`.

    Where they lie in several folders, it is `dist/**/*.print.pdf`.
    """
    if len(outcomes) == 1:
        rows = {one.path: one.purpose for one in outcomes[0].files()}
    else:
        made = [one for outcome in outcomes for one in outcome.files()]
        folders = {one.path.parent for one in made}
        common = Path(os.path.commonpath(folders)) if folders else Path()
        everywhere = common if len(folders) < 2 else common / "**"
        rows = {everywhere / f"*{one.suffix}": one.purpose for one in made}
    tell = output.put if are_the_results([outcome.article for outcome in outcomes]) else output.put_stderr
    for line in _table(rows.items()):
        tell(line)


def _table(rows: Iterable[tuple[Path, str]]) -> list[bytes]:
    """Lines of two columns: the path, byte for byte as the file system has it, and the words."""
    named = [(os.fsencode(path), speech.said(words)) for path, words in rows]
    width = max((len(os.fsdecode(path)) for path, _ in named), default=0)
    return [
        path + b" " * (width - len(os.fsdecode(path)) + 2) + words.encode("utf-8", "surrogateescape") + b"\n"
        for path, words in named
    ]
