"""The fields of a release, as a form shows them: what stands in the head of its file, by the keys of front matter.

A text without such a head is read first; filling in a field then gives it one, with all that was found in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typeset import write
from typeset.errors import ArticleError
from typeset.jobs.given import read_given
from typeset.model.text import Text
from typeset.read import source
from typeset.read.formats import yaml_tree
from typeset.read.source import SourceFile


def fields(file: SourceFile) -> dict[str, Any]:
    """The fields by their keys: words, and lists of contacts. Raises ArticleError: the file cannot be read."""
    return {key.text: _plain(value) for key, value in _headed(file)[1].items}


def filled(file: SourceFile, changed: Mapping[str, Any]) -> str:
    """The text of the file with other words in these fields; one that is empty is taken out.

    Only the lines of fields that became others are written anew: comments, the order and what no form shows stay.
    Raises ArticleError: the file cannot be read, or would not be a release any longer.
    """
    text, matter = _headed(file)
    lines = text.split("\n")
    starts = [*(key.line - 1 for key, _ in matter.items), _end(lines)]
    places = {key.text: (start, end) for (key, _), start, end in zip(matter.items, starts, starts[1:], strict=False)}
    before = {key.text: _plain(value) for key, value in matter.items}
    fresh = {key: _merged(before.get(key), value) for key, value in changed.items()}
    others = {key: value for key, value in fresh.items() if value != _merged(None, before.get(key, ""))}
    if len(set(starts)) < len(starts):  # a head on one line, `{headline: …}`: there is no line for each field
        whole = {key: value for key, value in (before | others).items() if value}
        lines[1 : _end(lines)] = _written(whole)
    else:
        _put(lines, others, places)
    text = "\n".join(lines)
    read_given(SourceFile(text.encode(), file.name, ".md", file.folder))  # a wrong date is told before it is written
    return text


def _put(lines: list[str], others: Mapping[str, Any], places: Mapping[str, tuple[int, int]]) -> None:
    """Write each field into its lines of the head, the last first; one that is new goes to the end of the head."""
    new = {key: value for key, value in others.items() if key not in places and value}
    lines[_end(lines) : _end(lines)] = _written(new)
    for key, (start, next_start) in sorted(places.items(), key=lambda place: place[1], reverse=True):
        if key in others:
            own = [at for at in range(start, next_start) if lines[at].strip() and not lines[at].startswith("#")]
            # What is said above the next field stays above it.
            lines[start : own[-1] + 1] = _written({key: others[key]} if others[key] else {})


def _end(lines: list[str]) -> int:
    """The line, from 0, of the fence that closes the head."""
    return next(at for at, line in enumerate(lines) if at and line.rstrip() in yaml_tree.FENCES)


def _written(fields: Mapping[str, Any]) -> list[str]:
    """Lines of a head: words stand as they are where YAML takes them so, else as it wants them quoted."""
    import yaml

    lines = []
    for key, value in fields.items():
        plain = f"{key}: {value}"
        if isinstance(value, str) and _reads_as(plain, value):
            lines.append(plain)
        else:
            dumped = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10**6)
            lines += dumped.rstrip("\n").split("\n")
    return lines


def _reads_as(line: str, value: str) -> bool:
    try:
        ((_, node),) = yaml_tree.split(f"---\n{line}\n---\n", "")[0].items
    except (ArticleError, ValueError):
        return False
    return isinstance(node, Text) and node.text == value


def _merged(before: Any, value: Any) -> Any:  # noqa: ANN401 - words, or lists and mappings of them
    """A field without what is empty in it; people keep what the form does not ask for."""
    if not isinstance(value, list):
        return value
    old = before if isinstance(before, list) else []
    people = []
    for at, person in enumerate(value):
        known = old[at] if at < len(old) and isinstance(old[at], dict) and isinstance(person, dict) else {}
        people.append({k: v for k, v in {**known, **person}.items() if v} if isinstance(person, dict) else person)
    return [person for person in people if person]


def _headed(file: SourceFile) -> tuple[str, yaml_tree.Mapping]:
    """The text and its head; one that has none is read, and gets a head with all that was found."""
    text = source.decode(file).text
    matter = yaml_tree.split(text, file.name)[0]
    if not matter.items:
        text = write.markdown(read_given(file).article)
        matter = yaml_tree.split(text, file.name)[0]
    return text, matter


def _plain(node: yaml_tree.Node) -> Any:  # noqa: ANN401 - words, or lists and mappings of them
    """A value of the head without its places in the file."""
    if isinstance(node, yaml_tree.Sequence):
        return [_plain(one) for one in node.items]
    if isinstance(node, yaml_tree.Mapping):
        return {key.text: _plain(value) for key, value in node.items}
    return node.text
