"""The press: one reading, every edition, the same bytes wherever and whenever it is done."""

import email
import email.policy
import os
import re
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Command

from typeset import read
from typeset.errors import CommandError, ThemeError
from typeset.jobs import make
from typeset.model.house_style import FAMILIES
from typeset.read import source

ROOT = Path(__file__).parent.parent


def pdf(job: make.Job) -> bytes:
    return make.run(job).editions[0].pdf


def test_an_article_is_read_once_for_all_editions(release: Path, monkeypatch: pytest.MonkeyPatch):
    readings = []
    article_from = read.article_from

    def counted(given: source.SourceFile, form: str):
        readings.append(given.name)
        return article_from(given, form)

    monkeypatch.setattr(read, "article_from", counted)
    result = make.run(make.Job(release, ("print", "email")))
    assert [printed.edition.name for printed in result.editions] == ["print", "email"]
    assert readings == [str(release)]


def test_each_step_is_told_before_it_begins(release: Path):
    steps: list[str] = []
    make.run(make.Job(release, ("email",)), steps.append)
    assert [str(step) for step in steps] == [
        "reading",
        "tidying",
        "email: composing",
        "email: rendering",
        "email: proofing",
    ]


def test_the_folder_the_day_and_the_file_s_date_leave_no_trace(release: Path, monkeypatch: pytest.MonkeyPatch):
    here = pdf(make.Job(release, ("email",)))
    elsewhere = release.parent / "another folder"
    elsewhere.mkdir()
    shutil.copy(release, elsewhere)
    os.utime(elsewhere / release.name, (0, 0))
    monkeypatch.chdir(elsewhere)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 40 * 86_400)
    assert pdf(make.Job(Path(release.name), ("email",))) == here


def test_five_short_footnotes_stand_on_one_page(tmp_path: Path):
    """WeasyPrint alone, with the sizes of this theme, gives each of them a page of its own."""
    numbers = range(1, 6)
    text = " ".join(f"كلمة مهمة في الجملة[^{number}]" for number in numbers)
    notes = "\n".join(f"[^{number}]: حاشية قصيرة." for number in numbers)
    article = tmp_path / "notes.md"
    article.write_text(f"# عنوان البيان الصحفي\n\nبغداد/ {text}.\n\n{notes}\n", encoding="utf-8")
    with pikepdf.open(BytesIO(pdf(make.Job(article, ("email",))))) as printed:
        assert len(printed.pages) == 1


@pytest.mark.parametrize("edition", ["email", "print", "newspaper", "archive"])
def test_two_processes_give_the_same_bytes(release: Path, edition: str):
    script = (
        "import hashlib, pathlib, sys; from typeset.jobs import make;"
        "job = make.Job(pathlib.Path(sys.argv[1]), (sys.argv[2],));"
        "print(hashlib.sha256(make.run(job).editions[0].pdf).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script, release, edition],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Baghdad"), ("2", "America/New_York"))
    }
    assert len(hashes) == 1


def test_a_job_that_names_no_edition_makes_the_file_to_send_and_the_file_to_print(release: Path):
    assert [printed.edition.name for printed in make.run(make.Job(release)).editions] == ["email", "print"]


def test_an_edition_of_the_house_is_made(release: Path):
    Path("typeset.toml").write_text('[editions.magazine]\nlike = "print"\nbleed = 5\n', encoding="utf-8")
    (printed,) = make.run(make.Job(release, ("magazine",))).editions
    assert (printed.edition.name, printed.edition.bleed) == ("magazine", 5)
    assert printed.edition.cmyk


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('[editions.magazine]\nlike = "prnt"', "`like` is `prnt`"),
        ("[editions.magazine]\nbled = 5", "unknown key `bled`"),
        ('[editions.magazine]\nmarks = "yes"', "must be true or false"),
    ],
)
def test_an_edition_of_the_house_that_is_wrong(release: Path, toml: str, says: str):
    Path("typeset.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ThemeError, match=says):
        make.run(make.Job(release, ("magazine",)))


def test_an_edition_that_nobody_knows(release: Path):
    with pytest.raises(CommandError, match="no edition `magazine`"):
        make.run(make.Job(release, ("magazine",)))


def test_what_the_house_does_not_want_to_hear_is_not_said(release: Path):
    said = {finding.id for finding in make.run(make.Job(release)).findings}
    assert "article/long-headline" in said
    Path("typeset.toml").write_text('ignore = ["article/long-headline"]', encoding="utf-8")
    assert {finding.id for finding in make.run(make.Job(release)).findings} == said - {"article/long-headline"}


def test_the_wheel_carries_themes_and_fonts(tmp_path: Path, release: Path):
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT]
    subprocess.run(wheel, check=True)
    (built,) = tmp_path.glob("*.whl")
    place = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", place, built]
    subprocess.run(install, check=True)
    made = subprocess.run(
        [sys.executable, "-P", "-c", "from typeset.cli import main; main()", "make", "release.txt"],
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stdout) == (0, "dist/release.pdf\ndist/release.print.pdf\n"), made.stderr


def test_what_the_brand_says_is_not_missed_in_the_article(typeset: Command, release: Path):
    contact = '[[contacts]]\nname = "المكتب"\nemail = "press@example.org"\n'
    release.with_name("brand.toml").write_text(f'about = "من نحن"\n{contact}', "utf-8")
    for command in ("make", "lint"):
        done = typeset(command, release)
        told = done.out + done.err
        assert "article/no-date" in told
        assert "article/no-contact" not in told
        assert "article/no-boilerplate" not in told


