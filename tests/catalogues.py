"""Catalogues of a language, as the tests read and (with `--accept`) write them: a PO file for each room."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext
from sentences import Sentence

from typeset.words.catalogue import FOLDER

HEADER = """# What typeset-press says, in {name}: {room}.
#
# A field in braces stands for what is filled in, and keeps its name. What people type (options, keys,
# commands) stands in backticks and is set from left to right. A sentence with a number has a form for
# each plural of the language, in the order of the CLDR: zero, one, two, few, many, other.
#"""
FIELDS = """msgid ""
msgstr ""
"Language: {}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {}\\n"
"""
Translation = str | tuple[str, ...]


def translations(language: str) -> dict[str, Translation]:
    """English -> the sentence in a language, or its forms."""
    return {id: words for file in files(language) for id, words in _in(file, language).items()}


def files(language: str) -> list[Path]:
    """The PO files of a language."""
    return sorted((FOLDER / language).glob("*.po"))


def _in(file: Path, language: str) -> dict[str, Translation]:
    with file.open("rb") as stream:
        return {_id(message.id): message.string for message in read_po(stream, language) if message.id}


def _id(id: str | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def write(language: str, sentences: Mapping[str, Sentence], known: Mapping[str, Translation]) -> None:
    """Write the files anew: every sentence in the order of the source, those without a translation empty."""
    rooms = dict.fromkeys(sentence.room for sentence in sentences.values())
    for file in files(language):
        if file.stem not in rooms:
            file.unlink()
    for room in rooms:
        file = FOLDER / language / f"{room}.po"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(_po(language, room, [one for one in sentences.values() if one.room == room], known))


def _po(language: str, room: str, sentences: list[Sentence], known: Mapping[str, Translation]) -> bytes:
    catalog = Catalog(language, fuzzy=False)
    for one in sentences:
        empty = ("",) * catalog.num_plurals if one.plural else ""
        catalog.add((one.id, one.plural) if one.plural else one.id, known.get(one.id, empty))
    target = BytesIO()
    write_po(target, catalog, width=110, omit_header=True)
    plurals = to_gettext(catalog.locale.plural_form)
    header = f"{HEADER.format(name=catalog.locale.english_name, room=room)}\n{FIELDS.format(language, plurals)}\n"
    return header.encode() + target.getvalue()
