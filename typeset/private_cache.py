"""Files of the user's cache that a program runs: kept where nobody else can write, or not at all.

Whoever could write such a file could have any code run by the user. So the folder is the user's own (0700), and what
lies in it is read only where both belong to the user and no one else may write there. Nothing here raises: what is
missing or doubtful is made anew, and what cannot be kept only costs time.
"""

import os
import stat
from zlib import crc32

OWN = stat.S_IRWXU
OF_OTHERS = stat.S_IWGRP | stat.S_IWOTH
SUM = 4
"""Bytes of the checksum, with which a file begins."""


def folder(name: str) -> str | None:
    """The folder of that name in the user's cache; None: there is no home, or no telling whose a file is (Windows)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache") if os.environ.get("HOME") != "" else ""
    return os.path.join(base, "typeset", name) if os.path.isabs(base) and hasattr(os, "geteuid") else None


def read(name: str, file: str) -> bytes:
    """What is kept in a file; empty where there is none, where others may have written it, or where it is damaged."""
    place = folder(name)
    try:
        if place is None or not _is_private(os.stat(place)):
            return b""
        with open(os.path.join(place, file), "rb") as kept:
            head, data = kept.read(SUM), kept.read()
            return data if _is_private(os.fstat(kept.fileno())) and head == _sum(data) else b""
    except OSError:
        return b""


def write(name: str, file: str, data: bytes, most: int) -> None:
    """Keep a file whole, beside the latest others: `most` in all."""
    place = folder(name)
    if place is None:
        return
    draft = os.path.join(place, f".{file}.{os.getpid()}.part")
    try:
        os.makedirs(place, mode=OWN, exist_ok=True)
        if not _is_private(os.stat(place)):
            return
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
                made.write(_sum(data) + data)
            os.replace(draft, os.path.join(place, file))
        except BaseException:
            os.unlink(draft)
            raise
        _leave(place, most)
    except OSError:
        return


def _sum(data: bytes) -> bytes:
    return crc32(data).to_bytes(SUM, "little")


def _is_private(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & OF_OTHERS


def _leave(place: str, most: int) -> None:
    """Delete all but the latest."""
    with os.scandir(place) as entries:
        files = sorted(entries, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for file in files[most:]:
        os.unlink(file.path)
