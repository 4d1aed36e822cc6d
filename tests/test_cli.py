"""The command line: what it prints where, its exit codes, and every bad input that it must answer with one sentence."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64encode
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
import word
from PIL import Image

from typeset import __version__, cli, files
from typeset.model import fonts
from typeset.model.edition import EDITIONS

ARTICLE_FAULT, THEME_FAULT, ENGINE_FAULT, COMMAND_FAULT = 3, 4, 5, 2


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.fixture
def commands() -> list[str]:
    return sorted(cli.typeset.commands)


class TestMake:
    def test_a_release_becomes_the_file_to_send_and_the_file_to_print(self, typeset, release: Path):
        done = typeset("make", release)
        assert (done.exit_code, done.out) == (0, "dist/release.pdf\ndist/release.print.pdf\n"), done.err
        assert b"PDF/X-4" not in Path("dist/release.pdf").read_bytes()
        assert b"PDF/X-4" in Path("dist/release.print.pdf").read_bytes()
        assert names(Path("dist")) == ["release.pdf", "release.print.pdf"]

    def test_the_last_lines_say_what_each_file_is_for(self, typeset, release: Path):
        assert typeset("make", release).err.splitlines()[-2:] == [
            "dist/release.pdf        for e-mail and screen",
            "dist/release.print.pdf  for the print shop: PDF/X-4, CMYK, 3 mm bleed",
        ]

    def test_of_many_articles_the_last_lines_say_it_once(self, typeset, release: Path):
        shutil.copy(release, "second.txt")
        assert typeset("make", release, "second.txt", "--edition", "newspaper").err.splitlines()[-1:] == [
            "dist/*.newspaper.pdf  for the newspaper's press: PDF/X-4, CMYK",
        ]

    def test_a_terminal_sees_each_file_once_with_what_it_is_for(self, release: Path):
        assert terminal("make", release.name, "--edition", "email").splitlines()[-1] == (
            "dist/release.pdf  for e-mail and screen"
        )

    def test_what_every_edition_finds_is_said_once(self, typeset, release: Path):
        said = typeset("make", release, "--font", "noto-sans-arabic").err.splitlines()
        assert len(said) == len(set(said))

    def test_other_editions_carry_their_name(self, typeset, release: Path):
        done = typeset("make", release, "-o", "out", "--edition", "archive", "--edition", "email", "--fail-on", "never")
        assert done.out.splitlines() == ["out/release.archive.pdf", "out/release.pdf"], done.err
        assert names(Path("out")) == ["release.archive.pdf", "release.pdf"]

    def test_stdin_goes_to_stdout(self, typeset_process, release: Path):
        done = typeset_process("make", "-", stdin=release.read_bytes())
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.startswith(b"%PDF-")
        assert done.stdout.rstrip().endswith(b"%%EOF")
        assert names(release.parent) == ["release.txt"]

    def test_the_first_run_of_all_puts_nothing_else_on_stdout(
        self, typeset_process, release: Path, monkeypatch: pytest.MonkeyPatch
    ):
        known_fonts = files.cache("fonts")
        monkeypatch.setenv("XDG_CACHE_HOME", str(release.parent / "cache"))
        files.cache("fonts").parent.mkdir(parents=True)
        files.cache("fonts").symlink_to(known_fonts)  # to make them static takes seconds, and prints nothing
        done = typeset_process("make", "-", stdin=release.read_bytes())
        assert done.stdout.startswith(b"%PDF-")

    def test_stdin_and_a_file_give_the_same_page(self, typeset_process, typeset, release: Path):
        typeset("make", release)
        done = typeset_process("make", "-", stdin=release.read_bytes())
        assert done.stdout == Path("dist/release.pdf").read_bytes()

    def test_json_tells_files_and_findings(self, typeset, release: Path):
        done = typeset("make", release, "--json")
        (article,) = json.loads(done.out)["articles"]
        assert article["article"] == str(release)
        assert [edition["edition"] for edition in article["editions"]] == ["email", "print"]
        for edition in article["editions"]:
            assert edition["bytes"] == Path(edition["file"]).stat().st_size

    def test_one_bad_article_does_not_stop_the_good_one(self, typeset, release: Path):
        Path("empty.txt").touch()
        done = typeset("make", "empty.txt", release)
        assert done.exit_code == ARTICLE_FAULT
        assert done.out == "dist/release.pdf\ndist/release.print.pdf\n"

    def test_an_error_is_in_the_json_too(self, typeset, release: Path):
        Path("empty.txt").touch()
        (article,) = json.loads(typeset("make", "empty.txt", "--json").out)["articles"]
        assert article["error"]["exit"] == ARTICLE_FAULT
        assert "empty" in article["error"]["message"]

    def test_another_body_face_by_name(self, typeset, release: Path):
        assert typeset("make", release, "--font", "noto-sans-arabic").exit_code == 0

    def test_another_body_face_by_file(self, typeset, release: Path):
        from typeset.model import fonts

        assert typeset("make", release, "--font", fonts.load("noto-kufi-arabic").faces[0].file).exit_code == 0

    @pytest.mark.engine_complains
    def test_a_finding_decides_the_exit_code_only_at_its_level(self, typeset, release: Path):
        release.write_text(release.read_text(encoding="utf-8") + "\nسمي المشروع 漢 في الصين.\n", encoding="utf-8")
        assert typeset("make", release).exit_code == 1
        assert typeset("make", release, "--fail-on", "never").exit_code == 0


class TestHouseDefaults:
    """What typeset.toml says of theme, font, output and edition; the command line wins."""

    @staticmethod
    def house(toml: str, folder: str = ".") -> None:
        Path(folder).mkdir(exist_ok=True)
        Path(folder, "typeset.toml").write_text(toml, encoding="utf-8")

    def test_its_editions_are_made(self, typeset, release: Path):
        self.house('edition = ["magazine", "email"]\n[editions.magazine]\nlike = "print"\nbleed = 5')
        done = typeset("make", release)
        assert done.out == "dist/release.magazine.pdf\ndist/release.pdf\n", done.err
        assert "dist/release.magazine.pdf  magazine: PDF/X-4, CMYK, 5 mm bleed" in done.err

    def test_one_edition_may_stand_without_brackets(self, typeset, release: Path):
        self.house('edition = "archive"')
        assert typeset("make", release, "--fail-on", "never").out == "dist/release.archive.pdf\n"

    def test_the_command_line_wins(self, typeset, release: Path):
        self.house('edition = ["print"]\noutput = "there"\ntheme = "nowhere"\nfont = "nobody"')
        done = typeset("make", release, "--edition", "email", "-o", "here", "--theme", "classic", "--font", "amiri")
        assert done.out == "here/release.pdf\n", done.err

    def test_stdout_takes_the_file_to_send(self, typeset_process, release: Path):
        self.house('edition = ["print", "archive"]\noutput = "there"')
        done = typeset_process("make", "-", stdin=release.read_bytes())
        assert done.stdout.startswith(b"%PDF-")
        assert b"PDF/X-4" not in done.stdout

    def test_paths_are_meant_from_the_folder_of_the_file(self, typeset, release: Path, monkeypatch: pytest.MonkeyPatch):
        self.house('edition = "email"\noutput = "out"\nfont = "our/own.ttf"\ntheme = "./look"', "house")
        shutil.copytree(files.shipped("templates") / "classic", "house/look")
        Path("house/our").mkdir()
        shutil.copy(fonts.load("noto-kufi-arabic").faces[0].file, "house/our/own.ttf")
        shutil.copy(release, "house")
        assert typeset("make", "house/release.txt").out == "house/out/release.pdf\n"
        here = Path("house/out/release.pdf").read_bytes()
        monkeypatch.chdir("house")
        assert typeset("make", "release.txt").out == "out/release.pdf\n"
        assert Path("out/release.pdf").read_bytes() == here
        assert "Noto Kufi Arabic" in faces(here)

    def test_the_letter_looks_and_lies_as_the_release_does(self, typeset, release: Path):
        self.house('output = "out"\nfont = "noto-kufi-arabic"\nedition = ["print"]')
        assert typeset("mail", release).out == "out/release.eml\n"

    @pytest.mark.parametrize(
        ("toml", "says", "cure"),
        [
            ('edition = ["email", "pint"]', "typeset.toml: `edition` names `pint`", "Did you mean print?"),
            ("edition = 2", "typeset.toml: `edition` must be a list of texts", ""),
            ('editon = "email"', "typeset.toml: unknown key `editon`", "Did you mean edition?"),
            ('theme = "clasic"', "typeset.toml: There is no theme `clasic`", "Did you mean classic?"),
            ('theme = "./mine"', "typeset.toml: There is no theme", ""),
            ('font = "amirri"', "typeset.toml: There is no font family `amirri`", "Did you mean amiri?"),
            ('font = "mine.ttf"', "mine.ttf cannot be read", ""),
            ('output = "release.pdf"', "`output` names a folder, and `release.pdf` is none", ""),
            ('output = "-"', "`output` names a folder", ""),
            ('output = ["dist"]', "`output` must be a text", ""),
        ],
    )
    def test_what_is_wrong_is_told_with_its_file_and_a_cure(
        self, typeset, release: Path, toml: str, says: str, cure: str
    ):
        self.house(toml)
        done = typeset("make", release)
        assert (done.exit_code, done.out) == (THEME_FAULT, "")
        message, hint = done.err.splitlines()
        assert says in message
        assert cure in hint


class TestOpen:
    """`--open`: the desktop's program for PDFs is a stub on the PATH that notes what it was called with."""

    @pytest.fixture
    def desktop(self, release: Path, monkeypatch: pytest.MonkeyPatch):
        """Put a program on an otherwise empty PATH; it writes its argument into `shown`."""
        programs = release.parent / "programs"
        programs.mkdir()
        monkeypatch.setenv("PATH", str(programs))
        monkeypatch.setattr(sys, "platform", "linux")

        def put(name: str, then: str = "exit 0") -> None:
            program = programs / name
            program.write_text(f'#!/bin/sh\necho "$@" > "{release.parent}/shown"\n{then}\n', encoding="utf-8")
            program.chmod(0o755)

        return put

    def test_the_file_to_send_is_shown(self, typeset, release: Path, desktop):
        desktop("xdg-open")
        assert typeset("make", release, "--open").exit_code == 0
        assert Path("shown").read_text(encoding="utf-8") == f"{release.parent}/dist/release.pdf\n"

    def test_of_several_articles_their_folder_is_shown(self, typeset, release: Path, desktop):
        desktop("xdg-open")
        shutil.copy(release, "second.txt")
        typeset("make", release, "second.txt", "--edition", "email", "--open", "-o", "out")
        assert Path("shown").read_text(encoding="utf-8") == f"{release.parent}/out\n"

    def test_another_desktop_s_program_does_too(self, typeset, release: Path, desktop):
        desktop("gio")
        typeset("make", release, "--edition", "print", "--open")
        assert Path("shown").read_text(encoding="utf-8") == f"open {release.parent}/dist/release.print.pdf\n"

    def test_on_a_mac(self, typeset, release: Path, desktop, monkeypatch: pytest.MonkeyPatch):
        desktop("open")
        monkeypatch.setattr(sys, "platform", "darwin")
        typeset("make", release, "--edition", "email", "--open")
        assert Path("shown").read_text(encoding="utf-8") == f"{release.parent}/dist/release.pdf\n"

    def test_without_a_desktop_a_sentence_says_so_and_the_work_is_done(self, typeset, release: Path, desktop):
        done = typeset("make", release, "--edition", "email", "--open")
        assert (done.exit_code, done.out) == (0, "dist/release.pdf\n")
        assert "no program here that opens files (xdg-open); dist/release.pdf waits for you." in done.err

    def test_a_desktop_that_cannot_is_told(self, typeset, release: Path, desktop):
        desktop("xdg-open", "exit 3")
        done = typeset("make", release, "--edition", "email", "--open")
        assert done.exit_code == 0
        assert "xdg-open could not open dist/release.pdf (it ended with 3)" in done.err

    def test_a_program_that_stays_open_is_not_waited_for(self, release: Path, desktop, typeset_process):
        desktop("xdg-open", "exec /bin/sleep 20")
        begun = time.monotonic()
        assert typeset_process("make", release, "--edition", "email", "--open").returncode == 0
        assert time.monotonic() - begun < 15

    def test_nothing_is_shown_where_nothing_was_made(self, typeset, release: Path, desktop):
        desktop("xdg-open")
        typeset("make", "nowhere.txt", "--open")
        assert not Path("shown").exists()


