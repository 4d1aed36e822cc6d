"""The e-mail around a release: what compose writes and deliver sends."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of an e-mail: its subject, and its body twice, as HTML with inlined CSS and as plain text."""

    subject: str
    html: str
    text: str
    language: str = "ar"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter, under the name that the reader sees."""

    name: str
    data: bytes
    type: str = "application/pdf"
