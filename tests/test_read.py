"""Reading: whatever form a release arrives in, its parts are found and nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from typeset import read
from typeset.article import Article, Figure, Heading, List, Paragraph, Quotation, Table, Text
from typeset.check import Finding

CASES = Path(__file__).parent / "cases" / "read"
SOURCES = sorted(file for file in CASES.glob("*/*") if file.suffix != ".parts")
ARTICLE = "عنوان الخبر\n\nالنص الأول.\n"


def shown(article: Article, findings: tuple[Finding, ...]) -> str:
    """The article as lines that a person can check: every field, every block, every finding."""
    lines = []
    for part in fields(article):
        value = getattr(article, part.name)
        if part.name == "body":
            lines += ["", *(line for block in value for line in _block(block)), ""]
        elif part.name not in {"folder", "name"} and value:
            values = value if isinstance(value, tuple) else (value,)
            lines += (f"{part.name}: {_value(each)}" for each in values)
    lines += (f"! {found.id} {found.place.line}:{found.place.column} {found.message}" for found in findings)
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, Text):
        marks = "".join(
            f" <{mark.kind}{'=' + mark.value if mark.value else ''}: {value.text[mark.start : mark.end]!r}>"
            for mark in value.marks
        )
        return f"{value.text.replace(chr(10), '⏎')}{marks}"
    if hasattr(value, "__dataclass_fields__"):
        parts = {part.name: getattr(value, part.name) for part in fields(value)}
        return "; ".join(f"{name} {_value(part)}" for name, part in parts.items() if part)
    return str(value)


def _block(block: object) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_value(block.text)}"
    elif isinstance(block, Paragraph):
        yield f"¶ {_value(block.text)}"
    elif isinstance(block, Quotation):
        yield from (f"> {_value(text)}" for text in block.paragraphs)
        yield f"> — {_value(block.speaker)} | {_value(block.role)}"
    elif isinstance(block, List):
        for at, item in enumerate(block.items):
            yield f"{block.start + at}. {_value(item.text)}" if block.ordered else f"- {_value(item.text)}"
            yield from (f"  {line}" for line in _block(item.children))
    elif isinstance(block, Figure):
        yield f"[{_value(block.photo)}]"
    elif isinstance(block, Table):
        yield f"table {block.header_rows} {block.header_columns} {_value(block.caption)}"
        yield from ("| " + " | ".join(map(_value, row)) for row in block.rows)


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: file.name)
def test_the_parts_of_a_release_are_found(source: Path, golden: Callable[[Path, str], None]):
    golden(source.with_name(f"{source.name}.parts"), shown(*read.article(source)))
