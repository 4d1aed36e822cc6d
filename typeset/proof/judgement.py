"""The outcome of a proof: which checks ran, what each found, which could not look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from typeset.check import Check, Finding, MissingToolError, Severity
from typeset.proof.claims import Claims
from typeset.proof.conditions import Condition
from typeset.proof.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Result:
    """One check that was asked: what it found; `not_run` says why it could not look, where it could not."""

    check: Check[Sheet]
    findings: tuple[Finding, ...]
    not_run: str = ""

    @property
    def passed(self) -> bool:
        """Whether it looked and found nothing but remarks."""
        return not self.not_run and all(finding.severity is Severity.INFO for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A PDF judged under a condition."""

    name: str
    condition: Condition
    claims: Claims
    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, in the order of the checks."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def not_run(self) -> tuple[Result, ...]:
        """The checks that could not look."""
        return tuple(result for result in self.results if result.not_run)

    def summary(self) -> str:
        """In a sentence, and in honest words: what was checked is told apart from what the file claims."""
        ran = len(self.results) - len(self.not_run)
        passed = sum(result.passed for result in self.results)
        claimed = f"; the file claims {', '.join(self.claims.standards)}" if self.claims.standards else ""
        left = "".join(f"; {result.check.id}: not run" for result in self.not_run)
        return f"Passes {passed} of {ran} of our checks for {self.condition.title}{claimed}{left}."


def asked(sheet: Sheet, checks: Iterable[Check[Sheet]]) -> tuple[Result, ...]:
    """Ask each check that the work calls for."""
    return tuple(_result(sheet, check) for check in checks if not check.scopes or check.scopes & sheet.scopes)


def _result(sheet: Sheet, check: Check[Sheet]) -> Result:
    try:
        return Result(check, tuple(check(sheet)))
    except MissingToolError as missing:
        remark = Finding(check.id, Severity.INFO, f"Not run: {missing.reason}", hint=missing.hint)
        return Result(check, (remark,), missing.reason)
