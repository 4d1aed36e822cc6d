"""Starting the engine: the right version, found without detours, its C declarations parsed once for good.

WeasyPrint's import does much that a page of ours never uses. What takes long is put off until somebody asks for it, and
libraries are found by name instead of by search: two thirds of its processor time. What is late is the real module or
the real style sheet, only later. Nothing is changed that is on disk; where a shortcut does not hold, the plain import
follows. Which shortcuts are taken, and why, stands in `patches.PATCHES`.
"""

from __future__ import annotations

import ast
import ctypes.util
import gc
import hashlib
import io
import marshal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, redirect_stdout, suppress
from functools import wraps
from importlib import import_module, machinery
from importlib.abc import MetaPathFinder
from importlib.util import LazyLoader, find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import _cffi_backend  # type: ignore[import-untyped]

from typeset import budget, files
from typeset.errors import EngineError, Message

# The C declarations of the engine, parsed once for good.
#
# WeasyPrint and `shape.harfbuzz` declare the functions of Pango and HarfBuzz as C text, which cffi reads with a
# parser written in Python, at every start and again for every type that is named in a call: a fifth of a whole run.
# cffi can compile such declarations into tables (its out-of-line ABI mode). The tables lie in the user's cache, under
# a name made from the text of the declarations and the versions of what reads them; without them, everything is
# parsed as ever.


OURS = Path(__file__).parents[1] / "shape" / "harfbuzz.py"
MODULE = "weasyprint.text.ffi"
STAYS: int = getattr(_cffi_backend, "RTLD_NODELETE", 0)
"""The loader's flag for a library that is not unloaded; Windows has none."""


@contextmanager
def compiled_binding() -> Iterator[None]:
    """While WeasyPrint is imported, let it find its declarations in tables, where they have been made.

    One of its modules asks for `cffi`, and calls `FFI` alone. Whoever imports cffi afterwards gets the real one.
    """
    kept = _kept()
    if kept is None or "cffi" in sys.modules:
        with _libraries_that_stay():
            yield
        return
    stand_in = ModuleType("cffi")
    stand_in.FFI = lambda: kept  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]


@contextmanager
def _libraries_that_stay() -> Iterator[None]:
    """Let cffi's own objects, too, open libraries for the whole life of the process.

    Since Pango 1.51 a thread of its own sorts fonts; where a short process unloads the code that this thread is
    running, it ends in a crash after its page was made.
    """
    import cffi

    plain = cffi.FFI

    class Staying(plain):  # type: ignore[misc, valid-type]
        def dlopen(self, name: str, flags: int = 0) -> object:
            return super().dlopen(name, flags | STAYS)

    cffi.FFI = Staying
    try:
        yield
    finally:
        cffi.FFI = plain


