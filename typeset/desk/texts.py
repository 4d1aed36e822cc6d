"""The addresses of texts and files: what the folder holds, what is opened, dropped, saved and kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import JSONResponse, Response

from typeset.desk import told, works
from typeset.desk.room import Desk, voice_of
from typeset.desk.told import Asked
from typeset.jobs import tour as job
from typeset.read.source import SourceFile
from typeset.words.voice import Voice
from typeset.write import skeleton

if TYPE_CHECKING:
    from starlette.requests import Request


async def choices(desk: Desk, _request: Request) -> Response:
    """What a release can be set in, and the text that the desk was opened on."""
    known = await desk.answer(partial(works.choices, desk.folder.path))
    return JSONResponse({**known._asdict(), "first": desk.first, "folder": desk.folder.path.name})


async def files(desk: Desk, _request: Request) -> Response:
    """The readable files of the folder, the newest first."""
    recent = await to_thread.run_sync(desk.folder.recent)
    return JSONResponse([{"name": name, "changed": changed} for name, changed in recent])


async def tour(desk: Desk, request: Request) -> Response:
    """Releases to try, written into a folder that is empty; and what is in it now. Raises CommandError: it is not."""
    await to_thread.run_sync(job.run, desk.folder.path)
    return await files(desk, request)


async def drafts(desk: Desk, _request: Request) -> Response:
    """The names of texts of which a draft was left."""
    return JSONResponse(await to_thread.run_sync(desk.folder.drafts))


async def opened(desk: Desk, request: Request) -> Response:
    """A text of the folder as it is; any other form as Markdown under a new name."""
    name = request.query_params["name"]
    if desk.folder.is_text(name):
        text = await to_thread.run_sync(desk.folder.opened, name)
        return JSONResponse({**text._asdict(), "lost": []})
    return JSONResponse(await _converted(desk, await to_thread.run_sync(desk.folder.bytes_of, name), voice_of(request)))


async def read(desk: Desk, request: Request) -> Response:
    """A file that was dropped on the desk, or a text that was pasted, in any form that we read."""
    name = request.query_params["name"]
    file = SourceFile(await request.body(), name, Path(name).suffix.lower(), desk.folder.path)
    return JSONResponse(await _converted(desk, file, voice_of(request)))


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
    name, text = request.query_params["name"], request.query_params.get("text", "")
    name = await to_thread.run_sync(desk.folder.keep_beside, name, await request.body(), text)
    return JSONResponse({"name": name})


async def new(desk: Desk, _request: Request) -> Response:
    """A release to be filled in, under a name that is free."""
    return JSONResponse({"name": desk.folder.free_name("بيان"), "text": skeleton(), "tag": "", "draft": "", "lost": []})
