"""What can stop a job, and the exit code that each stop gives.

    TypesetError                70  a fault of ours, when nothing nearer fits
    +-- CommandError             2  the command line asks for what there is not
    +-- ArticleError             3  the article cannot be read, or lacks what the theme requires
    +-- ThemeError               4  a theme, font, brand or house-style file is wrong
    +-- EngineError              5  the page cannot be rendered, or the result cannot be written
    +-- DeliveryError            6  the e-mail cannot be made or sent
    +-- Cancelled              130  a newer job takes its place: raised by whoever watches it

What is merely wrong with the work is not an exception but a `typeset.findings.Finding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Self


class Message(str):
    """A sentence for people: its template filled in, with the template and its values kept beside.

    It is the English sentence wherever a `str` is asked for. A catalogue of another language finds its own template by
    ours, and fills it with the same values; so a sentence is never put together by an f-string. A value that is a
    sentence or a word of ours is a Message itself, so that it is translated too.

    Where the words depend on a number, that is the value `count`, and `plural` is what they are for any but one:
    `Message("{count} page", "{count} pages", count=2)`.
    """

    __slots__ = ("plural", "template", "values")
    template: str
    plural: str
    values: Mapping[str, object]

    def __new__(cls, template: str, plural: str = "", /, **values: object) -> Self:
        """The template's fields are those of `str.format`: `{name}`, `{size:.1f}`, `{word!r}`."""
        chosen = plural if plural and values["count"] != 1 else template
        sentence = super().__new__(cls, chosen.format(**values))
        sentence.template = template
        sentence.plural = plural
        sentence.values = values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, object]]:
        """How it is made again in another process."""
        return (self.template, self.plural), dict(self.values)


class TypesetError(Exception):
    """One clear sentence (what, where) and a hint (what to do next)."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CommandError(TypesetError):
    """The command line asks for what there is not."""

    exit_code = 2


class ArticleError(TypesetError):
    """The article cannot be read, or lacks what the theme requires."""

    exit_code = 3


class ThemeError(TypesetError):
    """A theme, font, brand or house-style file is wrong."""

    exit_code = 4


class EngineError(TypesetError):
    """The page cannot be rendered, or the result cannot be written."""

    exit_code = 5


class DeliveryError(TypesetError):
    """The e-mail cannot be made or sent."""

    exit_code = 6


def listed(parts: Iterable[str]) -> str:
    """Sentences or words as a list: `2 errors, 1 warning`; empty for none."""
    return reduce(lambda some, more: Message("{some}, {more}", some=some, more=more) if some else more, parts, "")


CANCELLED = Message("The job was cancelled.")


class Cancelled(TypesetError):  # noqa: N818 - the field's word for a job that is stopped on purpose
    """The job was stopped between two steps, by whoever watches it."""

    exit_code = 130

    def __init__(self, message: str = CANCELLED, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
