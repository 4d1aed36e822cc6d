"""Word (.docx) -> blocks, by way of the HTML that mammoth makes of it.

The styles Title, Subtitle, Heading 1-6, Quote and Caption give a paragraph's kind, and so do an office's own that are
based on them; where no styles are used, a short bold line over a paragraph is a subheading. Lists with their numbers,
tables (which `html_table` reads), footnotes, and pictures with their alternative texts are kept; fonts, sizes and
colours are not, and direction follows the language.

`docx_package` checks the file before it is read and mends its XML where mammoth would lose words; `letterhead` finds
what an office writes above its text. External references are never fetched.
"""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

import mammoth

from typeset.errors import ArticleError, Message
from typeset.model.text import Text
from typeset.read import assemble
from typeset.read.draft import Draft, Loss, LossKind
from typeset.read.formats import docx_numbers, html_blocks, letterhead, marked_parts
from typeset.read.formats.docx_package import opened_package
from typeset.read.parts import LONGEST_HEADLINE
from typeset.read.source import SourceFile

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
PARTS = (
    *(
        "release",
        "embargo",
        "number",
        "date",
        "place",
        "to",
        "kicker",
        "subheadline",
        "signature-name",
        "signature-role",
    ),
    *("end-mark", "source", "link", "attachment", "about", "label", "contact-name", "contact-role", "contact-phone"),
    *("contact-email", "contact-link"),
)
"""The styles `Part NAME` of files that we wrote; `Part dateline` is one of characters."""
OURS = "".join(f"p[style-name='Part {name}'] => p.part-{name}:fresh\n" for name in PARTS)
OURS += "r[style-name='Part dateline'] => span.part-dateline\n"
"""Style map added to mammoth's own (Heading 1-6, lists, footnotes). Word stores these names in every UI language."""

_WORD = re.compile(r"\w+")
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/svg+xml"}


def draft(source: SourceFile) -> Draft:
    """The blocks of a Word file. Raises ArticleError: it is no .docx file, damaged, protected, or unsafe to unpack."""
    package = opened_package(source)
    losses = list(package.losses)
    html = _html(source.name, package.data, losses)
    page = html_blocks.parsed(f"<div>{html}</div>", source.name)
    docx_numbers.starts(page)
    marked = " ".join(element.text_content() for element, _ in marked_parts.marked(page))
    declared = marked_parts.take(page)
    read = html_blocks.contents(page)
    losses += read.losses
    notes, reported = (note.text.text for note in read.notes), (loss.what for loss in read.losses)
    read_words = " ".join([*assemble.words(read.blocks), *notes, *reported, marked])
    if missing := Counter(_WORD.findall(package.words)) - Counter(_WORD.findall(read_words)):
        losses.append(Loss(LossKind.WORDS, " ".join(missing.elements())))
    if declared:
        return Draft(tuple(read.blocks), declared, read.notes, tuple(losses), guess=False)
    head = letterhead.taken(read.blocks)
    losses, embargoes = letterhead.from_page_heads(losses, head.blocks)
    head.blocks[:0] = embargoes
    if head.has_no_headline():
        head.losses.append(_named_after_the_file(head, package.title, source))
    return Draft(tuple(head.blocks), head.declared, read.notes, (*losses, *head.losses), head.fallbacks)


def _named_after_the_file(head: letterhead.Letterhead, title: str, source: SourceFile) -> Loss:
    """Gives a text that begins without a short line the title of its file for a headline, else the file's name."""
    if len(title.split()) > 1 and len(title) <= LONGEST_HEADLINE:
        what = Message("the text has no headline; it was taken from the file's title: {title}", title=title)
    else:
        title = " ".join(re.split(r"[\W_]+", PurePath(source.name).stem)).strip()
        what = Message("the text has no headline; it was taken from the file's name: {title}", title=title)
    head.fallbacks["headline"] = Text(title)
    return Loss(LossKind.STRUCTURE, what, hint="Write the headline on the first line.")


def _html(name: str, data: bytes, losses: list[Loss]) -> str:
    """The HTML that mammoth makes of the file; all its failures on damaged files are one ArticleError."""

    def picture(image: Image) -> Mapping[str, str]:
        return _picture(image, losses)

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES + OURS,
            convert_image=mammoth.images.img_element(picture),
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:
        raise ArticleError(
            Message("{name} is a damaged Word file: {error}.", name=name, error=str(error) or type(error).__name__),
            hint="Open it in Word, repair it, save it again as .docx.",
        ) from error
    return str(result.value)


def _picture(image: Image, losses: list[Loss]) -> Mapping[str, str]:
    """The `src` and `alt` of a picture, as a data: URL; one that is linked or in a Word format is reported as lost."""
    alt = image.alt_text or ""
    if image.content_type not in _PICTURES:
        losses.append(Loss(LossKind.PICTURE, f"{image.content_type} {alt}".strip(), hint="Insert it as PNG or JPEG."))
        return {"src": "", "alt": ""}
    try:
        with image.open() as file:
            data = base64.b64encode(file.read()).decode("ascii")
    except (ValueError, KeyError, OSError):
        losses.append(Loss(LossKind.PICTURE, Message("a picture that is not in the file {alt}", alt=alt)))
        return {"src": "", "alt": ""}
    return {"src": f"data:{image.content_type};base64,{data}", "alt": alt}
