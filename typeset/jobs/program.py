"""The program that makes a page: its version, its own files, and the libraries that may change what comes out."""

from __future__ import annotations

from importlib.metadata import version

from typeset import __version__, files, render
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
