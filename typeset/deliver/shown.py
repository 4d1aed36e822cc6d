"""The pictures that a letter shows in its text: small enough for a screen, within the message, each with its words.

A mail program fetches nothing from elsewhere unless it is asked to, so they travel with the message (RFC 2392, `cid:`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

from typeset.model.page import Attachment, Letter

WIDEST = 600
"""Pixels: the width of a letter's text."""
QUALITY = 82
FEW_COLOURS = 256
"""A picture of no more colours is a drawing or a logo: PNG keeps its edges, and is smaller."""
DOMAIN = "typeset.invalid"
"""Behind the @ of a Content-ID, which nobody is ever to look up (RFC 2606)."""


def with_pictures(letter: Letter, pictures: Mapping[str, bytes]) -> Letter:
    """The letter with its pictures, by the names that its HTML calls them (`asset:NAME`), as parts of it (`cid:`)."""
    html, shown = letter.html, []
    for name, data in pictures.items():
        if f"asset:{name}" in html:
            part = screen_sized(data)
            shown.append(part)
            html = html.replace(f"asset:{name}", f"cid:{content_id(part)}")
    return replace(letter, html=html, pictures=tuple(shown))


def content_id(part: Attachment) -> str:
    """What the HTML calls a part: made of its content, so that the same letter has the same bytes."""
    return f"{sha256(part.data).hexdigest()[:24]}@{DOMAIN}"


def screen_sized(data: bytes) -> Attachment:
    """A picture at most WIDEST pixels wide, in sRGB, as PNG or JPEG by what it shows, without what else it carries."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened)
        if image.mode not in {"RGB", "RGBA"}:
            image = image.convert("RGBA" if "transparency" in image.info or image.mode in {"LA", "PA"} else "RGB")
        image.thumbnail((WIDEST, 10 * WIDEST))
        is_drawing = image.mode == "RGBA" or image.getcolors(FEW_COLOURS) is not None
        target = BytesIO()
        if is_drawing:
            image.save(target, "PNG", optimize=True)
        else:
            image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    kind = "png" if is_drawing else "jpeg"
    return Attachment(f"{sha256(data).hexdigest()[:12]}.{kind}", target.getvalue(), f"image/{kind}")
