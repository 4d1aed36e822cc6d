"""Starting the engine: the right version, found without detours, or a sentence that says what is missing."""

from __future__ import annotations

import ctypes.util
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from types import ModuleType

from typeset.errors import EngineError

MAJOR = 70
"""The WeasyPrint that the seam was written for. Older ones have known holes (CVE-2025-68616 and others); newer ones may
have moved what we wrap."""


def weasyprint() -> ModuleType:
    """WeasyPrint, imported and of a version we know; a second call costs nothing."""
    loaded = sys.modules.get("weasyprint") or _load()
    version: str = loaded.VERSION
    if version.partition(".")[0] != str(MAJOR):
        raise EngineError(
            f"WeasyPrint {version} is installed; typeset works with {MAJOR} and with no other.",
            hint=f'Install it with: python -m pip install "weasyprint>={MAJOR},<{MAJOR + 1}"',
        )
    return loaded


def _load() -> ModuleType:
    try:
        with _by_soname(), redirect_stdout(io.StringIO()):
            return import_module("weasyprint")
    except OSError:
        return _load_with_search()


def _load_with_search() -> ModuleType:
    try:
        with redirect_stdout(io.StringIO()):  # WeasyPrint prints its own advice, and stdout carries our results
            return import_module("weasyprint")
    except OSError as missing:
        raise EngineError(
            f"A library that sets the type cannot be loaded: {missing}.",
            hint="Install Pango, HarfBuzz and fontconfig; `typeset doctor` names the command for this system.",
        ) from missing


@contextmanager
def _by_soname() -> Iterator[None]:
    """Let the libraries be loaded by their exact names alone, without searching for looser ones first.

    WeasyPrint tries several names for each library, and for each that fails ctypes starts ldconfig, gcc and ld: up to
    86 processes. The last name it tries on Linux (`libpango-1.0.so.0`) is the one that the loader knows by itself, and
    the library found is the same. Where it is not found this way, the import is tried again with the search.
    """
    if sys.platform != "linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _not_found
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _not_found(name: str) -> str | None:  # noqa: ARG001
    return None
