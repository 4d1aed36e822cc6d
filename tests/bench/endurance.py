"""One process that sets many releases, one after the other: what its memory does.

    python tests/bench/endurance.py [RELEASES [STEP]]      default: 5000, told every 500

No two releases are alike: each has its own number in its headline and its own words in its body, as in a newsroom. The
first STEP fill the caches; what is added after that, by the release, is what a run of any length would cost.
"""

import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from typeset.cli import RARELY
from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import deliver

SOURCE = Path(__file__).parents[2] / "articles" / "alwefaq-iran-russia.txt"
WORDS = 60
"""Words of a body."""


def releases(count: int, folder: Path) -> Iterator[Path]:
    """Short releases, of words of the real one in a new order each."""
    words = sorted(set(SOURCE.read_text(encoding="utf-8").split()))
    chance = random.Random(1)  # noqa: S311 - the same releases in every run
    file = folder / "release.txt"
    for number in range(count):
        body = " ".join(chance.choices(words, k=WORDS))
        file.write_text(f"عنوان الخبر رقم {number}\n\nبغداد – {body}.\n", encoding="utf-8")
        yield file


def resident() -> float:
    """The memory of this process that is in use now, in MiB. 0 where the system has no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def grown(count: int, step: int) -> list[float]:
    """Set so many releases; the memory in MiB after each `step` of them. Each line is printed as it is known."""
    sizes = []
    began = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        for number, file in enumerate(releases(count, Path(name)), 1):
            delivery = deliver(Job(file, ("email",)))
            assert delivery.error is None, delivery.error
            if number % step == 0:
                gc.collect()
                sizes.append(resident())
                each = (time.process_time() - began) / number * 1000
                print(f"{number:6,} releases: {sizes[-1]:6.1f} MiB, {each:.0f} ms of processor each", flush=True)
    return sizes


def main() -> None:
    """Run and print."""
    asked = dict(enumerate(map(int, sys.argv[1:])))
    count, step = asked.get(0, 5_000), asked.get(1, 500)
    gc.set_threshold(*RARELY)
    sizes = grown(count, step)
    if len(sizes) > 1:
        print(f"added after the first {step:,}: {(sizes[-1] - sizes[0]) / (count - step) * 1024:.2f} kB a release")


if __name__ == "__main__":
    main()
