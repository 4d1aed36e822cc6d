"""A cluster, from the side of the machine that sends: what a release costs there, and what is sent where.

    python tests/bench/cluster.py [RELEASES]      default: 200

The releases are packed, and their answers opened and written, as in a run; nothing is set but one release, whose
answer stands for all. So the figure is how many workers one sender can keep busy.
"""

import pickle
import sys
import tempfile
import time
from pathlib import Path

from batch import folder_of

from typeset import files
from typeset.jobs.make import Job
from typeset.jobs.workers.cluster import MOST_RELEASES
from typeset.jobs.workers.delivery import deliver
from typeset.jobs.workers.parcel import Packer, Parcel


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        texts = sorted(folder_of(count, place / "press").rglob("*.txt"))
        jobs = [Job(text, ("email",)) for text in texts]
        delivery = deliver(jobs[0])
        began = time.process_time()
        deliver(jobs[0])
        setting = time.process_time() - began
        packer, sent = Packer(), 0
        began = time.process_time()
        for at in range(0, count, MOST_RELEASES):
            packed = [packer.packed(job) for job in jobs[at : at + MOST_RELEASES]]
            sent += len(pickle.dumps(Parcel.of(packed)))
        packing = (time.process_time() - began) / count
        answer = pickle.dumps(delivery)
        began = time.process_time()
        for number in range(count):
            (made,) = pickle.loads(answer).editions  # noqa: S301 - it was pickled two lines above
            files.write(place / f"{number}.pdf", made.files[0].content)
        writing = (time.process_time() - began) / count
    print(f"a release is packed in {packing * 1000:.1f} ms, its answer opened and written in {writing * 1000:.1f} ms,")
    print(f"and set in {setting * 1000:.0f} ms: one sender keeps {setting / (packing + writing):.0f} workers busy")
    print(f"sent: {sent / count / 1000:.1f} kB a release out, {len(answer) / 1000:.1f} kB back")


if __name__ == "__main__":
    main()
