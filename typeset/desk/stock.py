"""The stock: what the desk hands out by address, kept while it may be asked for, within a budget of memory."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import NamedTuple

MOST_BYTES = 256_000_000
"""What a page that nobody looks at any longer may hold back: some hundred pages, or the editions of an afternoon."""


class Item(NamedTuple):
    """Bytes, their media type, and the name under which they are saved; empty: they are only shown."""

    content: bytes
    media_type: str
    file_name: str = ""


class Stock:
    """Items by key; the longest unasked go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._items: OrderedDict[str, Item] = OrderedDict()
        self._most, self._size = most_bytes, 0
        self._lock = threading.Lock()

    def put(self, item: Item, key: str = "") -> str:
        """Keep an item under a key, or under one that cannot be guessed; the key."""
        key = key or secrets.token_urlsafe(12)
        with self._lock:
            if (before := self._items.pop(key, None)) is not None:
                self._size -= len(before.content)
            self._items[key] = item
            self._size += len(item.content)
            while self._size > self._most and len(self._items) > 1:
                _, oldest = self._items.popitem(last=False)
                self._size -= len(oldest.content)
        return key

    def get(self, key: str) -> Item | None:
        """The item of a key; None: it was never there, or is gone."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
            return self._items.get(key)

    def keys(self) -> frozenset[str]:
        """All keys."""
        with self._lock:
            return frozenset(self._items)
