"""The moment that SOURCE_DATE_EPOCH names: what is made under it can be made again, byte for byte."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from typeset.errors import EngineError


def moment() -> datetime | None:
    """The moment in UTC; None where the variable is not set. Raises EngineError: it is no number of seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise EngineError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, which is no moment.", hint="Set it to seconds since 1970, or unset it."
        ) from None
