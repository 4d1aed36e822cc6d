"""The addresses of the desk, each a small function: what the page asks, and what it is told.

Nothing here reads a release: bytes go to the children as they come. What blocks (files, children) runs in threads.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from anyio import to_thread
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from typeset.desk import told, works
from typeset.desk.folder import ChangedError, Folder
from typeset.desk.stock import Item, Stock
from typeset.desk.studio import Bench, Studio
from typeset.desk.told import Asked
from typeset.errors import CommandError, TypesetError
from typeset.jobs.make import Job
from typeset.jobs.preview import Preview
from typeset.jobs.workers.setter import Work
from typeset.read.source import SourceFile
from typeset.words.voice import Voice, voice_for
from typeset.write import skeleton

if TYPE_CHECKING:
    from starlette.requests import Request

STATIC = Path(__file__).with_name("static")
BOUNDS_PPI = (36.0, 400.0)
MOST_ASKED = 8
"""Texts of a page that are kept, for answers that are still to come."""
SILENCE = 15.0
"""Seconds after which a line without meaning is sent, so that nothing between takes the stream for dead."""
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
"""For the report on a PDF: a page of its own, with its style inside and no script."""


Answer: TypeAlias = "Callable[[Desk, Request], Awaitable[Response]]"
Address: TypeAlias = "Callable[[Request], Awaitable[Response]]"


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

    def _tell(self, client: str, number: int, answer: object) -> None:
        """An answer of the studio to the page that asked; called from the studio's thread."""
        asked = self.asked.get((client, number), Asked(""))
        line = told.as_line(told.event(number, answer, asked, self.stock))
        open_page = self.clients.get(client)
        if open_page and self.loop:
            self.loop.call_soon_threadsafe(open_page.events.put_nowait, line)

    async def answer(self, work: Work) -> Any:  # noqa: ANN401 - the one value that this work gives
        """The value of a work that gives one. Raises what stopped it."""
        answers = await to_thread.run_sync(self.bench.answers, work)
        return answers[0]

    def close(self) -> None:
        """End the children."""
        self.studio.close()
        self.bench.close()


def app(desk: Desk) -> Starlette:
    """The desk as an ASGI application; the guard stands before it."""
    table: tuple[tuple[str, str, Answer], ...] = (
        ("GET", "/", page),
        ("GET", "/static/{file}", static),
        ("GET", "/events", events),
        ("GET", "/stock/{key}/{name}", stock),
        ("GET", "/choices", choices),
        ("GET", "/files", files),
        ("GET", "/file", opened),
        ("PUT", "/file", save),
        ("PUT", "/draft", draft),
        ("DELETE", "/draft", forget),
        ("POST", "/read", read),
        ("POST", "/photo", photo),
        ("POST", "/set", set_pages),
        ("GET", "/new", new),
        ("GET", "/explain", explain),
        ("POST", "/make", make),
        ("POST", "/mail", mail),
        ("POST", "/plain", plain),
        ("POST", "/look", look),
        ("POST", "/fields", fields),
        ("POST", "/fill", fill),
        ("POST", "/compare", compare),
        ("POST", "/proof", proof),
    )
    routes = [Route(path, _told(desk, answer), methods=[method]) for method, path, answer in table]
    return Starlette(routes=routes)


def _told(desk: Desk, answer: Answer) -> Address:
    """An address whose faults are told as JSON, for the page to show."""

    async def address(request: Request) -> Response:
        desk.loop = asyncio.get_running_loop()
        try:
            return await answer(desk, request)
        except ChangedError as change:
            return JSONResponse({"tag": change.tag}, 409)
        except TypesetError as error:
            return JSONResponse(told.fault(error, _voice(request)), 422)
        except (json.JSONDecodeError, KeyError, UnicodeDecodeError, ValueError) as error:
            return JSONResponse({"message": f"The request is malformed: {error}", "hint": "", "is_bug": True}, 400)

    return address


def _voice(request: Request) -> Voice:
    """The language of the page that asks."""
    return voice_for(request.headers.get("accept-language", "").partition(",")[0])


# The page and its parts.


async def page(desk: Desk, request: Request) -> Response:
    """The desk itself. It fetches nothing from elsewhere; its style needs the nonce of this answer."""
    del desk
    html = STATIC.joinpath("desk.html").read_text("utf-8").replace("{nonce}", request.state.nonce)
    return HTMLResponse(html, headers={"cache-control": "no-store"})


async def static(desk: Desk, request: Request) -> Response:
    """A file of the page."""
    del desk
    name = request.path_params["file"]
    if name not in {file.name for file in STATIC.iterdir()}:
        return Response("There is no such file.", 404, media_type="text/plain")
    return FileResponse(STATIC / name, headers={"cache-control": "no-cache"})


