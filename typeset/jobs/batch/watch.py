"""Watching: a batch is run again whenever something changes that its pages are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.jobs.batch import memory
from typeset.jobs.inputs import print_of

if TYPE_CHECKING:
    import watchfiles

    from typeset.jobs.batch.run import Batch

STILL = 300
"""Milliseconds in which nothing may change before work begins: files arrive in pieces."""
LONGEST_UNREST = 5_000
"""Milliseconds after which work begins all the same."""
LOOK = 1_000
"""Milliseconds from one look at the shared inputs to the next."""


def changes(batch: Batch) -> Iterator[None]:
    """Yields each time something has changed and has come to rest; ends by Ctrl-C.

    The folders that were given are watched with all that is in them. What their articles share (house style, brand,
    theme, fonts) may lie anywhere, also in places that are empty yet, and is looked at once a second. It yields once
    at the beginning, for what has changed since the run that came before.
    """
    import watchfiles

    folders = {place if place.is_dir() else place.parent for place in batch.given}
    before = None
    for changed in watchfiles.watch(
        *folders,
        watch_filter=_Counts(batch.output),
        step=STILL,
        debounce=LONGEST_UNREST,
        rust_timeout=LOOK,
        yield_on_timeout=True,
    ):
        if changed or _states(batch.output) != before:
            yield
            before = _states(batch.output)


class _Counts:
    """Whether a change counts: not in the output folder, and not to a hidden file."""

    def __init__(self, output: Path) -> None:
        self._output = output.resolve()

    def __call__(self, _change: watchfiles.Change, path: str) -> bool:
        return not Path(path).is_relative_to(self._output) and not Path(path).name.startswith(".")


def _states(output: Path) -> dict[str, str]:
    """The state of every path that the articles of a batch share, as the last run has left it in its memory."""
    states: dict[str, str] = {}
    with suppress(OSError, ValueError):
        for line in (output / memory.FILE).read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            told = json.loads(line)
            if "key" in told:
                states |= {path: print_of(Path(path)).state for path in told["shared"]}
    return states
