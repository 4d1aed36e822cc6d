"""A quick start: what is kept of it changes no page, is nobody else's, and is made anew when anything is doubtful."""

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from typeset import files, private_cache

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "articles" / "alwefaq-iran-russia.txt"
NAMED_TWICE = "كاظم"
"""A name that the article has twice: it is looked for by a regular expression made of it."""
COUNTED = """
import sys
sys.argv[1:] = {arguments!r}
from typeset.__main__ import main
try:
    main()
except SystemExit as end:
    specs = [getattr(module, "__spec__", None) for module in sys.modules.values()]
    print("kept", [type(spec and spec.loader).__name__ for spec in specs].count("_Loader"), "exit", end.code)
"""
MANY = 50
"""Modules: `--version` needs some more of them."""
HARMFUL = "raise SystemExit('what another user has written was run')"


class House:
    """A user with a cache of their own; the instances of variable fonts, slow to make, are those of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache" / "typeset"
        self.cache.mkdir(parents=True)
        (self.cache / "fonts").symlink_to(files.cache("fonts"))

    @property
    def records(self) -> list[Path]:
        return sorted((self.cache / "start").glob("*.record"))

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        home = {"XDG_CACHE_HOME": str(self.folder / "cache"), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-P", *arguments],
            env=kept | home | environment, cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def made(self, folder: str, **environment: str) -> bytes:
        """The PDF of the article."""
        done = self.run("-m", "typeset", "make", str(ARTICLE), "--edition", "email", "-o", folder, **environment)
        assert done.stdout, done.stderr
        return (self.folder / folder / f"{ARTICLE.stem}.pdf").read_bytes()

    def modules_kept(self, **environment: str) -> int:
        """Of a run that only says its version: how many modules came from the record."""
        done = self.run("-c", COUNTED.format(arguments=["--version"]), **environment)
        assert "version" in done.stdout, done.stderr
        assert done.stdout.endswith("exit 0\n"), done.stderr
        return int(done.stdout.split()[-3])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def started(house: House) -> House:
    """After a first run, which has kept its start."""
    assert house.modules_kept() == 0
    assert len(house.records) == 1
    return house


def test_the_second_run_makes_the_same_bytes_from_what_the_first_has_kept(house: House):
    plain = house.made("plain", PYTHONDONTWRITEBYTECODE="1")
    assert not house.records, "Python was told to write no bytecode"
    first = house.made("first")
    assert house.records
    assert list((house.cache / "sheets").iterdir())
    assert house.made("second") == first == plain


def test_a_later_run_takes_its_modules_from_the_record(started: House):
    assert started.modules_kept() > MANY


def test_what_is_kept_holds_no_word_of_a_release(house: House):
    house.made("first")
    kept = house.records[0].read_bytes()
    assert "بتاريخ".encode() in kept, "the expression that finds dates"
    assert NAMED_TWICE.encode() in ARTICLE.read_bytes()
    assert NAMED_TWICE.encode() not in kept


def test_a_record_grows_by_what_another_command_needs(started: House):
    before = started.records[0].stat().st_size
    started.run("-m", "typeset", "explain", "article/long-headline")
    assert [record.stat().st_size > before for record in started.records] == [True]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-100], id="cut off"),
        pytest.param(lambda content: b"%PDF-1.7" + content, id="something else"),
        pytest.param(lambda content: content[:5000] + b"\xff" + content[5001:], id="one byte"),
    ],
)
def test_a_damaged_record_is_made_anew(started: House, damage):
    [record] = started.records
    record.write_bytes(damage(record.read_bytes()))
    assert started.modules_kept() == 0
    assert started.modules_kept() > MANY


def poisoned(record: Path) -> None:
    """Put code into each of its modules, as somebody would who could write to it."""
    about, modules, patterns, methods = marshal.loads(record.read_bytes()[private_cache.SUM :])  # noqa: S302
    code = marshal.dumps(compile(HARMFUL, "<harm>", "exec"))
    harmed = {name: (*module[:-1], code if module[-1] else b"") for name, module in modules.items()}
    data = marshal.dumps((about, harmed, patterns, methods))
    record.write_bytes(private_cache._sum(data) + data)


def test_a_poisoned_record_would_be_run(started: House):
    """What the next tests rely on."""
    poisoned(started.records[0])
    assert "another user" in started.run("-m", "typeset", "--version").stderr


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_record_that_others_may_write_is_not_read(started: House, mode: int):
    poisoned(started.records[0])
    started.records[0].chmod(mode)
    assert started.modules_kept() == 0


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_folder_that_others_may_write_is_neither_read_nor_written(started: House, mode: int):
    poisoned(started.records[0])
    (started.cache / "start").chmod(mode)
    assert [started.modules_kept() for _ in range(2)] == [0, 0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("whose", ["record", "folder"])
def test_what_belongs_to_another_user_is_not_read(started: House, whose: str):
    poisoned(started.records[0])
    os.chown(started.records[0] if whose == "record" else started.cache / "start", 12345, 12345)
    assert started.modules_kept() == 0


def test_the_folder_and_the_record_are_the_user_s_alone(started: House):
    modes = [path.stat().st_mode & 0o777 for path in (started.cache / "start", started.records[0])]
    assert modes == [0o700, 0o600]


def test_without_a_folder_to_keep_it_in_a_start_is_plain(house: House):
    (house.cache / "start").write_text("a file is in the way")
    assert [house.modules_kept() for _ in range(2)] == [0, 0]
    assert [house.modules_kept(XDG_CACHE_HOME="", HOME="") for _ in range(2)] == [0, 0]


def test_a_file_that_was_changed_is_read_anew(house: House):
    """As in a checkout that somebody works in."""
    checkout = house.folder / "checkout"
    shutil.copytree(ROOT / "typeset", checkout / "typeset", ignore=shutil.ignore_patterns("__pycache__"))
    helped = [house.run("-m", "typeset", "--help", PYTHONPATH=str(checkout)).stdout for _ in range(2)]
    program = checkout / "typeset" / "cli" / "__init__.py"
    program.write_text(program.read_text().replace("from a pasted text", "from any text"))
    helped.append(house.run("-m", "typeset", "--help", PYTHONPATH=str(checkout)).stdout)
    assert ["from any text" in text for text in helped] == [False, False, True]
    program.with_name("mail.py").unlink()
    assert "ModuleNotFoundError" in house.run("-m", "typeset", "--help", PYTHONPATH=str(checkout)).stderr


def test_each_set_of_distributions_has_its_record_and_the_latest_are_kept(house: House):
    for version in range(6):
        place = house.folder / f"site-{version % 3}"
        (place / f"somebody_s-{version}.0.dist-info").mkdir(parents=True)
        assert house.modules_kept(PYTHONPATH=f"{ROOT}{os.pathsep}{place}") == 0, "a distribution has come"
        assert house.modules_kept(PYTHONPATH=f"{ROOT}{os.pathsep}{place}") > MANY
    assert len(house.records) == 4


def test_nothing_half_written_is_left_in_the_cache(started: House):
    assert {path.suffix for path in (started.cache / "start").iterdir()} == {".record"}