async def events(desk: Desk, request: Request) -> Response:
    """What the page of this client is told, as server-sent events, for as long as it is open."""
    name = request.query_params["client"]
    client = Client(asyncio.Queue())
    desk.clients[name] = client

    async def lines() -> AsyncIterator[bytes]:
        try:
            yield told.as_line({"kind": "hello"})
            while True:
                try:
                    yield await asyncio.wait_for(client.events.get(), SILENCE)
                except TimeoutError:
                    yield b":\n\n"
        finally:
            if desk.clients.get(name) is client:
                del desk.clients[name]

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-store"})


async def stock(desk: Desk, request: Request) -> Response:
    """A picture of a page, or a finished file. Its key names its content, so that it never changes."""
    item = desk.stock.get(request.path_params["key"])
    if item is None:
        return Response("It is no longer there. Make it again.", 404, media_type="text/plain")
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    if item.media_type.startswith("text/html"):
        headers["content-security-policy"] = REPORT_POLICY
    if item.file_name and "save" in request.query_params:
        headers["content-disposition"] = _attached(item.file_name)
    return Response(item.content, media_type=item.media_type, headers=headers)


def _attached(name: str) -> str:
    """A header that makes a browser save a file, under a name in any script (RFC 6266)."""
    from urllib.parse import quote

    return f"attachment; filename*=UTF-8''{quote(name)}"


# Texts and files.


async def choices(desk: Desk, _request: Request) -> Response:
    """What a release can be set in, and the text that the desk was opened on."""
    known = await desk.answer(partial(works.choices, desk.folder.path))
    drafts = await to_thread.run_sync(desk.folder.drafts)
    return JSONResponse({**known._asdict(), "first": desk.first, "folder": desk.folder.path.name, "drafts": drafts})


async def files(desk: Desk, _request: Request) -> Response:
    """The readable files of the folder, the newest first."""
    recent = await to_thread.run_sync(desk.folder.recent)
    return JSONResponse([{"name": name, "changed": changed} for name, changed in recent])


async def opened(desk: Desk, request: Request) -> Response:
    """A text of the folder as it is; any other form as Markdown under a new name."""
    name = request.query_params["name"]
    if desk.folder.is_text(name):
        text = await to_thread.run_sync(desk.folder.opened, name)
        return JSONResponse({**text._asdict(), "lost": []})
    return JSONResponse(await _converted(desk, await to_thread.run_sync(desk.folder.bytes_of, name), _voice(request)))


async def read(desk: Desk, request: Request) -> Response:
    """A file that was dropped on the desk, or a text that was pasted, in any form that we read."""
    name = request.query_params["name"]
    file = SourceFile(await request.body(), name, Path(name).suffix.lower(), desk.folder.path)
    return JSONResponse(await _converted(desk, file, _voice(request)))


async def _converted(desk: Desk, file: SourceFile, voice: Voice) -> Mapping[str, object]:
    """A file in another form, as a new text; its pictures are written into the folder under free names."""
    answer = await desk.answer(partial(works.read, file))
    text = answer.text
    for name, data in answer.pictures.items():
        kept = await to_thread.run_sync(desk.folder.keep_beside, name, data)
        text = text.replace(f"({name})", f"({kept})")
    new = desk.folder.free_name(Path(file.name).stem)
    return {"name": new, "text": text, "tag": "", "draft": "", "lost": told.findings(answer.lost, Asked("", voice))}


async def save(desk: Desk, request: Request) -> Response:
    """Save a text over the file that was opened; 409 where that has changed meanwhile."""
    asked = await request.json()
    tag = await to_thread.run_sync(desk.folder.save, asked["name"], asked["text"], asked["tag"])
    return JSONResponse({"tag": tag})


async def draft(desk: Desk, request: Request) -> Response:
    """Keep what is written and not saved."""
    asked = await request.json()
    await to_thread.run_sync(desk.folder.keep_draft, asked["name"], asked["text"])
    return JSONResponse({})


async def forget(desk: Desk, request: Request) -> Response:
    """Take a draft away."""
    await to_thread.run_sync(desk.folder.drop_draft, request.query_params["name"])
    return JSONResponse({})


async def photo(desk: Desk, request: Request) -> Response:
    """A photo that was dropped on the desk: it is written into the folder, and its name told."""
    name = await to_thread.run_sync(desk.folder.keep_beside, request.query_params["name"], await request.body())
    return JSONResponse({"name": name})


async def new(desk: Desk, _request: Request) -> Response:
    """A release to be filled in."""
    return JSONResponse({"name": desk.folder.free_name("بيان"), "text": skeleton(), "tag": "", "draft": "", "lost": []})


# Pages and finished files.


def _job(desk: Desk, asked: Mapping[str, Any], editions: tuple[str, ...]) -> Job:
    """What is to be set, by what the page says."""
    file = _file(desk, asked)
    theme, font, digits, page = (str(asked.get(key, "")) for key in ("theme", "font", "digits", "page"))
    return Job(file, editions, theme, font, digits=digits, page=page, fit=int(asked.get("fit", 0)))


