"""The report as SARIF 2.1.0 (OASIS), which forges show beside the line that it is about."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from typeset import __version__, files
from typeset.findings import Finding, Severity
from typeset.jobs import explain
from typeset.jobs.batch.run import Outcome

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Log:
    """One run of one tool; its rules are the checks that found something."""

    def __init__(self, file: Path, output: Path) -> None:  # noqa: ARG002  the results are about articles, not files
        self._file = file
        self._results: list[dict[str, object]] = []
        self._ids: dict[str, None] = {}

    def add(self, outcome: Outcome) -> None:
        """Take the findings of an article, and the error that stopped it."""
        for finding in dict.fromkeys(outcome.all_findings()):
            self._ids.setdefault(finding.id)
            self._results.append(_result(finding, outcome.article))
        if outcome.error is not None:
            message = " ".join(filter(None, (outcome.error.message, outcome.error.hint)))
            self._results.append(
                {"level": "error", "message": {"text": message}, "locations": [_location(outcome.article)]}
            )

    def close(self) -> None:
        """Write the log."""
        driver = {"name": "typeset-press", "version": __version__, "rules": list(_rules(self._ids))}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": self._results}
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
        files.write(self._file, json.dumps(log, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))


def _rules(ids: dict[str, None]) -> Iterator[dict[str, object]]:
    entries = explain.entries()
    for id in ids:
        entry = entries.get(id)
        title, _, rest = entry.rationale.partition("\n") if entry else (id, "", "")
        yield {"id": id, "shortDescription": {"text": title}, "fullDescription": {"text": rest.strip() or title}}


def _result(finding: Finding, article: Path) -> dict[str, object]:
    message = " ".join(filter(None, (finding.message, finding.hint)))
    return {
        "ruleId": finding.id,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(article, finding)],
    }


def _location(article: Path, finding: Finding | None = None) -> dict[str, object]:
    """The article, by its path from the working folder, with line and column where the finding has them."""
    place: dict[str, object] = {"artifactLocation": {"uri": quote(Path(os.path.relpath(article)).as_posix())}}
    if finding is not None and finding.place.line:
        column = {"startColumn": finding.place.column} if finding.place.column else {}
        place["region"] = {"startLine": finding.place.line, **column}
    return {"physicalLocation": place}
