"""What an archive edition carries beside its source, so that it can be set again from itself: photos, brand, style.

Attached are the article's pictures, `brand.toml` with its logo, what `typeset.toml` decides of the page (and not who
sends mail), and `typeset.json`: how the page was asked for, and what set it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from typeset import __version__
from typeset.model import house_style, picture
from typeset.model.article import Article
from typeset.model.brand import Brand
from typeset.model.house_style import House
from typeset.model.page import AttachedSource

WISHES = "typeset.json"
NOT_OF_THE_PAGE = frozenset({"mail", "editions", "edition", "output", "lang", "ignore", "theme", "font"})
"""Keys of typeset.toml that change no page of an archive, or are wishes and stand among those."""
DATA = "Data"
"""The relationship of all this to the page (ISO 19005-3, 6.8): the text alone is its source."""


def files(
    articles: Sequence[Article], brand: Brand, house: House, told: Mapping[str, object]
) -> tuple[AttachedSource, ...]:
    """All that a page is made of beside its texts, each file once, by the name under which it is looked for again.

    `told`: how the page was asked for, for `typeset.json`.
    """
    found = {one.name: one for one in (*_photos(articles), *_settings(brand, house))}
    words = json.dumps({"version": __version__, **told}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return (*found.values(), AttachedSource(WISHES, words.encode(), "application/json", DATA))


def _photos(articles: Sequence[Article]) -> Iterator[AttachedSource]:
    for article in articles:
        for photo in article.pictures:
            if article.folder and not photo.source.startswith("data:"):
                with suppress(picture.PictureError, OSError):
                    picture.within(article.folder, photo.source)  # it can be shown, and lies in the folder
                    data = (article.folder / photo.source).read_bytes()
                    yield AttachedSource(photo.source, data, "application/octet-stream", DATA)


def _settings(brand: Brand, house: House) -> Iterator[AttachedSource]:
    for file in brand.files:
        with suppress(OSError):
            data = file.read_bytes()
            name = file.name if file.suffix == ".toml" else _beside(file, brand.files)
            kind = "application/toml" if file.suffix == ".toml" else "application/octet-stream"
            yield AttachedSource(name, data, kind, DATA)
    if house.file:
        decided = _of_the_page(house.file.read_text(encoding="utf-8"))
        if decided:
            yield AttachedSource(house_style.FILE_NAME, decided.encode(), "application/toml", DATA)


def _beside(file: Path, brand_files: tuple[Path, ...]) -> str:
    """The path of the logo from the folder of brand.toml."""
    for settings in brand_files:
        if settings.suffix == ".toml" and file.is_relative_to(settings.parent):
            return file.relative_to(settings.parent).as_posix()
    return file.name


def _of_the_page(text: str) -> str:
    """What typeset.toml decides of the page; as JSON writes words, numbers and lists of them, so does TOML."""
    kept = {key: value for key, value in tomllib.loads(text).items() if key not in NOT_OF_THE_PAGE}
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in kept.items())
