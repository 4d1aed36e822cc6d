"""What most releases come without: the cure is told in the words of the form, and it works."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import word

from typeset.jobs import gaps, lint
from typeset.jobs.gaps import GAPS, LABELS

if TYPE_CHECKING:
    from conftest import Command

TEXTS = {
    "ar": ("افتتاح مكتبة البصرة", "افتتحت المؤسسة مكتبتها الجديدة في البصرة صباح الخميس بحضور عدد من الكتّاب."),
    "fa": ("گشایش کتابخانهٔ بصره", "بنیاد کتابخانهٔ تازهٔ خود را پنجشنبه در بصره با حضور نویسندگان گشود."),
    "ur": ("بصرہ میں کتب خانے کا افتتاح", "ادارے نے جمعرات کو بصرہ میں اپنے نئے کتب خانے کا افتتاح کیا۔"),
    "he": ("פתיחת הספרייה בבצרה", "הקרן פתחה ביום חמישי את הספרייה החדשה שלה בבצרה בנוכחות סופרים."),
    "en": ("Library opens in Basra", "The foundation opened its new library in Basra on Thursday before writers."),
}
WAYS = "+964 1 555 0100, press@example.org"
ABOUT = {"ar": "مؤسسة المثال", "fa": "بنیاد", "ur": "ادارے", "he": "הקרן", "en": "the foundation"}


def text(above: str, headline: str, body: str, *end: str) -> bytes:
    return "\n\n".join(filter(None, (above, headline, body, *end))).encode()


def docx(above: str, headline: str, body: str, *end: str) -> bytes:
    return word.document("".join(word.paragraph(line) for line in filter(None, (above, headline, body, *end))))


IN_LINES: dict[str, Callable[..., bytes]] = {"txt": text, "docx": docx}


def found(file: Path, content: bytes) -> dict[str, str]:
    """What is missing -> the cure that is told."""
    file.write_bytes(content)
    return {finding.id: finding.hint for finding in lint.run(file).findings if finding.id in GAPS}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("form", IN_LINES)
def test_in_lines_the_cure_is_a_line_in_the_language_of_the_text(tmp_path: Path, form: str, language: str):
    made, file = IN_LINES[form], tmp_path / f"release.{form}"
    cures = found(file, made("", *TEXTS[language]))
    assert list(cures) == list(GAPS)
    date, contact, about = (re.findall("«(.*?)»", cures[gap])[0] for gap in GAPS)
    end = (about.replace("…", ABOUT[language]), TEXTS[language][1], contact.replace("…", WAYS))
    assert found(file, made(date, *TEXTS[language], *end)) == {}


def test_in_word_nobody_is_sent_to_the_front_matter(tmp_path: Path):
    cures = found(tmp_path / "release.docx", docx("", *TEXTS["ar"]))
    assert "front matter" not in " ".join(cures.values())
    assert "«للتواصل: …»" in cures["article/no-contact"]


def test_in_markdown_the_cure_is_a_key_of_the_front_matter(tmp_path: Path):
    headline, body = TEXTS["ar"]
    cures = found(tmp_path / "release.md", f"# {headline}\n\n{body}\n".encode())
    date, contacts, about = (re.findall("`(.*?)`", cures[gap])[0] for gap in GAPS)
    front = (
        f"---\n{date}\n{contacts}:\n  - name: أ\n    phone: 5550100\n    email: a@example.org\n{about}: مؤسسة.\n---\n"
    )
    assert found(tmp_path / "release.md", f"{front}# {headline}\n\n{body}\n".encode()) == {}


def test_in_html_the_cure_is_an_element(tmp_path: Path):
    headline, body = TEXTS["ar"]

    def page(head: str = "", end: str = "") -> bytes:
        return (
            f"<html lang='ar'><head><title>{headline}</title>{head}</head>"
            f"<body><article><h1>{headline}</h1><p>{body}</p>{end}</article></body></html>"
        ).encode()

    cures = found(tmp_path / "release.html", page())
    meta, contact, about = (re.findall("<.*>", cures[gap])[0] for gap in GAPS)
    end = about.split(" and")[0].replace("…", "المؤسسة") + f"<p>{body}</p>" + contact.replace("…", WAYS)
    assert found(tmp_path / "release.html", page(meta, end)) == {}


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [("release.ninjs", "body_text", {}), ("release.jsonld", "articleBody", {"@type": "NewsArticle"})],
)
def test_in_json_the_cure_is_a_property_and_lines_of_the_body(tmp_path: Path, name: str, body: str, kind: dict):
    headline, words = TEXTS["ar"]
    item = {**kind, "headline": headline, body: words}
    cures = found(tmp_path / name, json.dumps(item).encode())
    date = json.loads("{" + re.findall('"[^.]*', cures["article/no-date"])[0] + "}")
    contact, about = (re.findall("«(.*?)»", cures[gap])[0] for gap in GAPS[1:])
    item[body] = "\n\n".join((words, about.replace("…", "المؤسسة"), words, contact.replace("…", WAYS)))
    assert found(tmp_path / name, json.dumps(item | date).encode()) == {}


def test_every_reader_has_its_cures():
    from typeset.read import READERS

    assert set(gaps.CURES) == set(READERS)
    assert set(LABELS) == set(TEXTS)


class TestRun:
    """`make` of one and of many articles."""

    def test_what_every_article_lacks_is_one_line_at_the_end(self, typeset: Command, release: Path):
        for name in ("a.txt", "b.txt"):
            Path(name).write_bytes(release.read_bytes())
        told = typeset("make", release, "a.txt", "b.txt", "--edition", "email").err
        for gap in GAPS:
            (line,) = (line for line in told.splitlines() if gap in line)
            assert line.startswith("all 3 articles: info ")
            assert "«" in line
        assert told.index(GAPS[0]) > told.rindex("article/long-headline")

    def test_of_some_the_line_names_the_first(self, typeset: Command, release: Path):
        for name in "abcde":
            Path(f"{name}.txt").write_bytes(release.read_bytes())
        Path("dated.txt").write_bytes("التاريخ: 2025-07-23\n\n".encode() + release.read_bytes())
        done = typeset("make", "dated.txt", *(f"{name}.txt" for name in "abcde"), "--edition", "email")
        assert "5 of 6 articles (a.txt, b.txt, c.txt, …): info article/no-date" in done.err

    def test_word_and_text_have_a_line_each(self, typeset: Command, release: Path):
        Path("word.docx").write_bytes(docx("", *TEXTS["ar"]))
        Path("mark.md").write_text("# {}\n\n{}\n".format(*TEXTS["ar"]), encoding="utf-8")
        told = typeset("make", "word.docx", "mark.md", "--edition", "email").err
        assert "1 of 2 articles (word.docx): info article/no-contact" in told
        assert "1 of 2 articles (mark.md): info article/no-contact" in told

    def test_they_count_for_the_exit_code_and_stand_in_the_json(self, typeset: Command, release: Path):
        done = typeset("make", release, "--edition", "email", "--json", "--fail-on", "info")
        assert done.exit_code == 1
        (article,) = json.loads(done.out)["articles"]
        assert set(GAPS) <= {finding["id"] for finding in article["findings"]}

    def test_many_articles_end_with_a_summary(self, typeset: Command, release: Path):
        Path("empty.txt").touch()
        Path("second.txt").write_bytes(release.read_bytes())
        done = typeset("make", release, "empty.txt", "nowhere.txt", "second.txt")
        summary = done.err.splitlines()[-5:]
        assert re.fullmatch(r"2 of 4 articles made: 4 files; \d+ warnings, 6 info\.", summary[0])
        assert summary[1] == "not made: empty.txt is empty."
        assert summary[2].startswith("not made: nowhere.txt: there is no such file")
        assert summary[3].startswith("dist/*.pdf ")

    def test_a_summary_of_failures_alone(self, typeset: Command, release: Path):
        done = typeset("make", "a.txt", "b.txt", "--theme", "classic")
        assert "0 of 2 articles made: 0 files; nothing found." in done.err
        assert done.exit_code == 3
