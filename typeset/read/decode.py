"""Bytes to text: UTF-8, UTF-16 and Windows-1256, told by the file or found by trying.

1. A byte order mark tells: UTF-8, UTF-16 LE or BE. What it promises must then hold.
2. UTF-8 is tried; text in another encoding passes for it practically never.
3. Bytes of which nearly every second one is a high byte that Latin or Arabic text has are UTF-16 without a mark.
4. Windows-1256 gives every byte a meaning, so trying proves nothing: it is taken only where its letters are Arabic
   and the bytes are not UTF-8 with a few damaged places.

What is none of them is refused with the place of its first bad byte.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from typeset.errors import ArticleError
from typeset.read.source import Source

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
"""Control characters that no text has; TAB, line ends and the separators that CMSs leave are not among them."""

NOT_TEXT_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f]")
TELLABLE = re.compile(
    r"utf-?8|(?:windows-|cp)125\d|iso-8859-(?:[1-9]|1[0-1]|1[3-6])|koi8-[ru]|gbk|gb18030|big5|shift_jis"
)
"""Encodings that a page may name; what names another is read as if it named none."""

ARABIC = re.compile("[\u0621-\u065f\u066e-\u06d3]")
HIGH_BYTES_OF_UTF_16 = frozenset({0x00, 0x05, 0x06, 0x20, 0xFB, 0xFE})
"""The high bytes of Latin, Hebrew, Arabic, general punctuation and Arabic presentation forms."""


class Decoded(NamedTuple):
    """The text, its encoding, and whether that had to be found by trying (else UTF-8, or told by a mark)."""

    text: str
    encoding: str
    tried: bool = False


def decode(source: Source, told: str = "") -> Decoded:
    """The source as text, its lines ended by LF; `told` is an encoding that the format itself names (an HTML charset).

    Raises ArticleError: it is binary, or none of the encodings; with the first bad byte's place.
    """
    found = _decoded(source, told)
    control = NOT_TEXT.search(found.text)
    if control:
        before = found.text[: control.start()].encode(found.encoding)
        raise _not_text(source, min(len(byte_order_mark(source.data)) + len(before), len(source.data) - 1))
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, found.encoding, found.tried)


def byte_order_mark(data: bytes) -> bytes:
    """The byte order mark with which the data begins, if any."""
    return next((mark for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")


def _decoded(source: Source, told: str) -> Decoded:
    data = source.data
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_promised(source, encoding, len(mark)), encoding)
    if TELLABLE.fullmatch(told):
        return Decoded(_promised(source, told, 0), told)
    control = NOT_TEXT_BYTES.search(data)
    bad = control.start() if control else len(data)
    try:
        text = data.decode("utf-8")
        if not control:
            return Decoded(text, "utf-8")
    except UnicodeDecodeError as error:
        bad = min(bad, error.start)
    encoding = _utf_16(data) or _windows_1256(data)
    if not encoding:
        raise _not_text(source, bad)
    return Decoded(_promised(source, encoding, 0), encoding, tried=True)


def _promised(source: Source, encoding: str, start: int) -> str:
    """The text in an encoding that it is known to be in. Raises ArticleError where the promise is broken."""
    try:
        return source.data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        place = start + error.start
        raise ArticleError(
            f"{source.name} says that it is {encoding.upper()}, but byte {place + 1} "
            f"(0x{source.data[place]:02X}) is not.",
            hint="The file is damaged or mislabelled: save it again as UTF-8.",
        ) from None


def _utf_16(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where the high bytes look like it, else nothing."""
    if len(data) % 2 or len(data) < 4:
        return ""
    sample = data[:4096]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(byte in HIGH_BYTES_OF_UTF_16 for byte in high) < 0.9 * len(high):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return ""


def _windows_1256(data: bytes) -> str:
    """`cp1256` where the bytes read as Arabic in it and not as damaged UTF-8, else nothing."""
    if NOT_TEXT_BYTES.search(data):
        return ""
    as_utf_8 = data.decode("utf-8", "replace")
    damaged = as_utf_8.count("\ufffd")
    letters = sum(1 for letter in as_utf_8 if letter > "\x7f") - damaged
    if letters > damaged:
        return ""
    high = sum(byte > 0x7F for byte in data)
    arabic = len(ARABIC.findall(data.decode("cp1256")))
    return "cp1256" if arabic > 0.7 * high else ""


def _not_text(source: Source, place: int) -> ArticleError:
    line = source.data.count(b"\n", 0, place) + 1
    return ArticleError(
        f"{source.name} is not text in UTF-8, UTF-16 or Windows-1256: byte {place + 1} "
        f"(0x{source.data[place]:02X}, line {line}) does not fit.",
        hint="Save it as text in UTF-8; for a Word file, give the .docx itself.",
    )
