"""Releases of any length in five languages, with every field or none: for what a theme must bear.

Paragraphs are drawn from the sentences of real texts, the same each time; the fields, the subheading, the quotation,
the list, the table and the footnote come from the kit of the language in `cases/matrix/`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from releases import ROOT, sentences

KITS = ROOT / "cases" / "matrix"
LANGUAGES = ("ar", "fa", "ur", "he", "en")
PHOTO_FILE = "photo.png"
"""The name that the photo has in a kit."""
SHAPES = {"wide": (3, 2), "upright": (2, 3)}
USUAL_PIXELS, MANY_PIXELS = 2000, 3000
"""The width of a photo: 225 pixels to the inch over the whole of an A4 page with its bleed, and of a broad sheet."""
EVERY_OTHER = 2
"""After so many paragraphs comes a block of another kind, or a photo."""


class Kit(NamedTuple):
    """What a release in a language is made of, beside its sentences."""

    fields: str
    """The front matter of every field, as YAML."""
    headline: str
    blocks: tuple[str, ...]
    """A subheading, a quotation, a list, a table."""
    photo: str
    note: str


class Generated(NamedTuple):
    """A release: its language, its length, its photos, and whether it has every field or a headline alone."""

    language: str
    words: int
    photos: int = 0
    shape: str = "wide"
    is_complete: bool = True
    pixels: int = USUAL_PIXELS
    translation: str = ""
    """The language of the second release, for a theme of two; empty: it has none."""

    @property
    def markdown(self) -> str:
        """The release as its file has it."""
        of = kit(self.language)
        head = of.fields if self.is_complete else of.headline
        head += f"\ntranslations:\n  {self.translation}: {self._translated.name}" if self.translation else ""
        return f"---\nlanguage: {self.language}\n{head}\n---\n\n" + "\n\n".join(self._blocks(of)) + "\n"

    def _blocks(self, of: Kit) -> Iterator[str]:
        """The paragraphs, and after every second one a block of another kind; the photos stand evenly between them."""
        paragraphs = list(self.paragraphs())
        shown, placed, notes = 0, 0, 0
        for number, paragraph in enumerate(paragraphs, 1):
            is_noted = self.is_complete and number % 6 == 4
            notes += is_noted
            yield paragraph + (f"[^{notes}]" if is_noted else "")
            if is_noted:
                yield of.note.replace("[^1]", f"[^{notes}]")
            if number % EVERY_OTHER == 0 and number < len(paragraphs):
                yield of.blocks[shown % len(of.blocks)]
                shown += 1
            while placed < self.photos * number // len(paragraphs):
                yield of.photo.replace(PHOTO_FILE, f"{placed}.png")
                placed += 1

    def paragraphs(self) -> Iterator[str]:
        """Paragraphs of one to three sentences; as many words as were asked for, counted without the other blocks.

        A paragraph begins with any clause of its first sentence, so that few of them have the same lines.
        """
        chance = random.Random(f"{self.language} {self.words}")  # noqa: S311  the same each time
        known, left = _whole_sentences(self.language), self.words
        while left > 0:
            drawn = [chance.choice(known) for _ in range(chance.randint(1, 3))]
            words = " ".join([_from_a_clause_on(drawn[0], chance), *drawn[1:]]).split()
            kept = words if len(words) <= left + 8 else words[:left]
            yield " ".join(kept).rstrip(" ،,؛;.") + ("۔" if self.language == "ur" else ".")
            left -= len(kept)

    @property
    def _translated(self) -> Generated:
        return self._replace(language=self.translation, translation="", photos=0)

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"release.{self.language}.md"

    def write(self, folder: Path) -> Path:
        """The release, its photos and its translation in a folder."""
        for at in range(self.photos):
            (folder / f"{at}.png").write_bytes(photo(self.shape, self.pixels, at))
        if self.translation:
            self._translated.write(folder)
        file = folder / self.name
        file.write_text(self.markdown, "utf-8")
        return file


@cache
def kit(language: str) -> Kit:
    """The kit of a language, read from its file."""
    _, fields, body = (KITS / f"{language}.md").read_text("utf-8").split("---\n", 2)
    blocks = body.strip().split("\n\n")
    (headline,) = re.findall(r"(?m)^headline: .+$", fields)
    return Kit(
        fields.strip(),
        headline,
        tuple(block for block in blocks if not block.startswith(("![", "[^"))),
        next(block for block in blocks if block.startswith("![")),
        next(block for block in blocks if block.startswith("[^")),
    )


@cache
def _whole_sentences(language: str) -> list[str]:
    """Those that are no item of a list, and are not cut at the point of an address or within a quotation."""
    return [
        sentence
        for sentence in sentences(language)
        if not re.search(r"^[-a-z0-9]|://", sentence)
        and all(sentence.count(opening) == sentence.count(closing) for opening, closing in ("«»", "“”"))
        and sentence.count('"') % 2 == 0
    ]


def _from_a_clause_on(sentence: str, chance: random.Random) -> str:
    clauses = re.split(r"(?<=[،,؛;:]) (?![^«“]*[»”])", sentence)
    rest = " ".join(clauses[chance.randrange(len(clauses)) :])
    return rest[0].upper() + rest[1:]


@cache
def photo(shape: str, pixels: int, number: int) -> bytes:
    """A photo of one colour with a dark frame, by which one sees whether all of it is shown; as PNG."""
    from PIL import Image

    across, down = SHAPES[shape]
    drawn, size = BytesIO(), (pixels, pixels * down // across)
    picture = Image.new("RGB", size, (60, 60, 60))
    picture.paste((90 + 15 * number, 120, 150), (20, 20, size[0] - 20, size[1] - 20))
    picture.save(drawn, "PNG", compress_level=1)
    return drawn.getvalue()
