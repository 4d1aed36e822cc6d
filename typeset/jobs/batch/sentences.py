"""Sentences of findings as JSON and back, so that a later run can say them in its own language."""

from __future__ import annotations

from pathlib import Path, PurePath

from typeset.errors import Message

Plain = str | list[object]


def as_json(sentence: str) -> Plain:
    """A plain sentence as it is; a message as its template, plural and values.

    One with a value that JSON does not have, such as a moment or an error, becomes its English sentence.
    """
    if not isinstance(sentence, Message):
        return str(sentence)
    values = {name: _value(value) for name, value in sentence.values.items()}
    return str(sentence) if None in values.values() else [sentence.template, sentence.plural, values]


def _value(value: object) -> object:
    if isinstance(value, Message):
        return as_json(value)
    if isinstance(value, PurePath):
        return {"path": str(value)}
    return value if isinstance(value, str | int | float) else None


def from_json(told: object) -> str:
    """The sentence again."""
    match told:
        case [str(template), str(plural), dict(values)]:
            return Message(template, plural, **{name: _told(value) for name, value in values.items()})
    return str(told)


def _told(value: object) -> object:
    match value:
        case [_, _, _]:
            return from_json(value)
        case {"path": path}:
            return Path(path)
    return value
