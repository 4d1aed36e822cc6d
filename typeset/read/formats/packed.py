"""Files that are zip archives of XML (Word, OpenDocument) or of a release with its photos, unpacked within limits.

Nothing is written to the disk. XML has no DTD, fetches nothing, and is nested no deeper than DEEPEST.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from typeset.errors import ArticleError, Message
from typeset.read.source import SourceFile

if TYPE_CHECKING:
    from lxml import etree

LARGEST = 200_000_000
"""Bytes of all parts unpacked; LARGEST_PART those of one."""
LARGEST_PART = 64_000_000
MOST_PARTS = 5_000
DEEPEST = 120
"""Elements inside one another in a part."""
Damaged = Callable[[str], ArticleError]
"""From a reason to what a reader says of a damaged file of its own kind."""

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError)


def parts(source: SourceFile, damaged: Damaged) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each part, read up to the limits on size and number. Raises ArticleError."""
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            if len(archive.namelist()) > MOST_PARTS:
                raise _too_large(source)
            for part in archive.infolist():
                limit = min(left, LARGEST_PART)
                data = archive.open(part).read(limit + 1)
                if len(data) > limit:
                    raise _too_large(source)
                left -= len(data)
                yield part.filename, data
    except _BROKEN as error:
        reason = Message("a part is encrypted") if "password" in str(error) else str(error) or type(error).__name__
        raise damaged(reason) from None


def _too_large(source: SourceFile) -> ArticleError:
    return ArticleError(
        Message(
            "{name} unpacks to over {largest} MB or {most_parts} parts: this is no press release.",
            name=source.name,
            largest=LARGEST // 1_000_000,
            most_parts=MOST_PARTS,
        ),
        hint="If it is, make its pictures smaller in Word and save it again.",
    )


def tree(file: str, part: str, data: bytes, damaged: Damaged) -> etree._Element:
    """A part's XML. Raises ArticleError: it is broken, has a DTD, or is nested too deep."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(Message("{part}: {msg}", part=part, msg=error.msg)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArticleError(
            Message("{file}: its part {part} has a DTD, which no such file has.", file=file, part=part),
            hint="Do not trust this file; ask its sender.",
        )
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise ArticleError(
            Message(
                "{file}: in {part} elements stand more than {deepest} deep inside one another.",
                file=file,
                part=part,
                deepest=DEEPEST,
            ),
            hint="Take the tables inside tables apart.",
        )
    return root
