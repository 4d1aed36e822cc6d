"""The tour: a folder to try everything in, each of whose commands works as it is printed."""

import shlex
from pathlib import Path

import pytest
from conftest import Command

from typeset.jobs.tour import STOPS


@pytest.mark.long
def test_every_stop_works_in_the_folder_as_it_is_typed(
    typeset: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "tour"
    done = typeset("tour", folder)
    assert done.exit_code == 0
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"release.md", "pasted.txt", "urdu.md", "embargo.md", "release.en.md", "brand.toml"} <= written
    monkeypatch.chdir(folder)
    for stop in STOPS:
        assert stop.command in done.err
        _, *arguments = shlex.split(stop.command)
        if arguments[0] != "desk":  # it runs until it is closed; its own tests open it
            assert typeset(*arguments).exit_code == (arguments[0] == "lint"), stop.command


def test_it_writes_over_nothing(typeset: Command, tmp_path: Path):
    (tmp_path / "mine.md").write_text("نص")
    done = typeset("tour", tmp_path)
    assert (done.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["mine.md"])
