"""Writing in other forms: every release comes back through our own readers, and through others' parsers."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as word_library
import pytest
from lxml import etree
from lxml.html import document_fromstring
from test_read import shown

import typeset
from typeset import read
from typeset.errors import CommandError
from typeset.jobs import convert
from typeset.model.article import Article, Figure, Photo, Table
from typeset.read.source import SourceFile
from typeset.write.writers import WRITERS, writer_for

CASES = Path(__file__).parent / "cases" / "press"
ARTICLES = Path(__file__).parents[1] / "articles"
RELEASES = [*sorted(CASES.glob("*/*.md")), *sorted(ARTICLES.glob("*.txt"))]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAR = "{http://iptc.org/std/nar/2006-10-01/}"


def written(source: Path, to: str) -> bytes:
    """The release in another form, as the library gives it."""
    return typeset.convert(source, to=to).content


def back(data: bytes, suffix: str, folder: Path) -> Article:
    return read.article_from(SourceFile(data, f"written{suffix}", suffix, folder))[0]


def release(source: Path) -> Article:
    """A release as it was read; its translations lie in files of their own, and are not written."""
    return replace(read.article(source)[0], translations=())


@pytest.mark.parametrize("to", ["html", "ninjs"])
@pytest.mark.parametrize("source", RELEASES, ids=lambda file: file.name)
def test_a_page_and_a_wire_come_back_with_every_part(source: Path, to: str):
    again = back(written(source, to), WRITERS[to].suffixes[0], source.parent)
    assert shown(again, ()) == shown(release(source), ())


def in_word(article: Article) -> Article:
    """What a Word file says of a release: its pictures are part of it and stand in the text."""

    def alike(photo: Photo) -> Photo:
        return replace(photo, source="", size=None, at=None)

    blocks = [*article.body, *map(Figure, article.photos)]
    body = tuple(
        Figure(alike(block.photo))
        if isinstance(block, Figure)
        else replace(block, header_columns=0)
        if isinstance(block, Table)
        else block
        for block in blocks
    )
    return replace(article, body=body, photos=())


@pytest.mark.parametrize("source", RELEASES, ids=lambda file: file.name)
def test_a_word_file_comes_back_word_for_word(source: Path):
    again = back(written(source, "docx"), ".docx", source.parent)
    assert shown(in_word(again), ()) == shown(in_word(release(source)), ())


def test_a_word_file_runs_from_the_right_in_every_paragraph_run_and_table():
    data = written(CASES / "full" / "full.md", "docx")
    root = word_library.Document(io.BytesIO(data)).element
    assert all(one.find(f".//{WORD}bidi") is not None for one in root.iter(f"{WORD}p"))
    assert all(one.find(f".//{WORD}bidiVisual") is not None for one in root.iter(f"{WORD}tbl"))
    runs = [one for one in root.iter(f"{WORD}r") if one.find(f"{WORD}t") is not None]
    assert runs
    assert all(one.find(f".//{WORD}rtl") is not None or one.find(f".//{WORD}lang") is not None for one in runs)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml")
    assert not etree.fromstring(styles).findall(f".//{WORD}rPr/{WORD}spacing"), "letters of Arabic are never spaced"


def test_another_reader_of_word_finds_the_words_the_photo_and_its_words():
    document = word_library.Document(io.BytesIO(written(CASES / "full" / "full.md", "docx")))
    article = release(CASES / "full" / "full.md")
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert article.headline.text in words
    assert all(contact.name.text in words for contact in article.contacts)
    alternatives = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alternatives == [photo.alt for photo in article.pictures]


def test_an_edited_word_file_keeps_its_parts():
    document = word_library.Document(io.BytesIO(written(CASES / "full" / "full.md", "docx")))
    kicker = next(one for one in document.paragraphs if one.style.name == "Part kicker")
    kicker.runs[0].text = "يوم البيئة"
    saved = io.BytesIO()
    document.save(saved)
    assert back(saved.getvalue(), ".docx", CASES).kicker.text == "يوم البيئة"


@pytest.mark.parametrize("to", WRITERS)
def test_the_same_release_is_the_same_bytes(to: str):
    assert written(CASES / "full" / "full.md", to) == written(CASES / "full" / "full.md", to)


def test_a_page_tells_search_engines_what_it_is_and_runs_no_script():
    page = document_fromstring(written(CASES / "full" / "full.md", "html"))
    (script,) = page.iter("script")
    told = json.loads(script.text)
    assert (told["@type"], told["datePublished"]) == ("NewsArticle", "2025-03-20")
    assert script.get("type") == "application/ld+json"
    assert page.get("dir") == "rtl"
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


def test_a_headline_cannot_close_the_script_of_a_page():
    text = "---\nheadline: 'a </script><script>alert(1)</script>'\n---\n\nنص البيان هنا.\n"
    page = document_fromstring(typeset.convert(text, to="html", form="markdown").content)
    assert len(list(page.iter("script"))) == 1


def test_newsml_says_what_its_standard_asks_for():
    root = etree.fromstring(written(CASES / "full" / "full.md", "newsml"))
    assert (root.tag, root.get("standard"), root.get("conformance")) == (f"{NAR}newsItem", "NewsML-G2", "power")
    assert [one.tag.removeprefix(NAR) for one in root] == ["catalogRef", "itemMeta", "contentMeta", "contentSet"]
    assert root.find(f"{NAR}itemMeta/{NAR}itemClass").get("qcode") == "ninat:text"
    assert root.find(f"{NAR}itemMeta/{NAR}embargoed").text.startswith("2025-03-22T10:30:00")
    article = release(CASES / "full" / "full.md")
    assert root.find(f"{NAR}contentMeta/{NAR}headline").text == article.headline.text
    body = "".join(root.find(f"{NAR}contentSet").itertext())
    assert all(contact.name.text in body for contact in article.contacts)


def test_the_ending_of_a_file_says_how_it_is_written(tmp_path: Path):
    source = ARTICLES / "alwefaq-iran-russia.txt"
    for writer in WRITERS.values():
        target = tmp_path / f"release{writer.suffixes[0]}"
        convert.save(convert.run(source, target), target)
        assert target.stat().st_size > 1000
    with pytest.raises(CommandError, match=r"Nothing is written as \.odp"):
        writer_for(Path("release.odp"))
