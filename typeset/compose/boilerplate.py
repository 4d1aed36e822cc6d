"""The title over the boilerplate: its own where the author wrote one, else the label."""

from __future__ import annotations

from dataclasses import replace

from typeset.article import MarkKind, Paragraph, Text


def headed(about: tuple[Paragraph, ...], label: str) -> tuple[Text, tuple[Paragraph, ...]]:
    """The title and the paragraphs under it: a first paragraph that is bold from end to end is a title."""
    if len(about) < 2 or not _is_bold(about[0].text):
        return Text(label), about
    title = about[0].text
    plain = tuple(mark for mark in title.marks if mark.kind is not MarkKind.STRONG)
    return replace(title, marks=plain), about[1:]


def _is_bold(text: Text) -> bool:
    return any(mark.kind is MarkKind.STRONG and mark.start == 0 and mark.end == len(text.text) for mark in text.marks)
