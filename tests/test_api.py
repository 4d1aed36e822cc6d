"""The library: the programs of its page as they stand there, and what it promises to those who write others."""

import inspect
import io
import os
import re
import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pymupdf
import pytest

import typeset
from typeset import api
from typeset.jobs import make

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
TEXT = "افتتاح المكتبة العامة\n\nافتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور القراء, وعددهم 20.\n"
PARAGRAPH = "افتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور القراء والكتاب من أنحاء البلاد."
HTML = (
    "<!doctype html><html lang=ar><title>خبر</title>"
    f"<article><h1>افتتاح المكتبة</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></article>"
)


def programs() -> dict[str, str]:
    """Heading -> the program under it."""
    found = re.findall(r"^## ([^\n]+)\n```python\n(.+?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return dict(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the programs find where they are run."""
    (tmp_path / "release.txt").write_text(TEXT, "utf-8")
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    (tmp_path / "releases").mkdir()
    for number in range(4):
        (tmp_path / "releases" / f"{number}.txt").write_text(TEXT.replace("20", str(number)), "utf-8")
    (tmp_path / "releases" / "4.txt").write_text("عنوان بلا نص\n", "utf-8")
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "50 % off")
    document.save(tmp_path / "advertisement.pdf")
    return tmp_path


def run(heading: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program under a heading, run as a file."""
    (folder / "program.py").write_text(programs()[heading], "utf-8")
    return subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def words(pdf: bytes) -> str:
    return "".join(page.get_text() for page in pymupdf.open(stream=pdf))


def test_there_are_five_programs():
    assert len(programs()) == 5


def test_a_content_management_system_gets_bytes(folder: Path):
    done = run("A content management system asks for the PDF of a page", folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "المكتبة" in words((folder / "page.pdf").read_bytes())


def test_many_releases_are_set_by_worker_processes(folder: Path):
    done = run("A hundred releases, on every core", folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert "has a headline and no text" in lines[4]
    made = sorted(file.name for file in (folder / "releases").glob("*.pdf"))
    assert made == [f"{number}{suffix}" for number in range(4) for suffix in (".pdf", ".print.pdf")]


def test_an_edition_of_one_s_own_has_its_own_bleed(folder: Path):
    done = run("An edition of your own", folder)
    assert done.returncode == 0, done.stderr
    with pymupdf.open(folder / "release.magazine.pdf") as opened:
        page = opened[0]
        outside = page.trimbox.x0 - page.bleedbox.x0
    assert outside == pytest.approx(5 * 72 / 25.4, abs=0.01)


def test_a_form_says_what_is_wrong_and_where(folder: Path):
    (folder / "form.py").write_text(programs()["A form that finds slips while one writes"], "utf-8")
    app = runpy.run_path(str(folder / "form.py"))["app"]
    body = urlencode({"text": TEXT}).encode()
    (answer,) = app({"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}, lambda status, headers: None)
    assert "<li>3: " in answer.decode()


def test_an_advertisement_is_judged(folder: Path):
    done = run("An advertisement comes in: will it print?", folder)
    assert done.returncode == 1, done.stderr
    assert "checks of our list for" in done.stdout.splitlines()[0]
    assert "error: " in done.stdout


# What is promised


def test_each_name_that_is_promised_is_there_and_on_the_page():
    for name in typeset.__all__:
        assert getattr(typeset, name) is not None
        assert f"`{name}" in PAGE or name in ("Converted", "Judgement", "Made", "MadeEdition", "Mail", "Step"), name
    assert set(typeset.__all__) <= set(dir(typeset))


def test_import_alone_loads_nothing():
    program = "import sys, typeset; print(sorted(name for name in sys.modules if name.startswith('typeset')))"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "['typeset']"


def test_what_is_not_there_is_said_as_python_says_it():
    with pytest.raises(AttributeError, match="module 'typeset' has no attribute 'print'"):
        _ = typeset.print


@pytest.mark.parametrize("function", ["make", "lint", "proof", "convert", "mail"])
def test_each_function_says_what_its_arguments_are_and_what_it_raises(function: str):
    called = getattr(api, function)
    said = inspect.getdoc(called) or ""
    assert "Raises" in said
    shared = inspect.getdoc(api.make) or ""
    plain = {"source", "pdf", "made", "to", "cc", "bcc", "with_photos"}
    for name in inspect.signature(called).parameters.keys() - plain:
        assert f"`{name}`" in said + shared


class TestSources:
    def test_each_kind_of_source_makes_the_same_page(self, folder: Path):
        file = folder / "release.txt"
        with file.open("rb") as opened, file.open(encoding="utf-8") as text:
            sources = [str(file), file, TEXT, TEXT.encode(), opened, text]
            named = [typeset.make(source, editions=["email"], name="release.txt") for source in sources]
        assert len({made.pdf for made in named}) == 1

    def test_an_article_makes_the_page_that_its_file_makes(self, folder: Path):
        made = typeset.make(folder / "release.txt", editions=["email"])
        again = typeset.make(made.article, editions=["email"])
        assert words(again.pdf) == words(made.pdf)

    def test_a_release_may_have_its_pictures_and_its_brand_in_a_folder(self, folder: Path):
        (folder / "brand.toml").write_text('name = "دار المثال"\n', "utf-8")
        assert "دار المثال" in words(typeset.make(TEXT, editions=["email"], folder=folder).pdf)

    @pytest.mark.parametrize("source", [b"", " \n \n", io.BytesIO(b"")])
    def test_an_empty_source_is_refused_kindly(self, source):
        with pytest.raises(typeset.ArticleError, match="release is empty"):
            typeset.make(source)

    def test_what_holds_no_release_is_refused_by_its_type(self):
        with pytest.raises(TypeError, match="not NoneType"):
            typeset.make(None)
        assert typeset.make(bytearray(TEXT.encode()), editions=["email"]).article.headline.text

    def test_a_path_that_is_nowhere_is_told(self):
        with pytest.raises(typeset.ArticleError, match="there is no such file"):
            typeset.lint("nowhere.txt")


class TestJobs:
    def test_each_step_is_told_before_it_begins(self):
        steps: list[str] = []
        typeset.make(TEXT, editions=["email"], watch=lambda step: steps.append(str(step)))
        assert steps == ["reading", "tidying", "email: composing", "email: rendering", "email: proofing"]

    def test_a_job_stops_where_its_watcher_says_so(self, monkeypatch: pytest.MonkeyPatch):
        def stop(step: typeset.Step) -> None:
            if step.doing == "rendering":
                raise typeset.Cancelled

        monkeypatch.setattr(make.render, "pdf", lambda *given: pytest.fail("it was rendered all the same"))
        with pytest.raises(typeset.TypesetError, match="cancelled"):
            typeset.make(TEXT, watch=stop)

    def test_threads_make_the_same_bytes(self):
        alone = typeset.make(TEXT, editions=["email"]).pdf
        with ThreadPoolExecutor(4) as threads:
            pdfs = list(threads.map(lambda _: typeset.make(TEXT, editions=["email"]).pdf, range(6)))
        assert set(pdfs) == {alone}

    def test_a_setup_is_checked_before_a_release_is_read(self):
        with pytest.raises(typeset.CommandError, match="poster"):
            typeset.make("عنوان بلا نص\n\n", editions=["poster"])

    def test_what_is_converted_makes_the_same_page(self, folder: Path):
        converted = typeset.convert(folder / "page.html")
        (folder / "page.md").write_bytes(converted.markdown)
        assert words(typeset.make(folder / "page.md").pdf) == words(typeset.make(folder / "page.html").pdf)

    def test_a_mail_holds_the_editions(self):
        made = typeset.make(TEXT, editions=["email"])
        mail = typeset.mail(made, to=["Desk <desk@example.org>"], sender="press@example.org")
        (attached,) = mail.draft.iter_attachments()
        assert attached.get_payload(decode=True) == made.pdf
        assert mail.draft["To"] == "Desk <desk@example.org>"

    def test_a_pdf_of_ours_passes_its_own_proof(self):
        made = typeset.make(TEXT, editions=["email"])
        judgement = typeset.proof(made.pdf, article=made.article)
        assert not [finding for finding in judgement.findings if finding.severity is typeset.Severity.ERROR]
        assert judgement.name == "release"
