"""The name of the attached file: short ASCII by default, because it arrives everywhere; Arabic where asked for."""

import re
from base64 import b64encode
from urllib.parse import quote

from anyascii import anyascii

SLUG_LIMIT = 60
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""What Windows, macOS or a header does not take in a file name."""


VOWELS = str.maketrans({"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ع": "a", "ى": "a", "ة": "a"})
"""Letters that would vanish, or read as a consonant, when transliterated one by one."""


def slug(stem: str, headline: str) -> str:
    """An ASCII file stem: the source's own where it is ASCII, else the headline in Latin letters.

    Arabic is transliterated letter by letter (no vowels are invented); at most 60 characters, cut between words.
    """
    for words in (stem if stem.isascii() else "", headline, stem):
        plain = re.sub(r"[^a-z0-9]+", "-", anyascii(words.translate(VOWELS)).replace("'", "").lower()).strip("-")
        if plain:
            return (
                plain if len(plain) <= SLUG_LIMIT else plain[: SLUG_LIMIT + 1].rpartition("-")[0] or plain[:SLUG_LIMIT]
            )
    return "release"


def safe(name: str) -> str:
    """A name as the user gave it, without what no file system or header takes."""
    return FORBIDDEN.sub("-", name).strip(" .") or "release"


def type_parameter(name: str) -> str:
    """`name=` for Content-Type: plain where ASCII, else RFC 2047, which older Outlooks read."""
    if name.isascii():
        return f'name="{name}"'
    encoded = [b64encode(piece.encode()).decode("ascii") for piece in _pieces(name, 15)]
    return 'name="' + "\r\n ".join(f"=?utf-8?B?{word}?=" for word in encoded) + '"'


def disposition_parameter(name: str) -> str:
    """`filename=` for Content-Disposition: plain where ASCII, else RFC 2231 in one piece.

    Split into `filename*0*=` pieces, as Python's own writer does, some Outlook versions show no name at all.
    """
    if name.isascii():
        return f'filename="{name}"'
    return f"filename*=UTF-8''{quote(name, safe='')}"


def _pieces(text: str, size: int) -> list[str]:
    """The text in pieces of `size` characters: an encoded word has at most 75 octets (RFC 2047)."""
    return [text[start : start + size] for start in range(0, len(text), size)]
