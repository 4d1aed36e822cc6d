"""The C declarations of the engine, parsed once for good.

WeasyPrint and `shape.harfbuzz` declare the functions of Pango and HarfBuzz as C text, which cffi reads with a parser
written in Python, at every start and again for every type that is named in a call: a fifth of a whole run. cffi can
compile such declarations into tables (its out-of-line ABI mode). The tables lie in the user's cache, under a name made
from the text of the declarations and the versions of what reads them; without them, everything is parsed as ever.
"""

from __future__ import annotations

import ast
import hashlib
import io
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import _cffi_backend  # type: ignore[import-untyped]

from typeset import files, folders
from typeset.errors import EngineError

OURS = Path(__file__).with_name("shape") / "harfbuzz.py"
MODULE = "weasyprint.text.ffi"


@contextmanager
def compiled() -> Iterator[None]:
    """While WeasyPrint is imported, let it find its declarations in tables, where they have been made.

    One of its modules asks for `cffi`, and calls `FFI` alone. Whoever imports cffi afterwards gets the real one.
    """
    kept = _kept()
    if kept is None or "cffi" in sys.modules:
        yield
        return
    stand_in = ModuleType("cffi")
    stand_in.FFI = lambda: kept  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]


class Binding:
    """What cffi's own object does for WeasyPrint, over tables instead of declarations."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._over = _cffi_backend.FFI("typeset", **tables)

    def cdef(self, declarations: str) -> None:
        """Nothing: what is declared here is in the tables."""

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
    return folders.cache("engine") / f"{name[:32]}.tables"


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
