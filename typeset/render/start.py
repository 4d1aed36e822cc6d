"""Starting the engine: the right version, found without detours, or a sentence that says what is missing.

WeasyPrint's import does much that a page of ours never uses. Three things are put off until somebody asks for them, and
libraries are found by name instead of by search: two thirds of its processor time. Nothing is changed that is on disk;
where a shortcut does not hold, the plain import follows.
"""

from __future__ import annotations

import ctypes.util
import gc
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from typeset.errors import EngineError
from typeset.render import binding

MAJOR = 70
"""The WeasyPrint that the seam was written for. Older ones have known holes (CVE-2025-68616 and others); newer ones may
have moved what we wrap."""
LATE_MODULES = (
    *("fontTools.ttLib", "fontTools.ttLib.ttFont", "fontTools.ttLib.woff2"),
    *("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer"),
    *("pyphen", "weasyprint.svg"),
    *("http.client", "ssl", "email.message"),
)
"""WeasyPrint calls these where HarfBuzz cannot make a subset, for web and variable fonts, to break words with hyphens,
for drawings, and for the network: what our pages do not have, or seldom."""
WHOLE_PACKAGES = ("http", "email")
"""Packages of the standard library that are light themselves; those of fontTools are put off as a whole."""
LATE_SHEETS = ("_ua_stylesheets", "_ua_counter_style", "_ph_stylesheets")
"""The methods of `weasyprint.HTML` that hand out its own style sheets; our pages are set with `defaults.css`."""


def weasyprint() -> ModuleType:
    """WeasyPrint, imported and of a version we know; a second call costs nothing. Raises `EngineError`."""
    loaded = sys.modules.get("weasyprint") or _load()
    version: str = loaded.VERSION
    if version.partition(".")[0] != str(MAJOR):
        raise EngineError(
            f"WeasyPrint {version} is installed; typeset works with {MAJOR} and with no other.",
            hint=f'Install it with: python -m pip install "weasyprint>={MAJOR},<{MAJOR + 1}"',
        )
    return loaded


def _load() -> ModuleType:
    shortcuts = (_without_collecting, _libraries_by_name, binding.compiled, _late_modules, _late_sheets)
    try:
        return _imported(*shortcuts)
    except OSError:
        return _load_with_search()


def _load_with_search() -> ModuleType:
    try:
        return _imported()
    except OSError as missing:
        raise EngineError(
            f"A library that sets the type cannot be loaded: {missing}.",
            hint="Install Pango, HarfBuzz and fontconfig; `typeset doctor` names the command for this system.",
        ) from missing


def _imported(*shortcuts: Callable[[], Any]) -> ModuleType:
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(io.StringIO()))  # WeasyPrint prints advice where our results go
        for shortcut in shortcuts:
            stack.enter_context(shortcut())
        return import_module("weasyprint")


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the garbage collector out: an import makes many objects and hardly any garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _libraries_by_name() -> Iterator[None]:
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


@contextmanager
def _late_modules() -> Iterator[None]:
    """Put stand-ins where WeasyPrint imports modules that it may never call; only what it imports now sees them.

    `urllib.request` is among those: it asks its package for `http.client` anew at each use, so the stand-in stays there
    until somebody imports the real one.
    """
    absent = [name for name in LATE_MODULES if name not in sys.modules]
    for name in absent:
        package, _, module = name.rpartition(".")
        sys.modules[name] = _Late(name)
        if package in WHOLE_PACKAGES:
            setattr(import_module(package), module, sys.modules[name])
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


class _Late(ModuleType):
    """A module that is imported when one of its functions is called; the name of an error stands for any error."""

    __path__ = ()  # type: ignore[assignment]  # whatever is under it is found in sys.modules

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith("Error"):
            return Exception
        if f"{self.__name__}.{name}" in LATE_MODULES:
            return _Late(f"{self.__name__}.{name}")

        def late(*arguments: object, **options: object) -> object:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return late


@contextmanager
def _late_sheets() -> Iterator[None]:
    """Leave WeasyPrint's own style sheets for the web unread until WeasyPrint is asked for a page that is not ours."""
    import tinycss2

    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = _no_rules
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
    _read_when_asked(import_module("weasyprint.html"))


def _no_rules(css: str) -> list[object]:  # noqa: ARG001
    return []


def _read_when_asked(sheets: ModuleType) -> None:
    """Fill the empty sheets in place, once, before the first of the methods that hand them out answers."""
    page = import_module("weasyprint").HTML
    methods = {name: getattr(page, name) for name in LATE_SHEETS}

    def asked(name: str) -> Callable[..., object]:
        @wraps(methods[name])
        def method(html: object, *arguments: object) -> object:
            for other, original in methods.items():
                setattr(page, other, original)
            sheets.UA_STYLESHEET.__init__(string=sheets.UA, counter_style=sheets.UA_COUNTER_STYLE)
            sheets.UA_FORM_STYLESHEET.__init__(string=sheets.UA_FORM, counter_style=sheets.UA_COUNTER_STYLE)
            sheets.PH_STYLESHEET.__init__(string=sheets.PH)
            return methods[name](html, *arguments)

        return method

    for name in LATE_SHEETS:
        setattr(page, name, asked(name))
