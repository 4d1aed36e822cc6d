"""One form for each article, whichever reader made it, so that it can be compared, and written and read again.

A text has no white space at its ends, none around a line end, no control characters. Its marks are sorted; they do not
begin or end in white space; two of a kind that touch are one; code holds no other marks and ends with its line; every
line end, and nothing else, is marked as one; a footnote's place names a footnote that is there.
Blocks without words are gone, and so are empty rows of tables, whose rows are all as wide as the widest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from typeset.article import (
    NO_TEXT,
    Article,
    Block,
    Figure,
    List,
    ListItem,
    Mark,
    MarkKind,
    Photo,
    Quotation,
    Table,
    Text,
)
from typeset.read.passages import stripped
from typeset.read.shape import clean

_AROUND_LINE_END = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
_SEPARATOR = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BLANK = " \t\n\xa0"
_NOT_MOVED = frozenset({MarkKind.LINE_BREAK, MarkKind.FOOTNOTE, MarkKind.CODE})


def article(made: Article) -> Article:
    """The article in its one form."""
    keys = frozenset(note.key for note in made.notes)
    made = made.rewrite(lambda old: text(old, keys))
    return replace(
        made,
        body=tuple(_blocks(made.body)),
        about=tuple(paragraph for paragraph in made.about if paragraph.text),
        photos=tuple(map(_photo, made.photos)),
        number=_line(made.number),
    )


def text(old: Text, keys: frozenset[str]) -> Text:
    """The text in its one form; `keys` are those of the footnotes that there are."""
    words = clean(_SEPARATOR.sub(" ", old.text))
    words = _AROUND_LINE_END.sub("\n", words) if "\n" in words else words
    new = stripped(old if words == old.text else old.rewrite(lambda _: words))
    if not new.text:
        return replace(new, marks=())
    return replace(new, marks=tuple(sorted(_marks(new, keys)))) if new.marks or "\n" in new.text else new


def _marks(whole: Text, keys: frozenset[str]) -> Iterator[Mark]:
    words = whole.text
    yield from (Mark(at, at + 1, MarkKind.LINE_BREAK) for at, letter in enumerate(words) if letter == "\n")
    code = list(_in_lines(words, _united(mark for mark in whole.marks if mark.kind is MarkKind.CODE)))
    yield from code
    others: dict[tuple[MarkKind, str], list[Mark]] = {}
    for mark in whole.marks:
        if mark.kind is MarkKind.FOOTNOTE and mark.value in keys:
            place = next((piece.end for piece in code if piece.start < mark.start < piece.end), mark.start)
            yield Mark(place, place, mark.kind, mark.value)
        elif mark.kind not in _NOT_MOVED:
            others.setdefault((mark.kind, mark.value), []).append(_beside(mark, code))
    for same in others.values():
        yield from _trimmed(words, _united(same))


def _in_lines(words: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks, cut at the ends of lines."""
    for mark in marks:
        start = mark.start
        for line in words[mark.start : mark.end].split("\n"):
            yield from _trimmed(words, [replace(mark, start=start, end=start + len(line))])
            start += len(line) + 1


def _beside(mark: Mark, code: Iterable[Mark]) -> Mark:
    """What is left of a mark outside the code that it does not hold as a whole."""
    for piece in code:
        if mark.start <= piece.start and piece.end <= mark.end:
            continue
        if piece.start <= mark.start < piece.end:
            mark = replace(mark, start=min(piece.end, mark.end))
        if piece.start < mark.end <= piece.end:
            mark = replace(mark, end=max(piece.start, mark.start))
    return mark


def _trimmed(words: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks without white space at their ends; those on nothing else are gone."""
    for mark in marks:
        inside = words[mark.start : mark.end]
        start = mark.start + len(inside) - len(inside.lstrip(_BLANK))
        end = mark.start + len(inside.rstrip(_BLANK))
        if start < end:
            yield replace(mark, start=start, end=end)


def _united(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks of one kind, those that touch or overlap as one."""
    last: Mark | None = None
    for mark in sorted(mark for mark in marks if mark.start < mark.end):
        if last and mark.start <= last.end:
            last = replace(last, end=max(last.end, mark.end))
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        made = _block(block)
        if made:
            yield made


def _block(block: Block) -> Block | None:
    if isinstance(block, Figure):
        return Figure(_photo(block.photo))
    if isinstance(block, Quotation):
        paragraphs = tuple(filter(None, block.paragraphs))
        return replace(block, paragraphs=paragraphs) if paragraphs else None
    if isinstance(block, List):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    return block if block.text else None


def _list(old: List) -> List | None:
    items = tuple(item for each in old.items if (item := _item(each)))
    return replace(old, items=items, start=old.start if old.ordered else 1) if items else None


def _item(old: ListItem) -> ListItem | None:
    below = _list(old.children) if old.children else None
    return replace(old, children=below) if old.text or below else None


def _table(old: Table) -> Table | None:
    width = max(map(len, old.rows), default=0)
    heads = [any(row) for row in old.rows[: old.header_rows]]
    rows = tuple(row + (NO_TEXT,) * (width - len(row)) for row in old.rows if any(row))
    if not rows:
        return None
    return replace(old, rows=rows, header_rows=sum(heads), header_columns=min(old.header_columns, width))


def _photo(old: Photo) -> Photo:
    return replace(old, alt=_line(old.alt))


def _line(words: str) -> str:
    return " ".join(clean(words).split())
