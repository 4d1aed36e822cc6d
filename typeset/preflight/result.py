"""The outcome of a preflight: which checks ran, what each found, which could not run."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import reduce
from typing import NamedTuple

from typeset.errors import Message, listed
from typeset.findings import Check, Finding, NotRunError, Severity
from typeset.preflight.conditions import Condition
from typeset.preflight.content.values import MALFORMED
from typeset.preflight.sheet import Sheet
from typeset.preflight.xmp import Claims

VALIDATORS = {"standard/page-validation": "page-validation", "standard/verapdf": "veraPDF"}
"""The checks that ask a validator, and its name."""


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

    @property
    def judges(self) -> tuple[str, ...]:
        """The validators of PDF/A and PDF/UA that judged the file's claims."""
        looked = {result.id for result in self.results if not result.not_run}
        return tuple(name for id, name in VALIDATORS.items() if id in looked)

    def summary(self) -> str:
        """The outcome in a few sentences, which keep what the file claims apart from what was checked, and by whom."""
        ran = len(self.results) - len(self.not_run)
        standards = self.claims.standards
        claim = Message(" The file claims {names}.", names=listed(standards)) if standards else ""
        return Message(
            "Passes {how_many} checks of our list for {condition}.{claim}{judged}{not_run}",
            how_many=self._how_many_pass(ran),
            condition=self.condition.title,
            claim=claim,
            judged=self._judged(),
            not_run=reduce(_with_not_run, self._not_run_by_reason().items(), ""),
        )

    def _judged(self) -> str:
        """Who bore out the claims of PDF/A and PDF/UA; where nobody could, what was not judged."""
        claims = [name for name in self.claims.standards if name.startswith(("PDF/A", "PDF/UA"))]
        asked = any(result.id in VALIDATORS for result in self.results)
        if not claims or not asked:
            return ""
        if self.judges:
            return Message(" Its claims were judged by {names}.", names=listed(self.judges))
        return Message(" {names}: no validator judged it, and our list is a part of it only.", names=listed(claims))

    def _not_run_by_reason(self) -> dict[str, list[str]]:
        """Reason -> the checks that did not run for it; one validator that is missing is no matter beside another."""
        reasons: dict[str, list[str]] = {}
        for result in self.not_run:
            if not (self.judges and result.id in VALIDATORS):
                reasons.setdefault(result.not_run, []).append(result.id)
        return reasons

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


def _with_not_run(before: str, unlooked: tuple[str, list[str]]) -> str:
    reason, ids = unlooked
    return Message("{before} {id}: not run ({reason}).", before=before, id=", ".join(ids), reason=reason)


def by_kind(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one check, those of one kind on one page as one, with their number and places.

    Of one kind are those whose sentences differ in their figures and quotations alone. The gravest speaks for them. A
    place in a text is looked up one by one, and such findings stay as they are. What is on no page is one where the
    sentences are the same.
    """
    kinds: dict[Hashable, list[Finding]] = {}
    for number, one in enumerate(found):
        page, message = one.place.page, one.message
        key = number if one.place.file else (page, _template(message) if page else str(message))
        kinds.setdefault(key, []).append(one)
    return tuple(map(_spoken_for, kinds.values()))


def _template(message: str) -> str:
    return message.template if isinstance(message, Message) else message


def _spoken_for(kind: list[Finding]) -> Finding:
    gravest = max(kind, key=lambda one: one.severity)
    others = tuple(one.place for one in kind if one is not gravest)
    if not others or not gravest.place.page:
        return gravest
    told = Message(
        "{first}; {count} other like it on the page",
        "{first}; {count} others like it on the page",
        first=gravest.message,
        count=len(others),
    )
    return gravest._replace(message=told, others=others)


def run_checks(sheet: Sheet, checks: Iterable[Check[Sheet]]) -> tuple[CheckResult, ...]:
    """Run each check that is for everything, or for one of the sheet's scopes."""
    return tuple(_result(sheet, check) for check in checks if not check.scopes or check.scopes & sheet.scopes)


def _result(sheet: Sheet, check: Check[Sheet]) -> CheckResult:
    found: list[Finding] = []
    try:
        found.extend(check(sheet))  # what it found before it broke stays
    except NotRunError as error:
        found.append(
            Finding(check.id, Severity.INFO, Message("Not run: {reason}", reason=error.reason), hint=error.hint)
        )
        return CheckResult(check.id, check.title, tuple(found), error.reason)
    except MALFORMED as damage:
        reason = Message(
            "it broke on a malformed part of the file ({broken})", broken=str(damage)[:120] or type(damage).__name__
        )
        found.append(
            Finding(check.id, Severity.ERROR, Message("Not run: {reason}", reason=reason), hint="Export the file anew.")
        )
        return CheckResult(check.id, check.title, by_kind(found), reason)
    return CheckResult(check.id, check.title, by_kind(found))
