"""The script `run`, with every tool that it calls replaced by one that only says how it was called."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEEDED_FROM_THE_SYSTEM = ("sh", "dirname", "cksum", "mkdir", "cat", "id", "env")
PYTHON = """#!/bin/sh
case "$*" in
*ensurepip*) if [ -e "$MACHINE/has-python" ]; then echo "$MACHINE/bin/python3"; else exit 1; fi ;;
*ctypes*) [ -e "$MACHINE/has-libraries" ] ;;
*"-m venv"*) mkdir -p "$VENV/bin" && cat "$0" >"$VENV/bin/python" && chmod +x "$VENV/bin/python" ;;
*purelib*) echo "$VENV" ;;
*) echo "python $*" >>"$MACHINE/calls"; echo "python $*"; [ ! -e "$MACHINE/is-offline" ] ;;
esac
"""
INSTALLER = """#!/bin/sh
echo "$(basename "$0") $*" >>"$MACHINE/calls"
[ -e "$MACHINE/is-empty" ] || touch "$MACHINE/has-python" "$MACHINE/has-libraries"
"""


class Machine:
    """A computer with nothing but a shell, the files of a clone (in a folder with a space), and what is put on it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bin = folder / "bin"
        self.clone = folder / "a clone"
        self.bin.mkdir()
        self.clone.mkdir()
        (self.clone / "typeset").mkdir()
        shutil.copy(ROOT / "run", self.clone)
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.clone / lock).write_text("amiri==1\n")
        for tool in (*NEEDED_FROM_THE_SYSTEM, "basename", "chmod", "touch"):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)

    def put(self, name: str, script: str) -> None:
        tool = self.bin / name
        tool.write_text(script)
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)

    def have(self, *facts: str) -> None:
        for fact in facts:
            (self.folder / fact).touch()

    def run(self, *arguments: str, cwd: str = "/") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "MACHINE": str(self.folder), "VENV": str(self.clone / ".venv")}
        return subprocess.run(
            [self.clone / "run", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def calls(self) -> list[str]:
        log = self.folder / "calls"
        return log.read_text().splitlines() if log.exists() else []

    def forget(self) -> None:
        (self.folder / "calls").unlink(missing_ok=True)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.put("python3", PYTHON)
    return machine


def test_the_first_call_sets_up_and_then_works(machine: Machine):
    machine.have("has-python", "has-libraries")
    done = machine.run("make", "a release.txt")
    assert done.returncode == 0, done.stderr
    assert [call for call in machine.calls if "pip install" in call and "--require-hashes" in call]
    assert done.stdout == "python -I -m typeset make a release.txt\n"


def test_the_second_call_sets_nothing_up(machine: Machine):
    machine.have("has-python", "has-libraries")
    machine.run("--version")
    machine.forget()
    done = machine.run("--version")
    assert machine.calls == ["python -I -m typeset --version"]
    assert done.stderr == ""


def test_a_changed_lock_file_is_installed(machine: Machine):
    machine.have("has-python", "has-libraries")
    machine.run("--version")
    (machine.clone / "requirements.lock").write_text("amiri==2\n")
    machine.forget()
    machine.run("--version")
    assert [call for call in machine.calls if "pip install" in call]


def test_the_tests_come_after_the_static_checks(machine: Machine):
    machine.have("has-python", "has-libraries")
    machine.run("--version")
    machine.put("lint-imports", '#!/bin/sh\necho lint-imports >>"$MACHINE/calls"\n')
    (machine.clone / ".venv/bin/lint-imports").symlink_to(machine.bin / "lint-imports")
    machine.forget()
    done = machine.run("test", "-k", "kashida")
    assert done.returncode == 0, done.stderr
    assert "requirements-dev.lock" in machine.calls[1]
    tools = [call.removeprefix("python ").removeprefix("-m ") for call in machine.calls[-5:]]
    assert tools == ["ruff check", "mypy", "lint-imports", "pytest -n 2 -k kashida", "tests/smoke.py"]


@pytest.mark.parametrize(
    ("manager", "asks_for"),
    [
        ("apt-get", "python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("dnf", "install -y python3.12 pango harfbuzz fontconfig"),
        ("apk", "add python3 so:libpango-1.0.so.0"),
        ("pacman", "-Sy --needed --noconfirm python pango harfbuzz fontconfig"),
        ("brew", "install python pango harfbuzz fontconfig"),
    ],
)
def test_what_is_missing_comes_from_the_package_manager(machine: Machine, manager: str, asks_for: str):
    machine.put("id", "#!/bin/sh\necho 0\n")
    machine.put(manager, INSTALLER)
    done = machine.run("--version")
    assert done.returncode == 0, done.stderr
    assert any(call.startswith(manager) and asks_for in call for call in machine.calls)


def test_who_is_not_root_goes_through_sudo(machine: Machine):
    machine.put("id", "#!/bin/sh\necho 1000\n")
    machine.put("sudo", '#!/bin/sh\necho sudo >>"$MACHINE/calls"; "$@"\n')
    machine.put("dnf", INSTALLER)
    assert machine.run("--version").returncode == 0
    assert machine.calls[0] == "sudo"


def test_without_sudo_the_command_is_told(machine: Machine):
    machine.put("id", "#!/bin/sh\necho 1000\n")
    machine.put("dnf", INSTALLER)
    done = machine.run("--version")
    assert done.returncode == 5
    assert "Ask an administrator to run:" in done.stderr
    assert "dnf install -y python3.12" in done.stderr


def test_without_a_package_manager_what_to_install_is_told(machine: Machine):
    done = machine.run("--version")
    assert done.returncode == 5
    assert "Install Python 3.11 or newer, Pango, HarfBuzz" in done.stderr


def test_a_system_whose_python_is_too_old_is_told_so(machine: Machine):
    machine.have("is-empty")
    machine.put("id", "#!/bin/sh\necho 0\n")
    machine.put("apk", INSTALLER)
    done = machine.run("--version")
    assert done.returncode == 5
    assert "Python 3.11 or newer with venv is needed" in done.stderr


def test_a_set_up_that_broke_off_is_done_again(machine: Machine):
    machine.have("has-python", "has-libraries", "is-offline")
    assert machine.run("--version").returncode != 0
    (machine.folder / "is-offline").unlink()
    machine.forget()
    done = machine.run("--version")
    assert done.returncode == 0
    assert [call for call in machine.calls if "pip install" in call]
