"""JSON, read with the path to every value, so that a refusal can name the field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from typeset.errors import ArticleError, Message
from typeset.model.script import Pattern
from typeset.read.draft import Loss, LossKind
from typeset.read.fragments import clean, lookup_key

Kindred = TypeVar("Kindred")
_ADDRESS = Pattern(r"[a-z]+://\S+|urn:\S+")
KINDS: dict[type, str] = {
    str: Message("text"),
    dict: Message("an object"),
    list: Message("a list"),
    bool: Message("true or false"),
    int: Message("a number"),
    float: Message("a number"),
}


def loads(text: str, name: str) -> Value:
    """The document. Raises ArticleError: it is not JSON (with line and column), or nested too deep."""
    try:
        return Value(json.loads(text), "$", name)
    except json.JSONDecodeError as error:
        raise ArticleError(
            Message(
                "{name}:{lineno}:{colno}: this is not JSON: {msg}.",
                name=name,
                lineno=error.lineno,
                colno=error.colno,
                msg=error.msg,
            ),
            hint="Export the file again; it may be cut off.",
        ) from None
    except (RecursionError, ValueError) as error:
        reason = (
            Message("its values stand too deep inside one another") if isinstance(error, RecursionError) else str(error)
        )
        raise ArticleError(
            Message("{name} cannot be read: {reason}.", name=name, reason=reason), hint="Export the file again."
        ) from None


class Value(NamedTuple):
    """A value of the document, with its path (`$.associations.main`) and the file, for messages.

    Every getter raises ArticleError where a value is of another kind than asked, with its path.
    """

    value: Any
    path: str
    file: str

    def __bool__(self) -> bool:
        """Whether there is something."""
        return self.value not in (None, "", [], {})

    def get(self, name: str) -> Value:
        """A field of an object; a missing one has no value."""
        return Value(self._is(dict).get(name), f"{self.path}.{name}", self.file)

    def left(self, used: frozenset[str], known: str) -> Iterator[Loss]:
        """The texts in the fields that are not used, unless `known` (folded) contains them."""
        for name, value in self._is(dict).items():
            for words in _texts(value) if name not in used and not _is_for_machines(str(name)) else ():
                if lookup_key(words) not in known:
                    yield Loss(LossKind.WORDS, Message("{key}: {words}", key=clean(str(name)), words=clean(words)))

    def text(self, name: str) -> str:
        """A text, without white space at its ends; empty where it is missing or null."""
        return self.get(name).as_text()

    def as_text(self) -> str:
        """What the value says, where it is a text."""
        if self.value is None:
            return ""
        return clean(str(self._is(str))).strip()

    def each(self, name: str) -> Iterator[Value]:
        """The values of a list; a single value is a list of one, a missing one is empty."""
        value = self.get(name)
        if isinstance(value.value, list):
            yield from (Value(one, f"{value.path}[{at}]", self.file) for at, one in enumerate(value.value))
        elif value.value is not None:
            yield value

    def fields(self, name: str) -> Iterator[Value]:
        """The values of an object's fields, where each stands under a name of its own."""
        value = self.get(name)
        if value.value is not None:
            yield from (value.get(name) for name in value._is(dict))

    def wrong(self, wanted: str, hint: str = "") -> ArticleError:
        """The refusal of this value."""
        kind = KINDS.get(type(self.value), Message("nothing"))
        return ArticleError(
            Message(
                "{file}: {path} must be {wanted}, not {kind}.", file=self.file, path=self.path, wanted=wanted, kind=kind
            ),
            hint=hint or Message("Write {path} as {wanted}.", path=self.path, wanted=wanted),
        )

    def _is(self, kind: type[Kindred]) -> Kindred:
        if not isinstance(self.value, kind):
            raise self.wrong(KINDS[kind])
        return self.value


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep; addresses are none."""
    rest = [value]
    while rest:
        value = rest.pop()
        if isinstance(value, str) and not _ADDRESS.fullmatch(value):
            yield value
        elif isinstance(value, dict):
            rest += reversed([each for name, each in value.items() if not _is_for_machines(str(name))])
        elif isinstance(value, list):
            rest += reversed(value)


def _is_for_machines(name: str) -> bool:
    """Whether a field says what its object is, not what it tells: `@type`, `$schema`."""
    return name.startswith(("@", "$"))
