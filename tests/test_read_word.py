"""Word files as offices send them are read as they were meant, and what is left out is said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import word
from word_files import HEADLINE, PIXEL, TEXT, WORD_FILES, WordFile

from typeset import read
from typeset.model.article import Article, Embargo, Figure, Heading, List, Paragraph, Table
from typeset.read.formats import libreoffice
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
        words = str(found.until.date()) if isinstance(found, Embargo) else str(getattr(found, "text", found))
        assert words == value, name
    told = "\n".join(str(finding.message) for finding in findings)
    assert all(words in told for words in file.says), told
    assert not any(words in told for words in file.silent), told


METAFILE = word.document(
    word.paragraph(HEADLINE) + TEXT + word.paragraph(word.picture("rId7", "مخطط القاعات")),
    {"rId7": ("image", "media/7.emf", "")},
    {"word/media/7.emf": b"a drawing"},
)
OFFICE = """#!/bin/sh
while [ $# -gt 0 ]; do case $1 in --outdir) folder=$2; shift;; *.emf) file=$1;; esac; shift; done
cp {picture} "$folder/$(basename "$file" .emf).png"
"""


def drawn_by(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Figure], str]:
    """The photos of a release with a metafile, and what is told, with this program as LibreOffice."""
    (folder / "soffice").write_text(program)
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    article, findings = read.article_from(SourceFile(METAFILE, "release.docx", ".docx"))
    photos = [block for block in article.body if isinstance(block, Figure)]
    return photos, "\n".join(str(finding.message) for finding in findings)


def test_a_metafile_is_drawn_by_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "page.png").write_bytes(PIXEL)
    photos, told = drawn_by(OFFICE.format(picture=tmp_path / "page.png"), tmp_path, monkeypatch)
    assert [photo.photo.alt for photo in photos] == ["مخطط القاعات"]
    assert photos[0].photo.source.startswith("data:image/png;base64,")
    assert "a picture in EMF was drawn anew by LibreOffice" in told


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nsleep 60\n"], ids=["fails", "hangs"])
def test_a_metafile_that_nobody_draws_is_said(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(libreoffice, "LONGEST", 0.3)
    start = time.monotonic()
    photos, told = drawn_by(program, tmp_path, monkeypatch)
    assert (photos, "picture left out: image/x-emf" in told) == ([], True), told
    assert time.monotonic() - start < 5
