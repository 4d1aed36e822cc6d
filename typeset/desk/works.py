"""What the desk asks of its children: calls of our jobs, whose answers travel through a pipe.

Here alone hostile bytes are read. This module is loaded by the children, too, and must not import the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from typeset import files, write
from typeset.errors import Message
from typeset.findings import Finding
from typeset.jobs import convert, explain, fields, lint, mail, make, preview, proof
from typeset.jobs.changes import Change, changes
from typeset.jobs.given import read_given
from typeset.jobs.make import Job, Watch
from typeset.jobs.preview import Part, Preview
from typeset.model import brand, fonts, house_style, sheet, theme
from typeset.model.edition import EDITIONS
from typeset.model.text import Edit, edits_between
from typeset.model.theme import Theme
from typeset.read.source import SourceFile
from typeset.words.voice import Voice

TOGETHER = 1
"""Characters between two edits that count as one."""


class Mends(NamedTuple):
    """What is safe to mend in a text: the places and what to write there."""

    edits: tuple[tuple[int, int, str], ...]


class Read(NamedTuple):
    """A file of any form as the text that the editor takes, its pictures by name, and what was lost in reading it."""

    text: str
    pictures: dict[str, bytes]
    lost: tuple[Finding, ...]


class MadeFiles(NamedTuple):
    """Finished files by name, each with its media type and what it is for; and all that was found."""

    files: tuple[tuple[str, bytes, str, str], ...]
    findings: tuple[Finding, ...]


class Choices(NamedTuple):
    """What a release can be set in: themes with their titles, editions, font families, digits, sheets."""

    themes: tuple[tuple[str, str], ...]
    editions: tuple[tuple[str, str], ...]
    fonts: tuple[tuple[str, str], ...]
    digits: tuple[str, ...]
    sheets: tuple[str, ...]


def shown(asked: Preview, watch: Watch) -> Iterator[Part | Mends]:
    """The pages of a text, what was found, and what is safe to mend."""
    yield from preview.run(asked, watch)
    watch(make.Step(Message("mending")))
    given = asked.job.given
    if isinstance(given, SourceFile):
        text = given.data.decode()
        yield Mends(tuple(_written(text, lint.mended(given, asked.job.form, asked.job.digits))))


def _written(text: str, mended: str) -> Iterator[tuple[int, int, str]]:
    """The places that differ, and what to write there; those of one fault (a space, the comma behind it) as one."""
    held: Edit | None = None
    for edit in edits_between(text, mended):
        if held and edit.start - held.end <= TOGETHER:
            held = Edit(held.start, edit.end, held.new_start, edit.new_end)
            continue
        if held:
            yield held.start, held.end, mended[held.new_start : held.new_end]
        held = edit
    if held:
        yield held.start, held.end, mended[held.new_start : held.new_end]


def read(file: SourceFile, _watch: Watch) -> Iterator[Read]:
    """A file in any form as Markdown; a text as it is."""
    target = Path(file.name).with_suffix(".md")
    converted = convert.run(file, (file.folder or Path.cwd()) / target.name)
    pictures = {path.name: data for path, data in converted.pictures.items()}
    yield Read(converted.markdown.decode(), pictures, converted.dropped)


def made(job: Job, stem: str, _watch: Watch) -> Iterator[MadeFiles]:
    """The finished files of a release."""
    result = make.run(job)
    finished = tuple(
        (f"{stem}{file.suffix}", file.content, file.media_type, file.purpose)
        for edition in result.editions
        for file in edition.files
    )
    yield MadeFiles(finished, result.findings)


def drafted(job: Job, to: Sequence[str], stem: str, _watch: Watch) -> Iterator[MadeFiles]:
    """The e-mail around a release, as a draft that a mail program opens."""
    result = make.run(job)
    letter = mail.write(result, mail.Request(to=tuple(to)))
    message = (f"{stem}.eml", letter.draft.as_bytes(), "message/rfc822", "an e-mail draft")
    yield MadeFiles((message,), letter.findings)


def look(job: Job, watch: Watch) -> Iterator[tuple[bytes, str]]:
    """The first page of a release, small, to choose a theme by; and the media type of the picture."""
    yield preview.thumbnail(job, watch)


def plain(job: Job, _watch: Watch) -> Iterator[str]:
    """The release as it is pasted into a messenger, in the house's typography."""
    release, _ = make.prepared(make.begun(job))
    yield write.plain(release.article)


def fields_of(file: SourceFile, _watch: Watch) -> Iterator[dict[str, Any]]:
    """The fields of a release by their keys."""
    yield fields.fields(file)


def filled(file: SourceFile, changed: Mapping[str, Any], _watch: Watch) -> Iterator[str]:
    """The text of a release with other words in these fields."""
    yield fields.filled(file, changed)


def compared(before: SourceFile, after: str, watch: Watch) -> Iterator[tuple[Change, ...]]:
    """What changed from a file, in any form, to a text."""
    reading = read_given(before)
    if reading.reader.name in lint.OWN_TEXT:
        yield changes(before.data.decode("utf-8", "replace"), after)
        return
    (text,) = (answer.text for answer in read(before, watch))
    yield changes(text, after)


def proofed(pdf: bytes, name: str, voice: Voice, _watch: Watch) -> Iterator[str]:
    """The report on any PDF, as a page of HTML."""
    yield proof.report(pdf, proof.run(pdf, name), voice)


def checked(check: Path, name: str, text: str, _watch: Watch) -> Iterator[bool]:
    """Whether a settings file could be read, tried under another name in its folder. Raises ThemeError."""
    read_settings = {brand.FILE_NAME: brand.read, house_style.FILE_NAME: house_style.read}[name]
    try:
        files.write(check, text.encode())
        read_settings(check)
    finally:
        check.unlink(missing_ok=True)
    yield True


def explained(id: str, voice: Voice, _watch: Watch) -> Iterator[str]:
    """A rule or a check in words."""
    yield explain.explanation(explain.entry_for(id), voice)


def choices(folder: Path, _watch: Watch) -> Iterator[Choices]:
    """What a release of this folder can be set in."""
    house = house_style.load(folder)
    near = house.file.parent if house.file else None
    themes = sorted((theme.load(name, near) for name in theme.names(near)), key=_first_of_all)
    yield Choices(
        tuple((one.name, one.title) for one in themes),
        tuple((edition.name, edition.title) for edition in {**EDITIONS, **house.editions}.values()),
        tuple((name, fonts.load(name, near).name) for name in fonts.names(near)),
        tuple(digits.value for digits in house_style.Digits),
        tuple(sheet.SHEETS),
    )


def _first_of_all(look: Theme) -> tuple[bool, bool, bool, str]:
    """The order in which themes are offered: the usual one, other pages, pictures, those that want two releases."""
    return look.languages > 1, bool(look.pictures), look.name != make.USUAL_THEME, look.name
