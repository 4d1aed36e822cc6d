"""PDF objects as pikepdf gives them."""

from __future__ import annotations

from typing import Any, TypeAlias

import pikepdf

Value: TypeAlias = Any
"""A PDF object: a number as int or Decimal, a truth as bool, all else as a pikepdf.Object of some type."""


def entries(value: Value) -> Value:
    """The value, where it is a dictionary or a stream; else a dictionary without entries."""
    return value if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) else pikepdf.Dictionary()


def items(value: Value) -> list[Value]:
    """The members of an array; what is no array is its own only member, and what is not there has none."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
