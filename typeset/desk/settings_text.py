"""A settings file as people wrote it, with other values in some of its keys: comments, order and all else stay."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import TypeAlias

from typeset.errors import CommandError, Message

Value: TypeAlias = "str | list[str]"

TABLES = {"colours": "[colours]", "contacts": "[[contacts]]"}
"""Tables of which a form shows keys, with their headers; of several contacts the first."""


def values(text: str, keys: tuple[str, ...]) -> dict[str, Value]:
    """What stands in these keys (`name`, `colours.brand`), as a form shows it. Raises TOMLDecodeError."""
    read = tomllib.loads(text)
    return {key: value for key in keys if (value := _value(read, key))}


def _value(read: Mapping[str, object], key: str) -> Value:
    table, _, name = key.rpartition(".")
    inside = read.get(table, {}) if table else read
    if isinstance(inside, list):
        inside = inside[0] if inside else {}
    value = inside.get(name, "") if isinstance(inside, dict) else ""
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def changed(text: str, wanted: Mapping[str, Value]) -> str:
    """The text with these values; an empty one takes its key out.

    Raises CommandError: the key is written in a way that cannot be changed line by line; TOMLDecodeError.
    """
    for key, given in wanted.items():
        value = given or ""
        if value == _value(tomllib.loads(text), key):
            continue
        text = _with(text, key, value)
        if not _says(text, key, value):
            raise CommandError(
                Message("`{key}` cannot be changed by the form.", key=key), hint="Change it in the text of the file."
            )
    return text


def _says(text: str, key: str, value: Value) -> bool:
    """Whether the text is TOML and has this value."""
    try:
        return value == _value(tomllib.loads(text), key)
    except tomllib.TOMLDecodeError:
        return False


def _with(text: str, key: str, value: Value) -> str:
    table, _, name = key.rpartition(".")
    lines = text.split("\n")
    start, end = _span(lines, table)
    if start < 0:
        lines = [*"\n".join(lines).rstrip("\n").split("\n"), "", TABLES[table], ""]
        start, end = len(lines) - 1, len(lines) - 1
    new = [f"{name} = {json.dumps(value, ensure_ascii=False)}"] if value else []
    at = next((at for at in range(start, end) if re.match(rf"\s*{name}\s*=", lines[at])), None)
    if at is not None:
        lines[at : _end_of_value(lines, at, end)] = new
    else:
        while end > start and not lines[end - 1].strip():
            end -= 1
        lines[end:end] = new
    return "\n".join(lines)


def _span(lines: list[str], table: str) -> tuple[int, int]:
    """The lines of a table, without its header; of the top of the file for an empty name; -1: there is none."""
    headers = [at for at, line in enumerate(lines) if re.match(r"\s*\[{1,2}[\w.\"-]+\]{1,2}\s*(#.*)?$", line)]
    if not table:
        return 0, headers[0] if headers else len(lines)
    found = next((at for at in headers if lines[at].partition("#")[0].strip() == TABLES[table]), None)
    if found is None:
        return -1, -1
    return found + 1, next((at for at in headers if at > found), len(lines))


def _end_of_value(lines: list[str], at: int, end: int) -> int:
    """The line behind a value, which may go on over several."""
    for stop in range(at + 1, end + 1):
        try:
            tomllib.loads("\n".join(lines[at:stop]))
        except tomllib.TOMLDecodeError:
            continue
        return stop
    return at + 1
