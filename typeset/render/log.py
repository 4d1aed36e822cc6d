"""What WeasyPrint logs, overheard: it tells its log what a reader of the page should know."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint.logger import LOGGER

from typeset.render.rendering import Line


@contextmanager
def listening() -> Iterator[list[Line]]:
    """What WeasyPrint logs in this thread in the meantime, from warnings upwards."""
    heard: list[Line] = []
    handler = _Ear(heard)
    LOGGER.addHandler(handler)
    try:
        yield heard
    finally:
        LOGGER.removeHandler(handler)


class _Ear(logging.Handler):
    """Keeps the lines that its own thread logs."""

    def __init__(self, heard: list[Line]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line where this thread logged it."""
        if record.thread == self._thread:
            arguments = record.args if isinstance(record.args, tuple) else (record.args,)
            self._heard.append(Line(record.msg, arguments))
