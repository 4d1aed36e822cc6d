"""How racers of speed.py are run: whole processes, or processes that render once for each line that they are sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ARTICLE = ROOT / "articles" / "alwefaq-iran-russia.txt"
ASK = "import sys; sys.path.insert(0, sys.argv.pop(1)); from typeset.resident.client import main; main()"
"""How `run` asks a server."""


class Cost(NamedTuple):
    """Processor and wall seconds, bytes of the PDF, MiB of memory (peak of a whole process, else held)."""

    cpu: float
    wall: float
    bytes: int = 0
    rss: float = 0.0


Lap = Callable[[], Cost]


def environment(**more: str) -> dict[str, str]:
    """The environment of the racers: bytecode is cached, this checkout is imported, no server is asked."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**variables, "PYTHONPATH": str(ROOT), "TYPESET_SERVE": "no", **more}


def turns(racers: Mapping[str, Lap], rounds: int, before: int = 1) -> dict[str, list[Cost]]:
    """The costs of racers that take turns, so that other load on the machine hits all alike; the first laps warm up."""
    costs: dict[str, list[Cost]] = {name: [] for name in racers}
    for number in range(rounds + before):
        for name, lap in racers.items():
            cost = lap()
            if number >= before:
                costs[name].append(cost)
    return costs


def process(command: list[str], output: Path, **more: str) -> Cost:
    """Run a whole process, from its start to its end."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment(**more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}")
    return Cost(
        used.ru_utime + used.ru_stime, time.perf_counter() - start, output.stat().st_size, used.ru_maxrss / 1024
    )


@contextmanager
def racer(name: str, words: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process that renders once for each line on its stdin (`workers.py`)."""
    command = [sys.executable, str(HERE / "workers.py"), name, str(ARTICLE), *([str(words)] if words else [])]
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        yield child
        if child.stdin:
            child.stdin.close()


def lap(child: subprocess.Popen[str]) -> Cost:
    """One render of a racer."""
    begin(child)
    return end(child)


def begin(child: subprocess.Popen[str]) -> None:
    """Let a racer begin a render."""
    pipe(child.stdin).write("\n")
    pipe(child.stdin).flush()


def end(child: subprocess.Popen[str]) -> Cost:
    """What the render that was begun has cost."""
    return Cost(**json.loads(pipe(child.stdout).readline()))


def pipe(given: IO[str] | None) -> IO[str]:
    """A pipe that was asked for."""
    if given is None:
        raise SystemExit("the racer has no pipes")
    return given


@contextmanager
def server(runtime: Path) -> Iterator[None]:
    """A server of this checkout, in a runtime folder of its own."""
    command = [sys.executable, "-I", "-m", "typeset", "serve"]
    variables = environment(XDG_RUNTIME_DIR=str(runtime))
    with subprocess.Popen(
        command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        if not pipe(process.stdout).readline().startswith("Ready"):
            raise SystemExit("the server does not start")
        yield
        process.terminate()
