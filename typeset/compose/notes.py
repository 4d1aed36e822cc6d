"""Footnotes where there is no foot of a page: numbers in the text, the notes after it."""

from __future__ import annotations

from dataclasses import replace

from typeset.article import Article, Mark, MarkKind, Note, Text
from typeset.house import Digits


def at_the_end(article: Article, digits: Digits) -> Article:
    """The article with every reference written as `[1]`, and its notes beginning so; notes nobody refers to stay."""
    signs: dict[str, str] = {}

    def numbered(text: Text) -> Text:
        references = sorted(mark for mark in text.marks if mark.kind is MarkKind.FOOTNOTE)
        for reference in references:
            signs.setdefault(reference.value, f"[{digits.write(len(signs) + 1)}]")
        for reference in reversed(references):
            text = _inserted(text, reference.start, signs[reference.value])
        return replace(text, marks=tuple(mark for mark in text.marks if mark.kind is not MarkKind.FOOTNOTE))

    body = replace(article, notes=()).rewrite(numbered)
    known = {note.key: note for note in article.notes}
    told = [Note(key, _inserted(known[key].text, 0, f"{sign} ")) for key, sign in signs.items() if key in known]
    return replace(body, notes=(*told, *(note for note in article.notes if note.key not in signs)))


def _inserted(text: Text, place: int, words: str) -> Text:
    """The text with words at a place; the marks that begin or end after it move along."""
    marks = tuple(_moved(mark, place, len(words)) for mark in text.marks)
    return replace(text, text=text.text[:place] + words + text.text[place:], marks=marks)


def _moved(mark: Mark, place: int, by: int) -> Mark:
    """A mark that begins at the place moves on; one that ends there does not grow."""
    start = mark.start + by if mark.start >= place else mark.start
    return replace(mark, start=start, end=mark.end + by if mark.end > place else mark.end)
