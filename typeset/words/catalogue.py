"""A language's catalogue: its PO files, made into one MO file once, in the user's cache.

PO files are what translators and their programs know; a MO file is read within a millisecond.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from typeset import files
from typeset.model.script import Pattern

if TYPE_CHECKING:
    import re

FOLDER = Path(__file__).parent
DOMAIN = "typeset"
BY_CLICK = "click"
"""The room whose sentences click fills."""
SOURCE_LANGUAGE = "en"
"""The language in which sentences stand in the program itself; it has no catalogue."""
LEFT_TO_RIGHT, FIRST_STRONG, POP = "\u2066", "\u2068", "\u2069"
"""Bidirectional isolates: text between one of the first two and POP does not reorder what is around."""

_SIGN = r"[^\s{}`«»،؛؟\u0590-\u08ff\u2066-\u2069]"
_LATIN = Pattern(
    r"`[^`]*`"  # what people type
    r"|\d+(?:-\d+)+"  # a date
    rf"|(?<!\S)[(«]?((?={_SIGN}*[A-Za-z]){_SIGN}+(?: (?={_SIGN}*[A-Za-z0-9]){_SIGN}+)*)"  # Latin words
)
_FIELD = Pattern(r"\{[^{}]*\}|%\(\w+\)s")
_STOPS, _CLOSING = ".,:;!?»", {")": "(", "]": "["}
"""What belongs to the sentence where it ends a run of Latin words: stops, and brackets that the run did not open."""


def languages() -> tuple[str, ...]:
    """The languages in which the program speaks: English, and every folder with a catalogue."""
    return (SOURCE_LANGUAGE, *sorted({file.parent.name for file in FOLDER.glob("*/*.po")}))


def isolated(words: str, *, with_fields: bool = False) -> str:
    """A template in which each Latin run (an option, a command, a file name, what stands in backticks) is isolated.

    So is each field, where the sentence is not filled by us.
    """
    runs = _LATIN.compiled.sub(_isolated_run, words)
    return _FIELD.compiled.sub(rf"{FIRST_STRONG}\g<0>{POP}", runs) if with_fields else runs


def _isolated_run(match: re.Match[str]) -> str:
    if match[1] is None:
        return f"{LEFT_TO_RIGHT}{match[0]}{POP}"
    before = match[0][: len(match[0]) - len(match[1])]
    run = match[1]
    while run[-1] in _STOPS or (run[-1] in _CLOSING and run.count(_CLOSING[run[-1]]) < run.count(run[-1])):
        run = run[:-1]
    return f"{before}{LEFT_TO_RIGHT}{run}{POP}{match[1][len(run) :]}"


@lru_cache
def translations(language: str) -> GNUTranslations:
    """The catalogue of a language other than English."""
    with (folder(language) / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


@lru_cache
def folder(language: str) -> Path:
    """The folder with the MO file, laid out as gettext wants it; made where it is missing."""
    from hashlib import sha256

    sources = sorted((FOLDER / language).glob("*.po"))
    digest = sha256(b"".join(file.read_bytes() for file in (*sources, Path(__file__)))).hexdigest()[:16]
    name = f"words/{digest}"
    place = Path(language) / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if (files.cache(name) / place).is_file():
        return files.cache(name)
    target = files.to_fill(name)
    files.write(target / place, _compiled(sources, language))
    return target


def _compiled(sources: list[Path], language: str) -> bytes:
    """The PO files as one MO file, with the Latin runs of each translation isolated."""
    from io import BytesIO

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(language)
    for source in sources:
        with source.open("rb") as file:
            room = read_po(file, language)
        whole.mime_headers = room.mime_headers  # they say how plurals are counted
        for message in filter(lambda message: message.id, room):
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            isolates = tuple(isolated(str(form), with_fields=source.stem == BY_CLICK) for form in forms)
            whole.add(message.id, isolates if message.pluralizable else isolates[0])
    target = BytesIO()
    write_mo(target, whole)
    return target.getvalue()
