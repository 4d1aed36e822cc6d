"""Every theme with everything: languages, lengths, photos, editions, sheets; judged by the finished PDF.

    python tests/bench/matrix.py [--themes a,b] [--languages ar,en] [--lengths 30,300] [--photos 0,1-wide,10-upright]
                                 [--editions email] [--sheets A4,A5] [--all] [-j PROCESSES] [--json FILE]

Prints a line for each cell in which something is wrong, then a table for each theme, with the share of its lines of
text that stand on the grid, and the warnings by their ids.
Edition, sheet and fields change from cell to cell; `--all` tries each of them with each of the others. Exits with 1
where there is an error: one of proof's, a failed job, or what no page should show: a letter that is cut, that stands on
a photo or at the edge of the sheet, a photo that is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from math import floor
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cells import PHOTOS, SHEETS, WORDS, Cell, Verdict, diagonal, every, judged  # noqa: E402
from generated import LANGUAGES  # noqa: E402

from typeset.model import theme  # noqa: E402
from typeset.model.edition import EDITIONS  # noqa: E402

NEARLY_EMPTY = 0.2
HALF_EMPTY = 0.6
"""Of a page before the last one."""
CASES_SHOWN = 3


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (
        ("themes", theme.names()),
        ("languages", LANGUAGES),
        ("lengths", WORDS),
        ("photos", tuple(f"{many}-{shape}" for many, shape in PHOTOS)),
        ("editions", tuple(EDITIONS)),
        ("sheets", SHEETS),
    ):
        kind = type(usual[0])
        parser.add_argument(
            f"--{name}", type=lambda words, kind=kind: tuple(map(kind, words.split(","))), default=usual
        )
    parser.add_argument("--all", action="store_true", help="each edition on each sheet, with every field and without")
    parser.add_argument("-j", type=int, default=1, metavar="PROCESSES")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the verdicts there too")
    return parser.parse_args()


def chosen(asked: argparse.Namespace) -> list[Cell]:
    """The cells that were asked for."""
    photos = tuple((int(many), shape or "wide") for many, _, shape in (words.partition("-") for words in asked.photos))
    cells = diagonal(asked.themes, asked.languages, asked.lengths, photos, asked.editions, asked.sheets)
    return list(every(cells, asked.editions, asked.sheets) if asked.all else cells)


def verdicts(cells: list[Cell], processes: int) -> Iterator[Verdict]:
    """The cells judged, in their order."""
    if processes == 1:
        yield from map(judged, cells)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(judged, cells, chunksize=4)


def told(verdict: Verdict) -> Iterator[str]:
    """What is wrong with a cell, a line each."""
    yield from (f"ERROR {error}" for error in verdict.errors)
    yield from (f"warning {found.id}: {found.message} ({found.place})" for found in verdict.warnings)
    if verdict.off_grid:
        yield f"{verdict.off_grid} of {verdict.lines} lines stand off the grid"
    if verdict.last_fill < NEARLY_EMPTY:
        yield f"the last page is {verdict.last_fill:.0%} full"
    if verdict.hole < HALF_EMPTY:
        yield f"a page before the last is {verdict.hole:.0%} full: {' '.join(f'{fill:.0%}' for fill in verdict.fills)}"


def summary(name: str, of: list[Verdict]) -> str:
    """A line of figures for a theme."""
    several = [verdict for verdict in of if len(verdict.fills) > 1]
    lines, off = sum(verdict.lines for verdict in of), sum(verdict.off_grid for verdict in of)
    last = sum(verdict.last_fill for verdict in several) / len(several) if several else 1
    return (
        f"{name:12} {len(of):4} cells, {sum(bool(verdict.errors) for verdict in of)} with errors, "
        f"{sum(bool(verdict.warnings) for verdict in of)} with warnings; last pages {last:.0%} full, "
        f"{sum(verdict.last_fill < NEARLY_EMPTY for verdict in several)} nearly empty; "
        f"{sum(verdict.hole < HALF_EMPTY for verdict in of)} with a hole before; "
        f"{_on_grid(off, lines)}; {sum(verdict.seconds for verdict in of):.0f} s"
    )


def _on_grid(off: int, lines: int) -> str:
    """The figure that the grid of a theme is known by, to a hundredth of a percent and never rounded up."""
    if not lines:
        return "no grid"
    return f"{floor(10000 * (lines - off) / lines) / 100:.2f}% of {lines} lines on the grid"


def warnings(results: list[Verdict]) -> Iterator[str]:
    """How often each warning was given, theme by theme, with the first cases."""
    cases: dict[tuple[str, str], list[Cell]] = {}
    for verdict in results:
        for id in sorted({found.id for found in verdict.warnings}):
            cases.setdefault((id, verdict.cell.theme), []).append(verdict.cell)
    for (id, name), cells in sorted(cases.items()):
        yield f"{id} in {name}: {len(cells)} cells"
        yield from (f"    {cell}" for cell in cells[:CASES_SHOWN])


def main() -> None:
    """Judge the cells, print what was found."""
    asked = options()
    results = []
    for verdict in verdicts(chosen(asked), asked.j):
        results.append(verdict)
        if lines := list(told(verdict)):
            print(verdict.cell, *lines, sep="\n    ", flush=True)
    print()
    for name in asked.themes:
        print(summary(name, [verdict for verdict in results if verdict.cell.theme == name]))
    print(*warnings(results), sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps(results, ensure_ascii=False), "utf-8")
    sys.exit(any(verdict.errors for verdict in results))


if __name__ == "__main__":
    main()
