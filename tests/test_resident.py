"""A server answers as a process of its own would, for its user alone, and nobody sees it come or go."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from typeset.model import theme
from typeset.render.weasy import fontconfig
from typeset.resident import client

ROOT = Path(__file__).parent.parent
RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"
PRESS = ROOT / "tests" / "cases" / "press"
NO_SUCH_FILE, ENGINE_FAULT, COMMAND_FAULT = 3, 5, 2
SMALL = [sys.executable, str(ROOT / "tests" / "small_server.py")]
REAL = [sys.executable, "-m", "typeset", "serve"]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are watched in /proc")


class Newsroom:
    """A runtime folder, a server in it, and the commands that ask it."""

    def __init__(self, runtime: Path, program: Path = ROOT) -> None:
        self.runtime = runtime
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TYPESET"))},
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(program),
        }
        self.server: subprocess.Popen[str] | None = None

    def open(self, command: list[str]) -> None:
        self.server = subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert self.server.stdout is not None
        line = self.server.stdout.readline()
        assert line.lower().startswith("ready"), line + self.server.stdout.read()

    def close(self) -> str:
        """What the server said at its end."""
        server, self.server = self.server, None
        assert server is not None
        server.terminate()
        return server.communicate(timeout=20)[0]

    def kill(self) -> None:
        assert self.server is not None
        self.server.kill()
        self.ended()

    def ended(self) -> str:
        """What the server said at an end that came by itself, or by a signal."""
        server, self.server = self.server, None
        assert server is not None
        return server.communicate(timeout=20)[0]

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "typeset", *arguments]

    def ask(self, *arguments: str, stdin: bytes = b"", **more) -> subprocess.CompletedProcess[bytes]:
        environment = {**self.environment, **more.pop("variables", {})}
        more.setdefault("cwd", self.runtime)
        return subprocess.run(
            self.command(*arguments), input=stdin, capture_output=True, check=False, env=environment, **more
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that the server is at work on."""
        process = subprocess.Popen(
            self.command(*arguments), env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        return process

    def children(self) -> set[int]:
        assert self.server is not None
        pid = self.server.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    @property
    def sockets(self) -> list[Path]:
        return sorted((self.runtime / "typeset").glob("*.socket"))


def soon(is_so: Callable[[], bool]) -> bool:
    """Whether it comes about within some seconds."""
    until = time.monotonic() + 10
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def runtime() -> Iterator[Path]:
    """A folder with a short name, as the system wants for sockets."""
    with TemporaryDirectory(prefix="ts") as name:
        yield Path(name)


@pytest.fixture
def empty(runtime: Path, request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    """A newsroom without a server yet."""
    newsroom = Newsroom(runtime / f"{abs(hash(request.node.nodeid)):x}")
    yield newsroom
    if newsroom.server:
        newsroom.close()


@pytest.fixture
def room(empty: Newsroom) -> Newsroom:
    """A newsroom with a small server (`small_server.py`)."""
    empty.open(SMALL)
    return empty


@pytest.fixture(scope="module")
def real(runtime: Path) -> Iterator[Newsroom]:
    """A newsroom with the real server."""
    newsroom = Newsroom(runtime / "real")
    newsroom.open(REAL)
    yield newsroom
    assert newsroom.close() == ""


class TestAsAProcessOfItsOwn:
    """The same files, words and exit code, byte for byte."""

    @pytest.mark.parametrize(
        "line",
        [
            "make release.txt",
            "make release.txt --json --edition email",
            "make - --edition email",
            "make release.txt --theme gazette --page A5 --edition email --fail-on info",
            "make empty.txt release.txt --edition archive",
            "make nothing.txt",
            "make release.txt --theme nothing",
            "make release.txt --nothing",
            "make --help",
            "make",
            "lint release.txt",
            "lint - --json",
            "lint nothing.txt",
            "mail release.txt --to desk@example.com --from nobody",
        ],
    )
    def test_the_answer_is_that_of_the_plain_start(self, real: Newsroom, tmp_path: Path, line: str):
        told = []
        for place, switch in (("served", "yes"), ("plain", "no")):
            folder = tmp_path / place
            folder.mkdir()
            shutil.copy(RELEASE, folder / "release.txt")
            (folder / "empty.txt").touch()
            before = real.children()
            done = real.ask(*line.split(), stdin=RELEASE.read_bytes(), cwd=folder, variables={"TYPESET_SERVE": switch})
            if switch == "yes":
                assert soon(lambda: bool(before - real.children())), "no child of the server has answered"  # noqa: B023
            made = {file.name: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
            told.append((done.returncode, done.stdout, done.stderr, made))
        assert told[0] == told[1]

    @pytest.mark.parametrize("language", ["full", "persian"])
    def test_what_was_set_before_leaves_nothing_behind(self, real: Newsroom, tmp_path: Path, language: str):
        (article,) = (file for file in (PRESS / language).glob("*.md") if file.stem == language)
        for switch in ("yes", "no"):
            real.ask("make", str(article), "-o", str(tmp_path / switch), variables={"TYPESET_SERVE": switch})
        served, plain = (
            {file.name: file.read_bytes() for file in sorted((tmp_path / switch).iterdir())} for switch in ("yes", "no")
        )
        assert served == plain
        assert served

    def test_it_says_that_it_is_there(self, real: Newsroom, empty: Newsroom):
        assert real.server is not None
        done = real.ask("serve", "--status")
        assert (done.returncode, done.stdout.decode()) == (0, f"A server waits (process {real.server.pid}).\n")
        assert empty.ask("serve", "--status").returncode == 1

    def test_there_is_one_for_an_installation(self, real: Newsroom):
        done = real.ask("serve")
        assert done.returncode == COMMAND_FAULT
        assert b"is there already" in done.stderr


class TestHandingOver:
    def test_folder_environment_mask_limits_and_streams(self, room: Newsroom, tmp_path: Path):
        done = room.ask(
            "make", "tell", "", "عنوان.md", stdin="بغداد".encode(), cwd=tmp_path, umask=0o027,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99)),
            variables={"HOUSE": "دار"},
        )  # fmt: skip
        assert done.returncode == 7
        assert done.stderr == b"to stderr\n"
        told = json.loads(done.stdout)
        assert told["arguments"] == ["", "عنوان.md"]
        assert (told["folder"], told["mask"], told["files"], told["input"]) == (str(tmp_path), 0o027, 99, "بغداد")
        assert told["environment"]["HOUSE"] == "دار"
        assert "PWD" not in told["environment"] or told["environment"]["PWD"] == os.environ["PWD"]

    def test_each_request_has_a_process_of_its_own(self, room: Newsroom):
        pids = {json.loads(room.ask("make", "tell").stdout)["process"] for _ in range(4)}
        assert len(pids) == 4

    def test_many_at_once_are_all_answered(self, room: Newsroom):
        waiting = [room.begin("make", "wait", "0.5") for _ in range(6)]
        assert [process.wait(20) for process in waiting] == [9] * 6
        for process in waiting:
            process.communicate()

    @pytest.mark.parametrize(
        ("number", "code", "said"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended")]
    )
    def test_ctrl_c_reaches_the_work(self, room: Newsroom, number: int, code: int, said: str):
        process = room.begin("make", "wait", "60")
        process.send_signal(number)
        assert process.communicate(timeout=20) == (f"{said}\n", "")
        assert process.returncode == code

    def test_who_goes_away_ends_the_work(self, room: Newsroom):
        before = room.children()
        process = room.begin("make", "wait", "60")
        process.kill()
        process.communicate()
        assert soon(lambda: bool(before - room.children())), "a child works on for nobody"

    def test_less_memory_than_the_server_has_is_for_the_plain_start(self, room: Newsroom):
        most = 8 << 30
        done = room.ask("make", "tell", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        assert done.returncode == NO_SUCH_FILE


class TestLeftOut:
    """The plain start knows no article `tell`."""

    def test_by_the_environment(self, room: Newsroom):
        assert room.ask("make", "tell", variables={"TYPESET_SERVE": "no"}).returncode == NO_SUCH_FILE

    def test_by_an_option(self, room: Newsroom):
        assert room.ask("--no-serve", "make", "tell").returncode == NO_SUCH_FILE

    def test_by_other_libraries(self, room: Newsroom):
        assert room.ask("make", "tell", variables={"LD_LIBRARY_PATH": "/elsewhere"}).returncode == NO_SUCH_FILE


class TestComingAndGoing:
    def test_only_its_user_may_ask(self, room: Newsroom):
        (socket,) = room.sockets
        assert socket.stat().st_mode & 0o777 == 0o600
        assert socket.parent.stat().st_mode & 0o777 == 0o700

    def test_another_user_is_seen_by_his_folder_and_his_process(self, room: Newsroom, monkeypatch: pytest.MonkeyPatch):
        from socket import AF_UNIX
        from socket import socket as connection

        with connection(AF_UNIX) as asking:
            asking.connect(str(room.sockets[0]))
            assert client.is_private(str(room.runtime / "typeset"))
            assert client.is_the_same_user(asking)
            monkeypatch.setattr(os, "geteuid", lambda: 12345)
            assert not client.is_private(str(room.runtime / "typeset"))
            assert not client.is_the_same_user(asking)

    def test_a_folder_that_others_may_enter_is_refused_by_both(self, room: Newsroom):
        (room.runtime / "typeset").chmod(0o750)
        assert room.ask("make", "tell").returncode == NO_SUCH_FILE
        done = room.ask("serve", "--status")
        assert done.returncode == ENGINE_FAULT
        assert b"chmod 700" in done.stderr

    def test_its_end_takes_the_socket_and_the_children(self, room: Newsroom):
        children = room.children()
        room.close()
        assert room.sockets == []
        assert soon(lambda: not any(map(is_alive, children)))
        assert room.ask("make", "tell").returncode == NO_SUCH_FILE

    def test_it_is_stopped_by_a_command(self, room: Newsroom):
        assert room.ask("serve", "--stop").stdout.endswith(b"has ended.\n")
        assert room.ask("serve", "--stop").stdout == b"No server of this installation waits.\n"

    def test_when_it_is_killed_nobody_answers_in_its_place(self, room: Newsroom):
        children = room.children()
        room.kill()
        assert soon(lambda: not any(map(is_alive, children)))
        assert room.ask("make", "tell").returncode == NO_SUCH_FILE
        assert len(room.sockets) == 1, "a killed server leaves its socket"
        room.open(SMALL)
        assert room.ask("make", "tell").returncode == 7

    def test_when_it_is_killed_the_work_is_finished(self, room: Newsroom):
        process = room.begin("make", "wait", "0.5")
        room.kill()
        assert process.wait(20) == 9
        process.communicate()

    def test_work_that_is_killed_is_told_in_a_sentence(self, room: Newsroom):
        done = room.ask("make", "die")
        assert done.returncode == ENGINE_FAULT
        assert b"TYPESET_SERVE=no" in done.stderr
        assert room.ask("make", "tell").returncode == 7

    def test_a_hung_server_is_not_waited_for(self, room: Newsroom):
        assert room.server is not None
        stopped = [room.server.pid, *room.children()]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            assert room.ask("make", "tell").returncode == NO_SUCH_FILE
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)

    def test_idle_minutes_end_it(self, empty: Newsroom):
        empty.open([*SMALL, "0.3"])
        assert json.loads(empty.ended()) == {"outdated": "", "was_idle": True}
        assert empty.sockets == []

    @pytest.mark.parametrize("changed", ["typeset/jobs/mail.py", "templates/classic/page.css"])
    def test_an_older_installation_is_not_served(self, runtime: Path, tmp_path: Path, changed: str):
        program = tmp_path / "program"
        for part in ("typeset", "templates", "fonts"):
            shutil.copytree(ROOT / part, program / part, ignore=shutil.ignore_patterns("__pycache__"))
        room = Newsroom(runtime / "older", program)
        room.open(SMALL)
        assert room.ask("make", "tell").returncode == 7
        with (program / changed).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert room.ask("make", "tell").returncode == NO_SUCH_FILE
        assert json.loads(room.ended())["outdated"] == str(program / changed)


def test_a_forked_process_asks_no_font_map_of_its_parent(monkeypatch: pytest.MonkeyPatch):
    """A newer Pango keeps a thread for each, and threads are not inherited."""
    families = theme.load("classic").families
    with fontconfig.faces_for(families) as before:
        pass
    for last, is_kept in ((10**6, True), (0, False)):
        monkeypatch.setattr(fontconfig, "LAST_WITHOUT_A_THREAD", last)
        child = os.fork()
        if not child:
            with fontconfig.faces_for(families) as own:
                os._exit(own is before)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == is_kept
