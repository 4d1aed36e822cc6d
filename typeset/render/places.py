"""The places of pictures that cannot be shown: a frame with words where the picture would stand.

A page that lacks a photo is still the release. Who proofs it sees at once what is missing and where; who hears it hears
the text that was written for the picture.
"""

from __future__ import annotations

from collections.abc import Collection
from xml.etree.ElementTree import Element, SubElement

from typeset.page import Page, PhotoNote
from typeset.render.rendering import ASSET

FRAME, NAME = "missing-picture", "name"
"""Classes that a theme may give a look of its own; see defaults.css."""


def mark(root: Element, page: Page, shown: Collection[str]) -> None:
    """Put a frame in the place of each photo that is not among the addresses that can be shown."""
    for element in root.iter("img"):
        address = element.get("src", "")
        note = page.photos.get(address.removeprefix(ASSET))
        if note and address.startswith(ASSET) and address not in shown:
            _frame(element, note)


def _frame(element: Element, note: PhotoNote) -> None:
    """Make a picture's element the frame. It stays a figure with its alternative text."""
    alt = element.get("alt") or ""
    words = f"{note.instead}: {note.name}" if note.name else note.instead
    element.tag = "div"
    element.attrib.clear()
    element.attrib.update({"class": FRAME, "role": "img", "aria-label": alt or words})
    element.text = f"{note.instead}: " if note.name else note.instead
    if note.name:
        SubElement(element, "bdi", {"class": NAME, "dir": "auto"}).text = note.name
    if alt:
        SubElement(element, "span").text = alt