class TestWrongCommandLine:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((), "ARTICLES"),
            (("a/release.txt", "b/release.txt"), "would both become release.pdf"),
            (("a.txt", "b.txt", "-o", "-"), "Standard output holds one PDF"),
            (("a.txt", "-o", "-", "--json"), "Standard output holds one PDF"),
            (("a.txt", "-o", "-", "--edition", "email", "--edition", "print"), "Standard output holds one PDF"),
            (("a.txt", "-o", "b.pdf"), "-o names a folder"),
            (("a.txt", "-o", "-", "--open"), "--open wants a file"),
            (("a.txt", "a.print.txt"), "a.txt and a.print.txt would both become a.print.pdf"),
            (("a.txt", "--fail-on", "everything"), "everything"),
            (("a.txt", "--colour"), "--colour"),
        ],
    )
    def test_make(self, typeset, arguments: tuple[str, ...], says: str):
        done = typeset("make", *arguments)
        assert done.exit_code == COMMAND_FAULT
        assert says in done.err
        assert done.out == ""

    def test_an_edition_that_does_not_exist(self, typeset, release: Path):
        done = typeset("make", release, "--edition", "pint")
        assert done.exit_code == COMMAND_FAULT
        assert "There is no edition `pint`." in done.err
        assert "Did you mean print?" in done.err

    def test_a_command_that_does_not_exist(self, typeset):
        assert typeset("mkae").exit_code == COMMAND_FAULT

    def test_a_rule_that_does_not_exist(self, typeset):
        done = typeset("explain", "text/tatwil")
        assert done.exit_code == COMMAND_FAULT
        assert "Did you mean text/tatweel?" in done.err


