"""Commands killed at any moment: the older file is whole or the new one is, and nothing is left behind the next run."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import RELEASE

pytestmark = pytest.mark.long
ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("KILLS", "8"))
LONGEST = 1.6
"""Seconds after which a command is killed at the latest; most are done by then."""
LINE = 'قال الوزير: "نعم"، و قال ايضا ان العمل مستمر .\n'


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "typeset", *map(str, arguments)]


def killed(arguments: Sequence[str], folder: Path, after: float) -> bool:
    """Whether the command was still at work when it was killed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        arguments, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(after)
        at_work = process.poll() is None
        process.kill()
    return at_work


def leftovers(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.name.endswith(".part")]


def test_make(tmp_path: Path):
    shutil.copy(RELEASE, tmp_path / "release.txt")
    arguments = command("make", "release.txt", "-o", "dist")
    subprocess.run(
        arguments, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )
    whole = {file.name: file.read_bytes() for file in (tmp_path / "dist").iterdir()}
    chance = random.Random(1)  # noqa: S311
    at_work = sum(killed([*arguments, "--force"], tmp_path, chance.uniform(0.05, LONGEST)) for _ in range(KILLS))
    assert at_work
    assert {file.name: file.read_bytes() for file in (tmp_path / "dist").iterdir() if file.name in whole} == whole
    subprocess.run([*arguments, "--force"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
                   capture_output=True)  # fmt: skip
    assert leftovers(tmp_path) == []


def test_lint_fix(tmp_path: Path):
    file = tmp_path / "release.txt"
    older = "عنوان البيان الصحفي هنا\n\n" + LINE * 200
    file.write_text(older, encoding="utf-8")
    arguments = command("lint", "--fix", "release.txt")
    subprocess.run(
        arguments, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True
    )
    newer = file.read_text(encoding="utf-8")
    assert newer != older
    chance, at_work = random.Random(2), 0  # noqa: S311
    for _ in range(KILLS):
        file.write_text(older, encoding="utf-8")
        at_work += killed(arguments, tmp_path, chance.uniform(0.05, LONGEST))
        assert file.read_text(encoding="utf-8") in (older, newer)
    assert at_work
    subprocess.run(
        arguments, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True
    )
    assert leftovers(tmp_path) == []
