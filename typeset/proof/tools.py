"""Programs of others that a check may call: found on the PATH, bounded in time, never trusted to succeed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from typeset.check import NotRunError

LONGEST = 120
"""Seconds for one call."""
JAVA_BOUNDS = "-Xmx640m -XX:CompressedClassSpaceSize=64m -XX:ReservedCodeCacheSize=64m"
"""Java else reserves more address space than a process apart may have."""


def found(program: str, *, hint: str) -> str:
    """Where a program is; NotRunError with the hint where it is not installed."""
    path = shutil.which(program)
    if path is None:
        raise NotRunError(f"{program} is not installed", hint=hint)
    return path


def run(command: Sequence[str]) -> bytes:
    """What a program prints. NotRunError where it takes too long, or says nothing and fails."""
    surroundings = {**os.environ, "JAVA_TOOL_OPTIONS": JAVA_BOUNDS}
    try:
        done = subprocess.run(  # noqa: S603 - the words are our own
            command, capture_output=True, timeout=LONGEST, check=False, env=surroundings
        )
    except subprocess.TimeoutExpired:
        raise NotRunError(f"{command[0]} took more than {LONGEST} seconds") from None
    except OSError as refused:
        raise NotRunError(f"{command[0]} could not be started ({refused.strerror})") from None
    if done.returncode and not done.stdout:
        words = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit status {done.returncode}"]
        raise NotRunError(f"{command[0]} failed: {words[-1][:200]}")
    return done.stdout
