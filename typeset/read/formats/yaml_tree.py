"""Front matter as a tree: the YAML between two `---` at the top of a file, as mappings, lists and texts.

PyYAML parses the grammar. Values stay texts here: so the parser of dates can say what is wrong with `2025-02-30`, and
no YAML tag can build an object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from typeset.errors import ArticleError, Message
from typeset.model.text import Text

LARGEST = 256_000
"""Characters. Front matter that is longer is not front matter."""
DEEPEST = 6
"""Levels of lists and mappings; `photos` needs three."""

FENCES = ("---", "...")
LINES_ABOVE = 2
"""YAML counts its lines from 0, and the file's first line is a fence."""

NODE_EVENTS = (yaml.NodeEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent)
"""PyYAML events that make up the tree; the others open and close the stream and its documents."""


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
    """The front matter, the text under it, and the number of lines above that text.

    Front matter needs `---` as the first line and another `---` or `...` below; without them it is NOTHING.
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
            Message("{name}: the front matter is over {largest} kB.", name=name, largest=LARGEST // 1000),
            hint="Keep pictures in files beside the article.",
        )
    return _FrontMatterBuilder(matter, name).mapping(), "\n".join(lines[end + 1 :]), end + 1


class _FrontMatterBuilder:
    """Builds the tree from PyYAML's events, one by one, so that parsing stops where the nesting gets too deep."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        self.events = (event for event in yaml.parse(text, Loader=yaml.SafeLoader) if isinstance(event, NODE_EVENTS))

    def mapping(self) -> Mapping:
        """The whole front matter. Raises ArticleError."""
        try:
            first = next(self.events, None)
            front = self._node(first, 0) if first else NOTHING
            second = next(self.events, None)
        except (yaml.YAMLError, ValueError) as error:
            raise self._broken(error) from None
        if not isinstance(front, Mapping) or second:
            raise ArticleError(
                Message("{name}: what stands between the first two lines `---` is not front matter.", name=self.name),
                hint=Message("Write `key: value` lines, such as `headline: …`, or take the `---` away."),
            )
        return front

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEEPEST:
            raise self._wrong(event, Message("lists inside lists, too deep to be meant"), Message("Write it flatter."))
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(tuple(self._pairs(depth + 1)))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth + 1)))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        raise self._wrong(
            event, Message("a value that begins with * points to another value"), Message("Put it in quotes.")
        )

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _pairs(self, depth: int) -> Iterator[tuple[Text, Node]]:
        seen = set()
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key, Text):
                raise self._wrong(event, Message("a key is not text"), Message("Write `key: value`."))
            if key in seen:
                raise self._wrong(event, Message("`{key}` stands twice", key=key), Message("Keep one of the two."))
            seen.add(key)
            yield key, self._node(next(self.events), depth)

    def _scalar(self, event: yaml.ScalarEvent) -> Text:
        """The value as typed, with its place in the file; an unquoted `~` or `null` is an empty text."""
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
        return ArticleError(
            Message(
                "{name}:{line}: front matter: {message}.", name=self.name, line=line + LINES_ABOVE, message=message
            ),
            hint=hint,
        )

    def _broken(self, error: yaml.YAMLError | ValueError) -> ArticleError:
        mark = getattr(error, "problem_mark", None)
        where = f"{self.name}:{mark.line + LINES_ABOVE}:{mark.column + 1}" if mark else self.name
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or Message("its grammar is broken")
        return ArticleError(
            Message("{where}: the front matter is not YAML: {reason}.", where=where, reason=reason),
            hint="Put a value that holds `: `, `#`, `*`, quotes or brackets into quotes.",
        )


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event in the front matter, from 0."""
    return (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)
