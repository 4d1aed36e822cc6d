"""Every rule and every check by its id: what `typeset-press explain` knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from typeset import deliver, placeholders, proof, read, render, settings, tidy
from typeset.check import Severity
from typeset.errors import CommandError
from typeset.tidy.rule import Rule


class Entry(Protocol):
    """What a rule and a check have in common."""

    @property
    def id(self) -> str:
        """`text/tatweel`: the stage or subject, then the fault."""

    @property
    def severity(self) -> Severity:
        """How bad its findings are."""

    @property
    def title(self) -> str:
        """The fault in a few words."""

    @property
    def rationale(self) -> str:
        """The title, then why it is looked for."""


def entries() -> Mapping[str, Entry]:
    """Id -> rule or check, in the order in which the stages run."""
    stages: tuple[tuple[Entry, ...], ...] = (
        read.CHECKS,
        placeholders.CHECKS,
        tidy.RULES,
        tidy.CHECKS,
        render.CHECKS,
        proof.CHECKS,
        deliver.CHECKS,
    )
    return {entry.id: entry for stage in stages for entry in stage}


def entry(id: str) -> Entry:
    """The rule or check of that id. Raises CommandError: there is none, with the nearest as hint."""
    known = entries()
    if id not in known:
        raise CommandError(f"There is no rule or check `{id}`.", hint=settings.nearest(id, known))
    return known[id]


def explained(entry: Entry) -> str:
    """The entry in full: its id, how bad it is, why, and for a rule what it mends and what it leaves alone."""
    parts = [f"{entry.id} ({entry.severity})", entry.rationale]
    if isinstance(entry, Rule):
        parts.append(f"before  {entry.before}\nafter   {entry.after}\nkeeps   {entry.keeps}")
    return "\n\n".join(parts)
