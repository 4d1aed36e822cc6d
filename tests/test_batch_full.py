"""Folders of articles where the disk is full: what is said, what is left, and that the next run mends it.

A file system of a few hundred kB is mounted where the system lets a user do that. Where it does not, and for single
files everywhere, a limit on the size of a file stands for the full disk: the system refuses the bytes in the same call.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from typeset.jobs.batch import memory

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
SHORT = "عنوان الخبر رقم {number}\n\nبغداد – أعلنت المؤسسة اليوم بدء العمل في المكتبة رقم {number}.\n"
ARTICLES = 4
MAKE = [sys.executable, "-m", "typeset", "make", "press", "-o", "out", "--edition", "email", "-j", "1"]
APART = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
ENGINE = 5
"""The exit code of what cannot be written."""


@pytest.fixture(autouse=True)
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four articles, which is the working folder's `press`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    Path("press").mkdir()
    for number in range(ARTICLES):
        Path("press", f"{number}.txt").write_text(SHORT.format(number=number), encoding="utf-8")
    return tmp_path / "press"


def run(*arguments: str, largest: int = 0) -> subprocess.CompletedProcess[str]:
    """The batch by the command; no file may become larger than `largest` bytes, if that is given."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        [*MAKE, *arguments], capture_output=True, text=True, check=False, preexec_fn=limit if largest else None
    )


def pages() -> set[str]:
    return {file.name for file in Path("out").glob("*.pdf") if file.read_bytes().rstrip().endswith(b"%%EOF")}


def mends(done: subprocess.CompletedProcess[str]) -> None:
    """After a run that has failed: nothing half-made lies there, and the next run makes what is missing."""
    assert done.returncode == ENGINE, done.stderr
    assert "Traceback" not in done.stderr
    left = {file.name for file in Path("out").iterdir()}
    assert left <= {*pages(), memory.FILE}
    again = run()
    assert again.returncode == 0, again.stderr
    assert pages() == {f"{number}.pdf" for number in range(ARTICLES)}
    assert run().stdout == ""


def test_a_disk_with_room_for_some_pages_alone():
    Path("out").mkdir()
    script = 'mount -t tmpfs -o size=72k tmpfs out && "$@"; code=$?; cp -a out kept; exit $code'
    if not shutil.which("unshare") or subprocess.run([*APART, "mount -t tmpfs tmpfs out"], check=False).returncode:
        pytest.skip("this system lets no user mount a small file system")
    done = subprocess.run([*APART, script, "sh", *MAKE], capture_output=True, text=True, check=False)
    Path("kept").replace("out")
    assert "cannot be written: no space left on device" in done.stderr
    assert "Make room" in done.stderr
    assert 0 < len(pages()) < ARTICLES
    mends(done)


def test_no_room_for_a_page():
    done = run(largest=6_000)
    assert "0.pdf cannot be written: file too large" in done.stderr
    assert pages() == set()
    mends(done)


def test_no_room_for_the_memory_of_what_was_made():
    """It is larger than a page here, by what it remembers of a folder that was made before."""
    Path("out").mkdir()
    line = {"article": f"{Path.cwd()}/other/a.txt -> a", "asked": "", "own": {}, "shared": "", "findings": []}
    many = [json.dumps({**line, "article": f"{number:06}", "products": [], "seconds": 0}) for number in range(3_000)]
    Path("out", memory.FILE).write_text("\n".join(many) + "\n", encoding="utf-8")
    done = run(largest=200_000)
    assert f"{memory.FILE} cannot be written: file too large" in done.stderr
    assert len(Path("out", memory.FILE).read_text(encoding="utf-8").splitlines()) >= 3_000  # the old one is whole
    mends(done)


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="this system has no /dev/full")
def test_no_room_for_the_report_that_is_written_meanwhile():
    Path("report.jsonl").symlink_to("/dev/full")
    done = run("--report", "report.jsonl")
    assert "report.jsonl cannot be written: no space left on device" in done.stderr
    mends(done)


def test_no_room_for_the_report_that_is_written_at_the_end():
    assert run().returncode == 0
    Path("press", "0.txt").write_bytes(b"")  # an article that fails, so that the report has something to say
    done = run("--report", "report.html", largest=300)
    assert "report.html cannot be written: file too large" in done.stderr
    assert not Path("report.html").exists()
    assert done.returncode == ENGINE
    Path("press", "0.txt").write_text(SHORT.format(number=0), encoding="utf-8")
    assert run("--report", "report.html").returncode == 0
    assert Path("report.html").read_bytes()