BRAND = """
name = "مؤسسة المثال 24"
address = ["شارع 14 رمضان"]
about = "تأسست المؤسسة عام 1990 وهي مؤسسة \\"رائدة\\" في مجالها."
[[contacts]]
name = "مكتب 7"
email = "press@example.org"
"""
HOUSE = 'digits = "arabic-indic"\nquotes = "guillemets"\n'
UNTIDY, TIDY = ("24", "14", "1990", '"رائدة"', "مكتب 7"), ("٢٤", "١٤", "١٩٩٠", "«رائدة»", "مكتب ٧")


@pytest.fixture
def branded(release: Path) -> Path:
    """The real release in a folder whose brand breaks the rules of its house in each of its words."""
    release.with_name("brand.toml").write_text(BRAND, "utf-8")
    release.with_name("typeset.toml").write_text(HOUSE, "utf-8")
    return release


def test_the_words_of_the_brand_are_printed_as_the_house_writes(branded: Path):
    result = make.run(make.Job(branded))
    words = printed_words(result.editions[0].pdf)
    assert [word for word in TIDY if word.strip("«»") not in words] == []
    assert [word for word in UNTIDY if word in words] == []
    assert not [finding for finding in result.findings if finding.id in {"text/digits", "text/straight-quotes"}]
    assert not [finding for finding in result.findings if finding.id.startswith("text/lost")]


def printed_words(content: bytes) -> str:
    """The words of a page as pdfium gives them back, without the marks of direction."""
    page = pypdfium2.PdfDocument(content)
    words = " ".join(sheet.get_textpage().get_text_range() for sheet in page)
    page.close()
    return " ".join(words.translate(dict.fromkeys(map(ord, "\u061c\u200e\u200f"))).split())


def test_the_letter_says_the_brand_as_the_house_writes_it(typeset: Command, branded: Path):
    assert typeset("mail", branded, "-o", "letter.eml", "--fail-on", "never").exit_code == 0
    letter = email.message_from_bytes(Path("letter.eml").read_bytes(), policy=email.policy.default)
    for kind in ("plain", "html"):
        body = letter.get_body((kind,)).get_content()
        assert [word for word in TIDY if word not in body] == []


def test_lint_names_the_file_of_the_brand_for_its_words(typeset: Command, branded: Path):
    told = typeset("lint", branded).out
    for line, word in ((2, "24"), (3, "14"), (4, "1990"), (6, "7")):
        assert re.search(rf"^brand.toml:{line}(:\d+)?: warning text/digits: .*: {word}$", told, re.MULTILINE)


@pytest.mark.parametrize("command", [["lint", "--fix"], ["convert"], ["mail"]], ids=" ".join)
def test_the_words_of_the_brand_stay_out_of_the_source(typeset: Command, branded: Path, command: list[str]):
    target = ["copy.md"] if command == ["convert"] else []
    typeset(*command, branded, *target)
    assert Path("brand.toml").read_text("utf-8") == BRAND
    for file in (branded, *map(Path, target)):
        assert "مؤسسة المثال" not in file.read_text("utf-8")
        assert "press@example.org" not in file.read_text("utf-8")


NUMBERED = """---
headline: المؤسسة تفتح مركزها
date: 2025-03-08
---
افتُتح المركز في {town} مدينة[^1].

1. بند
2. بند

[^1]: منها مدينة البصرة.
"""


@pytest.mark.parametrize(
    ("written", "command", "folio", "body"),
    [
        ("15,000", (), "1 / 1", "15,000"),
        ("١٥٬٠٠٠", (), "١ / ١", "١٥٬٠٠٠"),
        ("۱۵", (), "۱ / ۱", "۱۵"),
        ("15,000", ("--digits", "arabic-indic"), "١ / ١", "١٥٬٠٠٠"),
        ("١٥٬٠٠٠", ("--digits", "western"), "1 / 1", "15,000"),
        ("١٥٬٠٠٠", ("--digits", "as-written"), "١ / ١", "١٥٬٠٠٠"),
    ],
)
def test_one_sheet_has_digits_of_one_family(typeset: Command, release: Path, written, command, folio, body):
    release.write_text(NUMBERED.format(town=written), "utf-8")
    done = typeset("make", release, "--from", "markdown", *command)
    assert done.exit_code == 0
    words = printed_words(Path("dist/release.pdf").read_bytes())
    assert body in words
    families = {family for family, digits in FAMILIES.items() for digit in digits if digit in words}
    assert [FAMILIES[family][1] for family in families] == [folio[0]]
    assert words.count(folio[0]) >= 3, "the list, the note and the folio"


def test_the_letter_of_a_release_has_its_digits_too(typeset: Command, release: Path):
    release.write_text(NUMBERED.format(town="20"), "utf-8")
    release.rename("release.md")
    assert typeset("mail", "release.md", "-o", "letter.eml").exit_code == 0
    letter = email.message_from_bytes(Path("letter.eml").read_bytes(), policy=email.policy.default)
    text = letter.get_body(("plain",)).get_content()
    assert "[1]" in text
    assert "1. بند" in text
    assert "decimal" in letter.get_body(("html",)).get_content()


def test_lint_asks_for_the_digits_that_are_named(typeset: Command, release: Path):
    release.write_text("عنوان البيان\n\nبغداد/ افتُتح المركز في 15,000 يوم.\n", "utf-8")
    assert "text/digits" not in typeset("lint", release).out
    assert "Write ١٥٬٠٠٠" in typeset("lint", release, "--digits", "arabic-indic").out
    typeset("lint", release, "--fix", "--digits", "arabic-indic")
    assert "في ١٥٬٠٠٠ يوم" in release.read_text("utf-8")
