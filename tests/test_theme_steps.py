"""A theme built step by step: each step of docs/themes.md as it is written there, and its picture.

`python -m pytest tests/test_theme_steps.py --accept` draws the pictures in `docs/pictures/` anew; look at them then.
"""

import json
import shlex
import shutil
from pathlib import Path

import pytest
from PIL import Image
from small_pictures import difference
from theme_steps import PAGE, PPI, Step, compared, picture, png, steps, write_sample

from typeset.findings import Severity
from typeset.jobs.make import Job, run

STEPS = list(steps())
MAKE = next(line for line in STEPS[0].commands if " make " in line)
ENGLISH = Path(__file__).parent / "cases" / "press" / "english" / "english.md"
LAST = STEPS[-1].number
BAND = 4
"""From this step on the page has a band, which the print edition lets end at the trim until the last one."""


def test_there_are_six_steps_and_each_changes_little():
    assert [step.number for step in STEPS] == [1, 2, 3, 4, 5, 6]
    assert all(step.changes for step in STEPS)
    assert f"pictures/{STEPS[-1].picture.name}" in PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder that holds a release, and the theme as it is after each step in a folder of the step's number."""
    return tmp_path_factory.mktemp("theme")


def taken(step: Step, built: Path, typeset, monkeypatch) -> dict:
    """Take a step after those before it, and make the release: what `make --json` says."""
    folder = built / str(step.number)
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    write_sample(folder)
    monkeypatch.chdir(folder)
    for before in STEPS[: step.number]:
        for command in before.commands:
            if command != MAKE:
                assert typeset(*shlex.split(command)[1:]).exit_code == 0
        for change in before.changes:
            change.apply(folder)
    return json.loads(typeset(*shlex.split(MAKE)[1:], "--json").out)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_does_as_it_says(step, built, typeset, monkeypatch, request, tmp_path):
    said = taken(step, built, typeset, monkeypatch)
    found = {finding["id"] for finding in findings_of(said) if finding["severity"] != "info"}
    assert found == ({"box/short-of-bleed"} if BAND <= step.number < LAST else set())
    drawn = picture(Path("dist", "release.print.pdf" if step.number == LAST else "release.pdf").read_bytes())
    if request.config.getoption("--accept"):
        step.picture.write_bytes(png(drawn))
    with Image.open(step.picture) as kept:
        patch = difference(compared(drawn), compared(kept), PPI / 2)
    if patch:
        now = tmp_path / step.picture.name
        drawn.save(now)
        pytest.fail(f"{step.picture.name} differs {patch}.\nNow it is {now}. If it is meant: --accept.")


def findings_of(said) -> list[dict]:
    """Every finding in the JSON, wherever it stands."""
    if isinstance(said, dict):
        own = [said] if {"id", "severity", "message"} <= set(said) else []
        return own + [finding for value in said.values() for finding in findings_of(value)]
    return [finding for value in said for finding in findings_of(value)] if isinstance(said, list) else []


def test_the_last_step_names_what_it_cures():
    assert STEPS[-1].named == {"box/short-of-bleed"}


def test_the_finished_theme_bears_english_and_a_large_sheet(built, typeset, monkeypatch):
    taken(STEPS[-1], built, typeset, monkeypatch)
    for page in ("", "A4"):
        made = run(Job(ENGLISH, ("email", "print"), "ours", page=page))
        errors = [finding.message for finding in made.findings if finding.severity is Severity.ERROR]
        assert errors == []


def test_the_pictures_are_small():
    assert max(step.picture.stat().st_size for step in STEPS) < 70_000
