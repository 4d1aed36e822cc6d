"""The report as JSON lines: one for each article, written as it ends, so that a script may follow."""

from __future__ import annotations

import json
from pathlib import Path

from typeset import files
from typeset.jobs.batch.run import Outcome


class Lines:
    """The file is begun anew; each line is a whole object, and is on the disk before the next article's."""

    def __init__(self, file: Path, output: Path) -> None:
        self._output = output
        self._file = file
        with files.reporting_errors(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._lines = file.open("wb", buffering=0)

    def add(self, outcome: Outcome) -> None:
        """Write an article's line. Raises EngineError: the disk is full."""
        line = json.dumps(as_dict(outcome, self._output), ensure_ascii=False) + "\n"
        with files.reporting_errors(self._file):
            self._lines.write(line.encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Nothing is left to write."""
        self._lines.close()


def as_dict(outcome: Outcome, output: Path) -> dict[str, object]:
    """An outcome for JSON: the article, its files with the hash of each, findings, seconds, what stopped it."""
    error = outcome.error
    return {
        "article": str(outcome.article),
        "state": "failed" if error else "stands" if outcome.stands else "made",
        "seconds": round(outcome.seconds, 3),
        "findings": [finding.as_dict() for finding in outcome.findings],
        "editions": [
            {
                "edition": one.edition,
                "files": [
                    {"file": str(output / file.name), "bytes": file.size, "blake2b": file.print.content}
                    for file in one.files
                ],
                "findings": [finding.as_dict() for finding in one.findings],
            }
            for one in outcome.products
        ],
        **({"edited": outcome.edited} if outcome.edited else {}),
        **({"error": {"message": error.message, "hint": error.hint, "exit": error.exit_code}} if error else {}),
    }
