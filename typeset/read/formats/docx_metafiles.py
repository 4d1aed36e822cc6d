"""Drawings in Windows metafiles (EMF, WMF), which only Office shows: drawn anew as PNG by LibreOffice where it is here.

LibreOffice draws a page of 96 pixels to the inch, from which the drawing is cut. What it does not draw stays as it is,
and is reported as a picture that is left out.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from lxml import etree

from typeset.errors import Message
from typeset.read.draft import Loss, LossKind
from typeset.read.formats import libreoffice

METAFILES = (".emf", ".wmf")
MOST = 20
"""Metafiles of one Word file that are drawn."""

_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Default"


def replace(parts: dict[str, bytes], trees: Mapping[str, etree._Element]) -> list[Loss]:
    """Puts a PNG in the place of each metafile that can be drawn, in the parts of a package and all that names it."""
    metafiles = [name for name in parts if name.lower().endswith(METAFILES)][:MOST]
    drawn = _drawn({name: parts[name] for name in metafiles}) if metafiles else {}
    for name, picture in drawn.items():
        del parts[name]
        parts[f"{name}.png"] = picture
    for relation in (each for name, tree in trees.items() if drawn and name.endswith(".rels") for each in tree):
        target = str(relation.get("Target", ""))
        if any(name.endswith(target.lstrip("./")) for name in drawn):
            relation.set("Target", f"{target}.png")
    if drawn and (types := trees.get("[Content_Types].xml")) is not None:
        types.insert(0, etree.Element(_TYPE, Extension="png", ContentType="image/png"))
    return [_redrawn(name) for name in drawn]


def _redrawn(name: str) -> Loss:
    what = Message("a picture in {form} was drawn anew by LibreOffice", form=name[-3:].upper())
    return Loss(LossKind.STRUCTURE, what, hint="Look at it on the page; insert it as PNG where it is not sharp enough.")


def _drawn(metafiles: Mapping[str, bytes]) -> dict[str, bytes]:
    """The metafiles as PNG, each under its name, without those that cannot be drawn."""
    cut = {name: _cut(page) for name, page in libreoffice.converted(metafiles, "png").items()}
    return {name: picture for name, picture in cut.items() if picture}


def _cut(page: bytes) -> bytes:
    """The drawing cut from its white page, as PNG; nothing where the page is empty or no picture."""
    from PIL import Image, ImageChops

    try:
        picture = Image.open(io.BytesIO(page)).convert("RGB")
    except OSError:
        return b""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if not box:
        return b""
    file = io.BytesIO()
    picture.crop(box).save(file, "PNG")
    return file.getvalue()
