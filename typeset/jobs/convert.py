"""The convert job: an article in any form becomes a file in another, by the writers' table.

Markdown makes the identical page; its pictures become files beside it. A Word file holds its pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from typeset import files, write
from typeset.errors import ArticleError, CommandError, Message
from typeset.findings import Finding
from typeset.jobs import placeholders
from typeset.jobs.given import Given, load_given, read_given
from typeset.model import picture
from typeset.model.article import Article, Photo
from typeset.write.writers import WRITERS, writer_for

ENDINGS = {"jpeg": "jpg", "svg+xml": "svg"}
"""Subtype of an image's media type -> file ending, where the two differ."""


class Converted(NamedTuple):
    """The bytes of the new file, the pictures that were embedded in the old one, and what was lost in reading."""

    content: bytes
    pictures: Mapping[Path, bytes]
    dropped: tuple[Finding, ...]

    @property
    def markdown(self) -> bytes:
        """The content, where Markdown was asked for."""
        return self.content


def run(given: Given, target: Path, form: str = "", to: str = "") -> Converted:
    """The article as the bytes of a file at `target`; nothing is written yet.

    The form follows from the target's ending, or is `to`, by name. On standard output pictures stay embedded, as there
    is no folder beside it. Raises ArticleError: the article cannot be read, is a skeleton that is not filled in, or
    `target` lies in another folder than its picture files; CommandError: there is no such form to write.
    """
    writer = WRITERS[to] if to in WRITERS else writer_for(Path(f"x.{to}") if to else target)
    article, _, source, dropped = read_given(load_given(given), form)
    placeholders.refuse(article)
    if writer.holds_pictures:
        from typeset.jobs import drawings  # the engine, which nothing else here needs

        return Converted(writer.write(article, drawings.pictures_of(article)), {}, dropped)
    if target == files.STANDARD:
        return Converted(writer.write(article, {}), {}, dropped)
    outside = [photo.source for photo in article.pictures if not _is_embedded(photo)]
    if outside and target.absolute().parent != article.folder and writer.name != "plain":
        raise ArticleError(
            Message(
                "The picture {left} lies beside {name}, and {target} would not find it.",
                left=outside[0],
                name=source.name,
                target=target,
            ),
            hint=Message("Write {name} into the folder of the article, then move both.", name=target.name),
        )
    names = _names(article, target.stem)
    pictures = {target.with_name(name): picture.decoded(source) for source, name in names.items()}
    return Converted(writer.write(_with_picture_names(article, names), {}), pictures, dropped)


def save(converted: Converted, target: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the file and its pictures together (`files.write_all`); returns their paths in this order.

    Raises CommandError: one of them exists already and `force` is not set; EngineError: one cannot be written.
    """
    contents = {target: converted.content, **converted.pictures}
    for file in contents:
        if file.exists() and not force:
            raise CommandError(
                Message("{file} is there already.", file=file), hint="Name another file, or write over it with --force."
            )
    files.write_all(contents)
    return tuple(contents)


def new(target: Path, language: str = "ar") -> None:
    """Write the skeleton of a release, in English or Arabic. Raises CommandError: the file exists already."""
    if target.exists():
        raise CommandError(
            Message("{target} is there already.", target=target), hint="Name another file, or move that one away."
        )
    files.write(target, write.skeleton(language).encode())


def _is_embedded(photo: Photo) -> bool:
    return photo.source.startswith("data:")


def _names(article: Article, stem: str) -> dict[str, str]:
    """Each `data:` URL -> the name of its file, `STEM-1.png`; broken ones are left out and stay in the text."""
    inside = dict.fromkeys(photo.source for photo in article.pictures if _is_embedded(photo))
    sound = [source for source in inside if _is_sound(source)]
    return {source: f"{stem}-{number}.{_ending(source)}" for number, source in enumerate(sound, 1)}


def _is_sound(source: str) -> bool:
    try:
        return bool(picture.decoded(source))
    except picture.PictureError:
        return False


def _ending(source: str) -> str:
    kind = source.partition(";")[0].removeprefix("data:image/").lower()
    return ENDINGS.get(kind, kind)


def _with_picture_names(article: Article, names: Mapping[str, str]) -> Article:
    """The article with its pictures referred to by file name; `./` keeps a colon in one from being read as a scheme."""

    def named(photo: Photo) -> Photo:
        name = names.get(photo.source)
        return replace(photo, source=f"./{name}" if ":" in name else name) if name else photo

    return article.with_photos(named)
