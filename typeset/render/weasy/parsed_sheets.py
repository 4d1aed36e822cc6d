"""Parsed style sheets in the user's cache: reading a theme's takes forty milliseconds, and it is the same every day.

A sheet is kept under a name made from its text and the versions of all that reads it, and only if the engine had
nothing to say about it. WeasyPrint's sheets are plain data, but for the selectors, which cssselect2 has compiled into
functions: their code is kept, and becomes the same functions again.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import pickle
import sys
from types import FunctionType
from typing import Any

import cssselect2.compiler
import tinycss2
import weasyprint
from weasyprint.css.counters import CounterStyle

from typeset import private_cache

FOLDER = "sheets"
MOST = 100
"""So many sheets are kept: a theme has one for each language, sheet of paper and brand."""
DAMAGED = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, KeyError, TypeError, ValueError)

Parsed = tuple[weasyprint.CSS, CounterStyle]
"""A sheet and its counter styles."""


def kept(text: str) -> Parsed | None:
    """The sheet of this text, as an earlier run has parsed it."""
    data = private_cache.read(FOLDER, _name(text))
    if not data:
        return None
    try:
        css, counters = pickle.loads(data)  # noqa: S301  the user's own, as .pyc files are
    except DAMAGED:
        return None
    return css, counters


def keep(text: str, sheet: Parsed) -> None:
    """Keep a sheet for the next run; one that is no plain data is not kept."""
    data = io.BytesIO()
    try:
        _Pickler(data, pickle.HIGHEST_PROTOCOL).dump(sheet)
    except (pickle.PicklingError, AttributeError, TypeError, ValueError):
        return
    private_cache.write(FOLDER, _name(text), data.getvalue(), MOST)


def _name(text: str) -> str:
    versions = (sys.version, weasyprint.VERSION, tinycss2.VERSION, cssselect2.VERSION)
    return hashlib.sha256("\0".join((*versions, text)).encode()).hexdigest()[:32]


class _Pickler(pickle.Pickler):
    def reducer_override(self, thing: object) -> Any:
        if isinstance(thing, FunctionType) and thing.__name__ == "<lambda>" and thing.__closure__ is None:
            return _selector, (marshal.dumps(thing.__code__),)
        return NotImplemented


def _selector(code: bytes) -> FunctionType:
    return FunctionType(marshal.loads(code), vars(cssselect2.compiler))  # noqa: S302  its names are those of the module