class TestBadInput:
    """Each ends in its exit code with one sentence and a hint; nothing is written, the older PDF stays."""

    @pytest.fixture
    def refused(self, typeset, release: Path):
        """Make an article that must be refused, and say what was said."""
        old = Path("dist/bad.pdf")
        old.parent.mkdir()
        old.write_bytes(b"the older PDF")

        def make(*arguments: str | Path, exit_code: int) -> str:
            before = names(release.parent)
            done = typeset("make", *arguments)
            assert done.exit_code == exit_code, done.err
            assert done.out == ""
            message, hint = done.err.splitlines()
            assert message.startswith("error: ")
            assert message.endswith(".")
            assert hint.startswith("    ")
            assert old.read_bytes() == b"the older PDF"
            assert names(release.parent) == before
            assert names(old.parent) == ["bad.pdf"]
            return message

        return make

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "is empty"),
            (b"\n \n\xc2\xa0\n", ""),
            (bytes(range(256)) * 8, "byte"),
            (b"\x89PNG\r\n\x1a\n" + bytes(400), ""),
            ("عنوان وحده بلا متن".encode(), "bad.txt"),
        ],
        ids=["empty", "only white space", "every byte", "a picture", "a title alone"],
    )
    def test_a_file_that_is_no_article(self, refused, content: bytes, says: str):
        Path("bad.txt").write_bytes(content)
        assert says in refused("bad.txt", exit_code=ARTICLE_FAULT)

    def test_a_folder_without_an_article(self, refused):
        Path("bad").mkdir()
        assert "no article in bad" in refused("bad", exit_code=ARTICLE_FAULT)

    def test_a_file_that_is_not_there(self, refused):
        assert "no such file" in refused("bad.txt", exit_code=ARTICLE_FAULT)

    def test_a_file_that_may_not_be_read(self, typeset, release: Path):
        typeset("make", release)  # whatever is imported late is imported now, with all rights
        release.chmod(0)
        user = os.geteuid()
        os.seteuid(65534 if user == 0 else user)
        try:
            done = typeset("make", "release.txt")
        finally:
            os.seteuid(user)
        assert (done.exit_code, done.out) == (ARTICLE_FAULT, "")
        assert done.err.splitlines()[0] == "error: release.txt may not be read."

    def test_a_theme_that_does_not_exist(self, refused, release: Path):
        assert "classik" in refused(release, "--theme", "classik", exit_code=THEME_FAULT)

    @pytest.mark.parametrize(
        ("toml", "says"),
        [
            ('title = "My theme\npage = "A4"', "line 1"),
            ('titel = "My theme"', "unknown key `titel`"),
            ('title = "My theme"\n[fonts]\nbody = ["Comic Sans"]', "no font family `Comic Sans`"),
        ],
    )
    def test_a_theme_that_is_broken(self, refused, release: Path, toml: str, says: str):
        theme = Path("mine")
        theme.mkdir()
        (theme / "theme.toml").write_text(toml, encoding="utf-8")
        (theme / "page.html").touch()
        (theme / "page.css").touch()
        assert says in refused(release, "--theme", "mine", exit_code=THEME_FAULT)

    def test_a_font_that_does_not_exist(self, refused, release: Path):
        assert "amirri" in refused(release, "--font", "amirri", exit_code=THEME_FAULT)

    def test_a_font_file_that_is_no_font(self, refused, release: Path):
        Path("mine.ttf").write_bytes(b"no font at all")
        assert "mine.ttf" in refused(release, "--font", "mine.ttf", exit_code=THEME_FAULT)

    def test_a_folder_that_is_a_file(self, refused, release: Path):
        Path("taken").touch()
        assert "taken/release.pdf cannot be written" in refused(release, "-o", "taken", exit_code=ENGINE_FAULT)

    def test_a_full_disk(self, refused, typeset, release: Path):
        typeset("make", release, "-o", "warm")
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, usual[1]))
        release.rename("bad.txt")
        try:
            message = refused("bad.txt", exit_code=ENGINE_FAULT)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        assert "dist/bad.pdf cannot be written" in message


