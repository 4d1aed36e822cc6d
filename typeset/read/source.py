"""The bytes of an article: where they came from, what form they have, and their text."""

from __future__ import annotations

import codecs
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from typeset.errors import ArticleError, Message
from typeset.files import STANDARD
from typeset.model.script import Pattern
from typeset.read.draft import Loss, LossKind

LARGEST = 64_000_000
"""Bytes. A Word file with its pictures is rarely over 20 MB; a reader of text sets a lower limit of its own."""


class SourceFile(NamedTuple):
    """What was read: its bytes, the name for messages, its suffix (`.md`) and the folder its pictures come from."""

    data: bytes
    name: str
    suffix: str = ""
    folder: Path | None = None

    def no_larger_than(self, limit: int) -> None:
        """Raises ArticleError: over `limit` bytes."""
        if len(self.data) > limit:
            raise ArticleError(
                Message(
                    "{name} is over {limit} MB, too long for a press release.", name=self.name, limit=limit // 1_000_000
                ),
                hint="Check that this is the right file; split it if it is.",
            )


def load(path: str | Path) -> SourceFile:
    """A file's bytes, or those of stdin for `-`.

    Raises ArticleError: there is no such file, it is a folder, may not be read, is empty or over LARGEST.
    """
    if Path(path) == STANDARD:
        source = SourceFile(sys.stdin.buffer.read(LARGEST + 1), "stdin", folder=Path.cwd())
    else:
        path = Path(path)
        source = SourceFile(_bytes(path), str(path), path.suffix.lower(), path.absolute().parent)
    return whole(source)


def whole(source: SourceFile) -> SourceFile:
    """The source, where there is something in it and not too much. Raises ArticleError."""
    source.no_larger_than(LARGEST)
    if not source.data.strip():
        raise ArticleError(
            Message("{name} is empty.", name=source.name), hint="Write a headline and a text into it, then try again."
        )
    return source


def _bytes(path: Path) -> bytes:
    """The file's bytes, and never more than one past the limit: /dev/zero has no end."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise ArticleError(Message("{path}: there is no such file.", path=path), hint=_neighbour(path)) from None
    except IsADirectoryError:
        raise ArticleError(Message("{path} is a folder.", path=path), hint="Name the article's file in it.") from None
    except PermissionError:
        raise ArticleError(
            Message("{path} may not be read.", path=path), hint="Allow it: chmod u+r, or ask the file's owner."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ArticleError(
            Message("{path} cannot be read: {reason}.", path=path, reason=reason), hint="Check the name and the disk."
        ) from None


def _neighbour(path: Path) -> str:
    try:
        names = sorted(file.name for file in path.parent.iterdir() if file.is_file())
    except OSError:
        return f"There is no folder {path.parent} either; check the path."
    from difflib import get_close_matches

    near = get_close_matches(path.name, names, n=1)
    return f"Did you mean {path.with_name(near[0])}?" if near else "Check the name."


# Bytes to text: UTF-8, UTF-16 and Windows-1256, told by the file or found by trying.
#
# 1. A byte order mark tells: UTF-8, UTF-16 LE or BE. What it promises must then hold. 2. UTF-8 is tried; text in
# another encoding passes for it practically never. 3. Bytes of which nearly every second one is a high byte that
# Latin or Arabic text has are UTF-16 without a mark. 4. Windows-1256 gives every byte a meaning, so trying proves
# nothing: it is taken only where its letters are Arabic and the bytes are not UTF-8 with a few damaged places.
#
# What is none of them is refused with the place of its first bad byte.


BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
"""Control characters that no text has; TAB, line ends and the separators that CMSs leave are not among them."""

MOST_STRAYS = 20
"""One control character among so many is a program's mistake; more, and it is no text."""
NOT_TEXT_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f]")
TELLABLE = re.compile(
    r"utf-?8|(?:windows-|cp)125\d|iso-8859-(?:[1-9]|1[0-1]|1[3-6])|koi8-[ru]|gbk|gb18030|big5|shift_jis"
)
"""Encodings that a page may name; what names another is read as if it named none."""

ARABIC = re.compile("[\u0621-\u065f\u066e-\u06d3]")
HIGH_BYTES_OF_UTF_16 = frozenset({0x00, 0x05, 0x06, 0x20, 0xFB, 0xFE})
"""The high bytes of Latin, Hebrew, Arabic, general punctuation and Arabic presentation forms."""


class Decoded(NamedTuple):
    """The text, its encoding, whether that had to be found by trying (else UTF-8, or told by a mark), what was lost."""

    text: str
    encoding: str
    tried: bool = False
    strays: tuple[Loss, ...] = ()
    """The control characters that stood in it."""

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What the page's maker should know: a guess, and what was left out."""
        guess = (Loss(LossKind.ENCODING, self.encoding),) if self.tried else ()
        return guess + self.strays


def decode(source: SourceFile, told: str = "") -> Decoded:
    """The source as text, its lines ended by LF; `told` is an encoding that the format itself names (an HTML charset).

    A control character here and there is left out and reported: programs leave them behind. Raises ArticleError: it is
    binary, or in none of the encodings; with the first bad byte's place.
    """
    found = _decoded(source, told)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    strays = tuple(NOT_TEXT.finditer(text))
    if not strays:
        return found._replace(text=text)
    if not _are_few(len(strays), len(text)):
        raise _binary(source, found, len(strays))
    return found._replace(text=NOT_TEXT.sub("", text), strays=tuple(_losses(text, strays)))


