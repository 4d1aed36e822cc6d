"""A post: the place of a setter, which is filled again when a setter is lost over a release, or is worn out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from typeset.jobs.make import Job
from typeset.jobs.workers.delivery import Delivery, blamed
from typeset.jobs.workers.setter import LONGEST_WAIT, Setter, SetterLostError

MOST_RELEASES = 500
"""Releases after which a setter is replaced, so that whatever a library keeps cannot pile up."""
TRIES = 2


class Post:
    """One setter at a time, started when it is first needed. `leave` may be called from another thread."""

    def __init__(self, folder: Path | None = None, longest_wait: float = LONGEST_WAIT) -> None:
        self._folder, self._longest_wait = folder, longest_wait
        self._setter: Setter | None = None
        self._lock = threading.Lock()
        self.is_left = False

    def delivery(self, job: Job, started: Callable[[int], None] = lambda _pid: None) -> Delivery:
        """What the release became; where setters are lost over it, a delivery whose error says so.

        `started` is told which process has begun it. A bug of ours is raised.
        """
        for attempt in range(TRIES):
            setter = self._ready()
            started(setter.pid)
            try:
                return setter.set(job, self._longest_wait)
            except SetterLostError as loss:
                self.dismiss()
                if loss.is_late or attempt + 1 == TRIES:
                    return blamed(job, loss.reason)
        raise AssertionError

    def leave(self) -> None:
        """End the setter, also in the midst of a release; there is no other after it."""
        with self._lock:
            self.is_left = True
            if self._setter is not None:
                self._setter.kill()

    def dismiss(self) -> None:
        """Let the setter go; the next release has a fresh one."""
        with self._lock:
            if self._setter is not None:
                self._setter.close()
                self._setter = None

    def _ready(self) -> Setter:
        """A setter that is not worn out."""
        if self._setter is not None and self._setter.releases >= MOST_RELEASES:
            self.dismiss()
        with self._lock:
            if self._setter is None:
                self._setter = Setter(self._folder)
                if self.is_left:
                    self._setter.kill()
            return self._setter
