"""Folders of articles: their tree, what is made again and what stands, children that die, and reports."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from typeset.jobs.batch import articles, memory
from typeset.jobs.batch.run import Batch, Outcome, run
from typeset.jobs.make import Job
from typeset.jobs.workers import crew
from typeset.jobs.workers.crew import Asked
from typeset.jobs.workers.delivery import deliver
from typeset.jobs.workers.setter import Setter, SetterLostError

ROOT = Path(__file__).parent.parent
SHORT = "عنوان الخبر رقم {number}\n\nبغداد – أعلنت المؤسسة اليوم بدء العمل في المكتبة رقم {number}.\n"
EMAIL = Job(Path(), ("email",))


def write(file: Path, number: int = 1) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SHORT.format(number=number), encoding="utf-8")
    return file


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four articles in two folders, which is the working folder's `press`."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("a.txt", "b.txt", "sub/a.txt", "sub/c.md")):
        write(tmp_path / "press" / name, number)
    return tmp_path / "press"


def made(*given: Path, **wishes) -> list[Outcome]:
    """A batch by one setter into ./out."""
    return list(run(Batch(given, Path("out"), EMAIL, 1)._replace(**wishes)))


def remembered() -> list[str]:
    """The articles in the memory of ./out."""
    lines = Path("out", memory.FILE).read_text(encoding="utf-8").splitlines()
    return [told["article"] for told in map(json.loads, lines) if "article" in told]


def fresh(outcomes: list[Outcome]) -> list[str]:
    """The articles that were made now, by name."""
    return sorted(outcome.stem.as_posix() for outcome in outcomes if not outcome.stands)


class TestWhatIsFound:
    def test_the_output_has_the_tree_of_the_folder(self, press: Path):
        found = articles.found([press], Path("out"))
        assert [one.stem.as_posix() for one in found] == ["a", "b", "sub/a", "sub/c"]

    def test_of_several_folders_each_keeps_its_name(self, press: Path):
        write(Path("other/a.txt"))
        found = articles.found([press, Path("other")], Path("out"))
        assert [one.stem.as_posix() for one in found][-1] == "other/a"
        assert not articles.clashes(found)

    def test_hidden_files_other_files_and_the_output_are_passed_over(self, press: Path):
        for name in (".hidden.txt", ".git/a.txt", "photo.png", "brand.toml", "out/a.txt"):
            write(press / name)
        assert len(articles.found([press], press / "out")) == 4

    def test_two_articles_of_one_name_are_told_and_the_others_made(self, press: Path):
        write(press / "a.md")
        outcomes = made(press)
        failed = [outcome for outcome in outcomes if outcome.error]
        assert [outcome.article.name for outcome in failed] == ["a.txt"]
        assert "a.md would become files of the same name" in failed[0].error.message
        assert len(outcomes) == 5

    def test_the_parts_of_a_whole_are_disjoint_and_complete(self, press: Path):
        found = articles.found([press], Path("out"))
        parts = [[one for one in found if articles.parsed_shard(f"{part}/3").has(one)] for part in (1, 2, 3)]
        assert sorted(one for part in parts for one in part) == sorted(found)
        assert sum(map(len, parts)) == len(found)

    @pytest.mark.parametrize("words", ["0/2", "3/2", "2", "a/b", "1/0", ""])
    def test_what_is_no_part_is_refused(self, words: str):
        with pytest.raises(Exception, match="no part of a whole"):
            articles.parsed_shard(words)


class TestWhatIsMadeAgain:
    def test_only_what_has_changed(self, press: Path):
        assert fresh(made(press)) == ["a", "b", "sub/a", "sub/c"]
        before = Path("out/b.pdf").read_bytes()
        assert fresh(made(press)) == []

        write(press / "a.txt", 9)
        assert fresh(made(press)) == ["a"]

        os.utime(press / "a.txt")  # touched, the same text
        assert fresh(made(press)) == []

        assert fresh(made(press, is_forced=True)) == ["a", "b", "sub/a", "sub/c"]
        assert Path("out/b.pdf").read_bytes() == before

    @pytest.mark.parametrize("name", ["sub/c.md", "sub/photo.png", "sub/brand.toml"])
    def test_what_is_saved_while_a_page_is_set_is_set_again(self, press: Path, name: str, monkeypatch):
        (press / "sub/a.txt").unlink()
        (press / "sub/brand.toml").write_text('name = "مؤسسة"\n', encoding="utf-8")
        shutil.copy(ROOT / "docs/page.png", press / "sub/photo.png")
        with (press / "sub/c.md").open("a", encoding="utf-8") as article:
            article.write("\n![صورة](photo.png)\n")

        def saved_meanwhile(orders, *_):
            for found, job in orders:
                delivery = deliver(job)
                with (press / name).open("ab") as file:
                    file.write(b"\n")
                yield found, delivery

        with monkeypatch.context() as patch:
            patch.setattr(crew, "deliveries", saved_meanwhile)
            made(press / "sub")
        assert fresh(made(press / "sub")) == ["c"]
        assert fresh(made(press / "sub")) == []

    def test_a_house_style_or_a_brand_that_comes_into_being(self, press: Path):
        made(press)
        (press / "sub" / "brand.toml").write_text('name = "مؤسسة المثال"\n', encoding="utf-8")
        assert fresh(made(press)) == ["sub/a", "sub/c"]
        Path("typeset.toml").write_text('digits = "western"\n', encoding="utf-8")  # above both folders
        assert fresh(made(press)) == ["a", "b", "sub/a", "sub/c"]
        assert fresh(made(press)) == []

    def test_a_theme_of_the_folder_and_a_photo(self, press: Path):
        shutil.copytree(ROOT / "templates" / "classic", "templates/classic")
        shutil.copy(ROOT / "docs/pictures/column-amiri.png", press / "photo.png")
        with (press / "b.txt").open("a", encoding="utf-8") as article:
            article.write("\n![صورة](photo.png)\n")
        (press / "b.txt").rename(press / "b.md")
        made(press)
        shutil.copy(ROOT / "docs/page.png", press / "photo.png")
        assert fresh(made(press)) == ["b"]
        with Path("templates/classic/page.css").open("a", encoding="utf-8") as sheet:
            sheet.write("h1 { color: #123456 }\n")
        assert fresh(made(press)) == ["a", "b", "sub/a", "sub/c"]

    def test_a_pdf_that_is_gone_and_one_that_somebody_has_edited(self, press: Path):
        made(press)
        Path("out/a.pdf").unlink()
        Path("out/b.pdf").write_bytes(b"%PDF-1.7 edited")
        outcomes = made(press)
        assert fresh(outcomes) == ["a", "b"]
        assert [outcome.edited for outcome in outcomes if outcome.edited] == ["b.pdf"]

    def test_other_wishes_make_other_pages(self, press: Path):
        made(press)
        assert len(fresh(made(press, job=EMAIL._replace(digits="western")))) == 4
        assert len(fresh(made(press, job=EMAIL._replace(editions=("email", "print"))))) == 4

    def test_an_article_that_is_named_is_always_made(self, press: Path):
        made(press)
        assert fresh(made(press / "a.txt")) == ["a"]

    def test_all_that_is_read_for_a_page_is_known_as_its_input(self, press: Path):
        """A page is set in a process that reports every file it opens."""
        program = """
