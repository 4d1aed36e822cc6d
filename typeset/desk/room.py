"""What the addresses of the desk share: the folder, the children, the stock, the open pages and their newest texts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from anyio import to_thread

from typeset.desk import told, watch
from typeset.desk.folder import Folder
from typeset.desk.stock import Stock
from typeset.desk.studio import Bench, Studio
from typeset.desk.told import Asked
from typeset.jobs.workers.setter import Work
from typeset.words.voice import Voice, voice_for

if TYPE_CHECKING:
    from starlette.requests import Request


class Client(NamedTuple):
    """One open page: what it is to be told."""

    events: asyncio.Queue[bytes]


class Desk:
    """What the addresses share: the folder, the children, the stock, the open pages and their newest texts."""

    def __init__(self, folder: Folder, first: str = "") -> None:
        self.folder, self.first = folder, first
        self.stock = Stock()
        self.clients: dict[str, Client] = {}
        self.asked: dict[tuple[str, int], Asked] = {}
        self.studio = Studio(self._tell)
        self.bench = Bench()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.following: asyncio.Task[None] | None = None

    def _tell(self, client: str, number: int, answer: object) -> None:
        """An answer of the studio to the page that asked; called from the studio's thread."""
        asked = self.asked.get((client, number), Asked(""))
        line = told.as_line(told.event(number, answer, asked, self.stock))
        open_page = self.clients.get(client)
        if open_page and self.loop:
            self.loop.call_soon_threadsafe(open_page.events.put_nowait, line)

    async def follow(self) -> None:
        """Tell every page what is changed in the folder, for as long as the desk is open.

        Where a folder cannot be watched (some network drives), saving still finds what was changed.
        """
        with suppress(OSError, RuntimeError):
            async for outside in watch.changes(self.folder.path):
                line = told.as_line({"kind": "outside", **outside._asdict()})
                for open_page in self.clients.values():
                    open_page.events.put_nowait(line)

    async def answer(self, work: Work) -> Any:  # noqa: ANN401 - the one value that this work gives
        """The value of a work that gives one. Raises what stopped it."""
        answers = await to_thread.run_sync(self.bench.answers, work)
        return answers[0]

    def close(self) -> None:
        """End the children."""
        self.studio.close()
        self.bench.close()


def voice_of(request: Request) -> Voice:
    """The language of the page that asks."""
    return voice_for(request.headers.get("accept-language", "").partition(",")[0])
