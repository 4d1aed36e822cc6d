"""Reading whatever comes: no reader ends otherwise than with an article or a clear refusal, and none loses words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from email.message import EmailMessage
from html import escape

import pytest
import word
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from typeset import read, write
from typeset.errors import TypesetError
from typeset.model.article import Article
from typeset.read.source import SourceFile

FEW = settings(max_examples=60, deadline=None, derandomize=True)
MORE = settings(FEW, max_examples=150)
FORMATS = sorted(set(read.READERS) - {"pdf"})
"""A PDF is read by preflight first: `test_read_pdf.py`."""
SIGNS = st.sampled_from(
    [
        *("# ", "## ", "- ", "> ", "1. ", "١- ", "* ", "**", "*", "_", "`", "```", "---", "| ", "\n", "\n\n", "[^1]"),
        *("[^1]: ", "[", "](", ")", "{sup}", "![", "<b>", "</b>", "<script>", "<!--", "-->", "<ul>", "<td>", "<h1>"),
        *("</", ": ", "—", "المصدر: ", "للتواصل:", "نبذة عن ", "الوفاق/ ", "###", "/انتهى/", "headline: ", "embargo: "),
        *(
            "date: 2025-02-30",
            "كلمة",
            "عنوان.",
            "&amp;",
            "&#10;",
            "\\",
            "،",
            "https://a.b",
            "{",
            "}",
            "\ufeff",
            "\u200f",
        ),
        *("\xa0", "\t", "\x0c", "\u2028"),
    ]
)
TEXTS = st.lists(SIGNS, max_size=30).map("".join)
WORD = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=2, max_size=7).map("ظ{}".format)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
"""Words that begin like no label (`المصدر`, `للتواصل`): a label goes, for the theme sets its own."""

KEYS = st.sampled_from(
    [
        *("headline", "body_html", "body_text", "bodies", "headlines", "value", "associations", "renditions", "href"),
        *("type", "picture", "embargoed", "language", "contentcreated", "infosources", "name", "byline", "articleBody"),
        *("@type", "@graph", "publisher", "image", "url", "datePublished", "inLanguage"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | TEXTS,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(KEYS, values, max_size=6),
    max_leaves=12,
)


def outcome(data: bytes, form: str) -> Article | None:
    """The article, or nothing where it was refused; the refusal says what and what to do."""
    try:
        article, _ = read.article_from(SourceFile(data, "some.file"), form)
    except TypesetError as error:
        return None if error.message.endswith(".") and error.hint else pytest.fail(f"unclear: {error.message}")
    return article


@pytest.mark.parametrize("form", FORMATS)
@FEW
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(form: str, data: bytes):
    outcome(data, form)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@MORE
@given(TEXTS)
def test_any_text_is_read_or_refused_and_reads_back(form: str, text: str):
    article = outcome(text.encode(), form)
    if article:
        assert outcome(write.markdown(article).encode(), "markdown") == article


@pytest.mark.parametrize("form", ["ninjs", "jsonld"])
@MORE
@given(JSON)
def test_any_json_is_read_or_refused(form: str, value: object):
    known = {"@type": "NewsArticle", "headline": "عنوان", "articleBody": "نص", "body_text": "نص"}
    outcome(json.dumps({**known, **value} if isinstance(value, dict) else value).encode(), form)


BLOCKS = st.lists(
    st.tuples(st.sampled_from(["heading", "paragraph", "bold", "item", "quote", "cells", "picture", "note"]), WORDS),
    min_size=1,
    max_size=8,
)


def as_text(blocks: list[tuple[str, str]]) -> bytes:
    signs = {"heading": "\n\n\n{}\n\n\n", "item": "- {}\n", "quote": "«{}»\n\n", "cells": "{}\t{}\n\n"}
    return _lines(blocks, signs, "{}.\n\n")


def as_markdown(blocks: list[tuple[str, str]]) -> bytes:
    signs = {
        "heading": "## {}\n\n",
        "bold": "**{}** *{}*\n\n",
        "item": "- {}\n  - {}\n",
        "quote": "> {}\n>\n> — {}، {}\n\n",
        "cells": "\n| {} | {} |\n|---|\n| {} | {} |\n\n: {}\n\n",
        "picture": "![{}](http://a.b/c.png)\n{}\n\n",
        "note": "[^1]: {}\n\n<div>{}</div>\n\n[{}](javascript:x)\n\n",
    }
    return b"# \xd8\xb9\xd9\x86\xd9\x88\xd8\xa7\xd9\x86\n\n" + _lines(blocks, signs, "{}.\n\n")


def as_html(blocks: list[tuple[str, str]]) -> bytes:
    signs = {
        "heading": "<h2>{}</h2>",
        "bold": "<div><b>{}</b> {}<p>{}</p>{}</div>",
        "item": "<ul>{}<li>{}<ol><li>{}</ol></ul>",
        "quote": "<blockquote>{}<footer>{}</footer></blockquote>",
        "cells": "<table><caption>{}</caption><tr><th>{}<td colspan=2>{}<tr><td>{}</table>",
        "picture": "<figure><img alt='{}' src='http://a.b/c.png'><figcaption>{}</figcaption></figure>",
        "note": "<aside>{}</aside><button>{}</button><pre>{}</pre><dl><dt>{}<dd>{}</dl>",
    }
    body = _lines(blocks, signs, "<p>{}.</p>").decode()
    return f"<html><body><h1>عنوان</h1>{body}</body></html>".encode()


def as_docx(blocks: list[tuple[str, str]]) -> bytes:
    forms = {
        "heading": lambda words: word.paragraph(words, "H1"),
        "bold": lambda words: word.paragraph(word.run(words, "<w:b/>")),
        "item": lambda words: word.paragraph(words, item=(1, 0)),
        "quote": lambda words: word.paragraph(words, "Q"),
        "cells": lambda words: word.table((words, words), (words, words)),
        "picture": lambda words: word.paragraph(word.run(words) + word.picture("none", words)),
        "note": lambda words: word.paragraph(f'<w:bdo w:val="rtl">{word.run(words)}</w:bdo>'),
    }
    body = "".join(forms.get(kind, word.paragraph)(words) for kind, words in blocks)
    return word.document(word.paragraph("عنوان", "T") + body)


def as_ninjs(blocks: list[tuple[str, str]]) -> bytes:
    body = re.sub("</?(html|body|h1)>", "", as_html(blocks).decode())
    return json.dumps({"headline": "عنوان", "body_html": body, "ednote": blocks[0][1]}).encode()


def as_jsonld(blocks: list[tuple[str, str]]) -> bytes:
    text = as_text(blocks).decode()
    return json.dumps({"@type": "NewsArticle", "headline": "عنوان", "articleBody": text, "keywords": ["كلمة"]}).encode()


def _lines(blocks: list[tuple[str, str]], signs: dict[str, str], usual: str) -> bytes:
    return "".join(re.sub(r"\{\}", words, signs.get(kind, usual)) for kind, words in blocks).encode()


def as_eml(blocks: list[tuple[str, str]]) -> bytes:
    message = EmailMessage()
    message.set_content(as_text(blocks).decode())
    return bytes(message)


def as_newsml(blocks: list[tuple[str, str]]) -> bytes:
    body = _xml(as_html(blocks))
    return f"<newsItem><contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>".encode()


def _xml(page: bytes) -> str:
    return html.tostring(html.document_fromstring(page.decode()), method="xml", encoding="unicode")


def as_odt(blocks: list[tuple[str, str]]) -> bytes:
    body = "".join(f"<t:p>{escape(words)}</t:p>" for _, words in blocks)
    spaces = "".join(
        f' xmlns:{name[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        content = f"<o:document-content{spaces}><o:body><o:text>{body}</o:text></o:body></o:document-content>"
        archive.writestr("content.xml", content)
    return file.getvalue()


def as_rtf(blocks: list[tuple[str, str]]) -> bytes:
    lines = ("".join(f"\\u{ord(letter)}?" for letter in words) for _, words in blocks)
    return ("{\\rtf1\\ansi " + "\\par\\par ".join(lines) + "}").encode()


def as_web_archive(blocks: list[tuple[str, str]]) -> bytes:
    message = EmailMessage()
    message.set_content(as_html(blocks).decode(), subtype="html")
    return bytes(message)


FORMS = {
    "eml": as_eml,
    "newsml": as_newsml,
    "odt": as_odt,
    "rtf": as_rtf,
    "webarchive": as_web_archive,
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "ninjs": as_ninjs,
    "jsonld": as_jsonld,
}


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall("[ء-ي]{3,}", text))


@pytest.mark.parametrize("form", FORMATS)
@FEW
@given(BLOCKS)
def test_every_word_comes_through_or_is_reported(form: str, blocks: list[tuple[str, str]]):
    blocks = [("paragraph", "عنوان"), ("paragraph", "كلمة أولى هنا"), *blocks]
    made = FORMS[form](blocks)
    article, findings = read.article_from(SourceFile(made, "some.file"), form)
    photos = [block.photo.alt for block in article.body if hasattr(block, "photo")]
    out = words_of(" ".join([*(text.text for text in article.texts()), *photos, *(each.message for each in findings)]))
    each_once = {found for _, words in blocks for found in words_of(words)}
    assert not each_once - set(out)
