"""Plain text as people paste it -> blocks.

A line of white space, NO-BREAK SPACE and invisible characters alone counts as empty.

- **Paragraphs** are separated by empty lines. Lines without one between them are paragraphs of their own, unless they
  were wrapped: no line over 110 characters, all but the last about equally long, and more than half of them ending
  inside a sentence. Wrapped lines are joined.
- **Lists** are lines that begin with `-`, `–`, `—`, `•`, `*` and the like, two at least (`•` and its kin: one), or with
  figures in order (`1.`, `١-`, `2)`), two at least. An empty line between items does not end the list.
- A **subheading** is a single line of at most 90 characters that ends in no punctuation and stands over a paragraph,
  and is either set apart (more empty lines on one side than the text usually has between paragraphs) or stands between
  text and a paragraph twice as long as itself. Text is a list, or a paragraph that ends in punctuation. Over a list, a
  line under text is one, unless its last words introduce the list (`ما يلي`, `the following`).
  Before any text has begun, under the headline, it is of level 1: the subheadline.
- **Bold** is what stands between two stars in a line, as messengers write it (`*كلمات*`): no white space inside of
  them, and no letter or figure outside (`5*3*2` stays).

The headline, the dateline, the source line and the rest are recognised in these blocks as in those of every other
format: see `typeset.read.parts`. Front matter may stand above the text; its fields override every guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from typeset.model.article import Block, Heading, List, ListItem, Paragraph
from typeset.model.text import Mark, MarkKind, Text
from typeset.read.draft import Draft
from typeset.read.formats import chat
from typeset.read.fragments import AT_ENDS, LONGEST_SUBHEADING, joined, not_bold, part
from typeset.read.parts.markers import introduces
from typeset.read.source import SourceFile, decode

LARGEST = 20_000_000
"""Bytes."""

LONGEST_WRAPPED_LINE = 110
SHORTEST_WRAPPED_LINE = 40

_LINE = re.compile("[^\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:(?P<dash>[-–—*])|[•▪◦●○‣■□➢✓])[ \t\xa0]+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)\-–][ \t\xa0]+(?=\S)")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
_SENTENCE_END = re.compile(r"[.!?؟…۔:：;؛][\"'»”’)\]]*$")
_PUNCTUATION_END = re.compile(r"[.!?؟…۔:：;؛,،/\-–—]$")


class _TextPiece(NamedTuple):
    """A block, and the number of empty lines above it."""

    block: Block
    gap: int


END = _TextPiece(List(()), 0)


def draft(source: SourceFile) -> Draft:
    """The blocks of a plain text, and the fields of its front matter. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    decoded = decode(source)
    text, above = decoded.text, 0
    if not text.startswith("---"):
        words, left_out = chat.words(text) if chat.is_chat(text) else (text, [])
        return Draft(blocks(words), losses=(*decoded.losses, *left_out))
    from typeset.read.formats import front_matter, yaml_tree

    matter, text, above = yaml_tree.split(text, source.name)
    declared = front_matter.fields(matter, source.name, source.folder)
    return Draft(blocks(text, above), declared.fields, losses=decoded.losses + declared.losses, guess=declared.guess)