class TestHostileMarkdown:
    """What is dangerous is left out, said aloud, and never fetched; the rest of the release is made."""

    HEAD = "# عنوان البيان الصحفي\n\nنص البيان الصحفي الأول.\n\n"

    @pytest.mark.parametrize(
        ("markdown", "finding"),
        [
            ("<script>alert(1)</script>", "read/raw-html"),
            ("<iframe src='http://127.0.0.1:9/'></iframe>", "read/raw-html"),
            ("![صورة](file:///etc/passwd)", "read/picture"),
            ("![صورة](/etc/passwd)", "read/picture"),
            ("![صورة](../../../../../../etc/passwd)", "read/picture"),
            ("![صورة](http://127.0.0.1:9/x.png)", "read/picture"),
            ("[رابط](file:///etc/passwd)", "read/link"),
            ("[رابط](javascript:alert(1))", "read/link"),
        ],
    )
    def test_what_is_dangerous_is_a_finding(self, typeset, release: Path, markdown: str, finding: str):
        Path("hostile.md").write_text(self.HEAD + markdown + "\n\nخاتمة البيان.\n", encoding="utf-8")
        done = typeset("make", "hostile.md", "--fail-on", "never")
        assert done.exit_code == 0, done.err
        assert finding in done.err
        content = Path("dist/hostile.pdf").read_bytes()
        assert b"root:" not in content
        assert b"passwd" not in content

    @pytest.mark.parametrize("opening", ["> ", "- ", "1. "], ids=["quotations", "lists", "numbered lists"])
    def test_three_thousand_levels(self, typeset, release: Path, opening: str):
        Path("deep.md").write_text(f"{self.HEAD}{opening * 3000}نص\n", encoding="utf-8")
        done = typeset("make", "deep.md", "--fail-on", "never")
        assert done.exit_code in (0, ARTICLE_FAULT), done.err
        assert "Traceback" not in done.err


