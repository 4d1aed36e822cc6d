"""A .zip with one text and its photos, as offices send a release: the text is read, and its photos come with it.

Nothing is unpacked to the disk, so no name in it can lead out of anywhere. Pictures that the text names stand where it
names them; the others follow as its photos.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from mimetypes import guess_type
from pathlib import PurePosixPath

from typeset.errors import ArticleError, Message
from typeset.model.article import Article, Photo
from typeset.read import READERS
from typeset.read.formats import packed
from typeset.read.source import SourceFile

SUFFIX = ".zip"
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".tif", ".tiff")
NOT_MEANT = ("__MACOSX", "Thumbs.db", "desktop.ini")


def is_enclosed(source: SourceFile) -> bool:
    """Whether it is a .zip that is no document of another kind."""
    return source.suffix == SUFFIX


def unpacked(source: SourceFile) -> tuple[SourceFile, Mapping[str, bytes]]:
    """The text in a .zip, and its pictures by their names.

    Raises ArticleError: there is no text in it or there are several, or it is damaged, protected or too large.
    """

    def damaged(reason: str) -> ArticleError:
        return ArticleError(
            Message("{name} is a damaged .zip file: {reason}.", name=source.name, reason=reason),
            hint="Ask its sender for the file once more, or for the text and the photos by themselves.",
        )

    files = {name: data for name, data in packed.parts(source, damaged) if data and _is_meant(name)}
    suffixes = {suffix for reader in READERS.values() for suffix in reader.suffixes}
    texts = [name for name in files if PurePosixPath(name).suffix.lower() in suffixes]
    if len(texts) != 1:
        raise ArticleError(
            Message("{name} holds no text that is read here.", name=source.name)
            if not texts
            else Message("{name} holds several texts: {texts}.", name=source.name, texts=", ".join(sorted(texts)[:5])),
            hint="Make one .zip for each release, with its text and its photos; or unpack it, and give the folder.",
        )
    (text,) = texts
    inner = SourceFile(files[text], f"{source.name}/{text}", PurePosixPath(text).suffix.lower(), source.folder)
    return inner, {name: data for name, data in files.items() if PurePosixPath(name).suffix.lower() in PICTURES}


def _is_meant(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part in NOT_MEANT or part.startswith(".") for part in parts)


def with_pictures(article: Article, files: Mapping[str, bytes], *, all_of_them: bool = False) -> Article:
    """The article with those of its pictures that come with it; `all_of_them`: those that it does not name, too."""
    named: set[str] = set()
    by_name = {PurePosixPath(name).name: name for name in files}

    def inside(photo: Photo) -> Photo:
        name = photo.source if photo.source in files else by_name.get(PurePosixPath(photo.source).name, "")
        named.add(name)
        return replace(photo, source=_url(name, files[name])) if name else photo

    article = article.with_photos(inside)
    others = [name for name in sorted(files) if name not in named] if all_of_them else []
    photos = tuple(Photo(_url(name, files[name])) for name in others)
    return replace(article, photos=(*article.photos, *photos)) if photos else article


def _url(name: str, data: bytes) -> str:
    return f"data:{guess_type(name)[0] or 'image/png'};base64,{base64.b64encode(data).decode('ascii')}"
