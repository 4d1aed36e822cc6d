"""The explain job: every rule and check by its id, for `typeset-press explain` and `docs/rules.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Protocol

from typeset import deliver, preflight, read, render, tidy
from typeset.errors import CommandError, Message, listed
from typeset.findings import CALLED, Severity
from typeset.jobs import placeholders
from typeset.model import settings
from typeset.model.house_style import House
from typeset.tidy.rule import Rule
from typeset.words import paragraphs
from typeset.words.voice import ENGLISH, Voice


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
        """The title, then the reason for it."""


EXAMPLES = (Message("before"), Message("after"), Message("keeps"))
"""How the examples of a rule are called."""


def entries() -> Mapping[str, Entry]:
    """Id -> rule or check, in the order in which the stages run."""
    stages: tuple[tuple[Entry, ...], ...] = (
        read.CHECKS,
        placeholders.CHECKS,
        tidy.RULES,
        tidy.CHECKS,
        render.CHECKS,
        preflight.CHECKS,
        deliver.CHECKS,
    )
    return {entry.id: entry for stage in stages for entry in stage}


def entry_for(id: str) -> Entry:
    """The rule or check of that id. Raises CommandError, with the nearest id as hint: there is none."""
    known = entries()
    if id not in known:
        raise CommandError(Message("There is no rule or check `{id}`.", id=id), hint=settings.nearest(id, known))
    return known[id]


def explained(entry: Entry, voice: Voice = ENGLISH) -> str:
    """The entry as text: id, severity, rationale, and for a rule its examples."""
    parts = [f"{entry.id} ({voice.say(CALLED[entry.severity])})", explanation(entry, voice)]
    if isinstance(entry, Rule):
        examples = zip(EXAMPLES, (entry.before, entry.after, entry.keeps), strict=True)
        parts.append("\n".join(f"{voice.say(name):7} {words}" for name, words in examples))
    return "\n\n".join(parts)


WIDTH = 116
"""Letters to the line of a rationale in another language; the English ones stand as in the source."""


def explanation(entry: Entry, voice: Voice = ENGLISH) -> str:
    """The rationale of an entry: its title, then its reasons, in the language of the voice."""
    if voice.is_english:
        return entry.rationale
    _, _, reasons = entry.rationale.partition("\n")
    said = (f"{voice.say(entry.title)}.", *paragraphs.spoken(reasons, voice).split("\n\n"))
    return "\n\n".join(fill(paragraph, WIDTH) for paragraph in said if paragraph)


HEAD = """# Rules and checks of the text

`typeset-press make` mends what the rules find, `typeset-press lint` reports it, `typeset-press lint --fix` mends it in
the source file. What a check finds has no cure that is surely right; only its author can mend it.
`typeset-press explain ID` prints the same words. A house leaves out what it does not want with `ignore = ["ID"]` in
`typeset.toml`.

Quotations of the Qur'an, addresses, telephone numbers, code, names in Latin letters and what is marked as another
language are never touched. What cannot be seen is written here by its number.
"""
LANGUAGES = {
    "ar": Message("Arabic"),
    "fa": Message("Persian"),
    "ur": Message("Urdu"),
    "he": Message("Hebrew"),
    "en": Message("English"),
    "ckb": Message("Kurdish"),
    "ps": Message("Pashto"),
    "ug": Message("Uyghur"),
    "sd": Message("Sindhi"),
}


def page(voice: Voice = ENGLISH) -> str:
    """The page `docs/rules.md`, as Markdown, in the language of the voice."""
    rules = (_rule_section(rule, voice) for rule in tidy.RULES)
    of_the_text: tuple[Entry, ...] = tidy.CHECKS
    checks = (_section(check, voice, "###") for check in of_the_text)
    headings = [f"## {voice.say(title)}\n" for title in (Message("Rules"), Message("Checks"))]
    return _in_direction("\n".join([_head(HEAD, voice), headings[0], *rules, headings[1], *checks]), voice)


CHECKS_HEAD = """# Checks

What `typeset` looks for in what it read (`read/`), while it renders (`render/`) and in a finished PDF (the others). The
rules and checks of the text itself are in [rules.md](rules.md). `typeset-press explain ID` prints the same words; a
finding may be milder or graver than its check where the fault is.
"""


def page_of_checks(voice: Voice = ENGLISH) -> str:
    """The page `docs/checks.md`: the checks of all that is not the text, as Markdown, in the language of the voice."""
    of_the_text = {rule.id for rule in tidy.RULES} | {check.id for check in tidy.CHECKS}
    checks = (_section(entry, voice, "##") for entry in entries().values() if entry.id not in of_the_text)
    return _in_direction("\n".join([_head(CHECKS_HEAD, voice), *checks]), voice)


def _head(words: str, voice: Voice) -> str:
    return words if voice.is_english else f"{paragraphs.spoken(words, voice)}\n"


def _in_direction(page: str, voice: Voice) -> str:
    """The page, in an element that runs from right to left where its language does."""
    return page if voice.direction == "ltr" else f'<div dir="rtl">\n\n{page}\n</div>\n'


def _rule_section(rule: Rule, voice: Voice) -> str:
    conditions = "".join(f"{voice.say(condition)}\n\n" for condition in _conditions(rule))
    examples = zip(EXAMPLES, (rule.before, rule.after, rule.keeps), strict=True)
    rows = "".join(f"| {voice.say(name)} | {_visible(words)} |\n" for name, words in examples)
    return f"### {rule.id}\n\n{explanation(rule, voice)}\n\n{conditions}| | |\n|---|---|\n{rows}"


def _conditions(rule: Rule) -> Iterator[str]:
    if rule.languages:
        yield Message("For {names}.", names=listed(LANGUAGES[language] for language in rule.languages))
    for key in ("quotes", "digits", "tanwin", "ellipsis", "percent", "months"):
        choice = getattr(rule.house, key)
        if choice is not getattr(House(), key):
            yield Message(
                'Where the house says so; the example holds under `{key} = "{choice}"`.', key=key, choice=choice.value
            )


def _section(entry: Entry, voice: Voice, level: str) -> str:
    return f"{level} {entry.id} ({voice.say(CALLED[entry.severity])})\n\n{explanation(entry, voice)}\n"


def _visible(words: str) -> str:
    """An example as a cell of a Markdown table: isolated by <bdi>, invisible characters and outer spaces shown."""
    escaped = re.sub(
        "[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
        lambda match: f"&lt;U+{ord(match[0]):04X}&gt;",
        words,
    )
    spaced = re.sub(r"^ | (?= )| $", "&#x2423;", escaped)
    return f"<bdi>{spaced}</bdi>"
