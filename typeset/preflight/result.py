"""The outcome of a proof: which checks ran, what each found, which could not look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pikepdf

from typeset.errors import Message
from typeset.findings import Check, Finding, NotRunError, Severity
from typeset.preflight.conditions import Condition
from typeset.preflight.sheet import Claims, Sheet

MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, pikepdf.PdfError)
"""What comes of a part that is of another type than it should be. It is an error, so no fault of ours hides in it."""


class CheckResult(NamedTuple):
    """One check that was asked, by its id and title, and what it found; `not_run` says why it could not look."""

    id: str
    title: str
    findings: tuple[Finding, ...]
    not_run: str = ""

    @property
    def passed(self) -> bool:
        """Whether it looked and found nothing but remarks."""
        return not self.not_run and all(finding.severity is Severity.INFO for finding in self.findings)


class Judgement(NamedTuple):
    """A PDF judged under a condition. `name` is what the file is called, `direction` that of its text."""

    name: str
    condition: Condition
    claims: Claims
    direction: str
    results: tuple[CheckResult, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, in the order of the checks."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def not_run(self) -> tuple[CheckResult, ...]:
        """The checks that could not look."""
        return tuple(result for result in self.results if result.not_run)

    def summary(self) -> str:
        """In a sentence or two, and in honest words: what a file claims is not what it was found to be."""
        passed = sum(result.passed for result in self.results)
        ran = len(self.results) - len(self.not_run)
        count = f"all {ran}" if passed == ran else f"{passed} of {ran}"
        parts = [f"Passes {count} checks of our list for {self.condition.title}."]
        if standards := self.claims.standards:
            parts.append(f"The file claims {', '.join(standards)}.")
        parts += [f"{result.id}: not run ({result.not_run})." for result in self.not_run]
        return " ".join(parts)

    def as_dict(self) -> dict[str, object]:
        """The judgement for `--json`."""
        return {
            "file": self.name,
            "condition": self.condition.name,
            "claims": list(self.claims.standards),
            "summary": self.summary(),
            "passed": [result.id for result in self.results if result.passed],
            "not_run": {result.id: result.not_run for result in self.not_run},
            "findings": [finding.as_dict() for finding in self.findings],
        }


def asked(sheet: Sheet, checks: Iterable[Check[Sheet]]) -> tuple[CheckResult, ...]:
    """Ask each check that the work calls for."""
    return tuple(_result(sheet, check) for check in checks if not check.scopes or check.scopes & sheet.scopes)


def _result(sheet: Sheet, check: Check[Sheet]) -> CheckResult:
    try:
        return CheckResult(check.id, check.title, tuple(check(sheet)))
    except NotRunError as missing:
        remark = Finding(
            check.id, Severity.INFO, Message("Not run: {reason}", reason=missing.reason), hint=missing.hint
        )
        return CheckResult(check.id, check.title, (remark,), missing.reason)
    except MALFORMED as broken:
        reason = Message(
            "it broke on a malformed part of the file ({broken})", broken=str(broken)[:120] or type(broken).__name__
        )
        fault = Finding(
            check.id, Severity.ERROR, Message("Not run: {reason}", reason=reason), hint="Export the file anew."
        )
        return CheckResult(check.id, check.title, (fault,), reason)
