"""Addresses that may go on: links that are safe to click, pictures that lie in the article's own folder."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

from typeset import addresses
from typeset.patterns import Pattern

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IGNORED = Pattern(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
"""Characters that a browser skips inside a scheme, and halves of characters; no address has them."""

_SCHEME = Pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PICTURE = Pattern(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml|tiff|bmp);base64,", re.IGNORECASE)


def link(address: str) -> str:
    """The address of a link, complete (`www.` and bare e-mail addresses gain their scheme), or nothing.

    A relative address is nothing too: in a PDF it leads nowhere.
    """
    address = address.strip()
    if _IGNORED.search(address):
        return ""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in SCHEMES and len(address) > scheme.end():
        return address
    return addresses.completed(address)


def picture(address: str) -> str:
    """The place of a picture: a path inside the article's folder, or a data: URL of an image; else nothing.

    `%20` and its like are resolved.
    """
    address = address.strip()
    if _PICTURE.match(address):
        return "".join(address.split())
    path = unquote(address)
    if not path or _IGNORED.search(path.replace(" ", "")) or _SCHEME.match(path):
        return ""
    parts = {*PurePosixPath(path).parts, *PureWindowsPath(path).parts}
    anchored = path.startswith(("/", "\\")) or PureWindowsPath(path).drive
    return "" if anchored or ".." in parts else path
