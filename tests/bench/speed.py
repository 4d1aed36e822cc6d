"""The cost of a release, compared with a plain WeasyPrint script, with Typst and with Chromium, on the same article.

    python tests/bench/speed.py                     the whole table
    python tests/bench/speed.py cold resident       a part of it: one or more of the races below
    python tests/bench/speed.py --json speed.json   keeps all laps, for speed_page.py

    cold        whole processes: `typeset-press make` against the plain script, and Chromium's print
    warm        one more document in a process that has made some: read, set and proofed, against Typst
    page        one more render of the very same page: ours against WeasyPrint's
    resident    `typeset-press make` where a server waits, against a cold start of Typst, by the clock
    editions    the print-ready file against the file to send
    words       rendering, for each word, of 24,000 words in one paragraph against 3,000
    memory      what a process that makes document after document grows by, for each
    batch       documents a second of two processes, against two of Typst
    stages      where the milliseconds of a document go

The racers take turns, so that other load on the machine hits all alike; times are of the processor, unless it
says `by the clock`. The ratio is the median of the ratios of each round, beside it the ratio of the fastest laps.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from races import RACES, Race


class Row(NamedTuple):
    """A line of the table: two racers, and which of their costs are compared."""

    race: str
    title: str
    ours: str
    theirs: str
    cost: str = "cpu"


ROWS = (
    Row("cold", "make, from a cold start / plain script", "typeset", "plain"),
    Row("cold", "make, from a cold start / Chromium's print, by the clock", "typeset", "chromium", "wall"),
    Row("warm", "one more document / Typst's", "email", "typst"),
    Row("page", "one more render of a page / WeasyPrint's of the same page", "ours", "same"),
    Row("resident", "make with a server / Typst from a cold start, by the clock", "server", "typst", "wall"),
    Row("resident", "asking the server for nothing / starting Python, by the clock", "nothing", "python", "wall"),
    Row("editions", "print edition / email edition", "print", "email"),
    Row("words", "a word among 24,000 / among 3,000", "24000", "3000"),
    Row("batch", "two processes / two of Typst, by the clock", "typeset", "typst", "wall"),
)


def figure(milliseconds: float) -> str:
    """Milliseconds with as many digits as they are good for."""
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"


def printed(row: Row, race: Race) -> str:
    """The line of two racers; a sentence where one of them is not here."""
    if row.ours not in race.costs or row.theirs not in race.costs:
        return f"{row.title:62} {race.missing}"
    mine, others = ([getattr(lap, row.cost) * 1000 for lap in race.costs[name]] for name in (row.ours, row.theirs))
    ratio = median(one / other for one, other in zip(mine, others, strict=True))
    of_minima = min(mine) / min(others)
    figures = "".join(f"{figure(value):>9}" for laps in (mine, others) for value in (min(laps), median(laps)))
    return f"{row.title:62}{figures}{ratio:8.2f}{of_minima:8.2f}"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    from typeset import __version__, render

    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "versions": {"typeset": __version__, "Python": platform.python_version(), **render.versions()},
    }


def main() -> None:
    """Read the command line, race, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("race", nargs="*", metavar="RACE", help="default: all")
    arguments.add_argument("--rounds", type=int, default=0, help="laps of each racer; default: each race's own")
    arguments.add_argument("--documents", type=int, default=60, help="documents of the race `memory`")
    arguments.add_argument("--json", type=Path, help="a file for all laps")
    parsed = arguments.parse_args()
    if unknown := set(parsed.race) - set(RACES):
        arguments.error(f"there is no race {', '.join(sorted(unknown))}")
    told: dict[str, object] = {"machine": machine()}
    print(f"{'ms':62}{'min':>9}{'median':>9}{'min':>9}{'median':>9}{'ratio':>8}{'minima':>8}")
    for name in parsed.race or RACES:
        run, rounds = RACES[name]
        race = run(parsed.documents if name == "memory" else parsed.rounds or rounds)
        for row in ROWS:
            if row.race == name:
                print(printed(row, race), flush=True)
        for line in race.lines:
            print(line, flush=True)
        told[name] = {
            "costs": {racer: [lap._asdict() for lap in laps] for racer, laps in race.costs.items()},
            "points": race.points,
        }
    if parsed.json:
        parsed.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
