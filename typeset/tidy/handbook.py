"""The handbook of rules and checks: `docs/rules.md`, made from what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from typeset import tidy
from typeset.check import Check
from typeset.house import House
from typeset.tidy.manuscript import Manuscript
from typeset.tidy.rule import Rule

_HEAD = """# Rules and checks of the text

`typeset-press make` mends what the rules find, `typeset-press lint` reports it, `typeset-press lint --fix` mends it in
the source file. What a check finds has no cure that is surely right; only its author can mend it.
`typeset-press explain ID` prints the same words. A house leaves out what it does not want with `ignore = ["ID"]` in
`typeset.toml`.

Quotations of the Qur'an, addresses, telephone numbers, code, names in Latin letters and what is marked as another
language are never touched. What cannot be seen is written here by its number.
"""
LANGUAGES = {"ar": "Arabic", "fa": "Persian", "ur": "Urdu", "he": "Hebrew", "en": "English", "ckb": "Kurdish"}
LANGUAGES |= {"ps": "Pashto", "ug": "Uyghur", "sd": "Sindhi"}


def page() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD, "## Rules\n", *map(_of_rule, tidy.RULES), "## Checks\n", *map(_of_check, tidy.CHECKS)]
    return "\n".join(parts)


def _of_rule(rule: Rule) -> str:
    conditions = "".join(f"{condition}\n\n" for condition in _conditions(rule))
    examples = (("before", rule.before), ("after", rule.after), ("keeps", rule.keeps))
    rows = "".join(f"| {name} | {_visible(words)} |\n" for name, words in examples)
    return f"### {rule.id}\n\n{rule.rationale}\n\n{conditions}| | |\n|---|---|\n{rows}"


def _conditions(rule: Rule) -> Iterator[str]:
    if rule.languages:
        yield f"For {', '.join(LANGUAGES[language] for language in rule.languages)}."
    for key in ("quotes", "digits", "tanwin", "ellipsis", "percent", "months"):
        choice = getattr(rule.house, key)
        if choice is not getattr(House(), key):
            yield f'Where the house says so; the example holds under `{key} = "{choice.value}"`.'


def _of_check(check: Check[Manuscript]) -> str:
    return f"### {check.id} ({check.severity})\n\n{check.rationale}\n"


def _visible(words: str) -> str:
    """An example in a cell of a table, its direction kept apart from the page's."""
    named = re.sub(
        "[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
        lambda found: f"&lt;U+{ord(found[0]):04X}&gt;",
        words,
    )
    spaced = re.sub(r"^ | (?= )| $", "&#x2423;", named)
    return f"<bdi>{spaced}</bdi>"
