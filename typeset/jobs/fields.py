"""The fields of a release, as a form shows them: what stands in the head of its file, by the keys of front matter.

A text without such a head is read first; filling in a field then gives it one, with all that was found in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typeset import write
from typeset.jobs.given import read_given
from typeset.read import source
from typeset.read.formats import yaml_tree
from typeset.read.source import SourceFile


def fields(file: SourceFile) -> dict[str, Any]:
    """The fields by their keys: words, and lists of contacts. Raises ArticleError: the file cannot be read."""
    return _split(file)[0]


def filled(file: SourceFile, changed: Mapping[str, Any]) -> str:
    """The text of the file with other words in these fields; one that is empty is taken out.

    Raises ArticleError: the file cannot be read, or would not be a release any longer.
    """
    import yaml

    head, body = _split(file)
    head |= {key: value for key, value in changed.items() if value}
    kept = {key: value for key, value in head.items() if changed.get(key, value)}
    matter = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10**6) if kept else ""
    text = f"---\n{matter}---\n{body}"
    read_given(SourceFile(text.encode(), file.name, ".md", file.folder))  # a wrong date is told before it is written
    return text


def _split(file: SourceFile) -> tuple[dict[str, Any], str]:
    """The head of the file as words by key, and the text below it."""
    text = source.decode(file).text
    matter, body, _ = yaml_tree.split(text, file.name)
    if not matter.items:
        text = write.markdown(read_given(file).article)
        matter, body, _ = yaml_tree.split(text, file.name)
    return {key.text: _plain(value) for key, value in matter.items}, body


def _plain(node: yaml_tree.Node) -> Any:  # noqa: ANN401 - words, or lists and mappings of them
    """A value of the head without its places in the file."""
    if isinstance(node, yaml_tree.Sequence):
        return [_plain(one) for one in node.items]
    if isinstance(node, yaml_tree.Mapping):
        return {key.text: _plain(value) for key, value in node.items}
    return node.text
