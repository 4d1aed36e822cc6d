"""Folders of articles on a cluster: the same files as on one machine, workers that die, and what is refused.

The cluster is Dask's own: a scheduler and two workers, each a process of its own, on this machine.
"""

import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'typeset-press[cluster]'")

from typeset.errors import CommandError, EngineError  # noqa: E402 - after the skip
from typeset.jobs import program  # noqa: E402
from typeset.jobs.batch import memory  # noqa: E402
from typeset.jobs.batch.run import Batch, Outcome, run  # noqa: E402
from typeset.jobs.make import Job  # noqa: E402
from typeset.jobs.workers import cluster as client_side  # noqa: E402
from typeset.jobs.workers.scheduler import Scheduler  # noqa: E402

ROOT = Path(__file__).parent.parent
SHORT = "عنوان الخبر رقم {number}\n\nبغداد – أعلنت المؤسسة اليوم بدء العمل في المكتبة رقم {number}.\n"
EMAIL = Job(Path(), ("email",))
OPTIONS = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}

pytestmark = [pytest.mark.timeout(300), pytest.mark.long]


def started(folder: Path, **options) -> distributed.LocalCluster:
    return distributed.LocalCluster(
        **OPTIONS, **options, local_directory=str(folder), memory_limit=0, silence_logs=logging.CRITICAL
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[distributed.LocalCluster]:
    with started(tmp_path_factory.mktemp("workers")) as one:
        yield one


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Some short articles in two folders."""
    for number in range(6):
        write(tmp_path / "press" / ("sub" if number % 2 else "") / f"{number}.txt", number)
    return tmp_path / "press"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """All that a release is made of: house style, brand, a theme and a font of its own, photos, links; and faults."""
    place = tmp_path / "house"
    for number in range(3):
        write(place / "news" / f"{number}.md", number)
    (place / "typeset.toml").write_text('theme = "./looks/ours"\nfont = "./ours.ttf"\n', encoding="utf-8")
    (place / "brand.toml").write_text('name = "مؤسسة المثال"\nlogo = "logo.svg"\n', encoding="utf-8")
    (place / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    shutil.copytree(ROOT / "templates/classic", place / "looks/ours")
    with (place / "looks/ours/page.css").open("a", encoding="utf-8") as sheet:
        sheet.write("h1 { color: #123456 }\n")
    from fontpkg_amiri import __file__ as package

    shutil.copy(next(Path(package).parent.rglob("*-Regular.ttf")), place / "ours.ttf")
    shutil.copy(ROOT / "docs/page.png", place / "news/photo.png")
    shutil.copy(ROOT / "docs/page.png", place / "secret.png")
    (place / "news/linked.png").symlink_to("photo.png")
    (place / "news/outside.png").symlink_to("../secret.png")
    for number, name in enumerate(("photo", "linked", "outside", "missing")):
        file = write(place / "news" / f"{name}.md", number)
        with file.open("a", encoding="utf-8") as article:
            article.write(f"\n![صورة]({name}.png)\n")
    (place / "news/broken.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (place / "more").symlink_to("news", target_is_directory=True)
    return place


def write(file: Path, number: int) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SHORT.format(number=number), encoding="utf-8")
    return file


def made(given: Path, output: str, where: distributed.LocalCluster | None = None, **wishes) -> list[Outcome]:
    """A batch by the cluster, or by one setter; its outcomes by article."""
    scheduler = Scheduler(where.scheduler_address) if where else None
    batch = Batch((given,), Path(output), EMAIL, 1, scheduler=scheduler)._replace(**wishes)
    return sorted(run(batch), key=lambda outcome: outcome.article)


def files(folder: str) -> dict[str, str]:
    """The hashes of all that was made."""
    found = (file for file in Path(folder).rglob("*") if file.is_file() and file.name != memory.FILE)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(found)}


def told(outcomes: list[Outcome]) -> list[object]:
    """What is said of each article."""
    return [
        (
            one.stem,
            one.findings,
            [made.findings for made in one.products],
            str(one.error),
            getattr(one.error, "hint", ""),
        )
        for one in outcomes
    ]


def fresh(outcomes: list[Outcome]) -> list[str]:
    return [outcome.stem.as_posix() for outcome in outcomes if not outcome.stands]


def as_remembered(written: int) -> set[int]:
    """How many of the written files are remembered: the last may have been stopped before its line was."""
    return {written - 1, written}


IMPATIENT = """
from typeset.jobs.workers import cluster
cluster.PATIENCE = 2.0
from typeset.__main__ import main
main()
"""
"""The command, which waits two seconds for a scheduler that is gone, and not half a minute."""


class TestTheSame:
    @pytest.mark.parametrize("given", ["house", "{here}/house", "house/more"])
    def test_files_findings_and_errors_are_those_of_a_run_here(self, house: Path, cluster, given: str):
        place = Path(given.format(here=house.parent))
        here, there = made(place, "here"), made(place, "there", cluster)
        assert told(there) == told(here)
        assert files("there") == files("here")
        assert {"photo.pdf", "linked.pdf", "outside.pdf", "missing.pdf"} <= {Path(name).name for name in files("there")}
        assert [outcome.article.name for outcome in there if outcome.error] == ["broken.txt"]

    def test_what_has_not_changed_stands_here_and_there(self, house: Path, cluster):
        made(house, "out", cluster)
        assert fresh(made(house, "out", cluster)) == ["news/broken"]
        assert fresh(made(house, "out")) == ["news/broken"]
        shutil.copy(ROOT / "docs/pictures/column-amiri.png", house / "news/photo.png")
        assert fresh(made(house, "out", cluster)) == ["news/broken", "news/linked", "news/photo"]

    def test_nothing_is_left_on_the_workers(self, press: Path, cluster):
        made(press, "out", cluster)
        place = Path(cluster.workers[0].local_directory)
        assert list(place.rglob("typeset-*")) == []

    def test_the_command(self, press: Path, cluster, typeset):
        done = typeset("make", "press", "-o", "out", "--edition", "email", "--scheduler", cluster.scheduler_address)
        assert done.exit_code == 0, done.err
        assert "6 of 6 articles made" in done.err
        assert len(done.out.splitlines()) == 6


class TestWhatBreaks:
    def test_a_worker_that_is_killed_loses_nothing(self, press: Path, cluster, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(client_side, "MOST_RELEASES", 1)
        made(press, "here")
        outcomes = run(Batch((press,), Path("there"), EMAIL, scheduler=Scheduler(cluster.scheduler_address)))
        first = next(outcomes)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        assert [outcome.error for outcome in (first, *outcomes)] == [None] * 6
        assert files("there") == files("here")

    def test_an_article_past_its_time_is_blamed_and_the_worker_lives(self, press: Path, cluster):
        late = made(press / "0.txt", "out", cluster, longest_wait=0.01)
        assert "0.txt took more than 0.01 seconds" in late[0].error.message
        assert made(press / "0.txt", "out", cluster)[0].error is None

    def test_ctrl_c_leaves_what_is_made_and_ends(self, press: Path, cluster):
        for number in range(10, 60):
            write(press / f"{number}.txt", number)
        command = [sys.executable, "-m", "typeset", "make", "press", "-o", "out", "--edition", "email"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            [*command, "--scheduler", cluster.scheduler_address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
        ) as one:  # fmt: skip
            one.stdout.readline()
            one.send_signal(signal.SIGINT)
            _, said = one.communicate(timeout=60)
        assert one.returncode == 130
        assert said.endswith("\nInterrupted. Nothing half-made was left behind.\n")
        assert "distributed" not in said  # what Dask logs is not for the user
        assert "Traceback" not in said
        ready = len(files("out"))
        assert 0 < ready < 56
        assert 56 - len(fresh(made(press, "out", cluster))) in as_remembered(ready)

    def test_a_scheduler_that_dies(self, press: Path, tmp_path: Path):
        for number in range(10, 60):
            write(press / f"{number}.txt", number)
        place, dask = tmp_path / "scheduler.json", [sys.executable, "-m", "dask"]
        common = ["--scheduler-file", str(place), "--no-dashboard"]
        options = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with (
            subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *common], **options) as boss,
            subprocess.Popen([*dask, "worker", *common, "--nthreads", "1", "--local-directory", tmp_path, "--no-nanny"],
                             **options) as worker,
        ):  # fmt: skip
            try:
                for _ in range(600):
                    if place.exists() and place.stat().st_size:
                        break
                    time.sleep(0.05)
                address = json.loads(place.read_text())["address"]
                command = [sys.executable, "-c", IMPATIENT, "make", "press", "-o", "out", "--edition", "email"]
                environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
                with subprocess.Popen(
                    [*command, "--scheduler", address],
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
                ) as one:  # fmt: skip
                    one.stdout.readline()
                    boss.kill()
                    _, said = one.communicate(timeout=60)
            finally:
                boss.kill()
                worker.kill()
        assert one.returncode == 5, said
        assert "error: The scheduler has gone." in said
        assert "Traceback" not in said
        ready = len(files("out"))
        assert 56 - len(fresh(made(press, "out"))) in as_remembered(ready)

    def test_a_scheduler_without_workers(self, press: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
        monkeypatch.setattr(client_side, "PATIENCE", 1.0)
        with (
            distributed.LocalCluster(**{**OPTIONS, "n_workers": 0}, silence_logs=logging.CRITICAL) as empty,
            pytest.raises(EngineError, match=r"has no worker\.") as stop,
        ):
            made(press, "out", empty)
        assert "dask worker tcp://127.0.0.1:" in stop.value.hint

    def test_a_scheduler_that_is_not_there(self, press: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(client_side, "PATIENCE", 0.5)
        batch = Batch((press,), Path("out"), EMAIL, scheduler=Scheduler("tcp://127.0.0.1:9"))
        with pytest.raises(EngineError, match=r"The scheduler tcp://127\.0\.0\.1:9 does not answer"):
            list(run(batch))

    def test_another_version_on_a_worker_is_named(self, press: Path, cluster, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(program, "shipped", lambda: {"templates": "0" * 32})
        with pytest.raises(
            EngineError, match=r"The worker tcp://\S+ has another typeset-press: templates is \S+ there"
        ):
            made(press, "out", cluster)


class TestWhatIsSafe:
    @pytest.mark.parametrize(
        "address", ["tcp://192.0.2.1:8786", "192.0.2.1:8786", "tcp://press.example:8786", "tcp://[2001:db8::1]:8786"]
    )
    def test_no_page_leaves_this_machine_in_clear(self, press: Path, typeset, address: str):
        done = typeset("make", "press", "--scheduler", address)
        assert done.exit_code == 2
        assert f"{address} would be spoken to over the network without encryption." in done.err

    @pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "localhost:1", "tcp://[::1]:1", "tls://press.example:1"])
    def test_this_machine_and_tls_are_safe(self, address: str):
        Scheduler(address).check()

    def test_another_protocol_and_a_missing_certificate_are_refused(self):
        with pytest.raises(CommandError, match="is no address of a scheduler"):
            Scheduler("http://127.0.0.1:8787").check()
        with pytest.raises(CommandError, match=r"There is no file ca\.pem"):
            Scheduler("tls://127.0.0.1:8787", ca=Path("ca.pem")).check()

    def test_tls(self, press: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        security = distributed.Security.temporary()
        names = {"ca": security.tls_ca_file, "certificate": security.tls_client_cert, "key": security.tls_client_key}
        for name, content in names.items():
            Path(f"{name}.pem").write_text(content)
        with started(tmp_path / "workers", security=security) as cluster:
            assert cluster.scheduler_address.startswith("tls://")
            scheduler = Scheduler(cluster.scheduler_address, **{name: Path(f"{name}.pem") for name in names})
            assert [one.error for one in made(press, "out", scheduler=scheduler)] == [None] * 6
            monkeypatch.setattr(client_side, "PATIENCE", 1.0)
            with pytest.raises(EngineError, match="does not answer"):
                made(press, "other", scheduler=Scheduler(cluster.scheduler_address))

    def test_wishes_that_contradict_each_other(self, press: Path, typeset):
        assert typeset("make", "press", "--scheduler", "localhost:8786", "-j", "2").exit_code == 2
        assert typeset("make", "press", "--tls-ca", "ca.pem").exit_code == 2
