"""The program that makes a page: its version, its own files, and the libraries that may change what comes out."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Mapping
from importlib.metadata import version

from typeset import __version__, files, render
from typeset.errors import Message
from typeset.jobs.inputs import print_of

LIBRARIES = (
    "weasyprint", "fonttools", "pikepdf", "pillow", "pypdfium2", "jinja2", "markdown-it-py", "mammoth", "lxml", "babel",
)  # fmt: skip
OWN_FILES = "its own files"
"""The name under which the hash of the program's files stands."""


def packages() -> dict[str, str]:
    """Name -> version of the program and of what it imports, and a hash of its files; nothing is loaded for it."""
    own = {"typeset-press": __version__, OWN_FILES: print_of(files.PACKAGE).content}
    return own | {name: version(name) for name in LIBRARIES}


def versions() -> dict[str, str]:
    """The same, with the libraries of the system that set the type (Pango, HarfBuzz). Raises EngineError."""
    return packages() | dict(render.versions())


def shipped() -> dict[str, str]:
    """The hashes of the themes and of the font lists that came with the program, which names each face's hash."""
    return {name: print_of(files.shipped(name)).content for name in ("templates", "fonts")}


# What the machines of a cluster must have in common.


def of_a_scheduler() -> dict[str, str]:
    """Name -> version of what passes on a job and its parts."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, "distributed": version("distributed")} | packages()


def of_a_worker() -> dict[str, str]:
    """The same with all that a page depends on: the libraries that set the type, the themes, the fonts."""
    return of_a_scheduler() | versions() | shipped() | {"zlib": zlib.ZLIB_RUNTIME_VERSION}


def difference(name: str, there: Mapping[str, str], here: Mapping[str, str]) -> Message | None:
    """The first version in which a machine of the cluster differs from this one, in a sentence; None: in none."""
    for what, ours in here.items():
        if there.get(what) != ours:
            return Message(
                "{machine} has another typeset-press: {what} is {there} there and {here} here.",
                machine=name,
                what=what,
                there=there.get(what, "missing")[:12],
                here=ours[:12],
            )
    return None
