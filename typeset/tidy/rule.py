"""What a rule of typography is.

A rule is a function `str -> str`. The decorator gives it a name and examples; its docstring is the rationale that
`typeset-press explain` prints. A rule runs by standing in the tuple `RULES` of the package, in the order in which they
run.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import NamedTuple

from typeset.errors import Message
from typeset.findings import Severity
from typeset.model.house_style import House
from typeset.model.script import primary

Change = Callable[[str], str]
Maker = Callable[[House, str], Change | None]
"""From the house style and a language (`ar`, `fa`; no region) to the change; None where they ask for none."""


USUAL = House()


class Rule(NamedTuple):
    """A change of text, why it is made, and three examples: what it mends, into what, and what it leaves alone."""

    name: str
    rationale: str
    make: Maker
    before: str
    after: str
    keeps: str
    language: str = "ar"
    """The language of the examples."""
    languages: tuple[str, ...] = ()
    """The languages that it is for; empty: all."""
    house: House = USUAL
    """A house style under which the examples hold."""

    @property
    def id(self) -> str:
        """The name under which its findings are reported."""
        return f"text/{self.name}"

    @property
    def severity(self) -> Severity:
        """How bad its findings are: what can be mended by itself is never worse than a warning."""
        return Severity.WARNING

    @property
    def title(self) -> str:
        """The first line of the rationale: the fault in a few words."""
        return Message(self.rationale.partition("\n")[0].rstrip("."))

    def change(self, house: House, language: str) -> Change | None:
        """The change that this house asks for in this language; None where the rule does not apply."""
        if self.id in house.ignore or (self.languages and primary(language) not in self.languages):
            return None
        return self.make(house, primary(language))


def rule(
    name: str, *, before: str, after: str, keeps: str, language: str = "ar", languages: tuple[str, ...] = ()
) -> Callable[[Change], Rule]:
    """Describe a function as a rule that every house wants."""

    def describe(change: Change) -> Rule:
        return Rule(
            name=name,
            rationale=cleandoc(change.__doc__ or ""),
            make=lambda house, language: change,  # noqa: ARG005  the same for every house
            before=before,
            after=after,
            keeps=keeps,
            language=language,
            languages=languages,
        )

    return describe


def house_rule(
    name: str,
    *,
    house: House,
    before: str,
    after: str,
    keeps: str,
    language: str = "ar",
    languages: tuple[str, ...] = (),
) -> Callable[[Maker], Rule]:
    """Describe a function that makes the change for a house and a language. The examples hold under `house`."""

    def describe(make: Maker) -> Rule:
        return Rule(
            name=name,
            rationale=cleandoc(make.__doc__ or ""),
            make=make,
            before=before,
            after=after,
            keeps=keeps,
            language=language,
            languages=languages,
            house=house,
        )

    return describe
