"""The URL fetcher: it gives WeasyPrint the page's own assets and nothing else. Also a listener to WeasyPrint's log."""

from __future__ import annotations

import logging
import threading
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes
from urllib.request import OpenerDirector

from weasyprint.logger import LOGGER
from weasyprint.urls import URLFetcher, URLFetcherResponse

from typeset.errors import Message
from typeset.render.rendering import ASSET, OUTSIDE, LogLine

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes. A picture straight from a good camera has 10 to 30 MB."""


class RefusedError(ValueError):
    """An address that may not be fetched, or a file that may not be read; its text says which and why."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Returns the page's own assets and `data:` pictures; records and refuses all other addresses.

    It is built without the handlers of its base class, so it has no code that opens a socket or a file by address.
    """

    def __init__(self, assets: Mapping[str, Path | bytes]) -> None:
        OpenerDirector.__init__(self)
        self._fail_on_errors = False
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """The content behind an address; raises `RefusedError`."""
        if url.startswith(ASSET):
            return URLFetcherResponse(url, self._asset(url.removeprefix(ASSET)))
        if url.startswith("data:image/"):
            kind, content = _data(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        self.refused.append(url)
        raise RefusedError(OUTSIDE)

    def _asset(self, name: str) -> bytes:
        try:
            asset = self._assets[name]
        except KeyError:
            raise RefusedError(Message("the page brought no file of this name")) from None
        return asset if isinstance(asset, bytes) else fetch(asset)


def fetch(file: Path) -> bytes:
    """The bytes of a regular file of LARGEST_FILE bytes at most; raises `RefusedError`."""
    try:
        if not file.is_file():
            raise RefusedError(Message("{name} is not a file", name=file.name))
        if file.stat().st_size > LARGEST_FILE:
            raise RefusedError(
                Message("{name} is larger than {largest_file} MB", name=file.name, largest_file=LARGEST_FILE // 2**20)
            )
        return file.read_bytes()
    except OSError as fault:
        raise RefusedError(
            Message("{name} cannot be read: {strerror}", name=file.name, strerror=fault.strerror)
        ) from fault


def _data(url: str) -> tuple[str, bytes]:
    """Media type and content of a `data:` address (RFC 2397)."""
    head, _, body = url.removeprefix("data:").partition(",")
    kind, *options = head.split(";")
    content = unquote_to_bytes(body)
    return kind, b64decode(content) if "base64" in options else content


# WeasyPrint's log, from which the checks take what the user should know.


@contextmanager
def listening() -> Iterator[list[LogLine]]:
    """The list to which WeasyPrint's log lines of this thread are added meanwhile, from warnings upwards."""
    lines: list[LogLine] = []
    handler = _ThreadLogHandler(lines)
    LOGGER.addHandler(handler)
    try:
        yield lines
    finally:
        LOGGER.removeHandler(handler)


class _ThreadLogHandler(logging.Handler):
    """Collects the lines that its own thread logs."""

    def __init__(self, lines: list[LogLine]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Collect the line if this thread logged it."""
        if record.thread == self._thread:
            arguments = record.args if isinstance(record.args, tuple) else (record.args,)
            self._lines.append(LogLine(record.msg, arguments))
