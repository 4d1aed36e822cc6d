"""Write: an Article -> Markdown with front matter, which makes the identical page when it is read.

`typeset-press convert` writes it; `typeset-press new` writes the skeleton of a release.
"""

from __future__ import annotations

from pathlib import Path

from typeset.article import Article
from typeset.write.blocks import Blocks
from typeset.write.inline import line
from typeset.write.matter import matter

__all__ = ["markdown", "skeleton"]


def markdown(article: Article) -> str:
    """The article as Markdown, ending in a line end. Reading it gives an equal article."""
    blocks = Blocks(article.language)
    parts = [f"---\n{matter(article)}---", *blocks.written(article.body)]
    parts += (f"[^{note.key}]: {line(note.text)}" for note in article.notes)
    parts += (f"[{name}]: {address}" for address, name in blocks.pictures.items())
    return "\n\n".join(parts) + "\n"


def skeleton() -> str:
    """A release to be filled in, with every field explained in Arabic."""
    return Path(__file__).with_name("skeleton.md").read_text(encoding="utf-8")
