"""Releases of varying lengths, with and without photos, contacts and a code: for what must hold at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import NamedTuple

SENTENCE = "وأعلنت المؤسسة أن المشروع يسير كما خُطط له وأن نتائجه ستنشر في موعدها أمام الصحافة في جميع المدن."
SIZES = ((1200, 800), (800, 1000), (1600, 900))
ABOUT = """about: مؤسسة أهلية تحفر آبار المياه وتصونها منذ عقود، وتفتح بياناتها للجميع.
contacts:
  - name: مكتب الإعلام
    role: الصحافة
    phone: +964 1 555 0100
    email: press@example.org
"""


class Length(NamedTuple):
    """What a release is made of."""

    words: int
    photos: int = 0
    contacts: bool = False
    code: bool = False
    in_text: bool = True
    """Whether the photos stand between the paragraphs, or together after them."""

    def __str__(self) -> str:
        parts = [f"{self.words} words", f"{self.photos} photos {'in' if self.in_text else 'after'} the text"]
        return ", ".join([*parts, *(["contacts"] if self.contacts else []), *(["code"] if self.code else [])])

    @property
    def markdown(self) -> str:
        """The release."""
        head = "headline: المؤسسة تعلن نتائج مشروعها السنوي في المدن\ndate: 2025-03-08\nsource: مؤسسة المثال\n"
        head += ABOUT if self.contacts else ""
        head += "link: https://example.org/news/2025\n" if self.code else ""
        if self.photos and not self.in_text:
            head += "photos:\n" + "".join(f"  - source: {at}.png\n    alt: جسر\n" for at in range(self.photos))
        return f"---\n{head}---\n\n" + "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        sentences = max(round(self.words / len(SENTENCE.split())), 1)
        paragraphs = [" ".join([SENTENCE] * min(4, sentences - at)) for at in range(0, sentences, 4)]
        for at in range(max(len(paragraphs), self.photos if self.in_text else 0)):
            yield from paragraphs[at : at + 1]
            if self.in_text and at < self.photos:
                yield f"![جسر]({at}.png)\nجسر فوق نهر دجلة"

    def write(self, folder: Path) -> Path:
        """The release and its photos in a folder."""
        for at in range(self.photos):
            (folder / f"{at}.png").write_bytes(draw_photo(at))
        file = folder / "release.md"
        file.write_text(self.markdown, "utf-8")
        return file


def draw_photo(number: int) -> bytes:
    """A photo of one colour, as PNG."""
    from PIL import Image

    drawn = BytesIO()
    Image.new("RGB", SIZES[number % len(SIZES)], (90 + 40 * number, 120, 150)).save(drawn, "PNG")
    return drawn.getvalue()


def lengths(*words: int) -> Iterator[Length]:
    """Releases of so many words with all that may come with them."""
    photos = ((0, True), (1, True), (2, True), (2, False), (3, True))
    for number, (count, in_text), contacts, code in product(words, photos, (False, True), (False, True)):
        yield Length(number, count, contacts, code, in_text)
