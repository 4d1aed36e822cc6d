"""The opened folder: its texts, read and saved so that nothing that anybody wrote is lost.

A text has a tag, the hash of its bytes. Saving names the tag of what was opened: where the file has changed meanwhile,
nothing is written. What is being written and not yet saved stands in a draft beside the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from typeset import files
from typeset.errors import ArticleError, CommandError, Message
from typeset.read import source
from typeset.read.source import SourceFile

TEXTS = (".md", ".markdown", ".txt", ".text", "")
"""Suffixes of files that the desk writes; of any other form it opens the text as a new Markdown file."""
READABLE = (
    *(*TEXTS[:-1], ".docx", ".odt", ".rtf", ".eml", ".html", ".htm", ".mhtml", ".webarchive", ".json", ".jsonld"),
    *(".zip", ".nitf"),
)
MOST_RECENT = 40
DRAFT = ".{name}.typeset-draft"
SETTINGS = ("brand.toml", "typeset.toml")


class ChangedError(Exception):
    """A file is no longer what was opened; its present tag."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class Opened(NamedTuple):
    """A text as the editor takes it, with line ends of one kind; the tag of its file, and a draft that was left."""

    name: str
    text: str
    tag: str
    draft: str = ""


class Folder:
    """A folder and what lies in it. A name is relative to it, and never leads out of it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def recent(self) -> list[tuple[str, float]]:
        """The readable files by name with their time of change, the newest first."""
        found = ((file, file.stat().st_mtime) for file in self._readable())
        newest = sorted(found, key=lambda pair: (-pair[1], str(pair[0])))[:MOST_RECENT]
        return [(file.relative_to(self.path).as_posix(), changed) for file, changed in newest]

    def _readable(self) -> Iterator[Path]:
        """Those in the folder and in its own folders; not deeper, so that a home folder is not searched through."""
        for file in (*self.path.glob("*"), *self.path.glob("*/*")):
            hidden = any(part.startswith(".") for part in file.relative_to(self.path).parts)
            if file.suffix.lower() in READABLE and not hidden and file.is_file():
                yield file

    def place(self, name: str) -> Path:
        """The path of a name. Raises CommandError: it leads out of the folder, or to something hidden."""
        path = (self.path / name).resolve()
        inside = path.is_relative_to(self.path) and path != self.path
        if not inside or "\0" in name or any(part.startswith(".") for part in path.relative_to(self.path).parts):
            raise CommandError(
                Message("{name} does not lie in the opened folder.", name=name),
                hint="Open the desk on the folder of that file.",
            )
        return path

    def bytes_of(self, name: str) -> SourceFile:
        """A file as the readers take it. Raises CommandError, ArticleError."""
        return source.load(self.place(name))

    def opened(self, name: str) -> Opened:
        """A text of the folder; of one that was never saved, or is gone, the draft that was left.

        Raises CommandError, ArticleError: there is none, or it is no text.
        """
        draft = self._draft(name)
        words = draft.read_text("utf-8") if draft.is_file() else ""
        if words and not self.place(name).exists():
            return Opened(name, "", "", words)
        file = self.bytes_of(name)
        text = _even(source.decode(file).text)
        return Opened(name, text, tag_of(file.data), "" if words == text else words)

    def settings(self, name: str) -> tuple[str, str]:
        """A settings file of the folder and its tag; empty where there is none. Raises CommandError, ArticleError."""
        if not self.place(name).is_file():
            return "", ""
        file = self.bytes_of(name)
        return _even(source.decode(file).text), tag_of(file.data)

    def is_text(self, name: str) -> bool:
        """Whether the desk writes files of this kind."""
        return Path(name).suffix.lower() in TEXTS

    def save(self, name: str, text: str, tag: str) -> str:
        """Write a text, in the encoding and with the line ends of its file, and take its draft away; its new tag.

        `tag` is that of what was opened; empty: there was no such file. Raises ChangedError: it is another now, and
        nothing was written; EngineError: it cannot be written; CommandError; ArticleError: the encoding of the file
        lacks one of the letters.
        """
        path = self.place(name)
        before = path.read_bytes() if path.is_file() else None
        present = "" if before is None else tag_of(before)
        if present != tag:
            raise ChangedError(present)
        data = _encoded(text, before, name)
        files.write(path, data)
        self.drop_draft(name)
        return tag_of(data)

    def keep_draft(self, name: str, text: str) -> None:
        """Keep what is written and not saved. Raises EngineError: it cannot be written; CommandError."""
        files.write(self._draft(name), text.encode())

    def drop_draft(self, name: str) -> None:
        """Take a draft away, if there is one. Raises CommandError."""
        with suppress(OSError):
            self._draft(name).unlink(missing_ok=True)

    def drafts(self) -> list[str]:
        """The names of texts of which a draft was left: the newest first."""
        pattern = re.compile(re.escape(DRAFT).replace(r"\{name\}", "(.+)"))
        any_name = DRAFT.format(name="*")
        found = (*self.path.glob(any_name), *self.path.glob(f"*/{any_name}"))
        left = sorted(found, key=lambda file: -file.stat().st_mtime)
        named = (file.with_name(match[1]) for file in left if (match := pattern.fullmatch(file.name)))
        return [file.relative_to(self.path).as_posix() for file in named]

    def _draft(self, name: str) -> Path:
        path = self.place(name)
        return path.with_name(DRAFT.format(name=path.name))

    def keep_beside(self, name: str, data: bytes, text: str = "") -> str:
        """Write a file that was given by hand (a photo) under its name, or the next one that is free; that name.

        It is put into the folder of `text`, a text by its name. Raises EngineError, CommandError.
        """
        beside = self.place(text).parent if text else self.path
        wanted = beside / _plain_name(name)
        for number in range(1, 1000):
            path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
            if not path.exists():
                files.write(path, data)
                return path.name
            if path.read_bytes() == data:
                return path.name
        raise CommandError(Message("There are too many files called {name}.", name=name), hint="Rename the photo.")

    def free_name(self, stem: str) -> str:
        """A name for a new text that no file bears, nor the draft of a text that was never saved."""
        stem = _plain_name(stem)
        names = (f"{stem}{f'-{number}' if number > 1 else ''}.md" for number in range(1, 10_000))
        return next(name for name in names if not ((self.path / name).exists() or self._draft(name).exists()))


def tag_of(data: bytes) -> str:
    """What tells a file's bytes from others."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _plain_name(name: str) -> str:
    """The last part of a name, without what a file name may not hold."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r'[\x00-\x1f<>:"|?*]', "-", last).strip(" .")
    return plain[:120] or "release"


def _even(text: str) -> str:
    """The text with line ends of one kind, which an editor counts as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoded(text: str, before: bytes | None, name: str) -> bytes:
    """The bytes of a text like those of the file before: its encoding, its byte order mark, its line ends."""
    if not before:
        return text.encode()
    decoded = source.decode(SourceFile(before, name))
    mark = source.byte_order_mark(before)
    ends = "\r\n" if "\r\n" in before.decode(decoded.encoding, "replace") else "\n"
    try:
        return mark + text.replace("\n", ends).encode(decoded.encoding)
    except UnicodeEncodeError as error:
        raise ArticleError(
            Message("{name}: {encoding} has no {text}.", name=name, encoding=decoded.encoding, text=text[error.start]),
            hint="Save the file as UTF-8 in your editor first.",
        ) from None
