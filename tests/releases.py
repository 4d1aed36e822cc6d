"""Releases of 100 to 2,000 words, made of the sentences of real ones: the same forty each time.

With and without headings, quotations, photos, contacts and a code.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lengths import ABOUT, draw_photo

ROOT = Path(__file__).parent
SOURCES = {
    "ar": (ROOT.parent / "articles" / "alwefaq-iran-russia.txt", ROOT / "cases" / "press" / "full" / "full.md"),
    "fa": (ROOT / "cases" / "press" / "persian" / "persian.md", ROOT / "measure" / "texts" / "long" / "fa.txt"),
    "ur": (ROOT / "cases" / "press" / "urdu" / "urdu.md", ROOT / "measure" / "texts" / "long" / "ur.txt"),
    "he": (ROOT / "cases" / "press" / "hebrew" / "hebrew.md", ROOT / "measure" / "texts" / "long" / "he.txt"),
    "en": (ROOT / "cases" / "press" / "english" / "english.md",),
}
SENTENCE = {
    "ar": re.compile(r"[^.؟!\n]{30,400}[.؟!]"),
    "fa": re.compile(r"[^.؟!\n]{30,400}[.؟!]"),
    "ur": re.compile(r"[^۔؟!\n]{30,400}[۔؟!]"),
    "he": re.compile(r"[^.?!\n]{30,400}[.?!]"),
    "en": re.compile(r"[A-Z][^.?!\n]{30,300}[.?!]"),
}
WORDS = {
    "ar": ("المؤسسة تعلن نتائج مشروعها السنوي في المدن", "نتائج العام", "قالت ليلى حسن، مديرة المشروع"),
    "en": (
        "The foundation presents the results of its year",
        "Results of the year",
        "said the director of the project",
    ),
}
COUNT, SHORTEST, LONGEST = 40, 100, 2000


class Release(NamedTuple):
    """What a release is made of; `seed` chooses its sentences."""

    seed: int
    words: int
    language: str = "ar"
    photos: int = 0
    headings: bool = False
    quotations: bool = False
    contacts: bool = False
    code: bool = False

    def __str__(self) -> str:
        extras = [name for name in ("headings", "quotations", "contacts", "code") if getattr(self, name)]
        return ", ".join(
            [f"{self.words} words {self.language}", *([f"{self.photos} photos"] * bool(self.photos)), *extras]
        )

    @property
    def markdown(self) -> str:
        """The release."""
        headline = WORDS[self.language][0]
        head = f"headline: {headline}\nlanguage: {self.language}\ndate: 2025-03-08\nsource: مؤسسة المثال\n"
        head += ABOUT if self.contacts else ""
        head += "link: https://example.org/news/2025\n" if self.code else ""
        return f"---\n{head}---\n\n" + "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        chance = random.Random(self.seed)  # noqa: S311  the same each time
        known = sentences(self.language)
        left, number, photo = self.words, 0, 0
        while left > 0:
            paragraph = " ".join(chance.choice(known) for _ in range(chance.randint(1, 4)))
            paragraph = " ".join(paragraph.split()[: max(left, 8)])
            if self.headings and number and number % 4 == 0:
                yield f"## {WORDS[self.language][1]}"
            is_quoted = self.quotations and number % 5 == 3
            yield f"> {paragraph}\n>\n> — {WORDS[self.language][2]}" if is_quoted else paragraph
            left, number = left - len(paragraph.split()), number + 1
            if photo < self.photos and number % 3 == 2:
                yield f"![جسر]({photo}.png)\nجسر فوق نهر دجلة"
                photo += 1

    def write(self, folder: Path) -> Path:
        """The release and its photos in a folder."""
        for at in range(self.photos):
            (folder / f"{at}.png").write_bytes(draw_photo(at))
        file = folder / "release.md"
        file.write_text(self.markdown, "utf-8")
        return file


@cache
def sentences(language: str) -> list[str]:
    """The sentences of the real texts in a language, without those that refer to a note."""
    texts = [source.read_text("utf-8") for source in SOURCES[language]]
    bodies = [re.sub(r"(?s)\A---.*?\n---\n", "", text) for text in texts]
    lines = (line for body in bodies for line in body.splitlines() if not re.match(r"[#>|!\-\[*\d^]|\w+:", line))
    return [" ".join(found.split()) for line in lines for found in SENTENCE[language].findall(line) if "[" not in found]


def releases() -> Iterator[Release]:
    """Forty releases, from the shortest to the longest."""
    for seed in range(COUNT):
        chance = random.Random(1000 + seed)  # noqa: S311  the same each time
        words = round(SHORTEST * (LONGEST / SHORTEST) ** (seed / (COUNT - 1)))
        yield Release(
            seed, words, "en" if seed % 5 == 4 else "ar", chance.choice((0, 0, 1, 2)), chance.random() < 0.5,
            chance.random() < 0.5, chance.random() < 0.6, chance.random() < 0.4,
        )  # fmt: skip
