"""Checks: one document, one way of writing."""

import re
from collections import Counter
from collections.abc import Iterator

from typeset.check import Check, Fault, Severity, check
from typeset.dates import names
from typeset.house import FAMILIES, Months, Tanwin
from typeset.patterns import Pattern, one_of
from typeset.tidy import months
from typeset.tidy.manuscript import Manuscript
from typeset.tidy.passage import Passage
from typeset.tidy.script import ARABIC_WORD

Seen = tuple[str, Passage, int, str]
"""A kind, the passage, the offset in it, and what stands there."""


@check("article/mixed-quotes", Severity.WARNING)
def mixed_quotes(manuscript: Manuscript) -> Iterator[Fault]:
    """Quotation marks of several families.

    «» and “” for the same thing look like two hands. A quotation inside another may take the other pair; only outer
    ones are compared. Straight ones have a rule of their own. Which family is right is the house's choice, so none is
    changed unless typeset.toml names one.
    """
    yield from _strays(
        list(_outer_quotes(manuscript)), "is quoted with {kind}, most of the document with {usual}", "quotes"
    )


_QUOTED = Pattern("«[^»]*»|“[^”]*”|„[^“”]*[“”]|‘[^’\n]*’(?!\\w)", needs=one_of("«“„‘"))
_FAMILY = {"«": "«»", "“": "“”", "„": "„“", "‘": "‘’"}


def _outer_quotes(manuscript: Manuscript) -> Iterator[Seen]:
    for passage in manuscript.passages:
        for found in _QUOTED.finditer(passage.masked):
            yield _FAMILY[found[0][0]], passage, found.start(), passage.text.text[found.start() : found.end()]


@check("article/mixed-digits", Severity.WARNING)
def mixed_digits(manuscript: Manuscript) -> Iterator[Fault]:
    """Digits of several families.

    0-9 and ۰-۹ run with the Latin text around them, ٠-٩ with the Arabic: beside each other they reorder differently, so
    a range or a date can be read wrong. Telephone numbers, addresses and Latin names are not counted.
    """
    seen = [
        (family.value, passage, found.start(), found[0])
        for passage in manuscript.passages
        for family, pattern in _NUMBERS.items()
        for found in pattern.finditer(passage.masked)
    ]
    yield from _strays(seen, "is written in {kind} digits, most of the document in {usual}", "digits")


_NUMBERS = {family: re.compile(f"[{figures}]+") for family, figures in FAMILIES.items()}


@check("article/mixed-tanwin", Severity.WARNING)
def mixed_tanwin(manuscript: Manuscript) -> Iterator[Fault]:
    """The fathatan on the alef in one place and before it in another.

    شكراً and شكرًا are both in use, but one document keeps to one.
    """
    if manuscript.house.tanwin is not Tanwin.AS_WRITTEN or manuscript.language != "ar":
        return
    seen = [
        (_TANWIN_FORMS[found[1][0] == "\u064b"], passage, found.start(), found[0])
        for passage in manuscript.passages
        if "\u064b" in passage.masked
        for found in _TANWIN.finditer(passage.masked)
    ]
    yield from _strays(seen, "has its fathatan {kind}, most of the document {usual}", "tanwin")


_TANWIN_FORMS = ("on the alef", "before the alef")
_TANWIN = Pattern(f"[{ARABIC_WORD}]+?([اى]\u064b|\u064b[اى])(?![{ARABIC_WORD}])")


@check("article/mixed-months", Severity.WARNING)
def mixed_months(manuscript: Manuscript) -> Iterator[Fault]:
    """Months of the Levantine set in one place and of the Egyptian, Algerian or Moroccan in another.

    A reader who knows one set has to guess the other. Both names together (تموز/يوليو) are a usage of their own.
    """
    if manuscript.language != "ar" or manuscript.house.months is not Months.AS_WRITTEN:
        return
    seen = [
        ("Levantine" if name in names.gregorian(Months.LEVANT, "ar") else "Western", passage, found.start(), name)
        for passage in manuscript.passages
        for found in months.dated(passage.masked)
        if (name := found["after"] or found["before"]) and not (found["after_again"] or found["before_again"])
    ]
    yield from _strays(seen, "is of the {kind} set, most of the document of the {usual}", "months")


def _strays(seen: list[Seen], message: str, key: str) -> Iterator[Fault]:
    """A fault for each that is not of the commonest kind; of two as common, the kind met first is the usual one."""
    counts = Counter(kind for kind, *_ in seen)
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for kind, passage, at, what in seen:
        if kind != usual:
            yield Fault(
                f"{what} {message.format(kind=kind, usual=usual)}",
                passage.place(at),
                f"Write it as the rest, or set `{key}` in typeset.toml.",
            )


CONSISTENCY: tuple[Check[Manuscript], ...] = (mixed_quotes, mixed_digits, mixed_tanwin, mixed_months)
