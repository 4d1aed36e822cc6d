"""The script `tests/fresh`, with every tool that needs root replaced by one that only says how it was called."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not here, and it clones")
TOOLS = {
    "debootstrap": 'echo debootstrap "$2" >>"$CALLS"; mkdir -p "$3/srv" "$3/etc/apt/apt.conf.d" "$3/proc" "$3/dev"\n'
    'echo "PRETTY_NAME=Bare" >"$3/etc/os-release"',
    "chroot": 'echo "chroot: ${4#cd /srv/clone && }" >>"$CALLS"; [ -x "$1/srv/clone/run" ] && [ ! -e "$FAILS" ]',
    "mount": ":",
    "mountpoint": "exit 1",
    "umount": ":",
    "env": 'while [ "$1" != chroot ]; do [ "$1" ] || break; shift; done; [ "$#" = 0 ] || exec "$@"',
    "apt-config": 'echo "Acquire::Languages \\"none\\";"',
}
"""`env` gives the stand-ins what the real one would take away."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "rooms").mkdir()
    for name, script in TOOLS.items():
        tool = tmp_path / "bin" / name
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
    return tmp_path


def fresh(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = {"CALLS": desk / "calls", "FAILS": desk / "fails", "XDG_CACHE_HOME": desk / "cache"}
    return subprocess.run(
        [ROOT / "tests/fresh", *arguments],
        env={
            **{name: str(place) for name, place in places.items()},
            "HOME": str(desk),
            "TMPDIR": str(desk / "rooms"),
            "PATH": f"{desk / 'bin'}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def the_readmes_first_commands() -> list[str]:
    block = re.search(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert block
    return [line.partition(" #")[0].rstrip() for line in block[1].splitlines()]


def test_the_commands_of_the_readme_run_in_a_clone_and_nothing_stays(desk: Path):
    done = fresh(desk, "trixie")
    assert done.returncode == 0, done.stderr
    commands = [f"chroot: {command}" for command in the_readmes_first_commands()]
    assert (desk / "calls").read_text().splitlines() == ["debootstrap trixie", *commands]
    assert len(commands) == 2
    assert list((desk / "rooms").iterdir()) == []


def test_the_bare_system_is_made_once(desk: Path):
    fresh(desk, "trixie")
    fresh(desk, "trixie")
    assert (desk / "calls").read_text().count("debootstrap") == 1


def test_a_command_that_fails_ends_it_with_its_exit_code(desk: Path):
    (desk / "fails").touch()
    done = fresh(desk, "bookworm")
    assert done.returncode == 1
    assert (desk / "calls").read_text().count("chroot") == 1
    assert list((desk / "rooms").iterdir()) == []


def test_without_a_name_it_asks_for_one(desk: Path):
    done = fresh(desk)
    assert done.returncode != 0
    assert "bookworm or trixie" in done.stderr
