"""The cost of a release, compared with a plain WeasyPrint script and with Typst, on the same article.

    python tests/bench/speed.py                 cold start and warm render
    python tests/bench/speed.py cold            `typeset-press make` against the plain script, whole processes
    python tests/bench/speed.py warm            rendering alone, in processes that have rendered before
    python tests/bench/speed.py paragraph       one paragraph of 5,000, 10,000 and 20,000 words
    python tests/bench/speed.py memory          what a process holds after 100 and after 1,000 documents

In the warm race `same` is plain WeasyPrint, fonts and style sheet shared, on the very page that `ours` renders, and
`plain` the simpler page of the plain script. The racers take turns, so that other load on the machine hits all alike;
times are medians of processor time, a ratio is the median of the ratios of each round. --rounds N sets their number.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import IO, NamedTuple

from workers import amiri

HERE = Path(__file__).parent
ARTICLE = HERE.parent.parent / "articles" / "alwefaq-iran-russia.txt"


class Cost(NamedTuple):
    """Processor and wall seconds, bytes of the PDF, MiB of memory (peak of a whole process, else held)."""

    cpu: float
    wall: float
    bytes: int
    rss: float


def environment() -> dict[str, str]:
    """The environment of the racers: bytecode is cached, as when installed, and this checkout is imported."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**variables, "PYTHONPATH": str(HERE.parent.parent)}


def process(command: list[str], output: Path) -> Cost:
    """Run a whole process, from its start to its end."""
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
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
    _pipe(child.stdin).write("\n")
    _pipe(child.stdin).flush()
    return Cost(**json.loads(_pipe(child.stdout).readline()))


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise SystemExit("the racer has no pipes")
    return pipe


def print_table(title: str, costs: dict[str, list[Cost]], base_name: str) -> None:
    """Print a table: medians, and the ratio of every racer to the base."""
    print(f"\n{title}")
    print(f"{'':10}{'CPU ms':>9}{'ratio':>7}{'wall ms':>9}{'ratio':>7}{'MiB':>6}{'bytes':>9}{'ratio':>7}")
    base = costs[base_name]
    for name, laps in costs.items():
        cells = [f"{name:10}"]
        for field, unit, width in (("cpu", 1000, 9), ("wall", 1000, 9), ("rss", 1, 0), ("bytes", 1, 9)):
            mine, theirs = [getattr(cost, field) for cost in laps], [getattr(cost, field) for cost in base]
            ratio = median(one / other for one, other in zip(mine, theirs, strict=True))
            value = median(mine) * unit
            cells.append(f"{value:{width or 6}.0f}" + (f"{ratio:7.2f}" if width else ""))
        print("".join(cells))


def cold(rounds: int) -> None:
    """Whole processes: the command line against the plain script."""
    regular, bold = map(str, amiri())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            "plain": [sys.executable, str(HERE / "plain.py"), str(ARTICLE), regular, bold, str(folder / "plain.pdf")],
            "ours": [sys.executable, "-m", "typeset", "make", str(ARTICLE), "--edition", "email", "-o", name],
        }
        outputs = {"plain": folder / "plain.pdf", "ours": folder / f"{ARTICLE.stem}.pdf"}
        for racing, command in commands.items():  # the first run of each fills its caches
            process(command, outputs[racing])
        costs: dict[str, list[Cost]] = {racing: [] for racing in commands}
        for _ in range(rounds):
            for racing, command in commands.items():
                costs[racing].append(process(command, outputs[racing]))
    print_table(f"Cold: a whole process from start to end, {rounds} rounds", costs, "plain")


def warm(rounds: int) -> None:
    """Rendering alone, after three renders to warm up.

    `same` is plain WeasyPrint on the page that ours renders; `plain` is the simpler page of the plain script.
    """
    with racer("same") as same, racer("ours") as ours, racer("plain") as plain, racer("typst") as typst:
        racers = {"same": same, "ours": ours, "plain": plain, "typst": typst}
        costs: dict[str, list[Cost]] = {name: [] for name in racers}
        for number in range(rounds + 3):
            for name, child in racers.items():
                cost = lap(child)
                if number >= 3:
                    costs[name].append(cost)
    print_table(f"Warm: one more render in a process that has rendered before, {rounds} rounds", costs, "same")


def paragraph(rounds: int) -> None:
    """One long paragraph: the cost is linear where the second column stays the same."""
    print(f"\nOne paragraph, CPU ms and CPU ms per 1,000 words, best of {rounds}")
    for words in (5_000, 10_000, 20_000):
        with racer("ours", words) as child:
            cpu = min(lap(child).cpu for _ in range(rounds)) * 1000
        print(f"{words:8,} words {cpu:8.0f} {cpu / words * 1000:8.1f}")


def memory(rounds: int) -> None:
    """Documents one after the other in one process."""
    print("\nMemory held, MiB, after so many documents in one process")
    with racer("ours") as child:
        for number in range(1, rounds + 1):
            cost = lap(child)
            if number in {10, 100, rounds}:
                print(f"{number:8,} documents {cost.rss:8.1f}")


RACES = {"cold": (cold, 9), "warm": (warm, 25), "paragraph": (paragraph, 3), "memory": (memory, 1000)}


def main() -> None:
    """Read the command line and race."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("race", nargs="*", metavar="|".join(RACES), help="default: cold warm")
    arguments.add_argument("--rounds", type=int, default=0)
    parsed = arguments.parse_args()
    for name in parsed.race or ("cold", "warm"):
        if name not in RACES:
            arguments.error(f"there is no race `{name}`")
        race, rounds = RACES[name]
        race(parsed.rounds or rounds)


if __name__ == "__main__":
    main()