def _file(desk: Desk, asked: Mapping[str, Any]) -> SourceFile:
    """The text of the page as the file that it will be."""
    name = str(asked["name"]) or "release.md"
    return SourceFile(str(asked["text"]).encode(), name, Path(name).suffix.lower(), desk.folder.place(name).parent)


async def set_pages(desk: Desk, request: Request) -> Response:
    """Set this text; the pages and what is to say of them come as events with its number."""
    asked = await request.json()
    client, number = str(asked["client"]), int(asked["number"])
    ppi = min(max(float(asked.get("ppi", 144)), BOUNDS_PPI[0]), BOUNDS_PPI[1])
    job = _job(desk, asked, (str(asked.get("edition") or "email"),))
    for key in [key for key in desk.asked if key[0] == client and key[1] < number - MOST_ASKED]:
        del desk.asked[key]
    desk.asked[client, number] = Asked(str(asked["text"]), _voice(request))
    work = partial(works.shown, Preview(job, ppi, desk.stock.keys()))
    await to_thread.run_sync(desk.studio.ask, client, number, work)
    return JSONResponse({}, 202)


async def explain(desk: Desk, request: Request) -> Response:
    """A rule or a check in words."""
    return JSONResponse(
        {"text": await desk.answer(partial(works.explained, request.query_params["id"], _voice(request)))}
    )


async def make(desk: Desk, request: Request) -> Response:
    """The finished files of a release, in the editions that are named."""
    asked = await request.json()
    job = _job(desk, asked, tuple(map(str, asked["editions"])))
    return JSONResponse(_finished(desk, await desk.answer(partial(works.made, job, _stem(asked))), _voice(request)))


async def mail(desk: Desk, request: Request) -> Response:
    """A release as an e-mail draft."""
    asked = await request.json()
    job = _job(desk, asked, tuple(map(str, asked.get("editions") or ["email"])))
    to = [str(one) for one in asked.get("to", ())]
    return JSONResponse(
        _finished(desk, await desk.answer(partial(works.drafted, job, to, _stem(asked))), _voice(request))
    )


async def plain(desk: Desk, request: Request) -> Response:
    """A release as it is pasted into a messenger."""
    job = _job(desk, await request.json(), ("email",))
    return JSONResponse({"text": await desk.answer(partial(works.plain, job))})


async def look(desk: Desk, request: Request) -> Response:
    """A release in a theme, small: the address of a picture."""
    job = _job(desk, await request.json(), ("email",))
    picture = await desk.answer(partial(works.look, job._replace(page="")))
    return JSONResponse({"address": f"stock/{desk.stock.put(Item(*picture))}/look"})


async def fields(desk: Desk, request: Request) -> Response:
    """The fields of a release, for the form."""
    file = _file(desk, await request.json())
    return JSONResponse({"fields": await desk.answer(partial(works.fields_of, file))})


async def fill(desk: Desk, request: Request) -> Response:
    """The text of a release with other words in these fields."""
    asked = await request.json()
    text = await desk.answer(partial(works.filled, _file(desk, asked), dict(asked["fields"])))
    return JSONResponse({"text": text})


def _stem(asked: Mapping[str, Any]) -> str:
    return Path(str(asked["name"])).stem or "release"


def _finished(desk: Desk, made: works.MadeFiles, voice: Voice) -> Mapping[str, object]:
    """Finished files by their addresses, and what was found."""
    listed = [
        {
            "name": name,
            "address": f"stock/{desk.stock.put(Item(content, media_type, name))}/{name}",
            "bytes": len(content),
            "purpose": voice.say(purpose),
        }
        for name, content, media_type, purpose in made.files
    ]
    return {"files": listed, "findings": told.findings(made.findings, Asked("", voice))}


async def compare(desk: Desk, request: Request) -> Response:
    """What changed from a file of the folder, as it was saved, to the text of the page."""
    asked = await request.json()
    text = str(asked["text"])
    before = await to_thread.run_sync(desk.folder.bytes_of, str(asked["before"]))
    units = told.units_of(text)
    found = await desk.answer(partial(works.compared, before, text))
    return JSONResponse([[units(one.start), units(one.end), one.older] for one in found])


async def proof(desk: Desk, request: Request) -> Response:
    """A PDF of any maker, judged: the address of its report."""
    name = request.query_params["name"]
    data = await request.body()
    if not data:
        raise CommandError("The file is empty.", hint="Drop the finished PDF.")
    report = await desk.answer(partial(works.proofed, data, name, _voice(request)))
    key = desk.stock.put(Item(report.encode(), "text/html; charset=utf-8", f"{Path(name).stem}.html"))
    return JSONResponse({"address": f"stock/{key}/report.html"})
