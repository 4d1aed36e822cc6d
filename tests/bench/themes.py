"""What a long release costs in each theme: columns against one column.

    python tests/bench/themes.py [WORDS [ROUNDS]]     prints the medians of processor time, and their ratio

The release is tests/cases/press/full, with its photos, its table and its notes, and its paragraphs repeated until it
has so many words (3069). Composing and rendering are taken together, warm, the themes by turns.
"""

import gc
import re
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import pymupdf

from typeset import compose, read, render
from typeset.model import brand, theme
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House

FULL = Path(__file__).parents[1] / "cases" / "press" / "full"
THEMES = ("classic", "gazette")
EMAIL = EDITIONS["email"]


def lengthened(text: str, words: int) -> str:
    """A release in Markdown with its plain paragraphs repeated, before its notes."""
    _, head, body = re.split(r"(?m)^---$\n", text, maxsplit=2)
    own, mark, notes = body.partition("[^1]:")
    blocks = [block for block in own.split("\n\n") if re.match(r"[^#>!|:\d\s]", block)]
    plain = [re.sub(r"\[\^\d\]", "", block) for block in blocks]
    count = len(own.split())
    more = []
    while count < words:
        more.append(plain[len(more) % len(plain)])
        count += len(more[-1].split())
    return f"---\n{head}---\n{own}" + "\n\n".join([*more, f"{mark}{notes}"])


def made(name: str, article, sender) -> tuple[float, int]:
    """The processor time of a theme in seconds, and the number of its pages."""
    look = theme.load(name)
    gc.collect()
    began = process_time()
    page = compose.html(article, look, EMAIL, House(), sender)
    pdf, _ = render.pdf(page, look, EMAIL)
    return process_time() - began, len(pymupdf.open(stream=pdf))


def main() -> None:
    """Print the table."""
    words, rounds = (*map(int, sys.argv[1:]), 3069, 7)[:2] if len(sys.argv) != 2 else (int(sys.argv[1]), 7)
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(FULL, Path(folder) / "full"))
        source = copy / "full.md"
        source.write_text(lengthened(source.read_text("utf-8"), words), "utf-8")
        article, _ = read.article(source)
        sender = brand.load(copy)
        pages = {name: made(name, article, sender)[1] for name in THEMES}
        taken: dict[str, list[float]] = {name: [] for name in THEMES}
        for _ in range(rounds):
            for name in THEMES:
                taken[name].append(made(name, article, sender)[0])
    for name in THEMES:
        print(f"{name:10} {pages[name]:3} pages  {median(taken[name]):.2f} s")
    ratios = [other / one for one, other in zip(*taken.values(), strict=True)]
    print(f"ratio {median(ratios):.2f}")


if __name__ == "__main__":
    main()
