"""A TJ array: codes and, between them, moves. Its parts are kept as what they are, and written down here alone.

What stands side by side is one: codes join into one string, moves are added into one number. Chrome's viewer draws a
line uneven where a string is empty or two numbers follow one another.
"""

from __future__ import annotations

from collections.abc import Iterable

Part = str | float
"""Codes as hexadecimal digits, or a move to the left in 1/1000 em."""
NO_MOVE = "0"


def array(parts: Iterable[Part]) -> str:
    """What stands between the brackets of a TJ array."""
    written: list[str] = []
    codes, move = "", 0.0
    for part in parts:
        if not isinstance(part, str):
            move += part
        elif part:
            if move and (moved := number(move)) != NO_MOVE:
                written += [_string(codes), moved]
                codes = ""
            codes, move = codes + part, 0.0
    moved = number(move)
    return "".join([*written, _string(codes), "" if moved == NO_MOVE else moved])


def number(value: float) -> str:
    """A number as PDF writes it, to three decimals."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return NO_MOVE if written == "-0" else written


def _string(codes: str) -> str:
    return f"<{codes}>" if codes else ""
