"""The addresses of the house: its brand and its style, as a form and as the files that they are.

A file is saved only if it can be read: what is wrong in it is told before anything is written.
"""

from __future__ import annotations

import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.responses import JSONResponse, Response

from typeset.desk import settings_text, told, works
from typeset.desk.room import Desk, voice_of
from typeset.errors import CommandError, TypesetError
from typeset.model.house_style import Calendar, Digits, Months, Quotes

if TYPE_CHECKING:
    from starlette.requests import Request

KEYS = {
    "brand.toml": (
        *("name", "logo", "address", "link", "about", "colours.brand", "colours.alert"),
        *("contacts.name", "contacts.role", "contacts.phone", "contacts.email"),
    ),
    "typeset.toml": ("theme", "font", "edition", "digits", "quotes", "months", "calendars"),
}
"""The files, and what the form shows of each."""
CHOICES = {"digits": Digits, "quotes": Quotes, "months": Months, "calendars": Calendar}


async def shown(desk: Desk, _request: Request) -> Response:
    """Both files with their tags and what the form shows of them; a file that is not there is empty."""
    return JSONResponse({name: await to_thread.run_sync(_file, desk, name) for name in KEYS})


def _file(desk: Desk, name: str) -> dict[str, Any]:
    text, tag = desk.folder.settings(name)
    try:
        values = settings_text.values(text, KEYS[name])
    except tomllib.TOMLDecodeError:
        values = {}  # the text shows it as it is, and saving says what is wrong
    choices = {key: [one.value for one in CHOICES[key]] for key in KEYS[name] if key in CHOICES}
    return {"text": text, "tag": tag, "values": values, "keys": KEYS[name], "choices": choices}


async def save(desk: Desk, request: Request) -> Response:
    """Save one of the files, with what the form says in it; 409 where it was changed meanwhile."""
    asked = await request.json()
    name, text = str(asked["name"]), str(asked["text"])
    if name not in KEYS:
        raise CommandError("This is no file of the house.", hint="The house has brand.toml and typeset.toml.")
    check = desk.folder.path / f".{name}.typeset-check"
    try:
        wanted = {key: value for key, value in dict(asked.get("values") or {}).items() if key in KEYS[name]}
        text = settings_text.changed(text, wanted)
        if desk.folder.settings(name) == (text, asked["tag"]):
            return JSONResponse({"tag": asked["tag"], "text": text})
        await desk.answer(partial(works.checked, check, name, text))
    except tomllib.TOMLDecodeError as error:
        return JSONResponse({"message": f"{name}: {error}", "hint": "", "is_bug": False}, 422)
    except TypesetError as error:
        fault = told.fault(error, voice_of(request))
        fault["message"] = str(fault["message"]).replace(str(check), name)
        return JSONResponse(fault, 422)
    tag = await to_thread.run_sync(desk.folder.save, name, text, asked["tag"])
    return JSONResponse({"tag": tag, "text": text})