@pytest.fixture
def typeset_process():
    """The command line in a process of its own."""

    def call(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "typeset", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment())

    return call


def faces(pdf: bytes) -> set[str]:
    """The families of the fonts in a PDF, by the names that are embedded."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        names = [
            str(each.FontName)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        ]
    return {name.partition("+")[2].replace("-", " ") for name in names}


def terminal(*arguments: str) -> str:
    """What a person sees on a terminal where the command has run."""
    ours, its = os.openpty()
    command = [sys.executable, "-m", "typeset", *arguments]
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env={**environment(), "TERM": "dumb"})
    os.close(its)
    seen = b""
    with suppress(OSError):  # EIO: the other end is closed
        while part := os.read(ours, 4096):
            seen += part
    os.close(ours)
    assert process.wait() == 0, seen
    return seen.decode().replace("\r\n", "\n")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}


@pytest.fixture
def heeds_interrupts():
    """Ctrl-C does what it does at a terminal, although the tests may run in the background."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.mark.usefixtures("heeds_interrupts")
class TestEnding:
    @pytest.mark.parametrize(
        "place",
        ["read.article_from", "tidy.article", "compose.html", "render.pdf", "preflight.findings", "files.os.fsync"],
    )
    def test_an_interrupt_leaves_the_old_pdf_and_nothing_else(
        self, typeset, release: Path, monkeypatch: pytest.MonkeyPatch, place: str
    ):
        typeset("make", release)
        Path("dist/release.pdf").write_bytes(b"the older PDF")

        def interrupted(*arguments: object, **named: object):
            signal.raise_signal(signal.SIGINT)

        monkeypatch.setattr(f"typeset.{place}", interrupted)
        done = typeset("make", release)
        assert (done.exit_code, done.out) == (130, "")
        assert done.err.strip() == "Interrupted. Nothing half-made was left behind."
        assert Path("dist/release.pdf").read_bytes() == b"the older PDF"
        assert names(Path("dist")) == ["release.pdf", "release.print.pdf"]

    @pytest.mark.parametrize(("how", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_a_signal_ends_the_program_without_a_traceback(self, release: Path, how: signal.Signals, exit_code: int):
        os.mkfifo("slow.txt")
        command = [sys.executable, "-m", "typeset", "make", "slow.txt"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        with Path("slow.txt").open("wb"):  # opens when the program has begun to read
            process.send_signal(how)
            out, said = process.communicate()
        assert process.returncode == exit_code
        assert b"Traceback" not in said
        assert out == b""
        assert names(release.parent) == ["release.txt", "slow.txt"]

    def test_a_bug_is_told_as_one(self, typeset, release: Path, monkeypatch: pytest.MonkeyPatch):
        from typeset.jobs import make

        def broken(job: make.Job, watch: make.Watch):
            raise ZeroDivisionError

        monkeypatch.setattr(make, "run", broken)
        done = typeset("make", release)
        assert done.exit_code == 70
        assert "ZeroDivisionError" in done.err
        assert "This is a bug in typeset." in done.err

    def test_a_full_disk_behind_stdout(self):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "typeset", "fonts"]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=environment())
        assert done.returncode == ENGINE_FAULT
        assert b"Standard output cannot be written" in done.stderr
        assert b"Traceback" not in done.stderr

    @pytest.mark.parametrize(
        "command", ["make release.txt", "lint release.txt", "fonts", "explain", "make -o - release.txt"]
    )
    def test_a_closed_stdout_is_told(self, release: Path, command: str):
        shell = f'"$0" -m typeset {command} >&-'
        done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, check=False, env=environment())
        assert done.returncode == ENGINE_FAULT
        assert b"error: Standard output is closed." in done.stderr
        assert b"Traceback" not in done.stderr

    def test_a_closed_stderr_is_no_hindrance(self, release: Path):
        shell = '"$0" -m typeset make release.txt 2>&-'
        done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, check=False, env=environment())
        assert (done.returncode, done.stdout) == (0, b"dist/release.pdf\ndist/release.print.pdf\n")

    def test_a_closed_stderr_does_not_let_an_error_into_the_results(self, release: Path):
        shell = '"$0" -m typeset make nowhere.txt 2>&-'
        done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, check=False, env=environment())
        assert (done.returncode, done.stdout) == (ARTICLE_FAULT, b"")

    def test_a_closed_stdin_is_an_empty_one(self, release: Path):
        shell = '"$0" -m typeset make - -o dist <&-'
        done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, check=False, env=environment())
        assert done.returncode == ARTICLE_FAULT
        assert b"Traceback" not in done.stderr

    def test_a_reader_that_goes_away(self):
        shell = '"$0" -m typeset explain | head -1'
        done = subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, check=False, env=environment())
        assert done.stderr == b""
        assert done.stdout.count(b"\n") == 1


