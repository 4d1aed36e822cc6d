"""A page saved with all its parts in one file: .mhtml (Chrome, Edge), .webarchive (Safari) -> a page of HTML.

Its pictures come with it, as `data:` addresses in place of those on the web; nothing is fetched. What is then read is a
saved page like any other (`html`).
"""

from __future__ import annotations

import base64
import html as entities
import plistlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import NamedTuple
from urllib.parse import urljoin
from xml.parsers.expat import ExpatError

from typeset.errors import ArticleError, Message
from typeset.read.draft import Draft
from typeset.read.formats import html
from typeset.read.source import SourceFile

LARGEST = 40_000_000
"""Bytes."""
DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ExpatError)
"""What Python's own parsers end with where the file is cut off or mixed up."""
LARGEST_PICTURE = 4_000_000
"""Bytes; a larger one keeps its address on the web, and is reported as any such picture."""
SOURCE = re.compile(r"""(<img\b[^>]{0,2000}?\bsrc\s*=\s*)(["'])([^"'<>]{1,2000})\2""", re.IGNORECASE)


class Part(NamedTuple):
    """A file of the page: its address, media type, bytes, and the charset it declares."""

    address: str
    kind: str
    data: bytes
    charset: str = ""


def draft(source: SourceFile) -> Draft:
    """The article of the page. Raises ArticleError: the file is damaged, or holds no page."""
    source.no_larger_than(LARGEST)
    try:
        parts = list(_of_safari(source) if source.suffix == ".webarchive" else _of_chrome(source))
    except DAMAGE as error:
        raise ArticleError(
            Message("{name} is a damaged web archive.", name=source.name),
            hint="Save the page once more, as HTML, and give that.",
        ) from error
    page = next((part for part in parts if part.kind in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        raise ArticleError(
            Message("{name} holds no page.", name=source.name), hint="Save the page once more, as HTML, and give that."
        )
    pictures = {part.address: part for part in parts if part.kind.startswith("image/")}
    words = _decoded(page)
    if pictures:
        words = SOURCE.sub(lambda match: _with_picture(match, page.address, pictures), words)
    return html.draft(source._replace(data=words.encode(), suffix=".html"))


def _decoded(page: Part) -> str:
    """The page as text; it is UTF-8 then, so what it says of its charset is taken out."""
    try:
        words = page.data.decode(page.charset or "utf-8")
    except (LookupError, UnicodeError):
        words = page.data.decode("utf-8", "replace")
    return re.sub(r"<meta[^>]{0,300}charset[^>]{0,300}>", "", words, flags=re.IGNORECASE)


def _with_picture(match: re.Match[str], page: str, pictures: dict[str, Part]) -> str:
    """The `src` of a picture, as its bytes where they are in the file."""
    address = entities.unescape(match[3])
    part = pictures.get(address) or pictures.get(urljoin(page, address))
    if part is None or len(part.data) > LARGEST_PICTURE:
        return match[0]
    data = base64.b64encode(part.data).decode("ascii")
    return f"{match[1]}{match[2]}data:{part.kind};base64,{data}{match[2]}"


def _of_chrome(source: SourceFile) -> Iterator[Part]:
    for part in message_from_bytes(source.data, policy=policy.default).walk():
        data = part.get_payload(decode=True) if not part.is_multipart() else None
        if isinstance(data, bytes):
            address = str(part.get("content-location", "")).strip() or str(part.get("content-id", "")).strip("<> ")
            yield Part(address, part.get_content_type(), data, part.get_content_charset() or "")


def _of_safari(source: SourceFile) -> Iterator[Part]:
    archive = plistlib.loads(source.data)
    for each in [archive["WebMainResource"], *archive.get("WebSubresources", [])]:
        yield Part(
            str(each.get("WebResourceURL", "")),
            str(each.get("WebResourceMIMEType", "")),
            bytes(each.get("WebResourceData", b"")),
            str(each.get("WebResourceTextEncodingName", "")),
        )
