"""The bytes of an article: where they came from, their format by content, and their decoded text."""

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
from typeset.model.printed import PrintedText
from typeset.model.script import Pattern
from typeset.read.draft import Loss, LossKind

PDF = b"%PDF-"
LARGEST = 64_000_000
"""Bytes. A Word file with its pictures is rarely over 20 MB; the readers of text formats set a lower limit."""


class SourceFile(NamedTuple):
    """An input file: its bytes, its name for messages, its extension (`.md`) and the folder of its pictures.

    Of a PDF also what stands on its pages, which preflight reads and no reader can.
    """

    data: bytes
    name: str
    suffix: str = ""
    folder: Path | None = None
    printed: PrintedText | None = None

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, by its first bytes."""
        return self.data.lstrip()[:5] == PDF

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
    """The source, checked. Raises ArticleError: it is empty or white space, or over LARGEST."""
    source.no_larger_than(LARGEST)
    if not source.data.strip():
        raise ArticleError(
            Message("{name} is empty.", name=source.name), hint="Write a headline and a text into it, then try again."
        )
    return source


def _bytes(path: Path) -> bytes:
    """The file's bytes, at most one over LARGEST, since a device such as /dev/zero never ends. Raises ArticleError."""
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
    """A hint for a path that does not exist: the file beside it with the most similar name."""
    try:
        names = sorted(file.name for file in path.parent.iterdir() if file.is_file())
    except OSError:
        return Message("There is no folder {folder} either; check the path.", folder=path.parent)
    from difflib import get_close_matches

    near = get_close_matches(path.name, names, n=1)
    return Message("Did you mean {near}?", near=path.with_name(near[0])) if near else Message("Check the name.")


# Bytes to text: UTF-8, UTF-16 and Windows-1256, declared or guessed.
#
# 1. A byte order mark means UTF-8, UTF-16 LE or BE; bytes that do not decode so are refused. 2. An encoding that the
# format declares (an HTML charset) likewise. 3. UTF-8 is tried; text in another encoding practically never decodes as
# UTF-8. 4. Where nearly every second byte is a high byte of Latin or Arabic text, it is UTF-16 without a mark.
# 5. Windows-1256 decodes any bytes, so it is taken only where the result is mostly Arabic and the bytes are not UTF-8
# with a few damaged places.
#
# Anything else is refused, with the offset of the first bad byte.


BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
"""Control characters that no text has. TAB, line ends and the separators of CMSs (U+001C to U+001F) are text."""

MOST_STRAYS = 20
"""One control character in so many characters is tolerated as a program's mistake; with more the file is binary."""
NOT_TEXT_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f]")
DECLARABLE = re.compile(
    r"utf-?8|(?:windows-|cp)125\d|iso-8859-(?:[1-9]|1[0-1]|1[3-6])|koi8-[ru]|gbk|gb18030|big5|shift_jis|cp874|cp932|cp949"
    r"|euc[-_]jp"
)
"""Encodings that a page may declare; another declared one is ignored."""

ARABIC = re.compile("[\u0621-\u065f\u066e-\u06d3]")
HIGH_BYTES_OF_UTF_16 = frozenset({0x00, 0x05, 0x06, 0x20, 0xFB, 0xFE})
"""The high bytes of Latin, Hebrew, Arabic, general punctuation and Arabic presentation forms."""


