"""The addresses of pages and finished files: a text is set, filled in, compared, and made into what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.responses import JSONResponse, Response

from typeset.desk import told, works
from typeset.desk.room import Desk, voice_of
from typeset.desk.stock import Item
from typeset.desk.told import Asked
from typeset.errors import CommandError
from typeset.jobs.make import Job
from typeset.jobs.preview import Preview
from typeset.read.source import SourceFile
from typeset.words.voice import Voice

if TYPE_CHECKING:
    from starlette.requests import Request

BOUNDS_PPI = (36.0, 400.0)
MOST_ASKED = 8
"""Texts of a page that are kept, for answers that are still to come."""


def _job(desk: Desk, asked: Mapping[str, Any], editions: tuple[str, ...]) -> Job:
    """What is to be set, by what the page says."""
    file = file_of(desk, asked)
    theme, font, digits, page = (str(asked.get(key, "")) for key in ("theme", "font", "digits", "page"))
    return Job(file, editions, theme, font, digits=digits, page=page, fit=int(asked.get("fit", 0)))


def file_of(desk: Desk, asked: Mapping[str, Any]) -> SourceFile:
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
    desk.asked[client, number] = Asked(str(asked["text"]), voice_of(request))
    work = partial(works.shown, Preview(job, ppi, desk.stock.keys()))
    await to_thread.run_sync(desk.studio.ask, client, number, work)
    return JSONResponse({}, 202)


async def explain(desk: Desk, request: Request) -> Response:
    """A rule or a check in words."""
    return JSONResponse(
        {"text": await desk.answer(partial(works.explained, request.query_params["id"], voice_of(request)))}
    )


async def make(desk: Desk, request: Request) -> Response:
    """The finished files of a release, in the editions that are named."""
    asked = await request.json()
    job = _job(desk, asked, tuple(map(str, asked["editions"])))
    return JSONResponse(_finished(desk, await desk.answer(partial(works.made, job, _stem(asked))), voice_of(request)))


async def mail(desk: Desk, request: Request) -> Response:
    """A release as an e-mail draft."""
    asked = await request.json()
    job = _job(desk, asked, tuple(map(str, asked.get("editions") or ["email"])))
    to = [str(one) for one in asked.get("to", ())]
    return JSONResponse(
        _finished(desk, await desk.answer(partial(works.drafted, job, to, _stem(asked))), voice_of(request))
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
    file = file_of(desk, await request.json())
    return JSONResponse({"fields": await desk.answer(partial(works.fields_of, file))})


async def fill(desk: Desk, request: Request) -> Response:
    """The text of a release with other words in these fields."""
    asked = await request.json()
    text = await desk.answer(partial(works.filled, file_of(desk, asked), dict(asked["fields"])))
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
    report = await desk.answer(partial(works.proofed, data, name, voice_of(request)))
    key = desk.stock.put(Item(report.encode(), "text/html; charset=utf-8", f"{Path(name).stem}.html"))
    return JSONResponse({"address": f"stock/{key}/report.html"})
