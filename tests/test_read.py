"""Reading: whatever form a release arrives in, its parts are found and nothing is lost in silence."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest
import word

from typeset import read
from typeset.errors import ArticleError
from typeset.findings import Finding
from typeset.model.article import Article, Figure, Heading, List, Paragraph, Quotation, Table
from typeset.model.text import Text
from typeset.read.draft import Fields
from typeset.read.formats import front_matter

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


RELEASE = Path(__file__).parent / "cases" / "press" / "release-formats"
FORMATS = sorted(RELEASE.glob("release.*"))


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.name)
def test_the_release_is_the_same_from_every_format(file: Path):
    assert read.article(file)[0] == read.article(RELEASE / "release.txt")[0]


def test_the_release_is_the_same_from_word(tmp_path: Path):
    expected, _ = read.article(RELEASE / "release.txt")
    styles = {Heading: "H1", Paragraph: ""}
    first = word.run("الوفاق/", "<w:b/>") + word.run(f" {expected.body[0].text}")
    rest = [word.paragraph(block.text.text, styles[type(block)]) for block in expected.body[1:]]
    body = [word.paragraph(expected.headline.text, "T"), word.paragraph(first), *rest, word.paragraph("المصدر: الوفاق")]
    file = tmp_path / "release.docx"
    file.write_bytes(word.document("".join(body)))
    assert read.article(file)[0] == expected


@pytest.mark.parametrize("form", ["text", "markdown", "html", "ninjs", "jsonld"])
def test_standard_input_is_read_in_the_form_asked(form: str, monkeypatch: pytest.MonkeyPatch):
    suffix = {"text": "txt", "markdown": "md", "ninjs": "ninjs.json"}.get(form, form)
    data = (RELEASE / f"release.{suffix}").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    article, _ = read.article("-", form)
    assert article == read.article(RELEASE / "release.txt")[0]


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.name)
def test_the_format_is_told_by_the_content_where_the_name_says_nothing(file: Path, tmp_path: Path):
    nameless = tmp_path / "release"
    nameless.write_bytes(file.read_bytes())
    assert read.article(nameless)[0] == read.article(file)[0]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_article(encoding: str, tmp_path: Path):
    file = tmp_path / "release.txt"
    file.write_bytes(ARTICLE.encode(encoding))
    article, findings = read.article(file)
    assert article.headline.text == "عنوان الخبر"
    found = [finding.message for finding in findings]
    assert found == (
        [f"read as {encoding}, found by trying"] if encoding in {"cp1256", "utf-16-le", "utf-16-be"} else []
    )


FRONT = "---\n{}\n---\n# عنوان\n\nنص.\n"


def test_a_mistyped_key_is_found_with_the_nearest_one(tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_text(FRONT.format("embrago: 2025-07-25"), encoding="utf-8")
    _, (finding,) = read.article(file)
    assert str(finding.place) == f"{file}:2:1"
    assert finding.hint == "Did you mean embargo?"


@pytest.mark.parametrize(
    ("written", "found", "lost"),
    [
        ("translations: {en: a.en.md, fa: نص.txt}", [("en", "a.en.md"), ("fa", "نص.txt")], []),
        ("الترجمات: [a.en.md, نص.txt]", [("en", "a.en.md"), ("", "نص.txt")], []),
        ("translation: a.en.md", [("en", "a.en.md")], []),
        ("translations: {en: gone.md}", [], ["gone.md"]),
        (
            "translations: [../out.md, a.en.md, /etc/hosts, link.md]",
            [("en", "a.en.md")],
            ["../out.md", "/etc/hosts", "link.md"],
        ),
    ],
)
def test_translations_are_files_of_the_articles_own_folder(written, found, lost, tmp_path: Path):
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("own/a.en.md", "own/نص.txt", "out.md"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    (folder / "link.md").symlink_to(tmp_path / "out.md")
    file = folder / "a.md"
    file.write_text(FRONT.format(written), encoding="utf-8")
    article, findings = read.article(file)
    assert list(article.translations) == found
    assert [finding.message for finding in findings] == [
        f"there is no file {name} in the article's folder" for name in lost
    ]
    assert {finding.id for finding in findings} <= {"read/translation"}


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_long_texts_are_read(suffix: str, tmp_path: Path):
    file = tmp_path / f"a.{suffix}"
    file.write_text("عنوان\n\n" + "كلمة " * 100_000 + "\n\n" + "جملة من كلمات.\n\n" * 20_000, encoding="utf-8")
    article, _ = read.article(file)
    assert len(article.body) == 20_001


def test_every_loss_explains_itself():
    assert [check.id for check in read.CHECKS if not check.rationale.strip()] == []
    assert len({check.id for check in read.CHECKS}) == len(read.CHECKS)


@pytest.mark.parametrize("letter", ["ب", "a", "7", "("])
def test_a_word_without_end_is_refused_before_anything_is_made_of_it(letter: str, tmp_path: Path):
    file = tmp_path / "long.txt"
    file.write_text(f"عنوان\n\nنص قصير.\n\nثم {letter * 100_000} بعده.\n", "utf-8")
    with pytest.raises(ArticleError, match=r"line 5: a word of 100,00\d characters"):
        read.article(file)


def test_a_heading_of_the_first_level_is_the_headline_however_long(tmp_path: Path):
    file = tmp_path / "long.md"
    file.write_text(f"# {'كلمة ' * 90}\n\nنص قصير.\n", "utf-8")
    assert read.article(file)[0].headline.text.split() == ["كلمة"] * 90


ALIKE = {
    "a quotation with its speaker": (
        "> نرحب بالقراء.\n>\n> الأبواب مفتوحة.\n>\n> — ليلى حداد، المديرة",
        "<blockquote><p>نرحب بالقراء.</p><p>الأبواب مفتوحة.</p><p>— ليلى حداد، المديرة</p></blockquote>",
    ),
    "a quotation that holds a list": (
        "> نعد بأمرين:\n>\n> - الهدوء\n> - الضوء",
        "<blockquote><p>نعد بأمرين:</p><ul><li>الهدوء</li><li>الضوء</li></ul></blockquote>",
    ),
    "a list in a list": (
        "3. الأدب\n   - الشعر\n   - الرواية\n4. العلوم",
        "<ol start=3><li>الأدب<ul><li>الشعر</li><li>الرواية</li></ul></li><li>العلوم</li></ol>",
    ),
    "an item that holds a quotation": (
        "- قالت المديرة:\n  > نرحب بالقراء.\n- انتهى",
        "<ul><li>قالت المديرة:<blockquote><p>نرحب بالقراء.</p></blockquote></li><li>انتهى</li></ul>",
    ),
    "code": ("```\nmake release\n  --edition print\n```", "<pre>make release\n  --edition print</pre>"),
    "a line across the page": ("قبل\n\n---\n\nبعد", "<p>قبل</p><hr><p>بعد</p>"),
}


@pytest.mark.parametrize("form", ALIKE)
def test_markdown_and_html_make_the_same_blocks_and_report_the_same_losses(form: str, tmp_path: Path):
    first = "افتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور القراء."
    marked, tagged = ALIKE[form]
    (tmp_path / "a.md").write_text(f"# افتتاح المكتبة\n\n{first}\n\n{marked}\n\nخاتمة.\n", "utf-8")
    (tmp_path / "a.html").write_text(
        f"<article><h1>افتتاح المكتبة</h1><p>{first}</p>{tagged}<p>خاتمة.</p></article>", "utf-8"
    )
    from_markdown, lost = read.article(tmp_path / "a.md")
    from_html, lost_too = read.article(tmp_path / "a.html")
    assert len(from_markdown.body) > 2
    assert from_markdown.body == from_html.body
    assert [(one.id, one.message) for one in lost] == [(one.id, one.message) for one in lost_too]


def test_what_a_reader_may_give_is_what_an_article_has():
    assert get_type_hints(Fields) == get_type_hints(Article)


def test_front_matter_sets_each_field_to_a_value_of_its_type():
    fields = get_type_hints(Fields) | {"guess": bool}
    for name, setter in front_matter._VALUES.items():
        assert get_type_hints(setter)["return"] == fields[name], name
