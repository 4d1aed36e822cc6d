"""Word files as offices send them are read as they were meant, and what is left out is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from word_files import HEADLINE, WORD_FILES, WordFile

from typeset import read
from typeset.model.article import Article, Figure, Heading, List, Paragraph, Table
from typeset.read.source import SourceFile


def written(article: Article) -> Iterator[str]:
    """The body in lines: `#` a subheading, `*` or a number an item, `[]` a photo, `|` the cells of a table."""
    for block in article.body:
        if isinstance(block, Heading):
            yield f"# {block.text.text}"
        elif isinstance(block, Paragraph):
            yield block.text.text
        elif isinstance(block, List):
            first = block.start if block.ordered else 0
            yield from (f"{first + at if first else '*'} {item.text.text}" for at, item in enumerate(block.items))
        elif isinstance(block, Figure):
            yield f"[{block.photo.caption.text}] {block.photo.credit.text}".strip()
        elif isinstance(block, Table):
            yield from (" | ".join(cell.text for cell in row) for row in block.rows)


@pytest.mark.parametrize("file", WORD_FILES, ids=lambda file: file.title)
def test_a_word_file_is_read_as_it_was_meant(file: WordFile):
    article, findings = read.article_from(SourceFile(file.data, "release.docx", ".docx"))
    assert list(written(article)) == file.body
    for name, value in {"headline": HEADLINE, **file.fields}.items():
        found = getattr(article, name)
        assert str(getattr(found, "text", found)) == value, name
    told = "\n".join(str(finding.message) for finding in findings)
    assert all(words in told for words in file.says), told
    assert not any(words in told for words in file.silent), told
