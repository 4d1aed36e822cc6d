"""A crew: several setters, each with one release at a time, until all are set.

A thread stands by each setter and waits for it. A setter that dies takes nothing with it but its own release, which a
fresh one tries once more; the second death is that release's error. A pool of processes would lose every release that
waited.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import Delivery
from typeset.jobs.workers.post import Post
from typeset.jobs.workers.setter import LONGEST_WAIT

FEW = 4
"""Releases for each setter, under which it does not pay for its start."""

Name = TypeVar("Name")


class Asked(NamedTuple, Generic[Name]):
    """A release to set, under a name of the caller's."""

    name: Name
    job: Job


def size(releases: int, wanted: int = 0) -> int:
    """How many setters: as many as are wanted, else one for each processor that this process may use."""
    most = wanted or processors()
    return max(1, min(most, releases if wanted else -(-releases // FEW)))


def processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no such call
        return os.cpu_count() or 1


def deliveries(
    asked: Iterable[Asked[Name]],
    setters: int,
    longest_wait: float = LONGEST_WAIT,
    started: Callable[[Name, int], None] = lambda _name, _pid: None,
) -> Iterator[tuple[Name, Delivery]]:
    """Every release's delivery, as it comes. `started` is told which process has begun which release.

    Leaving the iterator ends all setters. A bug of ours is raised.
    """
    waiting: queue.SimpleQueue[Asked[Name]] = queue.SimpleQueue()
    count = 0
    for one in asked:
        waiting.put(one)
        count += 1
    done: queue.SimpleQueue[tuple[Name, Delivery | BaseException]] = queue.SimpleQueue()
    places = [Place(waiting, done, longest_wait, started) for _ in range(setters)]
    threads = [threading.Thread(target=place.work, daemon=True) for place in places]
    for thread in threads:
        thread.start()
    try:
        for _ in range(count):
            name, delivery = done.get()
            if isinstance(delivery, BaseException):
                raise delivery
            yield name, delivery
    finally:
        for place in places:
            place.leave()
        for thread in threads:
            thread.join()


class Place(Generic[Name]):
    """One place of the crew: a thread that gives its setter the next release."""

    def __init__(
        self,
        waiting: queue.SimpleQueue[Asked[Name]],
        done: queue.SimpleQueue[tuple[Name, Delivery | BaseException]],
        longest_wait: float,
        started: Callable[[Name, int], None],
    ) -> None:
        self._waiting, self._done, self._started = waiting, done, started
        self._post = Post(longest_wait=longest_wait)

    def work(self) -> None:
        """Set releases until none waits or the crew leaves."""
        while not self._post.is_left:
            try:
                name, job = self._waiting.get_nowait()
            except queue.Empty:
                break
            try:
                self._done.put((name, self._post.delivery(job, partial(self._started, name))))
            except BaseException as bug:  # noqa: BLE001  it is raised where the deliveries are read
                self._done.put((name, bug))
        self._post.dismiss()

    def leave(self) -> None:
        """End the setter, also in the midst of a release."""
        self._post.leave()