def blocks(text: str, above: int = 0) -> tuple[Block, ...]:
    """The paragraphs, subheadings and lists of a text; `above` is the number of lines over it in the file."""
    pieces = list(_pieces(_lines(text, above)))
    gaps = sorted(piece.gap for piece in pieces[1:]) or [1]
    usual = gaps[(len(gaps) - 1) // 2]
    result: list[Block] = []
    text_begun = False
    for piece, below in zip_longest(pieces, pieces[1:], fillvalue=END):
        title = _subheading(piece, below, usual, under_text=_is_text(result[-1]) if text_begun else bool(result))
        result.append(
            Heading(not_bold(title), 2 if text_begun or isinstance(below.block, List) else 1) if title else piece.block
        )
        text_begun = text_begun or _is_text(result[-1])
    return tuple(result)


def _lines(text: str, above: int) -> Iterator[tuple[Text, int]]:
    """Every line with words in it, and the number of empty lines above it."""
    empty = 0
    for number, source_line in enumerate(text.split("\n"), above + 1):
        has_words = False
        for match in _LINE.finditer(source_line):
            line = match[0].strip(AT_ENDS)
            if line:
                yield _with_bold(line, number, match.start() + match[0].index(line) + 1), empty
                empty, has_words = 0, True
        empty += not has_words


def _with_bold(line: str, number: int, column: int) -> Text:
    """A line without the stars around what is bold; it begins in the file where its first words do."""
    if "*" not in line:
        return Text(line, (), number, column)
    words, marks, done = "", [], 0
    for match in _BOLD.finditer(line):
        words += line[done : match.start()]
        marks.append(Mark(len(words), len(words) + len(match[1]), MarkKind.STRONG))
        words += match[1]
        done = match.end()
    return Text(words + line[done:], tuple(marks), number, column + (bool(marks) and marks[0].start == 0))


def _pieces(lines: Iterable[tuple[Text, int]]) -> Iterator[_TextPiece]:
    run: list[Text] = []
    gap = 0
    listed = ""
    for line, empty in lines:
        kind = _list_kind(line)
        if run and (kind != listed or (empty and not kind)):
            yield from _blocks_of(run, listed, gap)
            run, gap = [], empty
        elif not run:
            gap = empty
        run.append(line)
        listed = kind
    if run:
        yield from _blocks_of(run, listed, gap)


def _list_kind(line: Text) -> str:
    """`bullet`, `dash` or `number` where the line begins like an item of such a list, else empty."""
    if match := _BULLET.match(line.text):
        return "dash" if match["dash"] else "bullet"
    if match := _NUMBER.match(line.text):
        return "number"
    return ""


def _blocks_of(run: Sequence[Text], kind: str, gap: int) -> Iterator[_TextPiece]:
    """A run of lines of one kind as one list, one wrapped paragraph, or paragraphs."""
    if kind and (len(run) > 1 or kind == "bullet") and (kind != "number" or _in_order(run)):
        yield _TextPiece(_list(run, kind), gap)
    elif not kind and _is_wrapped(run):
        yield _TextPiece(Paragraph(joined(run, " ")), gap)
    else:
        for at, line in enumerate(run):
            yield _TextPiece(Paragraph(line), 0 if at else gap)


def _numbers(run: Sequence[Text]) -> list[int]:
    return [int(match["number"]) for line in run if (match := _NUMBER.match(line.text))]


def _in_order(run: Sequence[Text]) -> bool:
    """Whether the numbers of the lines ascend by one."""
    return all(after == before + 1 for before, after in pairwise(_numbers(run)))


def _list(run: Sequence[Text], kind: str) -> List:
    sign = _NUMBER if kind == "number" else _BULLET
    items = (part(line, match.end(), len(line.text)) for line in run if (match := sign.match(line.text)))
    return List(tuple(map(ListItem, items)), kind == "number", _numbers(run)[0] if kind == "number" else 1)


def _is_wrapped(run: Sequence[Text]) -> bool:
    """Whether the lines are one paragraph, wrapped by a mail program."""
    full = [len(line.text) for line in run[:-1]]
    if not full or not SHORTEST_WRAPPED_LINE <= max(full) <= LONGEST_WRAPPED_LINE:
        return False
    inside = sum(not _SENTENCE_END.search(line.text) for line in run[:-1])
    return min(full) >= 0.6 * max(full) >= 0.6 * len(run[-1].text) - 9 and inside > len(full) / 2


def _subheading(piece: _TextPiece, below: _TextPiece, usual: int, *, under_text: bool) -> Text | None:
    """The text of a line that is a subheading, else None; `usual` is the median of empty lines between blocks."""
    line, text = piece.block, below.block
    if not isinstance(line, Paragraph) or below is END:
        return None
    if len(line.text.text) > LONGEST_SUBHEADING or _PUNCTUATION_END.search(line.text.text):
        return None
    if not isinstance(text, Paragraph):
        return line.text if under_text and not introduces(line.text.text) else None
    set_apart = max(piece.gap, below.gap) > usual
    between_texts = under_text and _is_text(text) and len(text.text.text) >= 2 * len(line.text.text)
    return line.text if set_apart or between_texts else None


def _is_text(block: Block) -> bool:
    """Whether the block is a list, or a paragraph that ends in punctuation."""
    return isinstance(block, List) or (isinstance(block, Paragraph) and bool(_SENTENCE_END.search(block.text.text)))
