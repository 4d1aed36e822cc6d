"""What became of each article that was to be made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from typeset.cli import report
from typeset.gaps import GAPS

if TYPE_CHECKING:
    from typeset.check import Finding
    from typeset.edition import Edition
    from typeset.errors import TypesetError


class Made(NamedTuple):
    """One edition, written: its file, and what its rendering and proof found. The PDF itself is not kept."""

    edition: Edition
    file: Path
    size: int
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "edition": self.edition.name,
            "file": str(self.file),
            "bytes": self.size,
            "findings": [finding.as_dict() for finding in self.findings],
        }


class Outcome(NamedTuple):
    """What became of one article: what was found and the files written, or the error that stopped it."""

    article: Path
    findings: tuple[Finding, ...] = ()
    """Those of the article itself."""
    made: tuple[Made, ...] = ()
    error: TypesetError | None = None

    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the article, then those of each edition."""
        return self.findings + tuple(finding for one in self.made for finding in one.findings)

    def gaps(self) -> tuple[Finding, ...]:
        """What most releases come without, which is told once for all of a run."""
        return tuple(finding for finding in self.findings if finding.id in GAPS)

    def faults(self) -> tuple[Finding, ...]:
        """All findings but the gaps."""
        return tuple(finding for finding in self.all_findings() if finding.id not in GAPS)

    def exit_code(self, level: str) -> int:
        """The error's own code, else 0 or 1 by the findings."""
        return self.error.exit_code if self.error else report.exit_code(self.all_findings(), level)

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "article": str(self.article),
            "findings": [finding.as_dict() for finding in self.findings],
            "editions": [one.as_dict() for one in self.made],
            **({"error": report.failure(self.error)} if self.error else {}),
        }
