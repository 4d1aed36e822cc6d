"""What the tests share: the real release, the command line, goldens, and an engine that must not complain unheard."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from typeset import cli

ROOT = Path(__file__).parent.parent
os.environ["TYPESET_SERVE"] = "no"
"""A server of this checkout that waits for its developer takes no part in the tests."""
RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"


class Done(NamedTuple):
    """A finished command: its exit code and what it printed."""

    exit_code: int
    out: str
    err: str


Command = Callable[..., Done]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what came out into the goldens; then read the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the golden file that holds what it was when a person last read it."""
    accept = request.config.getoption("--accept")

    def compare(file: Path, text: str) -> None:
        if accept:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file.name} is missing; pytest --accept writes it"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def typeset(capfd: pytest.CaptureFixture[str]) -> Command:
    """Call the command line as a shell would, in this process."""

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        exit_code = cli.run([str(argument) for argument in arguments])
        return Done(exit_code, *capfd.readouterr())

    return call


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real release in an empty folder, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(RELEASE, tmp_path / "release.txt"))


class Ear(logging.Handler):
    """Remembers what the engine complained of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture(autouse=True)
def quiet_engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Any line that the engine logs fails the test, unless the test is marked `engine_complains`."""
    ear = Ear()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    yield
    logger.removeHandler(ear)
    if not request.node.get_closest_marker("engine_complains"):
        assert ear.heard == []
