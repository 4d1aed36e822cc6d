"""Convert: an article in any form becomes Markdown that makes the identical page."""

from __future__ import annotations

from pathlib import Path

from typeset import files, placeholders, read, write
from typeset.check import Finding
from typeset.errors import ArticleError, CommandError


def run(path: Path, target: Path, form: str = "") -> tuple[bytes, tuple[Finding, ...]]:
    """The article at `path` as the bytes of a Markdown file at `target`, and what was lost in reading.

    Raises ArticleError: it cannot be read, is a skeleton that is not filled in, or its pictures, which come from the
    article's own folder, would be left behind.
    """
    article, dropped = read.article(path, form)
    placeholders.refuse(article)
    left = [photo.source for photo in article.pictures if not photo.source.startswith("data:")]
    if left and target != files.STANDARD and target.absolute().parent != article.folder:
        raise ArticleError(
            f"The picture {left[0]} lies beside {path}, and {target} would not find it.",
            hint="Write the Markdown into the folder of the article, then move both.",
        )
    return write.markdown(article).encode(), dropped


def new(target: Path) -> None:
    """Write the skeleton of a release. Raises CommandError: there is a file already."""
    if target.exists():
        raise CommandError(f"{target} is there already.", hint="Name another file, or move that one away.")
    files.write(target, write.skeleton().encode())