def _losses(text: str, strays: Iterable[re.Match[str]]) -> Iterator[Loss]:
    """One loss for each kind of control character, where it stands first."""
    places = defaultdict[str, list[int]](list)
    for stray in strays:
        places[stray[0]].append(stray.start())
    for character, (first, *others) in places.items():
        line = text.count("\n", 0, first) + 1
        column = first - text.rfind("\n", 0, first)
        times = Message(", {others_count} times", others_count=len(others) + 1) if others else ""
        yield Loss(LossKind.CONTROL, Message("U+{ord:04X}{times}", ord=ord(character), times=times), line, column)


def _are_few(strays: int, length: int) -> bool:
    """Whether control characters stand in a text by mistake."""
    return strays <= max(1, length // MOST_STRAYS)


def byte_order_mark(data: bytes) -> bytes:
    """The byte order mark with which the data begins, if any."""
    return next((mark for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")


def _decoded(source: SourceFile, told: str) -> Decoded:
    data = source.data
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_promised(source, encoding, len(mark)), encoding)
    if TELLABLE.fullmatch(told):
        return Decoded(_promised(source, told, 0), told)
    strays = len(NOT_TEXT_BYTES.findall(data))
    bad = len(data)
    try:
        text = data.decode("utf-8")
        if not strays or (_are_few(strays, len(text)) and not _utf_16(data)):
            return Decoded(text, "utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    encoding = _utf_16(data) or _windows_1256(data)
    if encoding:
        return Decoded(_promised(source, encoding, 0), encoding, tried=True)
    if bad == len(data):
        raise _binary(source, Decoded(text, "utf-8"), strays)
    raise _not_text(source, bad)


def _promised(source: SourceFile, encoding: str, start: int) -> str:
    """The text in an encoding that it is known to be in. Raises ArticleError where the promise is broken."""
    try:
        return source.data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        place = start + error.start
        raise ArticleError(
            Message(
                "{name} says that it is {upper}, but byte {place} (0x{data:02X}) is not.",
                name=source.name,
                upper=encoding.upper(),
                place=place + 1,
                data=source.data[place],
            ),
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
    if not _are_few(len(NOT_TEXT_BYTES.findall(data)), len(data)):
        return ""
    as_utf_8 = data.decode("utf-8", "replace")
    damaged = as_utf_8.count("\ufffd")
    letters = sum(1 for letter in as_utf_8 if letter > "\x7f") - damaged
    if letters > damaged:
        return ""
    high = sum(byte > 0x7F for byte in data)
    arabic = len(ARABIC.findall(data.decode("cp1256")))
    return "cp1256" if arabic > 0.7 * high else ""


def _binary(source: SourceFile, found: Decoded, strays: int) -> ArticleError:
    control = NOT_TEXT.search(found.text)
    before = found.text[: control.start()].encode(found.encoding) if control else b""
    place = min(len(byte_order_mark(source.data)) + len(before), len(source.data) - 1)
    return ArticleError(
        Message(
            "{name} is not text: {strays} of its {text_count} characters are control characters, the first "
            "is byte {place} (0x{data:02X}, line {line}).",
            name=source.name,
            strays=strays,
            text_count=len(found.text),
            place=place + 1,
            data=source.data[place],
            line=_line(source, place),
        ),
        hint="Give the text itself; for a Word file, the .docx.",
    )


def _line(source: SourceFile, place: int) -> int:
    return source.data.count(b"\n", 0, place) + 1


def _not_text(source: SourceFile, place: int) -> ArticleError:
    return ArticleError(
        Message(
            "{name} is not text in UTF-8, UTF-16 or Windows-1256: byte {place} "
            "(0x{data:02X}, line {line}) does not fit.",
            name=source.name,
            place=place + 1,
            data=source.data[place],
            line=_line(source, place),
        ),
        hint="Save it as text in UTF-8; for a Word file, give the .docx itself.",
    )


# What a file is, where its name does not tell: by how its content begins.


LOOKED_AT = 4096
"""Bytes at the beginning that are looked at."""

UNREADABLE = {
    b"%PDF": ("a PDF", "Ask for the text it was made from; text taken out of a PDF has lost its order."),
    b"{\\rtf": ("a rich text file (.rtf)", "Open it in Word or LibreOffice and save it as .docx."),
    b"\x89PNG": ("a picture", "Write the release as text."),
    b"\xff\xd8\xff": ("a picture", "Write the release as text."),
}
"""How files begin that no reader takes -> what they are, and what to do."""

_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|meta)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN = Pattern(r"^#{1,6} \S|^\[\^[^\]]+\]:|^> |^!\[", re.MULTILINE)
_JSON_LD = re.compile(rb'"@(?:context|type|graph)"')


def refuse(given: SourceFile) -> None:
    """Raises ArticleError: a kind of file that no reader takes, whatever its name says."""
    for beginning, (what, hint) in UNREADABLE.items():
        if given.data.startswith(beginning):
            raise ArticleError(Message("{name} is {what}.", name=given.name, what=what), hint=hint)


def form(given: SourceFile) -> str:
    """The name of the reader for this content; `text` where nothing says more."""
    start = given.data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "docx"
    if _HTML.match(start):
        return "html"
    if start.lstrip().startswith((b"{", b"[")):
        return "jsonld" if _JSON_LD.search(given.data) else "ninjs"
    return "markdown" if _MARKDOWN.search(start.decode("utf-8", "ignore")) else "text"
