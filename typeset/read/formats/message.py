"""An e-mail (.eml) -> the release that it brings.

Its plain text comes first, else its HTML. The subject is the headline where the text begins without one, and the day it
was sent the date where the text names none. Where the body is only a greeting and a file that we read is attached, that
file is the release. Whatever else is attached is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import PurePath
from typing import TypeGuard

from typeset.errors import ArticleError, Message
from typeset.model.article import Block, Heading, Paragraph
from typeset.model.text import Text
from typeset.read.draft import Draft, Fields, Loss, LossKind
from typeset.read.formats import text
from typeset.read.formats.jsonld import body
from typeset.read.source import SourceFile

LARGEST = 40_000_000
"""Bytes, attachments included."""
DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What Python's own parser ends with where the head of an e-mail is cut off or mixed up."""
GREETING = 60
"""Words. A body with fewer is a note to the file that it brings."""
FORWARDED = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|رد|إعادة توجيه|پاسخ|הועבר)\s*:\s*)+", re.IGNORECASE)
HIGHEST = 8
"""Lines among which the headline stands, where the subject says which it is."""
SHORTEST_HEADLINE = 12
"""Characters."""
SENTENCE_ENDS = (".", "۔", ":", "؛")
"""How a line ends that is no headline: where a text begins with such a one, its headline is the subject."""
READ_WHEN_ATTACHED = (".docx", ".odt", ".rtf", ".md", ".txt", ".html", ".htm")


def draft(source: SourceFile) -> Draft:
    """The release in an e-mail. Raises ArticleError: there is no text in it and no file that we read."""
    source.no_larger_than(LARGEST)
    try:
        return _release(source)
    except DAMAGE as error:
        raise ArticleError(
            Message("{name} is a damaged e-mail: {error}.", name=source.name, error=str(error) or type(error).__name__),
            hint="Save it once more, or copy its text into a .txt.",
        ) from error


def _release(source: SourceFile) -> Draft:
    message = message_from_bytes(source.data, EmailMessage, policy=policy.default)
    written = message.get_body(("plain", "html"))
    attached: list[MIMEPart] = list(message.iter_attachments())
    words = _content(written) if written else ""
    enclosed = next((part for part in attached if _suffix(part) in READ_WHEN_ATTACHED), None)
    if enclosed is not None and len(re.sub("<[^>]*>", " ", words).split()) < GREETING:
        attached.remove(enclosed)
        return _completed(_enclosed(enclosed, source), message, attached)
    if not words.strip():
        raise ArticleError(
            Message("{name}: there is no text in this e-mail.", name=source.name),
            hint="Save the attached file and give that.",
        )
    if written is not None and written.get_content_subtype() == "html":
        blocks, notes, losses = body(words, source.name)
        return _completed(Draft(blocks, notes=notes, losses=losses), message, attached)
    release, _, signature = words.partition("\n-- \n")
    told = (Loss(LossKind.AROUND, Message("the signature: {words}", words=signature)),) if signature.strip() else ()
    return _completed(Draft(text.blocks(_unquoted(release)), losses=told), message, attached)


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, UnicodeError):  # a charset that there is not
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _unquoted(words: str) -> str:
    """The text without the marks of a quoted text."""
    return "\n".join(re.sub(r"^(?:> ?)+", "", line) for line in words.split("\n"))


def _suffix(part: MIMEPart) -> str:
    return PurePath(part.get_filename() or "").suffix.lower()


def _enclosed(part: MIMEPart, source: SourceFile) -> Draft:
    """The draft of an attached file."""
    from typeset import read

    data = part.get_payload(decode=True)
    file = SourceFile(
        data if isinstance(data, bytes) else b"", f"{source.name}/{part.get_filename()}", _suffix(part), source.folder
    )
    return read.reader(file).draft(file)


def _completed(draft: Draft, message: EmailMessage, attached: list[MIMEPart]) -> Draft:
    """The draft with what the head of the e-mail says, and what is attached told."""
    subject = FORWARDED.sub("", " ".join(str(message.get("subject", "")).split()))
    head: Fields = {"headline": Text(subject)} if subject else {}
    named = next((block for block in draft.blocks[:HIGHEST] if _names(block, subject)), None)
    if named is not None:
        draft = replace(
            draft,
            blocks=tuple(block for block in draft.blocks if block is not named),
            declared={**draft.declared, "headline": named.text},
        )
    elif subject and draft.blocks and isinstance(first := draft.blocks[0], Paragraph) and _is_a_sentence(first):
        draft = replace(draft, declared={**head, **draft.declared})
    if sent := _sent(message):
        head["date"] = sent.date()
    return replace(draft, fallbacks={**head, **draft.fallbacks}, losses=(*draft.losses, *_offered(attached)))


def _names(block: Block, subject: str) -> TypeGuard[Paragraph | Heading]:
    """Whether the subject is this line; a mark such as `محظور حتى …` may stand before it there."""
    if not isinstance(block, Paragraph | Heading):
        return False
    words = " ".join(block.text.text.split())
    return len(words) > SHORTEST_HEADLINE and subject.endswith(words)


def _is_a_sentence(block: Paragraph) -> bool:
    return block.text.text.rstrip().endswith(SENTENCE_ENDS)


def _sent(message: EmailMessage) -> datetime | None:
    try:
        return getattr(message.get("date"), "datetime", None)
    except (ValueError, TypeError, OverflowError):
        return None


def _offered(attached: list[MIMEPart]) -> Iterator[Loss]:
    for part in attached:
        name = part.get_filename() or part.get_content_type()
        if part.get_content_maintype() == "image":
            hint = Message("Save it beside the text and name it there: ![…]({name})", name=name)
            yield Loss(LossKind.PICTURE, Message("{name}, attached", name=name), hint=hint)
        else:
            yield Loss(LossKind.AROUND, Message("{name}, attached", name=name))
