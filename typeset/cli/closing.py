"""The last lines of `make`: what each file is for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from typeset.cli import report
from typeset.cli.outcome import Outcome


def are_the_results(articles: Sequence[Path]) -> bool:
    """Whether the last lines name the files too: of one article, at a terminal. A pipe gets paths and nothing else."""
    return len(articles) == 1 and report.to_terminal()


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