class TestHelp:
    def test_every_command_has_an_example(self, typeset, commands: list[str]):
        for command in commands:
            done = typeset(command, "--help")
            assert done.exit_code == 0
            assert f"typeset-press {command}" in done.out.partition("Example")[2], command

    def test_help_loads_no_engine(self):
        script = "import sys; from typeset import cli; cli.run(['--help']); print(*sys.modules)"
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
        assert not {"weasyprint", "pikepdf", "pypdfium2", "pypdfium2_raw", "jinja2", "rich"} & set(done.stdout.split())

    def test_the_version(self, typeset):
        assert typeset("--version").out == f"typeset-press, version {__version__}\n"

    @pytest.mark.parametrize(
        ("words", "offer"),
        [
            ("typeset-press ma", "make"),
            ("typeset-press make --edi", "--edition"),
            ("typeset-press make --edition pr", "print"),
            ("typeset-press make --theme cl", "classic"),
            ("typeset-press make --font ami", "amiri"),
            ("typeset-press lint --from mark", "markdown"),
            ("typeset-press explain text/tat", "text/tatweel"),
        ],
    )
    def test_the_shell_completes(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str, offer: str
    ):
        monkeypatch.setenv("_TYPESET_PRESS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        with pytest.raises(SystemExit):
            cli.run([])
        assert f"plain,{offer}" in capfd.readouterr().out.splitlines()


class TestStock:
    def test_fonts(self, typeset):
        families = {family["name"]: family for family in json.loads(typeset("fonts", "--json").out)}
        assert families["amiri"]["family"] == "Amiri"
        assert all(Path(file).is_file() for family in families.values() for file in family["files"])
        assert typeset("fonts").out.count("\n") == len(families)

    def test_themes(self, typeset):
        themes = {theme["name"]: theme for theme in json.loads(typeset("themes", "--json").out)}
        assert set(themes["classic"]["editions"]) <= set(EDITIONS)
        assert [line.split()[0] for line in typeset("themes").out.splitlines()] == sorted(themes)

    def test_explain_lists_what_it_knows(self, typeset):
        listed = [line.split()[0] for line in typeset("explain").out.splitlines()]
        assert len(listed) == len(set(listed))
        assert {"text/tatweel", "render/missing-glyph", "read/raw-html"} <= set(listed)

    def test_explain_gives_the_reason_and_an_example(self, typeset):
        told = typeset("explain", "text/tatweel").out
        assert told.startswith("text/tatweel (warning)")
        assert "before  " in told


class TestLint:
    FAULTY = "عقد  اجتماع في طهران\n\nالوفاق/ قال المتحدث ،إن الاجتماع نـاجح .\n\nالمصدر: الوفاق\n"

    @pytest.fixture
    def faulty(self, release: Path) -> Path:
        file = release.parent / "faulty.txt"
        file.write_bytes(self.FAULTY.replace("\n", "\r\n").encode("utf-8-sig"))
        return file

    def test_it_says_where_which_and_what_to_do(self, typeset, faulty: Path):
        done = typeset("lint", faulty)
        assert done.exit_code == 1
        assert f"{faulty}:3:35: warning text/tatweel: " in done.out
        assert done.err == ""

    def test_it_mends_in_place_and_keeps_mark_and_line_ends(self, typeset, faulty: Path):
        done = typeset("lint", "--fix", faulty, "--fail-on", "warning")
        assert done.exit_code == 0, done.out
        mended = "عقد اجتماع في طهران\n\nالوفاق/ قال المتحدث، إن الاجتماع ناجح.\n\nالمصدر: الوفاق\n"
        assert faulty.read_bytes() == mended.replace("\n", "\r\n").encode("utf-8-sig")
        assert names(faulty.parent) == ["faulty.txt", "release.txt"]

    def test_what_is_mended_stays_so(self, typeset, faulty: Path):
        typeset("lint", "--fix", faulty)
        once = faulty.read_bytes()
        typeset("lint", "--fix", faulty)
        assert faulty.read_bytes() == once

    def test_json(self, typeset, faulty: Path):
        (article,) = json.loads(typeset("lint", faulty, "--json").out)["articles"]
        assert "text/tatweel" in {finding["id"] for finding in article["findings"]}
        assert all(finding["hint"] for finding in article["findings"])


class TestDoctor:
    def test_a_sound_machine(self, typeset):
        done = typeset("doctor", "--json")
        parts = {part["name"]: part for part in json.loads(done.out)}
        assert done.exit_code == 0
        assert {"Pango", "HarfBuzz", "WeasyPrint", "font amiri", "theme classic"} <= set(parts)

    def test_a_strange_weasyprint_is_refused_with_the_command_that_mends_it(
        self, typeset, release: Path, monkeypatch: pytest.MonkeyPatch
    ):
        typeset("make", release)
        monkeypatch.setattr(sys.modules["weasyprint"], "VERSION", "69.0")
        done = typeset("doctor")
        assert done.exit_code == 1
        assert "WeasyPrint 69.0 is installed" in done.out
        assert '"weasyprint>=70,<71"' in done.out
        refused = typeset("make", release)
        assert refused.exit_code == ENGINE_FAULT
        assert "WeasyPrint 69.0 is installed" in refused.err

    def test_a_missing_library_is_told_with_the_system_s_command(self, typeset, monkeypatch: pytest.MonkeyPatch):
        from typeset import render
        from typeset.errors import EngineError
        from typeset.jobs import doctor

        def missing():
            raise EngineError("Pango cannot be loaded.", hint="See doctor.") from OSError()

        monkeypatch.setattr(render, "versions", missing)
        monkeypatch.setattr(doctor.shutil, "which", lambda tool: tool if tool == "dnf" else None)
        done = typeset("doctor")
        assert done.exit_code == 1
        assert "Pango cannot be loaded." in done.out
        assert "dnf install pango harfbuzz fontconfig" in done.out


class TestDraft:
    def test_the_skeleton_waits_to_be_filled_in(self, typeset, release: Path):
        assert typeset("new").out == "release.md\n"
        for command in ("make", "mail", "convert"):
            done = typeset(command, "release.md")
            assert done.exit_code == ARTICLE_FAULT
            assert "release.md is not filled in" in done.err
        assert names(release.parent) == ["release.md", "release.txt"]

    def test_the_skeleton_is_never_written_over_a_release(self, typeset, release: Path):
        text = release.read_bytes()
        done = typeset("new", release)
        assert done.exit_code == COMMAND_FAULT
        assert "is there already" in done.err
        assert release.read_bytes() == text

    def test_the_markdown_of_a_release_makes_the_identical_page(self, typeset, release: Path):
        assert typeset("convert", release, "copy.md").out == "copy.md\n"
        typeset("make", release, "copy.md")
        assert Path("dist/copy.pdf").read_bytes() == Path("dist/release.pdf").read_bytes()

    def test_the_markdown_goes_to_stdout_where_no_file_is_named(self, typeset, release: Path):
        done = typeset("convert", release)
        assert done.out.startswith("---\nheadline: عقد الاجتماع")
        assert names(release.parent) == ["release.txt"]

    def test_pictures_are_not_left_behind(self, typeset, release: Path):
        Path("photo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
        Path("with.md").write_text("# عنوان\n\nنص أول.\n\n![صورة](photo.svg)\n\nنص ثان.\n", encoding="utf-8")
        Path("elsewhere").mkdir()
        done = typeset("convert", "with.md", "elsewhere/copy.md")
        assert done.exit_code == ARTICLE_FAULT
        assert "photo.svg lies beside with.md" in done.err
        assert typeset("convert", "with.md", "copy.md").exit_code == 0


class TestConvert:
    """`typeset-press convert` writes Markdown and, beside it, the pictures that lay in the article's own file."""

    TEXT = (
        "افتتاح مكتبة البصرة",
        "افتتحت المؤسسة مكتبتها الجديدة في البصرة صباح الخميس.",
        "وحضر الافتتاح عدد من الكتّاب.",
    )

    @pytest.fixture
    def pictures(self) -> list[bytes]:
        """Two pictures, each large enough for a page."""
        made = []
        for colour in ("#336677", "#993311"):
            content = BytesIO()
            Image.new("RGB", (900, 600), colour).save(content, "PNG")
            made.append(content.getvalue())
        return made

    @pytest.fixture
    def statement(self, release: Path, pictures: list[bytes]) -> Path:
        """A Word file with its pictures inside."""
        related = {f"rId{at}": ("image", f"media/{at}.png", "") for at in (7, 8)}
        headline, first, second = self.TEXT
        body = "".join(
            (
                word.paragraph(headline, "T"),
                word.paragraph(first),
                word.paragraph(word.picture("rId7", "رفوف المكتبة")),
                word.paragraph(second),
                word.paragraph(word.picture("rId8", "الحضور")),
                word.paragraph("وتفتح المكتبة أبوابها كل يوم."),
            )
        )
        file = release.with_name("بيان المكتبة (نهائي).docx")
        parts = {f"word/media/{at}.png": picture for at, picture in zip((7, 8), pictures, strict=True)}
        file.write_bytes(word.document(body, related, parts))
        return file

    def same_page(self, typeset, one: Path, other: Path) -> None:
        made = [
            typeset("make", file, "--edition", "email", "-o", f"of-{file.suffix}").out.strip() for file in (one, other)
        ]
        assert Path(made[0]).read_bytes() == Path(made[1]).read_bytes()

    def test_a_word_file_s_pictures_become_files(self, typeset, statement: Path, pictures: list[bytes]):
        target = statement.with_suffix(".md")
        done = typeset("convert", statement.name, target.name)
        stem = target.stem
        assert done.out.splitlines() == [target.name, f"{stem}-1.png", f"{stem}-2.png"], done.err
        assert [Path(f"{stem}-{at}.png").read_bytes() for at in (1, 2)] == pictures
        assert "data:" not in target.read_text(encoding="utf-8")
        self.same_page(typeset, statement, target)

    def test_elsewhere_they_go_along(self, typeset, statement: Path):
        assert typeset("convert", statement, "else/where/copy.md").exit_code == 0
        assert names(Path("else/where")) == ["copy-1.png", "copy-2.png", "copy.md"]
        statement.rename("copy.docx")
        self.same_page(typeset, Path("copy.docx"), Path("else/where/copy.md"))

    def test_on_stdout_they_stay_in_the_text(self, typeset, statement: Path):
        done = typeset("convert", statement)
        assert done.out.count("data:image/png;base64,") == 2
        assert names(statement.parent) == ["release.txt", statement.name]

    def test_the_pictures_of_a_web_page_too(self, typeset, release: Path, pictures: list[bytes]):
        drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><path d="M0 0h9v6z"/></svg>'
        sources = [("png", pictures[0]), ("svg+xml", drawing.encode()), ("png", pictures[0])]
        figures = "".join(
            f'<figure><img alt="صورة" src="data:image/{kind};base64,{b64encode(data).decode()}"></figure>'
            f"<p>{self.TEXT[2]}</p>"
            for kind, data in sources
        )
        article = f"<article><h1>{self.TEXT[0]}</h1><p>{self.TEXT[1]}</p>{figures}</article>"
        Path("page.html").write_text(f"<html lang='ar'><body>{article}</body></html>", encoding="utf-8")
        assert typeset("convert", "page.html", "page.md").out.split() == ["page.md", "page-1.png", "page-2.svg"]
        assert Path("page-2.svg").read_text(encoding="utf-8") == drawing
        self.same_page(typeset, Path("page.html"), Path("page.md"))

    @pytest.mark.parametrize("taken", ["copy.md", "copy-2.png"])
    def test_nothing_is_written_over_unasked(self, typeset, statement: Path, taken: str):
        Path(taken).write_bytes(b"mine")
        done = typeset("convert", statement, "copy.md")
        assert (done.exit_code, done.out) == (COMMAND_FAULT, "")
        assert f"{taken} is there already." in done.err
        assert "--force" in done.err
        assert Path(taken).read_bytes() == b"mine"
        assert names(statement.parent) == sorted([taken, "release.txt", statement.name])
        assert typeset("convert", statement, "copy.md", "--force").exit_code == 0
        assert names(statement.parent) == sorted(["copy-1.png", "copy-2.png", "copy.md", "release.txt", statement.name])

    def test_nothing_is_left_half_written(self, typeset, statement: Path):
        Path("copy-2.png").mkdir()
        done = typeset("convert", statement, "copy.md", "--force")
        assert done.exit_code == ENGINE_FAULT
        assert "copy-2.png cannot be written: is a directory." in done.err
        assert names(statement.parent) == sorted(["copy-2.png", "release.txt", statement.name])

    def test_a_colon_in_the_name_is_no_address(self, typeset, statement: Path):
        assert typeset("convert", statement, "draft:1.md").exit_code == 0
        self.same_page(typeset, statement.rename("draft:1.docx"), Path("draft:1.md"))


class TestNewTheme:
    def test_a_new_theme_works_as_it_is(self, typeset, release):
        written = typeset("new-theme", "ours").out.split()
        assert written == ["templates/ours/theme.toml", "templates/ours/page.css"]
        Path("a.txt").write_text("عنوان البيان\n\nنص البيان في سطر.\n", encoding="utf-8")
        assert typeset("make", "a.txt", "--theme", "ours", "--edition", "email", "--page", "A5").exit_code == 0
        assert Path("dist/a.pdf").is_file()

    def test_every_line_that_is_commented_out_can_be_taken_in(self, typeset, release):
        from typeset.model import theme

        typeset("new-theme", "ours")
        file = Path("templates/ours/theme.toml")
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(re.sub(r"^# (?=\w+ = |\[)", "", line) for line in lines), encoding="utf-8")
        ours, classic = theme.load("ours"), theme.load("classic")
        assert (ours.fonts, ours.ink, ours.page) == (classic.fonts, classic.ink, classic.page)

    def test_a_theme_that_is_there_is_left_alone(self, typeset, release):
        typeset("new-theme", "ours")
        again = typeset("new-theme", "ours")
        assert again.exit_code == 4
        assert "is there already" in again.err

    @pytest.mark.parametrize("name", ["../x", "a/b", ""])
    def test_a_name_that_is_no_folder_is_refused(self, typeset, release, name):
        assert typeset("new-theme", name).exit_code == 2


def test_a_sheet_that_there_is_not_is_refused_with_the_nearest(typeset, release):
    Path("a.txt").write_text("عنوان\n\nنص.\n", encoding="utf-8")
    refused = typeset("make", "a.txt", "--page", "A55")
    assert refused.exit_code == 2
    assert "Did you mean A5?" in refused.err
