"""A quick start: what Python works out anew at every start is kept in one file of the user's cache.

Half of a run is its start, and most of that goes into finding some 500 modules, compiling regular expressions, and
compiling the methods that dataclasses and named tuples write. `begin` takes all three from the record of earlier runs,
which `Record.keep` has made. It is the very same code, of real modules with their own loaders. A record holds for one
Python with one set of distributions, a module in it for one state of its file; whatever is not in it, and every start
without one, goes the plain way. See docs/adr/0010-the-start.md.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import marshal
import os
import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder, SourceFileLoader, all_suffixes
from types import CodeType, FrameType, ModuleType, SimpleNamespace
from zlib import crc32

from typeset import private_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 1
"""Of the record's file."""
FOLDER = "start"
MOST = 4
"""So many records are kept: for the Pythons and environments that were used last."""
LARGEST = 3_000
"""Modules. A record that has grown beyond holds many that are no longer used, and is begun anew."""
TRIED = (3, 13)
"""The latest Python of which it is known how it compiles expressions and methods; a later one is left to do so."""
COMPILING_LATER = ("typeset.model.script", "tinyhtml5.inputstream")
"""Modules that compile patterns of theirs when they are first asked for."""

Pattern = tuple[str, "str | bytes", int]
"""A regular expression: the type of its text, its text, its flags."""
Module = tuple[str, int, int, "str | None", "list[str] | None", bytes]
"""Its file, when that was changed, its size, the file of its bytecode, the folders of a package, its code."""


class Record:
    """What is known from earlier runs, and what this one meets beside it."""

    def __init__(self) -> None:
        self._about = _about()
        self._file = f"{crc32(self._about):08x}.record"
        self._modules: dict[str, Module] = {}
        self._patterns: dict[Pattern, bytes] = {}
        """What the engine of `re` is called with."""
        self._methods: dict[tuple[str, str], bytes] = {}
        """By kind and text: the code of what dataclasses and named tuples write."""
        self._met: set[Pattern] = set()
        kept = private_cache.read(FOLDER, self._file)
        if kept:
            about, *tables = marshal.loads(kept)  # noqa: S302  the user's own, as .pyc files are
            if about == self._about:
                self._modules, self._patterns, self._methods = tables

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """What Python asks for before it imports a module; None: it is not known, or its file is not as it was."""
        if name not in self._modules:
            return None
        file, *state, cached, folders, code = self._modules[name]
        if _state(file) != state:
            del self._modules[name]
            return None
        loader = _Loader(name, file, code) if code else ExtensionFileLoader(name, file)
        spec = ModuleSpec(name, loader, origin=file)
        spec.has_location, spec.cached, spec.submodule_search_locations = True, cached, folders
        return spec

    def take_over(self) -> None:
        """Answer where `re`, named tuples, annotations and dataclasses would compile something.

        Each module gets a name of its own for the builtin function that it calls.
        """
        import collections
        import dataclasses
        import re
        import typing

        self._compiler: Any = vars(re)["_compiler"]
        self._plainly = self._compiler.compile
        self._compiler.compile = self._compile
        vars(collections)["eval"] = lambda text, *names: eval(self._method("eval", text), *names)  # noqa: S307
        vars(typing)["compile"] = lambda text, _name, kind: self._method(kind, text)
        vars(dataclasses)["exec"] = lambda text, *names: exec(self._method("exec", text), *names)  # noqa: S102

    def _method(self, kind: str, text: str) -> CodeType:
        if (kind, text) not in self._methods:
            self._methods[kind, text] = marshal.dumps(compile(text, "<string>", kind, dont_inherit=True))
        code: CodeType = marshal.loads(self._methods[kind, text])  # noqa: S302
        return code

    def _compile(self, pattern: object, flags: int = 0) -> object:
        if not isinstance(pattern, str | bytes):
            return self._plainly(pattern, flags)
        key = (type(pattern).__name__, pattern, int(flags))
        if key in self._patterns:
            return _sre.compile(*marshal.loads(self._patterns[key]))  # noqa: S302
        if _is_of_a_module(pattern, sys._getframe(1)):
            self._met.add(key)
        return self._plainly(pattern, flags)

    def keep(self) -> None:
        """Keep what this run has met, where that was a module or more that is not in the record."""
        new = {name: found for name, module in list(sys.modules.items()) if (found := self._new(name, module))}
        if not new:
            return
        if len(self._modules) > LARGEST:
            self._modules, self._patterns, self._methods = {}, {}, {}
        self._modules |= new
        self._patterns |= {key: self._for_the_engine(key) for key in self._met}
        data = marshal.dumps((self._about, self._modules, self._patterns, self._methods))
        private_cache.write(FOLDER, self._file, data, MOST)

    def _new(self, name: str, module: ModuleType) -> Module | None:
        """A module as it is kept; None: it is in the record, or not of a file that Python itself finds and loads."""
        if name in self._modules or type(module) is not ModuleType:  # one that is late would be loaded by a question
            return None
        spec = getattr(module, "__spec__", None)
        if spec is None or spec.name != name:
            return None
        state = _state(spec.origin)
        if state is None or type(spec.loader) not in {SourceFileLoader, ExtensionFileLoader}:
            return None
        code, folders = spec.loader.get_code(name), spec.submodule_search_locations
        return spec.origin, *state, spec.cached, folders and list(folders), marshal.dumps(code) if code else b""

    def _for_the_engine(self, key: Pattern) -> bytes:
        """What Python calls the engine of `re` with for a pattern: numbers and names."""
        engine = self._compiler._sre
        self._compiler._sre = SimpleNamespace(**{**vars(engine), "compile": lambda *given: given})
        try:
            pattern, flags, code, *groups = self._plainly(*key[1:])
        finally:
            self._compiler._sre = engine
        return marshal.dumps((pattern, int(flags), [int(number) for number in code], *groups))