class Decoded(NamedTuple):
    """The text of a source, its encoding, and whether that was guessed (neither UTF-8 nor declared)."""

    text: str
    encoding: str
    guessed: bool = False
    strays: tuple[Loss, ...] = ()
    """The control characters that were taken out of it."""

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Losses to report: a guessed encoding, and control characters that were left out."""
        guess = (Loss(LossKind.ENCODING, self.encoding),) if self.guessed else ()
        return guess + self.strays


def decode(source: SourceFile, declared: str = "") -> Decoded:
    """The source as text with LF line ends; `declared` is an encoding that the format declares (an HTML charset).

    Stray control characters are left out and reported. Raises ArticleError: the source is binary or in none of the
    encodings; the message names the first bad byte.
    """
    decoded = _decoded(source, declared)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    strays = tuple(NOT_TEXT.finditer(text))
    if not strays:
        return decoded._replace(text=text)
    if not _are_few(len(strays), len(text)):
        raise _binary(source, decoded, len(strays))
    return decoded._replace(text=NOT_TEXT.sub("", text), strays=tuple(_losses(text, strays)))


def _losses(text: str, strays: Iterable[re.Match[str]]) -> Iterator[Loss]:
    """One loss for each different control character, at its first place."""
    places = defaultdict[str, list[int]](list)
    for stray in strays:
        places[stray[0]].append(stray.start())
    for character, (first, *others) in places.items():
        line = text.count("\n", 0, first) + 1
        column = first - text.rfind("\n", 0, first)
        times = Message(", {count} time", ", {count} times", count=len(others) + 1) if others else ""
        yield Loss(LossKind.CONTROL, Message("U+{ord:04X}{times}", ord=ord(character), times=times), line, column)


def _are_few(strays: int, length: int) -> bool:
    """Whether control characters are few enough (one, or one in MOST_STRAYS characters) to be a mistake."""
    return strays <= max(1, length // MOST_STRAYS)


def byte_order_mark(data: bytes) -> bytes:
    """The byte order mark at the start of the data, or empty bytes."""
    return next((mark for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")


def _decoded(source: SourceFile, declared: str) -> Decoded:
    data = source.data
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_decoded_as(source, encoding, len(mark)), encoding)
    if DECLARABLE.fullmatch(declared):
        return Decoded(_decoded_as(source, declared, 0), declared)
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
        return Decoded(_decoded_as(source, encoding, 0), encoding, guessed=True)
    if bad == len(data):
        raise _binary(source, Decoded(text, "utf-8"), strays)
    raise _not_text(source, bad)


def _decoded_as(source: SourceFile, encoding: str, start: int) -> str:
    """The bytes from `start` decoded. Raises ArticleError: a byte does not fit the encoding it declares."""
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
    """`utf-16-le` or `utf-16-be` where nine tenths of the high bytes fit and it decodes, else empty."""
    if len(data) % 2 or len(data) < 4:
        return ""
    sample = data[:4096]
    for encoding, high_bytes in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(byte in HIGH_BYTES_OF_UTF_16 for byte in high_bytes) < 0.9 * len(high_bytes):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return ""


def _windows_1256(data: bytes) -> str:
    """`cp1256` where the high bytes decode to Arabic letters and are not damaged UTF-8, else empty."""
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


def _binary(source: SourceFile, decoded: Decoded, strays: int) -> ArticleError:
    control = NOT_TEXT.search(decoded.text)
    before = decoded.text[: control.start()].encode(decoded.encoding) if control else b""
    place = min(len(byte_order_mark(source.data)) + len(before), len(source.data) - 1)
    return ArticleError(
        Message(
            "{name} is not text: {strays} of its {text_count} characters are control characters, the first "
            "is byte {place} (0x{data:02X}, line {line}).",
            name=source.name,
            strays=strays,
            text_count=len(decoded.text),
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


# The format of a file by its content, where its extension is not known.


LOOKED_AT = 4096
"""Bytes at the beginning that are searched."""

RICH_TEXT = b"{\\rtf"
UNREADABLE = {
    b"\x89PNG": (Message("a picture"), Message("Write the release as text.")),
    b"\xff\xd8\xff": (Message("a picture"), Message("Write the release as text.")),
}
"""First bytes of files that no reader takes -> their kind, and a hint."""

_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|meta)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN = Pattern(r"^#{1,6} \S|^\[\^[^\]]+\]:|^> |^!\[", re.MULTILINE)
_JSON_LD = re.compile(rb'"@(?:context|type|graph)"')


FOREIGN = {
    ".inp": (
        Message("an InPage file"),
        Message("Open it in InPage, choose File, Export, Unicode text, and give that."),
    ),
    ".pages": (
        Message("a file of Apple Pages"),
        Message("Open it in Pages, choose File, Export To, Word, and give that."),
    ),
    ".indd": (Message("an InDesign file"), Message("Open it in InDesign, export the text as RTF, and give that.")),
    ".msg": (
        Message("an e-mail saved by Outlook"),
        Message("Open it in Outlook and save its text, or the attached file."),
    ),
}
"""Endings of files that no reader takes -> their kind, and what to do."""


def refuse_unreadable(source: SourceFile) -> None:
    """Raises ArticleError: the file is of a kind that no reader takes, by its first bytes or by its ending."""
    if source.suffix in FOREIGN:
        what, hint = FOREIGN[source.suffix]
        raise ArticleError(Message("{name} is {what}.", name=source.name, what=what), hint=hint)
    for beginning, (what, hint) in UNREADABLE.items():
        if source.data.startswith(beginning):
            raise ArticleError(Message("{name} is {what}.", name=source.name, what=what), hint=hint)


def sniffed_form(source: SourceFile) -> str:
    """The name of the reader for this content, by its first bytes; `text` where nothing more specific matches."""
    start = source.data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(RICH_TEXT):
        return "rtf"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "docx"
    if source.is_pdf:
        return "pdf"
    if _HTML.match(start):
        return "html"
    if start.lstrip().startswith((b"{", b"[")):
        return "jsonld" if _JSON_LD.search(source.data) else "ninjs"
    return "markdown" if _MARKDOWN.search(start.decode("utf-8", "ignore")) else "text"
