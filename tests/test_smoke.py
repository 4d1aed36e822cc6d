"""The smoke: which Pythons are found, and what is told of those that are not here or that fail."""

from pathlib import Path

import pytest
import smoke

from typeset import cli

RUNS = '#!/bin/sh\ncase "$*" in *platform*) echo {version}.9 ;; *purelib*) echo "$HOME" ;; {more} esac\n'
SHIM = "#!/bin/sh\necho 'pyenv: python3.12: command not found' >&2\nexit 127\n"


def put(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(script)
    file.chmod(0o755)
    return file


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no Python but what is put into its `bin` and its pyenv, and with an empty checkout."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(smoke, "VERSIONS", ("3.98",))
    monkeypatch.setattr(smoke, "OUTSIDE_THE_PATH", ("~/pyenv/versions/{version}.*/bin/python",))
    monkeypatch.setattr(smoke, "ROOT", tmp_path)
    return tmp_path


def test_every_command_is_called():
    assert {name for name, *_ in smoke.CALLS} == set(cli.typeset.commands)


def test_a_python_that_is_not_here_is_named_and_no_fault(machine: Path, capsys: pytest.CaptureFixture[str]):
    assert smoke.main() == 0
    assert capsys.readouterr().out == "smoke: Python 3.98 is not here\n"


def test_a_shim_that_does_not_run_is_no_python(machine: Path):
    put(machine / "bin/python3.98", SHIM)
    assert smoke.python("3.98") is None


def test_a_python_of_pyenv_is_found_behind_its_shim(machine: Path):
    put(machine / "bin/python3.98", SHIM)
    kept = put(machine / "pyenv/versions/3.98.1/bin/python", RUNS.format(version="3.98", more=""))
    assert smoke.python("3.98") == kept


def test_a_set_up_that_fails_is_a_fault(machine: Path, capsys: pytest.CaptureFixture[str]):
    offline = '*"-m venv"*) echo "no room" >&2; exit 1 ;;'
    put(machine / "bin/python3.98", RUNS.format(version="3.98", more=offline))
    assert smoke.main() == 1
    assert "smoke: Python 3.98 FAILED: `-m venv --clear " in (told := capsys.readouterr().out)
    assert "no room" in told


def test_the_second_time_nothing_is_set_up(machine: Path, capsys: pytest.CaptureFixture[str]):
    makes = '*"-m venv"*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;'
    base = put(machine / "bin/python3.98", RUNS.format(version="3.98", more=makes))
    for said in ("smoke: setting up .venv-3.98 (once)\n", ""):
        smoke.environment(base, machine / ".venv-3.98")
        assert capsys.readouterr().err == said
