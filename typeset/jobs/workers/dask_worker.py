"""What runs on a worker of a Dask cluster: a setter, and the task that has it set the releases of a parcel.

A worker runs tasks in a thread, where the limits on a page's memory and time do not hold; so the page is set by a child
of the worker's, in a temporary folder that stands for the root of the machine that has sent it. A release that breaks
its process breaks the child, and the worker lives on.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import WorkerPlugin, get_worker

from typeset.errors import EngineError, Message
from typeset.jobs import program
from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import Delivery
from typeset.jobs.workers.parcel import Parcel, below, delivery_from, job_below
from typeset.jobs.workers.post import Post
from typeset.model import brand, house_style

if TYPE_CHECKING:
    from distributed import Worker


class Setting(WorkerPlugin):
    """The setter of a worker, for one run of a client's: its folder, and the child that works there."""

    def __init__(self, name: str, folder: Path, wanted: Mapping[str, str], longest_wait: float) -> None:
        """`folder` is the working folder of the client, `wanted` the versions that it has."""
        self.name = name
        self._working, self._wanted, self._longest_wait = folder, wanted, longest_wait

    def setup(self, worker: Worker) -> None:
        """Make the folder. Raises EngineError: the worker has other versions, or a house style lies above it."""
        differs = program.difference(worker.address, program.of_a_worker(), self._wanted)
        if differs:
            raise EngineError(differs, hint="Install the same on all machines, from the same lock file.")
        self.root = Path(tempfile.mkdtemp(prefix="typeset-", dir=worker.local_directory)).resolve()
        _refuse_strangers(self.root)
        folder = below(self.root, self._working)
        folder.mkdir(parents=True, exist_ok=True)
        self._post = Post(folder, self._longest_wait)
        self._lock = threading.Lock()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask gives it
        """End the child and delete the folder."""
        self._post.leave()
        shutil.rmtree(self.root, ignore_errors=True)

    def deliveries(self, parcel: Parcel) -> list[Delivery | Exception]:
        """What the releases of a parcel became, in their order. A bug of ours stands in place of a delivery."""
        with self._lock:
            try:
                parcel.unpack(self.root)
                return [self._delivery(job) for job in parcel.jobs]
            finally:
                parcel.clear(self.root)

    def _delivery(self, job: Job) -> Delivery | Exception:
        try:
            return delivery_from(self.root, self._post.delivery(job_below(self.root, job)))
        except Exception as bug:  # noqa: BLE001  the client raises it, where people can see it
            return bug


def _refuse_strangers(root: Path) -> None:
    """Raises EngineError: a file above the worker's folder would be taken for the house style of every release."""
    for name in (house_style.FILE_NAME, brand.FILE_NAME):
        for place in root.parents:
            if (place / name).is_file():
                raise EngineError(
                    Message("{file} lies above the folder of a worker.", file=place / name),
                    hint="Delete it, or start the worker with another --local-directory.",
                )


def set_parcel(plugin: str, parcel: bytes) -> bytes:
    """The task: a parcel in, the deliveries of its releases out, both pickled, so that Dask need not look into them."""
    setting = get_worker().plugins[plugin]
    assert isinstance(setting, Setting)  # noqa: S101 - its name is one that nobody else takes
    return pickle.dumps(setting.deliveries(pickle.loads(parcel)))  # noqa: S301 - the client of this run wrote it
