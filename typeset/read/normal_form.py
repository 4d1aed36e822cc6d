"""The normal form of an article, the same from every reader; and the detection of its language.

A text has no white space at its ends or around a line end, and no control characters. Its marks are sorted; none begins
or ends in white space; touching marks of one kind are merged; code holds no other marks and does not cross a line end;
LINE_BREAK marks stand at line ends and nowhere else; a FOOTNOTE mark names an existing footnote.
Empty blocks and empty table rows are dropped; all rows of a table are as wide as the widest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from typeset.model.article import Article, Block, Figure, List, ListItem, Photo, Quotation, Signature, Table
from typeset.model.script import Pattern
from typeset.model.text import NO_TEXT, Mark, MarkKind, Text
from typeset.read.fragments import clean, stripped

_AROUND_LINE_END = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
_SEPARATOR = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BLANK = " \t\n\xa0"
_NOT_MOVED = frozenset({MarkKind.LINE_BREAK, MarkKind.FOOTNOTE, MarkKind.CODE})


def article(read: Article) -> Article:
    """The article in its normal form."""
    keys = frozenset(note.key for note in read.notes)
    read = read.rewrite(lambda old: text(old, keys))
    return replace(
        read,
        body=tuple(_blocks(read.body)),
        about=tuple(paragraph for paragraph in read.about if paragraph.text),
        attachments=tuple(filter(None, read.attachments)),
        signature=_signature(read.signature),
        photos=tuple(map(_photo, read.photos)),
        number=_line(read.number),
    )


def text(old: Text, keys: frozenset[str]) -> Text:
    """The text in its normal form; `keys` are those of the article's footnotes."""
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
    for marks_of_kind in others.values():
        yield from _trimmed(words, _united(marks_of_kind))


def _in_lines(words: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks split at line ends."""
    for mark in marks:
        start = mark.start
        for line in words[mark.start : mark.end].split("\n"):
            yield from _trimmed(words, [replace(mark, start=start, end=start + len(line))])
            start += len(line) + 1


def _beside(mark: Mark, code: Iterable[Mark]) -> Mark:
    """The mark cut back where it overlaps a piece of code in part; code that it wholly covers may stay inside it."""
    for piece in code:
        if mark.start <= piece.start and piece.end <= mark.end:
            continue
        if piece.start <= mark.start < piece.end:
            mark = replace(mark, start=min(piece.end, mark.end))
        if piece.start < mark.end <= piece.end:
            mark = replace(mark, end=max(piece.start, mark.start))
    return mark


def _trimmed(words: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks without white space at their ends; marks on white space alone are dropped."""
    for mark in marks:
        inside = words[mark.start : mark.end]
        start = mark.start + len(inside) - len(inside.lstrip(_BLANK))
        end = mark.start + len(inside.rstrip(_BLANK))
        if start < end:
            yield replace(mark, start=start, end=end)


def _united(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks of one kind, touching or overlapping ones merged."""
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
        normal = _block(block)
        if normal:
            yield normal


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
    sublist = _list(old.children) if old.children else None
    return replace(old, children=sublist) if old.text or sublist else None


def _table(old: Table) -> Table | None:
    width = max(map(len, old.rows), default=0)
    heads = [any(row) for row in old.rows[: old.header_rows]]
    rows = tuple(row + (NO_TEXT,) * (width - len(row)) for row in old.rows if any(row))
    if not rows:
        return None
    return replace(old, rows=rows, header_rows=sum(heads), header_columns=min(old.header_columns, width))


def _signature(old: Signature | None) -> Signature | None:
    return old if old and (old.name or old.role) else None


def _photo(old: Photo) -> Photo:
    return replace(old, alt=_line(old.alt))


def _line(words: str) -> str:
    return " ".join(clean(words).split())


# The language of a text, detected by its letters.


SAMPLE = 20_000
"""Characters that are looked at; more do not change the result."""

_HEBREW = re.compile("[\u05d0-\u05ea]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5]")
_URDU, _PERSIAN, _ARABIC = "ٹڈڑںےہھ", "پچژگکی", "ةيكىأإؤئ"

_TAG = Pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def is_tag(text: str) -> bool:
    """Whether this has the form of a BCP 47 language tag: `ar`, `fa-IR`."""
    return bool(_TAG.fullmatch(text))


def language(text: str) -> str:
    """`ar`, `fa`, `ur`, `he` or `en`; `ar` where there are no letters.

    The script with the most letters decides; within the Arabic script, the letters that only some of its languages use.
    Over a twentieth of Urdu's own letters means Urdu (its prose has a sixth, the other languages none); more Persian
    letters than Arabic ones means Persian. Arabic typed on a Persian keyboard still has ة, أ and إ, and few of پچژگ.
    """
    sample = text[:SAMPLE]
    hebrew, latin, arabic = (len(script.findall(sample)) for script in (_HEBREW, _LATIN, _ARABIC_SCRIPT))
    if hebrew > max(latin, arabic):
        return "he"
    if latin > arabic:
        return "en"
    urdu, persian, own = (sum(map(sample.count, letters)) for letters in (_URDU, _PERSIAN, _ARABIC))
    if urdu > arabic / 20:
        return "ur"
    return "fa" if persian > own else "ar"
