"""The addresses of the desk: the table of them, the page and its parts.

Nothing here reads a release: bytes go to the children as they come. What blocks (files, children) runs in threads.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from typeset.desk import house, output, texts, told
from typeset.desk.folder import ChangedError
from typeset.desk.room import Client, Desk, voice_of
from typeset.errors import TypesetError

if TYPE_CHECKING:
    from starlette.requests import Request

STATIC = Path(__file__).with_name("static")
SILENCE = 15.0
"""Seconds after which a line without meaning is sent, so that nothing between takes the stream for dead."""
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
"""For the report on a PDF: a page of its own, with its style inside and no script."""


Answer: TypeAlias = "Callable[[Desk, Request], Awaitable[Response]]"
Address: TypeAlias = "Callable[[Request], Awaitable[Response]]"


def app(desk: Desk) -> Starlette:
    """The desk as an ASGI application; the guard stands before it."""
    table: tuple[tuple[str, str, Answer], ...] = (
        ("GET", "/", page),
        ("GET", "/static/{file}", static),
        ("GET", "/events", events),
        ("GET", "/stock/{key}/{name}", stock),
        ("GET", "/choices", texts.choices),
        ("GET", "/files", texts.files),
        ("POST", "/tour", texts.tour),
        ("GET", "/drafts", texts.drafts),
        ("GET", "/file", texts.opened),
        ("PUT", "/file", texts.save),
        ("PUT", "/draft", texts.draft),
        ("DELETE", "/draft", texts.forget),
        ("POST", "/read", texts.read),
        ("POST", "/photo", texts.photo),
        ("POST", "/set", output.set_pages),
        ("GET", "/house", house.shown),
        ("PUT", "/house", house.save),
        ("GET", "/new", texts.new),
        ("GET", "/explain", output.explain),
        ("POST", "/make", output.make),
        ("POST", "/mail", output.mail),
        ("POST", "/plain", output.plain),
        ("POST", "/look", output.look),
        ("POST", "/fields", output.fields),
        ("POST", "/fill", output.fill),
        ("POST", "/compare", output.compare),
        ("POST", "/proof", output.proof),
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
            return JSONResponse(told.fault(error, voice_of(request)), 422)
        except (json.JSONDecodeError, KeyError, UnicodeDecodeError, ValueError) as error:
            return JSONResponse({"message": f"The request is malformed: {error}", "hint": "", "is_bug": True}, 400)

    return address


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
    desk.following = desk.following or asyncio.create_task(desk.follow())

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
                for key in [key for key in desk.asked if key[0] == name]:
                    del desk.asked[key]

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
