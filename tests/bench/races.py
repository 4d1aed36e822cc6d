"""The races of speed.py: who runs against whom, on what."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from racing import ARTICLE, ASK, HERE, ROOT, Cost, begin, end, lap, process, racer, server, turns
from workers import amiri, job, typst_source

from typeset.jobs import make

TYPST = (
    "import sys, typst; "
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LENGTHS = (1_000, 3_000, 6_000, 12_000, 24_000)
"""Words of the release."""
DOCUMENTS = 10
"""Documents of each of two processes, in one lap of the race `batch`."""


class Race(NamedTuple):
    """What a race has shown: laps of each racer; points of a curve, what was measured beside; lines to print."""

    costs: Mapping[str, list[Cost]]
    points: Sequence[Mapping[str, float | str]] = ()
    lines: Sequence[str] = ()
    missing: str = ""
    """Why a racer did not run."""


def cold(rounds: int) -> Race:
    """Whole processes, from their start to their end."""
    regular, bold = map(str, amiri())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = [sys.executable, "-m", "typeset", "make", str(ARTICLE), "--edition", "email", "-o", name]
        plain = [sys.executable, str(HERE / "plain.py"), str(ARTICLE), regular, bold, str(folder / "plain.pdf")]
        racers = {
            "typeset": partial(process, ours, folder / f"{ARTICLE.stem}.pdf"),
            "plain": partial(process, plain, folder / "plain.pdf"),
        }
        browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
        if browser:
            racers["chromium"] = partial(process, _print(browser, folder), folder / "chromium.pdf")
        return Race(turns(racers, rounds), missing="Chromium is not here")


def _print(browser: str, folder: Path) -> list[str]:
    """The command that lets a browser print the page of the plain script."""
    from plain import page

    html = folder / "page.html"
    html.write_text(page(ARTICLE.read_text(encoding="utf-8"), *amiri()), encoding="utf-8")
    target = f"--print-to-pdf={folder / 'chromium.pdf'}"
    return [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", target, html.as_uri()]


def warm(rounds: int) -> Race:
    """Whole documents, in processes that have made some."""
    return _in_processes(("email", "typst"), rounds)


def page(rounds: int) -> Race:
    """Rendering alone; `same` is plain WeasyPrint on the page that `ours` renders, `plain` the plain script's page."""
    return _in_processes(("ours", "same", "plain"), rounds)


def editions(rounds: int) -> Race:
    """The whole job of two editions."""
    return _in_processes(("print", "email"), rounds)


def _in_processes(names: Sequence[str], rounds: int) -> Race:
    with ExitStack() as stack:
        racers = {name: partial(lap, stack.enter_context(racer(name))) for name in names}
        return Race(turns(racers, rounds, before=3))


def resident(rounds: int) -> Race:
    """Whole processes again, that find a server; beside them Python alone, and a request that makes nothing."""
    with tempfile.TemporaryDirectory(prefix="ts") as name:
        folder = Path(name)
        folder.chmod(0o700)
        source, pdf = folder / "release.typ", folder / "typst.pdf"
        source.write_text(typst_source(ARTICLE.read_text(encoding="utf-8")), encoding="utf-8")
        ask = [sys.executable, "-I", "-S", "-c", ASK, str(ROOT)]
        make = [*ask, "make", str(ARTICLE), "--edition", "email", "-o", name]
        served = {"TYPESET_SERVE": "yes", "XDG_RUNTIME_DIR": name}
        typst = [sys.executable, "-c", TYPST, str(source), str(pdf), str(amiri()[0].parent)]
        with server(folder):
            racers = {
                "server": partial(_calmly, make, folder / f"{ARTICLE.stem}.pdf", **served),
                "typst": partial(_calmly, typst, pdf),
                "nothing": partial(_calmly, [*ask, "make", "--help"], source, **served),
                "python": partial(_calmly, [sys.executable, "-I", "-S", "-c", "pass"], source),
            }
            return Race(turns(racers, rounds))


def _calmly(command: list[str], output: Path, **more: str) -> Cost:
    """A process, after a second in which the server's next child gets ready."""
    time.sleep(1)
    return process(command, output, **more)


def words(rounds: int) -> Race:
    """Rendering of a release as one paragraph: processor seconds for each word, memory and bytes."""
    with ExitStack() as stack:
        racers = {str(length): partial(lap, stack.enter_context(racer("ours", length))) for length in LENGTHS}
        whole = turns(racers, rounds)
    costs = {
        length: [one._replace(cpu=one.cpu / int(length), wall=one.wall / int(length)) for one in laps]
        for length, laps in whole.items()
    }
    points = [
        {"words": int(length), "seconds": min(one.cpu for one in laps), "MiB": max(one.rss for one in laps)}
        for length, laps in whole.items()
    ]
    lines = [f"{point['words']:8,} words {point['seconds']:8.2f} s {point['MiB']:8.0f} MiB" for point in points]
    return Race(costs, points, lines)


def memory(documents: int) -> Race:
    """Documents one after the other in one process: what it holds after each."""
    with racer("email") as child:
        held = [lap(child).rss for _ in range(documents)]
    half = documents // 2
    growth = (held[-1] - held[half - 1]) * 1024 / (documents - half) if half else 0.0
    points = [{"documents": number, "MiB": mib} for number, mib in enumerate(held, 1)]
    line = f"memory after {documents} documents: {held[-1]:.1f} MiB; {growth:.1f} kB for each of the later half"
    return Race({}, points, [line])


def batch(rounds: int) -> Race:
    """Two processes at once, each with so many documents: seconds by the clock for one document."""
    with ExitStack() as stack:
        pairs = {
            name: [stack.enter_context(racer(worker)) for _ in range(2)]
            for name, worker in (("typeset", "email"), ("typst", "typst"))
        }

        def both(name: str) -> Cost:
            start, cpu = time.perf_counter(), 0.0
            for _ in range(DOCUMENTS):
                for child in pairs[name]:
                    begin(child)
            for child in pairs[name]:
                cpu += sum(end(child).cpu for _ in range(DOCUMENTS))
            made = 2 * DOCUMENTS
            return Cost(cpu / made, (time.perf_counter() - start) / made)

        costs = turns({name: partial(both, name) for name in pairs}, rounds)
    lines = [f"{name}: {1 / min(one.wall for one in laps):.1f} documents a second" for name, laps in costs.items()]
    return Race(costs, (), lines)


def stages(rounds: int) -> Race:
    """The steps of a document, in a process that has made some: the fastest of each."""
    document = job(ARTICLE.read_text(encoding="utf-8"), "email")
    for _ in range(3):
        document()
    given = make.Job(ARTICLE, ("email",))
    fastest: dict[str, float] = {}
    for _ in range(rounds):
        began = [("setting up", time.process_time())]
        make.run(given, lambda step: began.append((step.doing, time.process_time())))  # noqa: B023
        began.append(("", time.process_time()))
        for (name, start), (_, until) in pairwise(began):
            fastest[name] = min(until - start, fastest.get(name, until))
    points = [{"stage": name, "ms": seconds * 1000} for name, seconds in fastest.items()]
    return Race({}, points, [f"{name:12} {seconds * 1000:6.1f} ms" for name, seconds in fastest.items()])


RACES: Mapping[str, tuple[Callable[[int], Race], int]] = {
    "cold": (cold, 9),
    "warm": (warm, 25),
    "page": (page, 25),
    "resident": (resident, 15),
    "editions": (editions, 15),
    "words": (words, 2),
    "memory": (memory, 0),
    "batch": (batch, 5),
    "stages": (stages, 15),
}
"""Each race, and its usual number of rounds."""
