"""Files are written whole or not at all."""

import os
import resource
import stat
from pathlib import Path

import pytest

from typeset import files
from typeset.errors import EngineError


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
