"""Findings (what is wrong with the work), and the checks that yield them.

A check is a small function that yields `Fault`s about one subject (an article, an opened PDF). The decorator
`@check` gives it an id and a severity; its docstring is the rationale that `typeset-press explain ID` prints. Checks
are registered by standing in a visible tuple `CHECKS` of their module, in the order they run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from inspect import cleandoc
from typing import Generic, NamedTuple, TypeVar

from typeset.errors import Message

Subject = TypeVar("Subject")


class Severity(IntEnum):
    """How bad a finding is; `--fail-on` compares against it."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


CALLED = {
    Severity.INFO: Message("info"),
    Severity.WARNING: Message("warning"),
    Severity.ERROR: Message("error"),
}
"""How a severity is called where people read it."""


class Place(NamedTuple):
    """Where a finding is: in a source file (line, column from 1) or on a page (from 1; box in pt, y grows upwards)."""

    file: str = ""
    line: int = 0
    column: int = 0
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        source = ":".join([self.file, *numbers] if self.file else numbers)
        page = f"page {self.page}" if self.page else ""
        return ", ".join(part for part in (source, page) if part)

    def as_dict(self) -> dict[str, object]:
        """Its parts for `--json`; what is unknown is left out."""
        return {name: value for name, value in self._asdict().items() if value}


NOWHERE = Place()


class Finding(NamedTuple):
    """One fault in the work: what, where, and what to do next."""

    id: str
    severity: Severity
    message: str
    place: Place = NOWHERE
    hint: str = ""
    others: tuple[Place, ...] = ()
    """Further places of faults of this kind on the same page, which the finding speaks for."""

    @property
    def places(self) -> tuple[Place, ...]:
        """All its places."""
        return self.place, *self.others

    def as_dict(self) -> dict[str, object]:
        """The finding for `--json`: severity as a word, places as their parts; what is unknown is left out."""
        told: dict[str, object] = {
            "id": self.id,
            "severity": str(self.severity),
            "message": self.message,
            "place": self.place.as_dict(),
            "hint": self.hint,
        }
        if self.others:
            told["others"] = [place.as_dict() for place in self.others]
        return told


class Fault(NamedTuple):
    """What a check yields: a finding without the id of its check."""

    message: str
    place: Place = NOWHERE
    hint: str = ""
    severity: Severity | None = None
    """Overrides the severity of the check; None: the check's own."""


class NotRunError(Exception):
    """A check cannot run, most often because a tool is missing: the reason, and what would make it run.

    Raised inside a check; the caller that runs the checks reports it, as a check that did not run has not passed.
    """

    def __init__(self, reason: str, *, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A function that looks at a subject, with its identity; calling it gives findings."""

    id: str
    severity: Severity
    look: Callable[[Subject], Iterable[Fault]]
    scopes: frozenset[str] = frozenset()
    """It runs where the subject has one of these scopes (`press`, `tagged`); empty: always."""

    @property
    def rationale(self) -> str:
        """The docstring of the function: a title line, then why the check exists."""
        return cleandoc(self.look.__doc__ or "")

    @property
    def title(self) -> str:
        """The first line of the rationale: the fault in a few words."""
        return self.rationale.partition("\n")[0].rstrip(".")

    def __call__(self, subject: Subject) -> Iterator[Finding]:
        """The findings about a subject, in the order in which the check meets them."""
        for fault in self.look(subject):
            yield Finding(self.id, fault.severity or self.severity, fault.message, fault.place, fault.hint)


def check(
    id: str, severity: Severity, *, scopes: Iterable[str] = ()
) -> Callable[[Callable[[Subject], Iterable[Fault]]], Check[Subject]]:
    """Decorator: makes a Check of a function. It runs once it stands in the `CHECKS` tuple of its module."""

    def describe(look: Callable[[Subject], Iterable[Fault]]) -> Check[Subject]:
        return Check(id, severity, look, frozenset(scopes))

    return describe
