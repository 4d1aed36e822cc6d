"""Folders of many articles: how many a second, how long a run takes in which nothing has changed, and in what memory.

    python tests/bench/batch.py [ARTICLES [SETTERS]]      default: 100, one setter for each processor

Of ten thousand unchanged articles only twenty are set: the others are copies of them, in the folder, the output and
the memory alike, as if all had been made.
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from typeset.jobs.batch import memory
from typeset.jobs.batch.run import Batch, run
from typeset.jobs.inputs import print_of
from typeset.jobs.make import Job

RELEASE = Path(__file__).parents[2] / "articles" / "alwefaq-iran-russia.txt"
MANY = 10_000


def folder_of(articles: int, place: Path) -> Path:
    """The release so many times, a hundred to a folder, no two alike."""
    words = RELEASE.read_text(encoding="utf-8")
    for number in range(articles):
        file = place / f"{number // 100:03}" / f"{number:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words.replace("\n", f" {number}\n", 1), encoding="utf-8")
    return place


def timed(batch: Batch) -> tuple[float, float, int]:
    """Wall and processor seconds of a run, its setters' included, and how many articles were set."""
    wall, cpu = time.perf_counter(), _cpu()
    made = sum(not outcome.stands for outcome in run(batch))
    return time.perf_counter() - wall, _cpu() - cpu, made


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def multiplied(batch: Batch, articles: int) -> None:
    """Copy what a run has made, its memory too, until there are so many articles."""
    (press,) = batch.given
    with memory.opened(batch.output) as kept:
        made = list(kept.entries.items())
        for number in range(len(made), articles):
            name, entry = made[number % len(made)]
            file = press / "copies" / f"{number // 100:03}" / f"{number:05}.txt"
            stem = file.relative_to(press).with_suffix("")
            product, file_made = entry.products[0], entry.products[0].files[0]
            target = batch.output / f"{stem}.pdf"
            for folder in (file.parent, target.parent):
                folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name.partition(" -> ")[0], file)
            shutil.copyfile(batch.output / file_made.name, target)
            moved = file_made._replace(name=f"{stem}.pdf", print=print_of(target))
            copy = product._replace(files=(moved,))
            own = {str(file.absolute()): print_of(file)}
            kept.entries[f"{file.absolute()} -> {stem.as_posix()}"] = entry._replace(own=own, products=(copy,))
        kept.compact()


def main() -> None:
    """Run and print."""
    asked = dict(enumerate(map(int, sys.argv[1:])))
    articles, setters = asked.get(0, 100), asked.get(1, 0)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        batch = Batch((folder_of(articles, place / "press"),), place / "out", Job(Path(), ("email",)), setters)
        wall, cpu, made = timed(batch)
        print(f"{made} articles set: {wall:.1f} s, {made / wall:.1f} a second, {cpu / made * 1000:.0f} ms of CPU each")
        wall, cpu, made = timed(batch)
        print(f"nothing changed: {wall:.2f} s, {made} set")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"largest setter {peak:.0f} MiB; memory file {(place / 'out' / memory.FILE).stat().st_size // 1024} kB")
        multiplied(batch, MANY)
        wall, cpu, made = timed(batch)
        print(f"{MANY:,} articles, nothing changed: {wall:.2f} s by the clock, {cpu:.2f} s of processor, {made} set")


if __name__ == "__main__":
    main()
