"""The outcome of a preflight: which checks ran, what each found, which could not run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

import pikepdf

from typeset.errors import Message, listed
from typeset.findings import Check, Finding, NotRunError, Severity
from typeset.preflight.conditions import Condition
from typeset.preflight.sheet import Claims, Sheet

MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, pikepdf.PdfError)
"""Exceptions that a malformed part of a file causes. They become findings of severity ERROR, so that a bug of ours
that raises one of them is not hidden either."""


class CheckResult(NamedTuple):
    """One check, by its id and title, and what it found; `not_run` says why it could not run."""

    id: str
    title: str
    findings: tuple[Finding, ...]
    not_run: str = ""

    @property
    def passed(self) -> bool:
        """Whether it ran and found nothing above severity INFO."""
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
        """The checks that could not run."""
        return tuple(result for result in self.results if result.not_run)

    def summary(self) -> str:
        """The outcome in a few sentences, which keep what the file claims apart from what was checked."""
        ran = len(self.results) - len(self.not_run)
        standards = self.claims.standards
        claim = Message(" The file claims {names}.", names=listed(standards)) if standards else ""
        return Message(
            "Passes {how_many} checks of our list for {condition}.{claim}{not_run}",
            how_many=self._how_many_pass(ran),
            condition=self.condition.title,
            claim=claim,
            not_run=reduce(_with_not_run, self.not_run, ""),
        )

    def _how_many_pass(self, ran: int) -> str:
        passed = sum(result.passed for result in self.results)
        if passed == ran:
            return Message("all {ran}", ran=ran)
        return Message("{passed} of {ran}", passed=passed, ran=ran)

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


def _with_not_run(before: str, result: CheckResult) -> str:
    return Message("{before} {id}: not run ({reason}).", before=before, id=result.id, reason=result.not_run)


def run_checks(sheet: Sheet, checks: Iterable[Check[Sheet]]) -> tuple[CheckResult, ...]:
    """Run each check that is for everything, or for one of the sheet's scopes."""
    return tuple(_result(sheet, check) for check in checks if not check.scopes or check.scopes & sheet.scopes)


def _result(sheet: Sheet, check: Check[Sheet]) -> CheckResult:
    try:
        return CheckResult(check.id, check.title, tuple(check(sheet)))
    except NotRunError as error:
        remark = Finding(check.id, Severity.INFO, Message("Not run: {reason}", reason=error.reason), hint=error.hint)
        return CheckResult(check.id, check.title, (remark,), error.reason)
    except MALFORMED as damage:
        reason = Message(
            "it broke on a malformed part of the file ({broken})", broken=str(damage)[:120] or type(damage).__name__
        )
        fault = Finding(
            check.id, Severity.ERROR, Message("Not run: {reason}", reason=reason), hint="Export the file anew."
        )
        return CheckResult(check.id, check.title, (fault,), reason)
