"""The recipes of the docs: every command runs as it is typed, in a folder that holds only what its recipe shows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STATEMENT = """---
headline: افتتاح المكتبة الجديدة
---
بغداد – افتتحت مؤسسة المثال مكتبتها الجديدة صباح اليوم بحضور عدد كبير من القراء.
"""
FILE = re.compile(r"^`(?P<name>[\w.-]+)`:\n\n(?:</div>\n\n)?```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def recipes(page: str) -> list[tuple[str, str]]:
    """The recipes of a page that have commands: heading, text."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]
    return [(title, body) for title, _, body in parts if COMMANDS.search(body)]


ALL = recipes("recipes.md")


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with releases, in which the recipes of both pages are tried one after the other, as a reader does."""
    folder = tmp_path_factory.mktemp("kitchen")
    (folder / "releases").mkdir()
    (folder / "releases" / "statement.md").write_text(STATEMENT, encoding="utf-8")
    shutil.copy(ROOT / "articles" / "alwefaq-iran-russia.txt", folder / "releases")
    commands = folder / "bin"
    commands.mkdir()
    for name, arguments in (("typeset-press", "-m typeset"), ("python", "")):
        command = commands / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        command.chmod(0o755)
    return folder


@pytest.mark.parametrize(("title", "body"), ALL, ids=[title for title, _ in ALL])
def test_a_recipe_runs_as_it_is_typed(kitchen: Path, title: str, body: str):
    for found in FILE.finditer(body):
        (kitchen / found["name"]).write_text(found["text"], encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{kitchen / 'bin'}:{os.environ['PATH']}"}
    for block in COMMANDS.findall(body):
        ran = subprocess.run(
            ["/bin/sh", "-e", "-c", block], cwd=kitchen, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_arabic_recipes_are_these():
    """Fewer of them, as nobody who reads them writes programs; but no command that the English page does not try."""
    tried = {
        line.replace(" --lang ar", "")
        for _, body in ALL
        for block in COMMANDS.findall(body)
        for line in block.splitlines()
    }
    arabic = [
        line for _, body in recipes("ar/recipes.md") for block in COMMANDS.findall(body) for line in block.splitlines()
    ]
    assert arabic
    assert [line for line in arabic if line.replace(" --lang ar", "") not in tried] == []