import json, os, sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, values: event == "open" and isinstance(values[0], str) and opened.add(values[0]))
from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import deliver
delivery = deliver(Job(Path(sys.argv[1]), ("email",)))
print(json.dumps([sorted(opened), delivery.inputs.own + delivery.inputs.shared]), flush=True)
os._exit(0)  # Python would call the hook while it takes itself apart
"""
        Path("typeset.toml").write_text('theme = "gazette"\n', encoding="utf-8")
        Path("brand.toml").write_text('name = "مؤسسة"\nlogo = "logo.svg"\n', encoding="utf-8")
        Path("logo.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
        )
        told = subprocess.run(
            [sys.executable, "-c", program, str(press / "a.txt")],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        opened, inputs = json.loads(told.stdout)
        program_files = (str(ROOT / "typeset"), sys.prefix, sys.base_prefix, "/etc", "/proc", "/dev", "/sys")
        cached = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
        pages = {file for file in opened if Path(file).is_file() and not file.startswith((*program_files, cached))}
        known = {file for file in pages if any(Path(file).is_relative_to(one) for one in inputs)}
        assert pages == known
        assert {Path(file).name for file in known} >= {"a.txt", "typeset.toml", "brand.toml", "logo.svg", "page.css"}


class TestMemory:
    def test_an_article_that_is_gone_is_forgotten_and_its_pdf_stays(self, press: Path):
        made(press)
        (press / "b.txt").unlink()
        made(write(Path("other/x.txt")).parent)  # which says nothing of this folder
        assert len(remembered()) == 5
        assert fresh(made(press)) == []
        assert [name for name in remembered() if "b.txt" in name] == []
        assert Path("out/b.pdf").exists()

    def test_a_line_that_a_killed_run_has_left_is_passed_over(self, press: Path):
        made(press)
        with Path("out", memory.FILE).open("a", encoding="utf-8") as lines:
            lines.write('{"article": "x", "asked"')
        assert fresh(made(press)) == []

    def test_two_runs_do_not_write_to_one_folder(self, press: Path):
        first = run(Batch((press,), Path("out"), EMAIL, 1))
        next(first)
        with pytest.raises(Exception, match="Another run is writing to out"):
            made(press)
        first.close()
        assert made(press)

    def test_the_lock_of_a_run_that_is_gone_is_taken_over(self, press: Path):
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        Path("out").mkdir()
        Path("out", memory.LOCK).write_text(str(gone.pid))
        assert len(made(press)) == 4
        assert not Path("out", memory.LOCK).exists()

    def test_a_run_that_is_killed_has_lost_nothing(self, press: Path):
        for number in range(8):
            write(press / f"more{number}.txt", number)
        command = [sys.executable, "-m", "typeset", "make", str(press), "-o", "out", "--edition", "email", "-j", "1"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as parent:
            for _ in range(3):
                parent.stdout.readline()
            parent.send_signal(signal.SIGKILL)
        assert 1 <= len(fresh(made(press))) <= 9
        assert len(list(Path("out").rglob("*.pdf"))) == 12


class TestSetters:
    def test_children_make_what_this_process_makes(self, press: Path):
        job = EMAIL._replace(given=press / "a.txt")
        with Setter() as setter:
            apart = setter.set(job)
        assert apart.editions == deliver(job).editions

    def test_one_that_dies_takes_nothing_with_it_but_its_article(self, press: Path):
        for number in range(6):
            write(press / f"more{number}.txt", number)
        files = sorted(press.rglob("*.txt"))
        poison = files[3]

        def kill_over_the_poison(name: Path, pid: int) -> None:
            if name == poison:
                os.kill(pid, signal.SIGKILL)

        asked = [Asked(file, EMAIL._replace(given=file)) for file in files]
        done = dict(crew.deliveries(asked, 2, started=kill_over_the_poison))
        failed = [name for name, delivery in done.items() if delivery.error]
        assert failed == [poison]
        assert "ended its process with SIGKILL" in done[poison].error.message
        assert len(done) == len(files)

    def test_one_death_is_no_fault_of_the_article(self, press: Path):
        deaths = []

        def kill_once(name: Path, pid: int) -> None:
            if not deaths:
                deaths.append(pid)
                os.kill(pid, signal.SIGKILL)

        (delivery,) = dict(
            crew.deliveries([Asked("a", EMAIL._replace(given=press / "a.txt"))], 1, started=kill_once)
        ).values()
        assert delivery.error is None
        assert delivery.editions

    def test_one_that_is_past_its_time_is_ended(self, press: Path):
        with Setter() as setter, pytest.raises(SetterLostError, match=r"took more than 0\.01 seconds"):
            setter.set(EMAIL._replace(given=press / "a.txt"), 0.01)

    def test_it_ends_with_its_owner(self, press: Path):
        program = """
