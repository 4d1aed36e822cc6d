"""What MuPDF is told of a run, and no other reader.

MuPDF reads ActualText under any tag, poppler under /Span alone, pdf.js and pypdf nowhere. pdfium reads it only where it
is a direct object; so it stands in the page's properties, and `kept_from_pdfium` makes it indirect in the finished file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import pikepdf
import pydyf

from typeset.render.foreign import Stream
from typeset.render.lines.place import Shown
from typeset.render.shape.face import ARABIC_INDIC_DIGITS
from typeset.render.write.facts import ALM

PREFIX = "Mu"
"""Of the names of our property lists."""
END = "\u200b"
"""MuPDF writes twice what the end of an ActualText has in common with the codes: this has nothing."""


def said(run: Sequence[Shown]) -> str:
    """The text of a right-to-left run without the marks of other readers, its numbers as MuPDF turns them round.

    Empty where the codes' own texts serve. MuPDF wants each part of one direction in visual order, and reverses it:
    Arabic-Indic digits as well, but not Persian ones, which part the run in two.
    """
    if not run[0].rtl or not any(_misleads(each) for each in run):
        return ""
    parts = [list(part) for _, part in groupby(run, _turns)]
    text = "".join(_text(each) for part in reversed(parts) for each in part)
    return text + (" " if _opens_line(run) else END)


def _misleads(shown: Shown) -> bool:
    return shown.word.is_number or any(ALM in code.text for code, _ in shown.word.codes)


def _turns(shown: Shown) -> bool:
    """Whether MuPDF takes it for right-to-left."""
    return not shown.word.is_number or shown.word.text[0] in ARABIC_INDIC_DIGITS


def _text(shown: Shown) -> str:
    text = "".join(code.text for code, _ in shown.word.codes).replace(ALM, "")
    return text[::-1] if shown.word.is_number and _turns(shown) else text


def _opens_line(run: Iterable[Shown]) -> bool:
    """Whether the run begins its line, or begins with a space: one space more is then none to a reader."""
    first = min(run, key=lambda each: each.order)
    return first.order == 0 or first.is_space


def property_list(stream: Stream, text: str) -> str:
    """The name of a property list that says `text`, among the resources of the document."""
    properties = stream._resources.setdefault("Properties", pydyf.Dictionary())
    name = f"{PREFIX}{len(properties)}"
    properties[name] = pydyf.Dictionary({"ActualText": pydyf.String(text)})
    return f"/{name}"


def kept_from_pdfium(pdf: pikepdf.Pdf) -> None:
    """Make what MuPDF is told indirect, in a finished PDF."""
    for page in pdf.pages:
        for name, properties in page.obj.Resources.get("/Properties", {}).items():
            if name.startswith(f"/{PREFIX}") and not properties.ActualText.is_indirect:
                properties.ActualText = pdf.make_indirect(properties.ActualText)
