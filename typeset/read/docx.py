"""Word: a .docx file, by way of mammoth's HTML.

The styles Title, Subtitle, Heading 1-6, Quote and Caption say what a paragraph is; so do bold lines over paragraphs,
for those who use no styles. Lists, tables, footnotes, pictures with their alternative texts come along; what the page
is set in (fonts, sizes, colours) does not, and direction follows the language.

Before anything is read, the package is judged: no archive in an archive, nothing that swells beyond measure, no DTD, no
password. What it points to outside itself is never fetched.
"""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import mammoth

from typeset.errors import ArticleError
from typeset.read import flat, markup, package
from typeset.read.draft import Draft
from typeset.read.loss import Kind, Loss
from typeset.read.source import Source

if TYPE_CHECKING:
    from mammoth.documents import Image

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h6:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
"""mammoth's style map, on top of its own (Heading 1-6, lists, footnotes). Word keeps these names in every language."""

_WORD = re.compile(r"\w+")
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/svg+xml"}


def draft(source: Source) -> Draft:
    """The blocks of a Word file. Raises ArticleError: it is no sound .docx file, protected, or a trap."""
    opened = package.opened(source)
    losses = list(opened.losses)
    html = _html(source.name, opened.data, losses)
    read = markup.contents(markup.parsed(f"<div>{html}</div>", source.name))
    losses += read.losses
    notes, lost = (note.text.text for note in read.notes), (loss.what for loss in read.losses)
    said = " ".join([*flat.words(read.blocks), *notes, *lost])
    if missing := Counter(_WORD.findall(opened.words)) - Counter(_WORD.findall(said)):
        losses.append(Loss(Kind.WORDS, " ".join(missing.elements())))
    return Draft(tuple(read.blocks), notes=read.notes, losses=tuple(losses))


def _html(name: str, data: bytes, losses: list[Loss]) -> str:
    """What mammoth makes of the file; it fails in many ways on damaged ones, which are all one to the user."""

    def picture(image: Image) -> Mapping[str, str]:
        return _picture(image, losses)

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(picture),
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:
        raise ArticleError(
            f"{name} is a damaged Word file: {str(error) or type(error).__name__}.",
            hint="Open it in Word, repair it, save it again as .docx.",
        ) from error
    return str(result.value)


def _picture(image: Image, losses: list[Loss]) -> Mapping[str, str]:
    """The picture as a data: URL; one that the file only points to, or of Word's own kind, is lost."""
    alt = image.alt_text or ""
    if image.content_type not in _PICTURES:
        losses.append(Loss(Kind.PICTURE, f"{image.content_type} {alt}".strip(), hint="Insert it as PNG or JPEG."))
        return {"src": "", "alt": ""}
    try:
        with image.open() as file:
            data = base64.b64encode(file.read()).decode("ascii")
    except (ValueError, KeyError, OSError):
        losses.append(Loss(Kind.PICTURE, f"a picture that is not in the file {alt}".strip()))
        return {"src": "", "alt": ""}
    return {"src": f"data:{image.content_type};base64,{data}", "alt": alt}