import os, sys
from typeset.jobs.workers.setter import Setter
setter = Setter()
print(setter.pid, flush=True)
os.kill(os.getpid(), 9)
"""
        owner = subprocess.run(
            [sys.executable, "-c", program],
            check=False,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        child = int(owner.stdout)
        for _ in range(200):
            if not _runs(child):
                break
            time.sleep(0.05)
        assert not _runs(child)

    def test_what_stops_an_article_is_its_own_error(self, press: Path):
        (press / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
        outcomes = made(press)
        (failed,) = (outcome for outcome in outcomes if outcome.error)
        assert "b.txt is not text in UTF-8" in failed.error.message
        assert fresh(made(press)) == ["b"]  # it is tried again


def _runs(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class TestTheCommand:
    def test_a_folder(self, typeset, press: Path):
        done = typeset("make", press, "-o", "out", "--edition", "email", "--edition", "print")
        assert done.exit_code == 0, done.err
        assert len(done.out.splitlines()) == 8
        assert "4 of 4 articles made: 8 files" in done.err
        assert "out/**/*.print.pdf  for the print shop" in done.err
        again = typeset("make", press, "-o", "out", "--edition", "email", "--edition", "print")
        assert again.out == ""
        assert "4 had not changed since the last run." in again.err

    def test_the_reports(self, typeset, press: Path):
        (press / "b.txt").write_bytes(b"")
        for name in ("r.jsonl", "r.xml", "r.sarif", "r.html"):
            assert typeset("make", press, "-o", "out", "--edition", "email", "--report", name).exit_code == 3
        lines = [json.loads(line) for line in Path("r.jsonl").read_text(encoding="utf-8").splitlines()]
        assert sorted(line["state"] for line in lines) == ["failed", "made", "made", "made"]
        suites = ET.parse("r.xml").getroot().findall("testsuite")
        assert len(suites) == 4
        assert sum(int(suite.get("errors")) for suite in suites) == 1
        results = json.loads(Path("r.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
        assert "press/b.txt" in places
        page = Path("r.html").read_text(encoding="utf-8")
        assert page.count("data:image/png") == 3
        assert page.index("b.txt") < page.index("a.txt")  # the worst first

    def test_a_report_of_no_known_kind_is_refused(self, typeset, press: Path):
        done = typeset("make", press, "--report", "r.doc")
        assert done.exit_code == 2
        assert ".jsonl, .xml, .sarif, .html" in done.err

    def test_stdin_is_no_part_of_a_batch(self, typeset, press: Path):
        assert typeset("make", press, "-").exit_code == 2
        assert typeset("make", press, "-o", "-").exit_code == 2

    def test_an_empty_folder(self, typeset, press: Path):
        Path("empty").mkdir()
        done = typeset("make", "empty", "-o", "out")
        assert done.exit_code == 3
        assert "There is no article in empty." in done.err

    def test_watching_makes_again_what_changes(self, press: Path):
        command = [sys.executable, "-m", "typeset", "make", "press", "-o", "out", "--edition", "email", "--watch"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
        ) as one:
            first = [one.stdout.readline().strip() for _ in range(4)]
            for line in one.stderr:
                if line.startswith("Watching"):
                    break
            write(press / "sub" / "a.txt", 7)
            second = one.stdout.readline().strip()
            one.send_signal(signal.SIGINT)
            one.communicate(timeout=30)
        assert sorted(first) == ["out/a.pdf", "out/b.pdf", "out/sub/a.pdf", "out/sub/c.pdf"]
        assert second == "out/sub/a.pdf"
