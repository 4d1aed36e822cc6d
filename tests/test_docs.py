"""Nothing is left undocumented, and what the documents say is so."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path
from statistics import median

import click
import pytest

from typeset import cli
from typeset.jobs import explain
from typeset.model import edition, house_style, theme
from typeset.model.edition import EDITIONS
from typeset.read import READERS
from typeset.words.catalogue import languages
from typeset.words.voice import voice_for
from typeset.write.writers import WRITERS, Writer

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DOC_PAGES = sorted(page for page in DOCS.rglob("*.md") if DOCS / "site" not in page.parents)
"""The documents. What only the site has is checked when the site is built."""
PAGES = [ROOT / "README.md", ROOT / "README.ar.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOC_PAGES]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)|<img src=\"([^\"]+)\"")
GIT = shutil.which("git") and subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
FILES = [ROOT / os.fsdecode(name) for name in GIT.stdout.split(b"\0") if name] if GIT else []

COMMAND_LINE = """# The command line

Results go to stdout: the path of each file written, one a line, or JSON with `--json`. Findings, progress, errors and
what each file is for go to stderr. `-` is stdin where an article or a PDF is asked for, and stdout where a folder is.

| exit code | meaning |
|---|---|
| 0 | done, nothing found at or over `--fail-on` |
| 1 | done, faults found |
| 2 | wrong command line |
| 3 | the article (or the PDF to be judged) cannot be read, or lacks what the theme requires |
| 4 | a theme, font, brand or house-style file is wrong |
| 5 | the page cannot be rendered, or a result cannot be written |
| 6 | the e-mail cannot be made or sent |
| 70 | a bug in typeset, with its traceback |
| 130, 143 | interrupted (Ctrl-C), ended (SIGTERM) |

A file is written beside its place, synced and renamed: whatever stops the work, the older file stays whole and nothing
half-made is left. With several articles, one that fails does not stop the others; the highest exit code counts.

In a checkout, `./run` stands for `typeset-press`. The same program is installed as `typeset` too, for fish, PowerShell,
cron and `env`; bash, zsh and ksh have a builtin of that name.

What is said is in Arabic or English, as `--lang`, the variable TYPESET_LANG, `lang` in the typeset.toml of the working
folder or the locale (LC_ALL, LC_MESSAGES, LANG) asks for, in this order; without any of them in English. Names of
options, findings and files, places (`file:line:column`) and exit codes are the same in both, and so are the reports for
machines; the sentences in `--json` are in the language of the run.

The shell completes commands, options and choices after one line in its start file:

```sh
eval "$(_TYPESET_PRESS_COMPLETE=bash_source typeset-press)"     # bash: ~/.bashrc
eval "$(_TYPESET_PRESS_COMPLETE=zsh_source typeset-press)"      # zsh: ~/.zshrc, after compinit
_TYPESET_PRESS_COMPLETE=fish_source typeset-press | source      # fish: ~/.config/fish/config.fish
```

"""


def help_of(name: str, command: click.Command) -> str:
    group = click.Context(cli.typeset, info_name=cli.COMMAND, help_option_names=["-h", "--help"], terminal_width=100)
    context = click.Context(command, group, info_name=name)
    return f"## typeset-press {name}\n\n```text\n{command.get_help(context)}\n```\n"


def test_the_page_of_commands_is_what_they_say_of_themselves(golden):
    commands = "\n".join(help_of(name, command) for name, command in cli.typeset.commands.items())
    golden(DOCS / "command-line.md", COMMAND_LINE + commands)


def test_the_page_of_checks_is_what_they_say_of_themselves(golden):
    golden(DOCS / "checks.md", explain.page_of_checks())


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_the_pages_of_rules_and_checks_in_another_language_say_the_same(language: str, golden):
    golden(DOCS / language / "rules.md", explain.page(voice_for(language)))
    golden(DOCS / language / "checks.md", explain.page_of_checks(voice_for(language)))


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("house-style.md", [key for key in house_style.KEYS if key not in {"editions", "mail"}]),
        ("editions.md", [*EDITIONS, *edition.OWN_KEYS]),
        ("themes.md", [name for name in theme.names() if "sheet" not in name]),
        ("README.md", list(cli.typeset.commands)),
    ],
)
def test_an_arabic_page_has_what_the_english_one_is_about(page: str, names: list[str]):
    words = (DOCS / "ar" / page).read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", words)] == []


@pytest.mark.parametrize("id", list(explain.entries()))
def test_every_rule_and_check_is_documented(id: str):
    assert f"# {id}" in explain.page() + explain.page_of_checks()


@pytest.mark.parametrize("id", list(explain.entries()))
def test_every_rule_and_check_gives_its_reason(id: str):
    title, _, reason = explain.entries()[id].rationale.partition("\n")
    assert title.endswith(".")
    assert reason.strip() or len(title) > 40, "a title alone explains nothing"


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_is_in_the_readme(name: str):
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_every_writer_is_in_the_readme(writer: Writer):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| {writer.title} | {', '.join(f'`{suffix}`' for suffix in writer.suffixes[:2])}" in readme


@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_in_the_readme(name: str):
    assert READERS[name].title in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "part", sorted(part.name for part in (ROOT / "typeset").iterdir() if not part.name.startswith(("_", ".")))
)
def test_the_tree_in_the_readme_has_every_part(part: str):
    name = part if "." in part else f"{part}/"
    assert re.search(rf"(^|\s){re.escape(name)}\s", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path):
    for link in LINK.finditer(page.read_text(encoding="utf-8")):
        assert (page.parent / (link[1] or link[2])).exists(), link[0]


@pytest.mark.parametrize("page", DOC_PAGES, ids=lambda page: page.name)
def test_every_page_is_in_the_index(page: Path):
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert page.name == "README.md" or f"({page.relative_to(DOCS)})" in index


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-cluster.lock", "requirements-dev.lock"])
def test_locks_hold_hashes_and_no_address(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text


@pytest.mark.skipif(not FILES, reason="git is not here, or this is no checkout")
def test_the_repository_holds_no_pdfs_nothing_large_and_only_fonts_that_no_package_carries():
    assert not [file.name for file in FILES if file.suffix in {".ttf", ".otf", ".woff", ".pdf"}]
    for font in (file for file in FILES if file.suffix == ".woff2"):
        assert font.parent.parent == ROOT / "fonts", font
        assert (font.parent / "OFL.txt").is_file(), font
        assert font.stat().st_size < 400_000, font
    assert not [file.name for file in FILES if file.is_file() and file.stat().st_size > 1_000_000]


def functions() -> dict[str, int]:
    """Every function of the package with its length in lines, docstring included."""
    found = {}
    for file in (ROOT / "typeset").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found[f"{file.relative_to(ROOT)}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    return found


def test_modules_can_be_read_in_one_sitting():
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in (ROOT / "typeset").rglob("*.py")}
    assert {str(file.relative_to(ROOT)): length for file, length in lengths.items() if length > 400} == {}
    short = {file.name for file, length in lengths.items() if length < 40}
    assert short <= {"__init__.py", "__main__.py"}


def test_functions_are_small():
    lengths = functions()
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert median(lengths.values()) <= 12
