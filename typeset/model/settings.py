"""TOML files that people write, read strictly: an unknown key is an error, and so is a value of another kind."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from typeset.errors import Message, ThemeError

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=Enum)
Bounds = tuple[float, float]
"""The least and the most that a number may be."""
LARGEST = 1_000_000
"""Bytes. A settings file that is larger is something else."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be, as a hint; all of them where none is near."""
    from difflib import get_close_matches  # imported late: only error messages need it

    choice = sorted(known)
    near = get_close_matches(word, choice, n=1, cutoff=0.6)
    return (
        Message("Did you mean {near}?", near=near[0]) if near else Message("Known: {names}.", names=", ".join(choice))
    )


def read(path: Path) -> Settings:
    """A TOML file. Raises ThemeError: it cannot be read, is not UTF-8, or breaks TOML's grammar (with the line)."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise ThemeError(
            Message("{path} cannot be read: {strerror}.", path=path, strerror=error.strerror),
            hint="Check the name and the file's permissions.",
        ) from error
    if len(data) > LARGEST:
        raise ThemeError(
            Message("{path} is over {largest} MB.", path=path, largest=LARGEST // 1_000_000),
            hint="This is no settings file.",
        )
    try:
        table = _parsed(data)
    except UnicodeDecodeError as error:
        raise ThemeError(
            Message("{path} is not UTF-8 (byte {start}).", path=path, start=error.start + 1), hint="Save it as UTF-8."
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(
            Message("{path} is not TOML: {error}.", path=path, error=error), hint="Mend that line."
        ) from error
    return Settings(table, str(path))


@lru_cache(maxsize=64)
def _parsed(data: bytes) -> Mapping[str, Any]:
    """The table that a file holds; the same one for the same bytes, and so never to be modified."""
    return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))


class Settings(NamedTuple):
    """A table of a TOML file, and where it stands: `file` or `file, [section]`, for messages.

    Every getter raises ThemeError where the value is of another kind than asked; it names the file and the key.
    """

    table: Mapping[str, Any]
    where: str

    def only(self, *keys: str) -> None:
        """Raises ThemeError for the first key of the table that is not among `keys`, with the nearest one as hint."""
        for key in self.table:
            if key not in keys:
                raise ThemeError(
                    Message("{where}: unknown key `{key}`.", where=self.where, key=key), hint=nearest(key, keys)
                )

    def text(self, key: str, default: str = "") -> str:
        """A string, without white space at its ends."""
        return self._get(key, str, Message("a text in quotes"), default).strip()

    def choice(self, key: str, default: Choice) -> Choice:
        """The member of the default's Enum whose value is the text at this key."""
        return self.member(key, self.text(key, default.value), type(default))

    def member(self, key: str, value: str, family: type[Choice]) -> Choice:
        """The member of the Enum `family` with this value; `key` is named in the error."""
        known = {member.value: member for member in family}
        if value not in known:
            raise ThemeError(
                Message("{where}: `{key}` cannot be `{value}`.", where=self.where, key=key, value=value),
                hint=nearest(value, known),
            )
        return known[value]

    def whole(self, key: str, default: int, bounds: Bounds | None = None) -> int:
        """A whole number, within the bounds where the file has one; `true` does not count as one."""
        value = self._get(key, int, Message("a whole number"), default)
        self._within(key, bounds)
        return value

    def number(self, key: str, default: float, bounds: Bounds | None = None) -> float:
        """A number, within the bounds where the file has one."""
        value = self.table.get(key, default)
        if not _is_number(value):
            raise self._wrong(key, Message("a number"))
        self._within(key, bounds)
        return float(value)

    def flag(self, key: str, default: bool) -> bool:  # noqa: FBT001  the value itself is true or false
        """`true` or `false`."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, Message("true or false"))
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        values = self._get(key, list, Message("a list of texts"), list(default))
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(key, Message("a list of texts"))
        return tuple(values)

    def percents(self, key: str) -> tuple[float, float, float, float]:
        """The inks cyan, magenta, yellow and black, each 0 to 100."""
        wanted = Message("four numbers from 0 to 100 (cyan, magenta, yellow, black)")
        match self.table.get(key):
            case [c, m, y, k] if all(_is_percent(ink) for ink in (c, m, y, k)):
                return float(c), float(m), float(y), float(k)
        raise self._wrong(key, wanted)

    def section(self, key: str) -> Settings:
        """The table under `[key]`; empty where it is missing."""
        return Settings(self._get(key, dict, Message("a table"), {}), f"{self.where}, [{key}]")

    def sections(self, key: str) -> tuple[Settings, ...]:
        """The tables under `[[key]]`, in order."""
        tables = self._get(key, list, Message("a list of tables [[{key}]]", key=key), [])
        if not all(isinstance(table, dict) for table in tables):
            raise self._wrong(key, Message("a list of tables [[{key}]]", key=key))
        return tuple(Settings(table, f"{self.where}, [[{key}]] {at}") for at, table in enumerate(tables, 1))

    def _get(self, key: str, kind: type[Value], wanted: str, default: Value) -> Value:
        value = self.table.get(key, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._wrong(key, wanted)
        return value

    def _within(self, key: str, bounds: Bounds | None) -> None:
        """Raises ThemeError for a number of the file out of its bounds, `nan` among them; a default is not checked."""
        if bounds is None or key not in self.table:
            return
        least, most = bounds
        if not least <= self.table[key] <= most:
            raise ThemeError(
                Message("{where}: `{key}` is {table}.", where=self.where, key=key, table=self.table[key]),
                hint=Message("Give it {least:,.12g} to {most:,.12g}.", least=least, most=most),
            )

    def _wrong(self, key: str, wanted: str) -> ThemeError:
        return ThemeError(
            Message("{where}: `{key}` must be {wanted}.", where=self.where, key=key, wanted=wanted),
            hint=Message("Write {key} as {wanted}.", key=key, wanted=wanted),
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_percent(value: Any) -> bool:  # noqa: ANN401 - what TOML holds
    return _is_number(value) and 0 <= value <= 100
