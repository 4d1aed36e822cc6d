"""The figures of docs/speed.md, and its plots, from what `speed.py --json FILE` has kept.

python tests/bench/speed_page.py speed.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from statistics import median
from typing import Any

from plots import bars, curve
from racing import ROOT
from speed import ROWS, figure

PAGE = ROOT / "docs" / "speed.md"
PICTURES = ROOT / "docs" / "pictures"
LEAST = 0.1
"""Milliseconds of a stage that is worth a bar."""
TABLE = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def table(told: dict[str, Any]) -> str:
    """The rows whose race was run, as Markdown."""
    lines = ["| | ms, fastest (median) | against | ratio |", "|---|---|---|---|"]
    for row in ROWS:
        costs = told.get(row.race, {}).get("costs", {})
        if row.ours in costs and row.theirs in costs:
            mine, others = ([lap[row.cost] * 1000 for lap in costs[name]] for name in (row.ours, row.theirs))
            ratio = median(one / other for one, other in zip(mine, others, strict=True))
            figures = [f"{figure(min(laps))} ({figure(median(laps))})" for laps in (mine, others)]
            lines.append(f"| {row.title} | {figures[0]} | {figures[1]} | {ratio:.2f} |")
    return "\n".join(lines)


def measured_on(told: dict[str, Any]) -> str:
    """The machine, in a sentence."""
    machine = told["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return f"{machine['processors']} processors, {machine['system']};\n{versions}."


def plots(told: dict[str, Any]) -> dict[str, str]:
    """The plots whose races were run, by their names."""
    drawn = {}
    if points := told.get("words", {}).get("points"):
        pairs = [[(point["words"], point[name]) for point in points] for name in ("seconds", "MiB")]
        drawn["speed-words.svg"] = curve("Rendering time by length", "words of the release", "seconds", pairs[0])
        drawn["speed-memory.svg"] = curve("Memory by length", "words of the release", "MiB", pairs[1])
    if points := told.get("memory", {}).get("points"):
        pairs = [(point["documents"], point["MiB"]) for point in points]
        drawn["speed-documents.svg"] = curve("Memory of one process", "documents, one after the other", "MiB", pairs)
    if points := told.get("stages", {}).get("points"):
        parts = [(point["stage"], point["ms"]) for point in points if point["ms"] >= LEAST]
        drawn["speed-stages.svg"] = bars("Where the time of a document goes", "ms", parts)
    return drawn


def main() -> None:
    """Write the table into the page, and the plots beside it."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    figures = f"{table(told)}\n\nMeasured on {measured_on(told)}\n"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda found: found[1] + figures + found[2], page), encoding="utf-8")
    for name, drawing in plots(told).items():
        (PICTURES / name).write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
