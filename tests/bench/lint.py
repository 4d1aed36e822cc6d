"""The time to lint a thousand articles of the release's size: `python tests/bench/lint.py [COUNT]`.

A third of the articles are the release as it is, a third have one fault in each paragraph, a third have many. Printed
are the CPU time of one process, in all and by step, and the wall time of two processes. The target is 10 s on two
cores.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from typeset import read, tidy
from typeset.jobs import lint
from typeset.model import house_style

RELEASE = Path(__file__).parents[2] / "articles" / "alwefaq-iran-russia.txt"
CORES = 2


def articles(folder: Path, count: int) -> Iterator[Path]:
    """Write the articles; yields their paths."""
    clean = RELEASE.read_text(encoding="utf-8")
    slips = clean.replace(".\n", " .\n")
    faulty = (
        slips.replace(" في ", "  فی ").replace("ات ", "ـات ").replace("،", " ،").replace("“", '"').replace("”", '"')
    )
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text((clean, slips, faulty)[number % 3].replace("20", str(number)), encoding="utf-8")
        yield path


def count_findings(path: Path) -> int:
    """The number of findings about an article."""
    return len(lint.run(path).findings)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        paths = list(articles(Path(folder), count))
        count_findings(paths[2])
        raw = [read.article(path)[0] for path in paths]
        style = house_style.House()
        whole = cpu(lambda: [count_findings(path) for path in paths])
        reading = cpu(lambda: [read.article(path) for path in paths])
        judging = cpu(lambda: [tidy.findings(one, style) for one in raw])
        mending = cpu(lambda: [tidy.article(one, style) for one in raw])
        start = time.perf_counter()
        with ProcessPoolExecutor(CORES) as pool:
            findings = sum(pool.map(count_findings, paths, chunksize=50))
        wall = time.perf_counter() - start
    print(f"{count} articles, {findings} findings")
    print(f"lint, one process      {whole:6.2f} s CPU")
    print(f"  reading              {reading:6.2f} s CPU")
    print(f"  rules and checks     {judging:6.2f} s CPU")
    print(f"tidy, as make does     {mending:6.2f} s CPU")
    print(f"lint, {CORES} processes      {wall:6.2f} s on the clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