class Binding:
    """What cffi's own object does for WeasyPrint, over tables instead of declarations."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._over = _cffi_backend.FFI("typeset", **tables)

    def cdef(self, declarations: str) -> None:
        """Nothing: what is declared here is in the tables."""

    def dlopen(self, name: str, flags: int) -> object:
        """A library, which stays loaded until the process has ended.

        At its end Python clears modules before it frees what they made: a font map of Pango would be let go by code
        that is no longer there.
        """
        return self._over.dlopen(name, flags | STAYS)

    def __getattr__(self, name: str) -> object:
        found = getattr(self._over, name)
        self.__dict__[name] = found
        return found


def keep() -> None:
    """Put the declarations of this process into tables for the next; a cache that cannot be written only costs time."""
    binding = sys.modules[MODULE].ffi
    with suppress(EngineError, OSError):
        place = _place()
        if not isinstance(binding, Binding) and not place.exists():
            files.write(place, marshal.dumps(_tables("\n".join(binding._cdefsources))))


def _kept() -> Binding | None:
    with suppress(OSError, EOFError, ValueError, TypeError):
        return Binding(marshal.loads(_place().read_bytes()))  # noqa: S302  the user's own cache, as .pyc files are
    return None


def _place() -> Path:
    weasyprint = find_spec("weasyprint")
    if weasyprint is None or not weasyprint.submodule_search_locations:
        raise FileNotFoundError("weasyprint")
    theirs = Path(weasyprint.submodule_search_locations[0]) / "text" / "ffi.py"
    readers = f"{sys.version} {_cffi_backend.__version__}".encode()
    name = hashlib.sha256(theirs.read_bytes() + OURS.read_bytes() + readers).hexdigest()
    return files.cache("engine") / f"{name[:32]}.tables"


def _tables(declarations: str) -> dict[str, Any]:
    """What cffi's compiled module would hand to its backend, read from that module's text."""
    import cffi

    compiler = cffi.FFI()
    compiler.cdef(declarations)
    compiler.set_source("typeset_tables", None)
    with TemporaryDirectory() as folder:
        module = Path(folder) / "tables.py"
        with redirect_stdout(io.StringIO()):  # cffi tells what it writes, and stdout carries our results
            compiler.emit_python_code(str(module))
        tree = ast.parse(module.read_text())
    call = next(part.value for part in tree.body if isinstance(part, ast.Assign))
    if not isinstance(call, ast.Call):
        raise OSError("cffi writes its tables in a way that is not known here")
    return {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords if keyword.arg}


MAJOR = 70
"""The WeasyPrint that the patches were written for. Older ones have known holes (CVE-2025-68616 and others); newer ones
may have moved what we change."""
LATE_MODULES = ("fontTools.subset", "fontTools.ttLib.woff2", "PIL.ExifTags")
"""What is asked where HarfBuzz cannot make a subset, for web fonts, and for the names in a photo's particulars: none of
it for most pages of ours. One that is imported twice is no longer late: Python itself asks it then."""
INSTANCER = "fontTools.varLib.instancer"
"""WeasyPrint calls one function of it, for a variable font; ours are made static before they are set."""
LATE_SHEETS = ("_ua_stylesheets", "_ua_counter_style", "_ph_stylesheets")
"""The methods of `weasyprint.HTML` that hand out its own style sheets; our pages are set with `defaults.css`."""


Shortcut = Callable[[], AbstractContextManager[None]]
"""What is held while WeasyPrint is imported, and let go when it is."""


def weasyprint(shortcuts: Iterable[Shortcut] = ()) -> ModuleType:
    """WeasyPrint, imported by these shortcuts and of a version we know; a second call costs nothing.

    Raises `EngineError`.
    """
    loaded = sys.modules.get("weasyprint")
    if loaded is None:
        with budget.once():
            loaded = _load(shortcuts)
    version: str = loaded.VERSION
    if version.partition(".")[0] != str(MAJOR):
        raise EngineError(
            Message(
                "WeasyPrint {version} is installed; typeset works with {major} and with no other.",
                version=version,
                major=MAJOR,
            ),
            hint=Message(
                'Install it with: python -m pip install "weasyprint>={major},<{next_major}"',
                major=MAJOR,
                next_major=MAJOR + 1,
            ),
        )
    return loaded


def _load(shortcuts: Iterable[Shortcut]) -> ModuleType:
    try:
        return _imported(shortcuts)
    except OSError:
        return _load_with_search()


def _load_with_search() -> ModuleType:
    try:
        return _imported([without_advice])
    except OSError as missing:
        raise EngineError(
            Message("A library that sets the type cannot be loaded: {missing}.", missing=missing),
            hint="Install Pango, HarfBuzz and fontconfig; `typeset-press doctor` names the command for this system.",
        ) from missing


def _imported(shortcuts: Iterable[Shortcut]) -> ModuleType:
    with ExitStack() as stack:
        for shortcut in shortcuts:
            stack.enter_context(shortcut())
        return import_module("weasyprint")


@contextmanager
def without_advice() -> Iterator[None]:
    """Leave unsaid what WeasyPrint prints of a library that it misses: our results go where it would stand."""
    with redirect_stdout(io.StringIO()):
        yield


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave the garbage collector out: an import makes many objects and hardly any garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def libraries_by_name() -> Iterator[None]:
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
def late_modules() -> Iterator[None]:
    """Load modules that WeasyPrint may never ask for at the first question to them.

    They are the real modules from the start, in `sys.modules` and in their packages, and whoever asks one of them for
    anything, first or last, gets what is really there.
    """
    finder = _Late()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Late(MetaPathFinder):
    """Finds what Python would find, to be loaded when it is asked for an attribute."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> machinery.ModuleSpec | None:
        found = machinery.PathFinder.find_spec(name, path, target) if name in LATE_MODULES else None
        if found and found.loader:
            found.loader = LazyLoader(found.loader)
        return found


@contextmanager
def late_instancer() -> Iterator[None]:
    """Bind WeasyPrint's name of the instancer's one function to one that imports the instancer when it is called.

    A name that is imported out of a module cannot be filled later, and the instancer takes a quarter as long as a whole
    page. Nobody but WeasyPrint's own import sees the module that stands here for it.
    """
    if INSTANCER in sys.modules:
        yield
        return
    sys.modules[INSTANCER] = holder = ModuleType(INSTANCER)
    holder.instantiateVariableFont = _instantiate  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del sys.modules[INSTANCER]


def _instantiate(*arguments: Any, **options: Any) -> Any:
    from fontTools.varLib.instancer import instantiateVariableFont

    return instantiateVariableFont(*arguments, **options)


@contextmanager
def late_sheets() -> Iterator[None]:
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
