"""What can be wrong with the work: findings, and the checks that make them.

A check is a small function that yields `Fault`s about one subject (an article, an opened PDF). The decorator
`@check` gives it an id and a severity; its docstring is the rationale that `typeset-press explain ID` prints. Checks
are registered by standing in a visible tuple `CHECKS` of their module, in the order they run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from inspect import cleandoc
from typing import Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject")


class Severity(IntEnum):
    """How bad a finding is; `--fail-on` compares against it."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Place(NamedTuple):
    """Where a finding is: in a source file (line and column from 1) or on a page (from 1; box in pt, PDF axes)."""

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


NOWHERE = Place()


class Finding(NamedTuple):
    """One fault in the work: what, where, and what to do next."""

    id: str
    severity: Severity
    message: str
    place: Place = NOWHERE
    hint: str = ""

    def as_dict(self) -> dict[str, object]:
        """The finding for `--json`: severity as a word, place as its parts; what is unknown is left out."""
        place = {name: getattr(self.place, name) for name in ("file", "line", "column", "page", "box")}
        return {
            "id": self.id,
            "severity": str(self.severity),
            "message": self.message,
            "place": {name: value for name, value in place.items() if value},
            "hint": self.hint,
        }


class Fault(NamedTuple):
    """What a check yields: a finding that does not yet know which check found it."""

    message: str
    place: Place = NOWHERE
    hint: str = ""
    severity: Severity | None = None
    """Where one fault is milder or graver than its check; None is the check's own."""


class NotRunError(Exception):
    """A check cannot look, most often because a tool is missing: the reason, and what would make it run.

    Raised inside a check. Whoever runs the checks reports it: a check that did not run has not passed.
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
    """What it is for (`press`, `tagged`, ...): it runs where the work asks for one of them. Empty: always."""

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
    """Describe a function as a check. To make it run, put it into the `CHECKS` tuple of its module."""

    def describe(look: Callable[[Subject], Iterable[Fault]]) -> Check[Subject]:
        return Check(id, severity, look, frozenset(scopes))

    return describe
