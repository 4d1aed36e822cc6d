"""Front matter: the lines between two `---` at the top of a file, as a tree of texts that know their places.

The grammar is YAML's, parsed by PyYAML; values are never turned into anything but text, lists and mappings here, so
that `2025-02-30` reaches whoever can say what is wrong with it, and no tag can build an object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from typeset.article import Text
from typeset.errors import ArticleError

LARGEST = 256_000
"""Characters. Front matter that is longer is not front matter."""
DEEPEST = 6
"""Levels of lists and mappings; `photos` needs three."""

FENCES = ("---", "...")
LINES_ABOVE = 2
"""YAML counts its lines from 0, and the file's first line is a fence."""

READ = (yaml.NodeEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent)
"""The events that carry something; the others open and close the stream and its documents."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order written."""

    items: tuple[tuple[Text, Node], ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]


Node = Text | Mapping | Sequence
NOTHING = Mapping(())


def split(text: str, name: str) -> tuple[Mapping, str, int]:
    """The front matter, what stands under it, and the number of lines above that.

    Without a line `---` at the very top and another `---` or `...` under it there is none.
    Raises ArticleError: it is not YAML (with the line), not a mapping, too long, too deep, or uses aliases.
    """
    if not text.startswith("---"):
        return NOTHING, text, 0
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return NOTHING, text, 0
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() in FENCES), 0)
    if not end:
        return NOTHING, text, 0
    matter = "\n".join(lines[1:end])
    if len(matter) > LARGEST:
        raise ArticleError(
            f"{name}: the front matter is over {LARGEST // 1000} kB.", hint="Keep pictures in files beside the article."
        )
    return _Builder(matter, name).mapping(), "\n".join(lines[end + 1 :]), end + 1


class _Builder:
    """Makes the tree from YAML's events as they come, so that what is too deep is never read to its end."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        self.events = (event for event in yaml.parse(text, Loader=yaml.SafeLoader) if isinstance(event, READ))

    def mapping(self) -> Mapping:
        try:
            first = next(self.events, None)
            found = self._node(first, 0) if first else NOTHING
            second = next(self.events, None)
        except (yaml.YAMLError, ValueError) as error:
            raise self._broken(error) from None
        if not isinstance(found, Mapping) or second:
            raise ArticleError(
                f"{self.name}: what stands between the first two lines `---` is not front matter.",
                hint="Write `key: value` lines, such as `headline: …`, or take the `---` away.",
            )
        return found

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEEPEST:
            raise self._wrong(event, "lists inside lists, too deep to be meant", "Write it flatter.")
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(tuple(self._pairs(depth + 1)))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth + 1)))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        raise self._wrong(event, "a value that begins with * points to another value", "Put it in quotes.")

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _pairs(self, depth: int) -> Iterator[tuple[Text, Node]]:
        seen = set()
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key, Text):
                raise self._wrong(event, "a key is not text", "Write `key: value`.")
            if key in seen:
                raise self._wrong(event, f"`{key}` stands twice", "Keep one of the two.")
            seen.add(key)
            yield key, self._node(next(self.events), depth)

    def _scalar(self, event: yaml.ScalarEvent) -> Text:
        """The value as typed; an unquoted `~` or `null` is an empty one."""
        line, column = _place(event)
        if event.style in ("|", ">"):
            line = next((at for at in range(line + 1, len(self.lines)) if self.lines[at].strip()), line)
            column = len(self.lines[line]) - len(self.lines[line].lstrip())
        elif event.style:
            column += 1
        empty = not event.style and event.value in ("~", "null")
        return Text("" if empty else event.value.strip(), (), line + LINES_ABOVE, column + 1)

    def _wrong(self, event: yaml.Event, message: str, hint: str) -> ArticleError:
        line, _ = _place(event)
        return ArticleError(f"{self.name}:{line + LINES_ABOVE}: front matter: {message}.", hint=hint)

    def _broken(self, error: yaml.YAMLError | ValueError) -> ArticleError:
        mark = getattr(error, "problem_mark", None)
        where = f"{self.name}:{mark.line + LINES_ABOVE}:{mark.column + 1}" if mark else self.name
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "its grammar is broken"
        return ArticleError(
            f"{where}: the front matter is not YAML: {reason}.",
            hint="Put a value that holds `: `, `#`, `*`, quotes or brackets into quotes.",
        )


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event in the front matter, from 0."""
    return (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)
