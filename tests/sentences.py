"""The sentences that the program says to people, collected from its source; and what a catalogue must have."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import click

from typeset import cli, errors
from typeset.jobs import explain
from typeset.model import theme
from typeset.words.paragraphs import paragraphs

PACKAGE = Path(errors.__file__).parent
SAYING = frozenset(
    {"Fault", "Finding", "NotRunError", "PictureError", "BrokenPictureError", "RefusedError", "UsageError", "wrong"}
    | {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    | {"say", "lose", "Loss", "Requirement"}
)
"""Calls whose arguments people read; a plain sentence among these arguments is translated as it stands."""
CLICK = Path(click.__file__).parent


class Sentence(NamedTuple):
    """A template or a plain sentence, its plural, and where it is said."""

    id: str
    plural: str
    room: str
    is_template: bool


def all_sentences() -> dict[str, Sentence]:
    """Everything the program says, by its English; each in the first room that says it."""
    found: dict[str, Sentence] = {}
    for sentence in (*in_source(), *of_commands(), *of_themes(), *of_reasons(), *of_click()):
        found.setdefault(sentence.id, sentence)
    return found


def in_source() -> Iterator[Sentence]:
    """Templates of messages and plain sentences, in the order of the files."""
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE)
        room = path.parts[0] if len(path.parts) > 1 else "jobs"
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                yield from _said_by(call, room)


def name_of(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _said_by(call: ast.Call, room: str) -> Iterator[Sentence]:
    if name_of(call) == "Message" and call.args:
        template = "".join(literals(call.args[0]))
        plural = "".join(literals(call.args[1])) if len(call.args) > 1 else ""
        if template:  # else it is one of those that `of_reasons` gives
            yield Sentence(template, plural, room, is_template=True)
    elif name_of(call) in SAYING:
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            yield from (Sentence(words, "", room, is_template=False) for words in literals(argument) if " " in words)


def literals(node: ast.expr) -> list[str]:
    """The strings that an expression can be: one, either of two, or with a default."""
    match node:
        case ast.Constant(value=str() as words):
            return [words]
        case ast.IfExp(body=one, orelse=other):
            return literals(one) + literals(other)
        case ast.BoolOp(values=values):
            return [words for value in values for words in literals(value)]
    return []


def of_commands() -> Iterator[Sentence]:
    """The help of commands and options."""
    commands: Iterable[click.Command] = (cli.typeset, *cli.typeset.commands.values())
    for command in commands:
        for words in paragraphs(command.help or ""):
            yield Sentence(words, "", "help", is_template=False)
        for option in command.params:
            if isinstance(option, click.Option) and option.help:
                yield Sentence(option.help, "", "help", is_template=False)


def of_themes() -> Iterator[Sentence]:
    """The titles of the themes that come with the program."""
    for name in theme.names():
        yield Sentence(theme.load(name).title, "", "model", is_template=False)


def of_reasons() -> Iterator[Sentence]:
    """The rationales of rules and checks, paragraph by paragraph; their titles without the full stop."""
    for room, head in (("rules", explain.HEAD), ("checks", explain.CHECKS_HEAD)):
        for words in paragraphs(head):
            yield Sentence(words, "", room, is_template=False)
    for entry in explain.entries().values():
        stage = "rules" if f"### {entry.id}" in explain.page() else "checks"
        title, *reasons = paragraphs(entry.rationale)
        for words in (title.rstrip("."), *reasons):
            yield Sentence(words, "", stage, is_template=False)


def of_click() -> Iterator[Sentence]:
    """What click itself says: of wrong options, in a help page."""
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        for call in ast.walk(ast.parse((CLICK / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and name_of(call) in {"_", "ngettext"}:
                words = [
                    argument.value
                    for argument in call.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                ]
                if words:
                    yield Sentence(inspect.cleandoc(words[0]), "".join(words[1:]), "click", is_template=True)


def fields_of(template: str) -> set[str]:
    """The names of the fields of a template."""
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}
