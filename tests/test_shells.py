"""The documented commands, typed as they are written, in a fresh shell of each kind."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pikepdf
import pytest
import word
from conftest import RELEASE

from typeset import cli

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY_POINT = """#!{python}
import sys
sys.path.insert(0, {root!r})
from {module} import {function}
sys.exit({function}())
"""
"""What pip writes for each of `[project.scripts]`, but for the path to the checkout."""
RELEASE_IN_MARKDOWN = """---
headline: افتتاح المكتبة الجديدة
---
بغداد – افتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور عدد كبير من القراء والكتّاب.
"""
TABS = {
    "bash": "COMP_WORDS=(typeset-press mak); COMP_CWORD=1; _typeset_press_completion typeset-press; echo $COMPREPLY",
    "zsh": "_describe() { print ${(P)3} }; words=(typeset-press mak); CURRENT=2; $_comps[typeset-press]",
    "fish": "complete -C 'typeset-press mak'",
}
"""What each shell does when Tab is pressed behind `typeset-press mak`."""
FRESH = {"bash": ("--norc", "-c"), "zsh": ("-f", "-c"), "fish": ("--no-config", "-c")}
"""Without the start files of whoever runs the tests."""


def documented(page: str, command: str) -> list[str]:
    """The lines of a page's shell blocks that call a command, as they are written."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if command in line]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the documents speak of, and the entry points beside them in `bin`."""
    (tmp_path / "bin").mkdir()
    for name, target in PROJECT["scripts"].items():
        module, _, function = target.partition(":")
        script = tmp_path / "bin" / name
        script.write_text(ENTRY_POINT.format(python=sys.executable, root=str(ROOT), module=module, function=function))
        script.chmod(0o755)
    (tmp_path / "release.md").write_text(RELEASE_IN_MARKDOWN, encoding="utf-8")
    shutil.copy(RELEASE, tmp_path / "release.txt")
    (tmp_path / "releases").mkdir()
    shutil.copy(RELEASE, tmp_path / "releases")
    statement = [line for line in RELEASE_IN_MARKDOWN.splitlines() if "–" in line]
    (tmp_path / "statement.docx").write_bytes(word.document("".join(map(word.paragraph, ("بيان", *statement)))))
    return tmp_path


def typed(shell: str, lines: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a fresh shell does with these lines."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    return subprocess.run(
        [shell, *FRESH[shell], lines],
        cwd=folder,
        env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_commands_of_the_readme_work_as_they_are_written(desk: Path, shell: str):
    pikepdf.new().save(desk / "advertisement.pdf")
    lines = documented("README.md", "typeset-press ")
    assert {"make", "proof", "mail", "lint", "explain"} <= {line.split()[1] for line in lines}
    done = typed(shell, "\n".join(lines), desk)
    written = {"dist/release.pdf", "dist/release.print.pdf", "out/release.archive.pdf", "statement.md"}
    assert written | {"dist/release.eml"} <= set(done.stdout.splitlines()), done.stderr
    assert (desk / "dist/release.eml").is_file()
    assert "text/tatweel" in done.stdout


@pytest.mark.parametrize("shell", FRESH)
def test_tab_offers_the_commands_after_the_documented_line(desk: Path, shell: str):
    (line,) = (line for line in documented("docs/command-line.md", f"{shell}_source") if f"# {shell}: " in line)
    prepared = "autoload -Uz compinit; compinit -D -u\n" if shell == "zsh" else ""
    done = typed(shell, f"{prepared}{line}\n{TABS[shell]}", desk)
    assert re.match(r"make\b", done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize("started", ["typeset-press", "env typeset", f"{sys.executable} -m typeset"])
def test_however_it_is_started_it_calls_itself_by_the_documented_name(desk: Path, started: str):
    done = typed("bash", f"cd '{ROOT}' && {started} make --no-such-option", desk)
    assert done.returncode == 2
    assert "Usage: typeset-press make " in done.stderr
    assert "Try 'typeset-press make --help' for help." in done.stderr


def test_the_command_is_called_as_the_distribution():
    """So that `uvx typeset-press make` and `pipx run typeset-press make` find it without being told."""
    assert PROJECT["name"] in PROJECT["scripts"]


def test_no_text_names_a_command_behind_the_builtin():
    commands = "|".join(cli.typeset.commands)
    builtin = re.compile(rf"(?<![\w./-])(?<!-m )typeset\s+({commands}|--\w)\b")
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    templates = (file for file in (ROOT / "templates").rglob("*.*") if file.suffix != ".jpg")
    code = [*(ROOT / "typeset").rglob("*.py"), *templates]
    found = {str(file): builtin.findall(file.read_text(encoding="utf-8")) for file in (*pages, *code)}
    assert {file: names for file, names in found.items() if names} == {}
