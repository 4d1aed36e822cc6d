"""Files are written whole or not at all."""

import os
import resource
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from typeset import files
from typeset.errors import EngineError

ROOT = Path(__file__).parent.parent


def test_a_file_and_its_folder_are_made(tmp_path: Path):
    files.write(tmp_path / "dist" / "deep" / "release.pdf", b"new")
    assert (tmp_path / "dist" / "deep" / "release.pdf").read_bytes() == b"new"


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path):
    target = tmp_path / "release.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    files.write(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["release.pdf"]


def test_a_link_keeps_pointing_where_it_points(tmp_path: Path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "release.pdf").symlink_to("archive/release.pdf")
    files.write(tmp_path / "release.pdf", b"new")
    assert (tmp_path / "release.pdf").is_symlink()
    assert (tmp_path / "archive" / "release.pdf").read_bytes() == b"new"


@pytest.fixture
def full_disk():
    """Files cannot grow past 4 kB."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, full_disk: None):
    target = tmp_path / "release.pdf"
    target.write_bytes(b"old")
    with pytest.raises(EngineError, match=r"release\.pdf cannot be written: file too large") as refusal:
        files.write(target, bytes(10_000))
    assert "untouched" in refusal.value.hint
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["release.pdf"]


def test_an_interrupt_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    target = tmp_path / "release.pdf"
    target.write_bytes(b"old")

    def interrupted(descriptor: int):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["release.pdf"]


def test_a_folder_in_the_way_is_named(tmp_path: Path):
    (tmp_path / "release.pdf").mkdir()
    with pytest.raises(EngineError, match="is a directory") as refusal:
        files.write(tmp_path / "release.pdf", b"new")
    assert "folder stands" in refusal.value.hint
    assert os.listdir(tmp_path) == ["release.pdf"]


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path):
    (tmp_path / "dist").write_bytes(b"")
    with pytest.raises(EngineError, match=r"dist/release\.pdf cannot be written") as refusal:
        files.write(tmp_path / "dist" / "release.pdf", b"new")
    assert "where a folder is needed" in refusal.value.hint


def test_a_name_that_is_too_long_is_told(tmp_path: Path):
    with pytest.raises(EngineError, match="file name too long") as refusal:
        files.write(tmp_path / ("x" * 300) / "release.pdf", b"new")
    assert refusal.value.hint == "Choose a shorter name."


WRITING = """
import sys
from pathlib import Path
from typeset import files
print("ready", flush=True)
while True:
    for letter in (b"a", b"b"):
        files.write(Path(sys.argv[1]), letter * 3_000_000)
"""

WRITE_ONCE = """
import sys
from pathlib import Path
from typeset import files
files.write(Path(sys.argv[1]), b"x")
"""


def test_a_process_that_is_killed_leaves_a_whole_file_and_the_next_takes_its_draft_away(tmp_path: Path):
    file = tmp_path / "release.pdf"
    file.write_bytes(b"c" * 3_000_000)
    drafts = 0
    for number in range(8):
        with subprocess.Popen([sys.executable, "-c", WRITING, file], stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.02 + 0.013 * number)
            process.kill()
        assert file.stat().st_size == 3_000_000
        assert len(set(file.read_bytes())) == 1
        drafts += len(list(tmp_path.glob(".typeset-*.part")))
        subprocess.run([sys.executable, "-c", WRITE_ONCE, tmp_path / "other.pdf"], cwd=ROOT, check=True)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["other.pdf", "release.pdf"]
    assert drafts, "no process was killed while it wrote"


def test_a_draft_that_is_being_written_is_left_alone(tmp_path: Path):
    draft = tmp_path / f".typeset-{files.MACHINE}-{os.getpid()}-{'0' * 12}.part"
    elsewhere = tmp_path / f".typeset-{'0' * 8}-999999999-{'0' * 12}.part"
    for file in (draft, elsewhere):
        file.write_bytes(b"x")
    files.write(tmp_path / "a", b"x")
    assert draft.exists()
    assert elsewhere.exists()
