"""The budget of a job: what takes too much time or memory ends in a sentence that names the stage, in any thread."""

import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import word
from conftest import RELEASE

import typeset
from typeset import budget
from typeset.errors import EngineError, Message
from typeset.jobs import lint, make
from typeset.jobs.make import Job
from typeset.read.source import SourceFile

UNCLOSED = word.document(
    word.paragraph("بيان")
    + "<w:p>"
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
    + "<w:r><w:t>نص</w:t></w:r></w:p>"
)
"""A Word file of some kilobytes whose fields are opened and never closed: each costs as much as all before it."""
HEAD = "---\nheadline: افتتاح المكتبة الجديدة\n---\nبغداد – "


@pytest.fixture(autouse=True, scope="module")
def _all_is_loaded():
    """An alarm within an import would leave half of a module."""
    typeset.make(RELEASE, editions=["email"])
    lint.run(RELEASE)
    lint.run(given(word.document(word.paragraph("بيان") + word.paragraph("نص")), ".docx"))


def given(text: str | bytes, suffix: str = ".md") -> SourceFile:
    return SourceFile(text if isinstance(text, bytes) else text.encode(), f"release{suffix}", suffix, Path())


def in_a_thread(work: Callable[[], object]) -> EngineError | None:
    """What another thread ends with."""
    faults: list[EngineError] = []

    def run() -> None:
        try:
            work()
        except EngineError as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return faults[0] if faults else None


def work_on() -> None:
    while True:
        sum(range(1_000))


# An alarm that falls into a destructor is printed and lost; the next one is not.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("stage", "source"),
    [
        ("reading", given(UNCLOSED, ".docx")),
        ("tidying", given(HEAD + "«‘ " * 20_000)),
        ("rendering", given(HEAD + "كلمة عربية " * 8_000)),
    ],
)
def test_what_takes_too_long_names_its_stage(stage: str, source: SourceFile, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(budget, "SECONDS", 0.8)
    with pytest.raises(EngineError, match=f"^{stage}: it took more than 1 seconds of work"):
        make.run(Job(source, ("email",)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_checking_has_a_budget_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(budget, "SECONDS", 0.3)
    with pytest.raises(EngineError, match="checking"):
        lint.run(given(HEAD + "«‘ " * 20_000))


def test_it_holds_in_any_thread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(budget, "SECONDS", 0.2)

    def work() -> None:
        with budget.for_input(0, Message("reading")):
            work_on()

    assert str(in_a_thread(work)).startswith("reading: it took more than 0 seconds")


@pytest.mark.parametrize("run", [lambda work: work(), in_a_thread], ids=["main thread", "another"])
def test_what_is_done_once_is_not_the_job_s(
    run: Callable[[Callable[[], object]], object], monkeypatch: pytest.MonkeyPatch
):
    """The engine is loaded and fonts are made static by whichever job comes first."""
    monkeypatch.setattr(budget, "SECONDS", 0.3)
    ended: list[str] = []

    def work() -> None:
        with budget.for_input(0, Message("reading")):
            with budget.once():
                until = time.thread_time() + 0.6
                while time.thread_time() < until:
                    sum(range(100))
            ended.append("once")
            work_on()

    with suppress(EngineError):
        assert "reading" in str(run(work))
    assert ended == ["once"]


def test_memory_too_in_any_thread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(budget, "MEMORY", 2**26)

    def work() -> None:
        with budget.for_input(0, Message("tidying")):
            kept = [bytearray(b"x" * 2**27)]
            work_on()
            assert kept

    assert "tidying: it needs more than 0.1 GB" in str(in_a_thread(work))


def test_a_release_in_a_thread_is_the_release(tmp_path: Path):
    made: list[bytes] = []
    assert in_a_thread(lambda: made.append(typeset.make(RELEASE, editions=["email"]).pdf)) is None
    assert made == [typeset.make(RELEASE, editions=["email"]).pdf]


def test_after_a_job_in_a_thread_steps_can_be_counted():
    """One that is taken back has the interpreter look for it at each step, and under a profile for ever."""
    in_a_thread(lambda: typeset.lint(RELEASE))
    seen: list[str] = []
    sys.setprofile(lambda _frame, event, _argument: seen.append(event))
    try:
        str(Path("a"))
    finally:
        sys.setprofile(None)
    assert "call" in seen


def test_a_stage_inside_a_job_has_no_budget_of_its_own():
    with budget.for_input(0, Message("reading")):
        before = signal.getitimer(signal.ITIMER_PROF)[0]
        with budget.for_input(10_000_000, Message("rendering")):
            assert signal.getitimer(signal.ITIMER_PROF)[0] <= before
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0


def test_all_is_taken_back():
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF), threading.active_count()
    with pytest.raises(EngineError, match="nested"), budget.for_input(0, Message("reading")):
        raise RecursionError
    assert (
        resource.getrlimit(resource.RLIMIT_AS),
        signal.getsignal(signal.SIGPROF),
        threading.active_count(),
    ) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def seconds_of(file: Path) -> tuple[float, subprocess.CompletedProcess[str]]:
    """The processor time of `make`, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "typeset", "make", file], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done


@pytest.mark.long
@pytest.mark.timeout(400)
def test_a_damaged_word_file_of_nine_kilobytes_ends_within_the_budget_and_a_start(tmp_path: Path):
    file = tmp_path / "fields.docx"
    file.write_bytes(word.document("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000 + "</w:p>"))
    (tmp_path / "plain.txt").write_text("عنوان البيان هنا\n\nبغداد – نص.\n", encoding="utf-8")
    start, _ = seconds_of(tmp_path / "plain.txt")
    taken, done = seconds_of(file)
    assert done.returncode == 5
    assert "seconds of work" in done.stderr
    assert taken < budget.SECONDS + max(6, 3 * start)