class _Loader(SourceFileLoader):
    """The loader of a module whose code is in the record, and whose source lies where it lay."""

    def __init__(self, name: str, file: str, code: bytes) -> None:
        super().__init__(name, file)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """The code of the module."""
        code: CodeType = marshal.loads(self._code)  # noqa: S302
        return code


def begin() -> Record | None:
    """Take what follows from the record; None where Python is to write no bytecode, and the start is the plain one."""
    if sys.dont_write_bytecode or PathFinder not in sys.meta_path:
        return None
    record = Record()
    sys.meta_path.insert(sys.meta_path.index(PathFinder), record)
    if sys.version_info[:2] <= TRIED:
        record.take_over()
    return record


def _about() -> bytes:
    """What a record holds for: this Python, and what lies where it imports from, distributions with their versions."""
    suffixes = (*all_suffixes(), "-info")
    named = [[name for name in _names(folder) if "." not in name or name.endswith(suffixes)] for folder in sys.path]
    return marshal.dumps((FORMAT, sys.version, sys.flags.optimize, sys.path, named))


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _state(file: str | None) -> list[int] | None:
    """When a file was changed, and its size; None: there is none."""
    try:
        found = os.stat(file or "")
    except OSError:
        return None
    return [found.st_mtime_ns, found.st_size]


def _is_of_a_module(pattern: str | bytes, caller: FrameType | None) -> bool:
    """Whether a pattern is a program's own: one that is made of the words of a release is not kept."""
    while caller and caller.f_globals["__name__"].partition(".")[0] == "re":
        caller = caller.f_back
    if caller and (caller.f_globals["__name__"] in COMPILING_LATER or pattern in caller.f_code.co_consts):
        return True
    while caller:
        if caller.f_code.co_name == "<module>" and caller.f_globals["__name__"] != "__main__":
            return True
        caller = caller.f_back
    return False
