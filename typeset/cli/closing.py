"""The last lines of `make`: what most articles lack, what became of them all, and what each file is for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from typeset.check import Finding, Severity
from typeset.cli import report, viewer
from typeset.cli.outcome import Outcome
from typeset.gaps import GAPS

MOST_NAMED = 3


def are_the_results(articles: Sequence[Path]) -> bool:
    """Whether the last lines name the files too: of one article, at a terminal. A pipe gets paths and nothing else."""
    return len(articles) == 1 and report.to_terminal()


def gaps(outcomes: Sequence[Outcome]) -> None:
    """What releases come without: one line for each kind and cure, however many articles lack it."""
    lacking: dict[tuple[str, str], list[Finding]] = {}
    for finding in (finding for outcome in outcomes for finding in outcome.gaps()):
        lacking.setdefault((finding.id, finding.hint), []).append(finding)
    for alike in sorted(lacking.values(), key=lambda alike: GAPS.index(alike[0].id)):
        first, names = alike[0], [finding.place.file for finding in alike]
        whose = names[0] if len(outcomes) == 1 else _whose(names, sum(not outcome.error for outcome in outcomes))
        report.say(f"{whose}: {report.headed(first)} {first.hint}")


def _whose(names: Sequence[str], made: int) -> str:
    """Which articles a line is about: `12 of 30 articles (a.txt, b.txt, …)`."""
    if len(names) == made > 1:
        return f"all {made} articles"
    some = ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
    return f"{len(names)} of {made} articles ({some})"


def summary(outcomes: Sequence[Outcome]) -> None:
    """Of several articles: how many were made, into how many files, what was found, and which failed and why."""
    if len(outcomes) == 1:
        return
    failed = [(outcome.article, outcome.error) for outcome in outcomes if outcome.error]
    made = len(outcomes) - len(failed)
    count = sum(len(outcome.made) for outcome in outcomes)
    report.say(f"{made} of {_counted(len(outcomes), 'article')} made: {_counted(count, 'file')}; {_found(outcomes)}.")
    for article, error in failed:
        name = "" if str(article) in error.message else f"{article}: "
        report.say(f"not made: {name}{error.message}")


def _found(outcomes: Sequence[Outcome]) -> str:
    """The findings by how bad they are: `2 errors, 1 warning, 30 info`; what every edition says counts once."""
    levels = Counter(finding.severity for outcome in outcomes for finding in dict.fromkeys(outcome.all_findings()))
    counted = [
        f"{levels[level]} {level}" if level is Severity.INFO else _counted(levels[level], str(level))
        for level in sorted(levels, reverse=True)
    ]
    return ", ".join(counted) or "nothing found"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def show(outcomes: Sequence[Outcome]) -> None:
    """The first file of one article in the desktop's own program; of several articles the folder of the first."""
    files = [one.file for outcome in outcomes for one in outcome.made]
    if files:
        viewer.show(files[0] if len(outcomes) == 1 else files[0].parent)


def purposes(outcomes: Sequence[Outcome]) -> None:
    """What each file is for; of many articles one line an edition, `dist/*.print.pdf`."""
    if len(outcomes) == 1:
        rows = {one.file: one.edition.purpose for one in outcomes[0].made}
    else:
        made = (one for outcome in outcomes for one in outcome.made)
        rows = {one.file.with_name(f"*{one.edition.suffix}"): one.edition.purpose for one in made}
    tell = report.put if are_the_results([outcome.article for outcome in outcomes]) else report.put_aside
    for line in _table(rows.items()):
        tell(line)


def _table(rows: Iterable[tuple[Path, str]]) -> list[bytes]:
    """Paths byte for byte as the file system has them, and the words beside them in a column of their own."""
    named = [(os.fsencode(path), words) for path, words in rows]
    width = max((len(os.fsdecode(path)) for path, _ in named), default=0)
    return [
        path + b" " * (width - len(os.fsdecode(path)) + 2) + words.encode("utf-8", "surrogateescape") + b"\n"
        for path, words in named
    ]
