"""A chat that a messenger exported (WhatsApp) -> its words alone, each on the line where it stands in the file.

`[12/05/2024, 10:30:15] الاسم: …` (iPhone) and `12/05/2024, 10:30 - الاسم: …` (Android), also in Arabic or Persian
figures, begin a message. The senders are left out and told; so are attached files and the messenger's own notes.
"""

from __future__ import annotations

import re

from typeset.errors import Message
from typeset.read.draft import Loss, LossKind

_SIGNS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
_DAY = r"\d{1,4}[/.\-\u200f]{1,2}\d{1,2}[/.\-\u200f]{1,2}\d{2,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\xa0]?(?:[AaPp]\.?[Mm]\.?|[صم]|ق\.ظ|ب\.ظ))?"
_HEAD = re.compile(
    rf"^{_SIGNS}(?:\[{_SIGNS}{_DAY}[,،]?\s{{1,3}}{_TIME}\]|{_DAY}[,،]?\s{{1,3}}{_TIME}\s{{1,3}}[-–])\s{{0,3}}{_SIGNS}"
    rf"(?:(?P<sender>[^:\n]{{1,60}}):(?:\s|$))?"
)
_FILE = re.compile(
    r"^[\u200e\u200f]*(?:<[^<>]*(?:omitted|attached|مرفق|محذوف|تم استبعاد)[^<>]*>|.{1,80}\((?:file attached|ملف مرفق)\)"
    r"|(?:image|video|audio|document|sticker|GIF) omitted|تم استبعاد .{1,30})[\u200e\u200f]*$"
)
_ITALIC = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{0,300}[^\s_])_(?![\w_])")
MOST_BEFORE = 5
"""Lines that may stand above the first message."""


def is_chat(text: str) -> bool:
    """Whether the text is an exported chat: a message begins in one of its first lines."""
    return any(_HEAD.match(line) for line in text.split("\n", MOST_BEFORE)[:MOST_BEFORE])


def words(text: str) -> tuple[str, list[Loss]]:
    """The words of the messages, line for line, and what was left out."""
    kept: list[str] = []
    losses: list[Loss] = []
    for number, line in enumerate(text.split("\n"), 1):
        head = _HEAD.match(line)
        rest = line[head.end() :] if head else line
        if head and not head["sender"]:
            losses.append(
                Loss(LossKind.AROUND, Message("a note of the messenger: {words}", words=rest.strip()), number)
            )
            rest = ""
        elif head:
            losses.append(Loss(LossKind.AROUND, Message("the sender: {words}", words=head[0].strip()), number))
        if _FILE.match(rest.strip()):
            losses.append(Loss(LossKind.PICTURE, rest.strip(), number))
            rest = ""
        kept.append(_ITALIC.sub(r"\1", rest))
    return "\n".join(kept), losses
