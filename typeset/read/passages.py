"""Parts of a text, with the marks and the place that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from typeset.article import Mark, MarkKind, Text
from typeset.read.letters import AT_ENDS


def part(text: Text, start: int, end: int) -> Text:
    """The characters from `start` to `end`, with the marks on them; the column moves along."""
    inside = (
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in text.marks
        if (mark.start < end and mark.end > start) or (mark.start == mark.end and start <= mark.start <= end)
    )
    column = text.column + start if text.column else 0
    return Text(text.text[start:end], tuple(inside), text.line, column)


def stripped(text: Text, characters: str = AT_ENDS) -> Text:
    """The text without these characters at its ends."""
    start = len(text.text) - len(text.text.lstrip(characters))
    end = len(text.text.rstrip(characters))
    return part(text, start, max(start, end)) if (start, end) != (0, len(text.text)) else text


def lines(text: Text) -> Iterator[Text]:
    """The lines that the author ended by hand."""
    start = 0
    for line in text.text.split("\n"):
        yield stripped(part(text, start, start + len(line)))
        start += len(line) + 1


def joined(texts: Iterable[Text], separator: str = "\n") -> Text:
    """One text of several, in the place of the first; a line end between them is the author's."""
    texts = tuple(texts)
    marks: list[Mark] = []
    start = 0
    for at, text in enumerate(texts):
        if at and separator == "\n":
            marks.append(Mark(start - 1, start, MarkKind.LINE_BREAK))
        marks += (replace(mark, start=mark.start + start, end=mark.end + start) for mark in text.marks)
        start += len(text.text) + len(separator)
    first = texts[0] if texts else Text("")
    return Text(separator.join(text.text for text in texts), tuple(marks), first.line, first.column)


def is_whole(mark: Mark, text: Text) -> bool:
    """Whether the mark makes the whole text bold."""
    return mark.kind is MarkKind.STRONG and mark.start == 0 and mark.end == len(text.text)


def not_bold(text: Text) -> Text:
    """The text without a mark that makes it bold as a whole: a heading is bold by itself."""
    return replace(text, marks=tuple(mark for mark in text.marks if not is_whole(mark, text)))
