"""What was made the last time: `.typeset.jsonl` in the output folder, a line for each article.

A line is added as each article is written, so that a run that is killed has lost nothing; at the end the file is
written anew, without what no longer holds. Its lines name what an article was made of and what it became, each with
its print. The paths that many articles share stand once, in a line of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from typeset import files
from typeset.errors import EngineError, Message
from typeset.findings import Finding, Place, Severity
from typeset.jobs.batch.sentences import as_json, from_json
from typeset.jobs.inputs import Inputs, Print, print_of

FILE = ".typeset.jsonl"
LOCK = ".typeset.lock"
ARROW = " -> "
"""Between the path of an article and that of its files, in the name of its entry."""
CHANGED = "saved while the page was set"
"""In place of the hash of such a file, so that its article is made again."""

Prints: TypeAlias = Mapping[str, Print]


class ProductFile(NamedTuple):
    """A file that an article became: its name in the output folder and how that ends, what it is for, its size."""

    name: str
    suffix: str
    purpose: str
    size: int
    print: Print


class Product(NamedTuple):
    """An edition that an article became: its files and its findings."""

    edition: str
    files: tuple[ProductFile, ...]
    findings: tuple[Finding, ...] = ()


class Entry(NamedTuple):
    """An article as it was made: what it became, how it was asked for, and of what it was made."""

    findings: tuple[Finding, ...]
    products: tuple[Product, ...]
    seconds: float
    asked: str = ""
    """A hash of the wishes and of the program."""
    own: Prints = MappingProxyType({})
    shared: str = ""
    """The key of its shared inputs."""

    def files(self) -> Iterator[ProductFile]:
        """All files that it became."""
        for product in self.products:
            yield from product.files


@dataclass(slots=True)
class Memory:
    """The entries of an output folder by the paths of their articles, and the shared inputs by their keys."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    shared: dict[str, Prints] = field(default_factory=dict)
    _seen: dict[str, Print] = field(default_factory=dict)
    """The prints of shared paths as they are now: each is looked at once in a run."""
    _journal: FileIO | None = None
    _is_written: bool = True
    """Whether the file holds no more than the memory: not where an article was made anew, or forgotten."""

    def edited(self, entry: Entry) -> str:
        """The name of a file of this entry that somebody has changed since; empty: none."""
        for file in entry.files():
            now = print_of(self.folder / file.name, file.print)
            if now.content and now.content != file.print.content:
                return file.name
        return ""

    def holds(self, article: str, asked: str) -> bool:
        """Whether the article would come out as it did, and its files stand there."""
        entry = self.entries.get(article)
        return (
            entry is not None
            and entry.asked == asked
            and all(print_of(Path(path), before).content == before.content for path, before in entry.own.items())
            and self._shared_hold(entry.shared)
            and all(
                print_of(self.folder / file.name, file.print).content == file.print.content for file in entry.files()
            )
        )

    def _shared_hold(self, key: str) -> bool:
        prints = self.shared.get(key)
        return prints is not None and all(
            self._now(path, before).content == before.content for path, before in prints.items()
        )

    def _now(self, path: str, before: Print | None) -> Print:
        if path not in self._seen:
            self._seen[path] = print_of(Path(path), before)
        return self._seen[path]

    def keep(self, article: str, asked: str, inputs: Inputs, entry: Entry) -> None:
        """Remember an article that is written, also should this run be killed."""
        shared = {path: _as_set(self._now(path, None), inputs.states[path]) for path in inputs.shared}
        key = _key(shared)
        if key not in self.shared:
            self.shared[key] = shared
            self._append(_shared_line(key, shared))
        own = {path: _as_set(print_of(Path(path)), inputs.states[path]) for path in inputs.own}
        kept = entry._replace(asked=asked, own=own, shared=key)
        self.entries[article] = kept
        self._append(_entry_line(article, kept))

    def forget(self, articles: set[str]) -> None:
        """Forget articles: they are no longer there, or could not be made."""
        for article in articles & self.entries.keys():
            del self.entries[article]
            self._is_written = False

    def names(self, places: Iterable[Path]) -> dict[str, Path]:
        """The articles below some folders by the names of their entries."""
        below = tuple(f"{place.absolute()}{os.sep}" for place in places)
        return {name: Path(name.partition(ARROW)[0]) for name in self.entries if name.startswith(below)}

    def _append(self, line: dict[str, Any]) -> None:
        self._is_written = False
        with files.reporting_errors(self.folder / FILE):
            if self._journal is None:
                self._journal = (self.folder / FILE).open("ab", buffering=0)
            self._journal.write(_json(line))

    def close(self) -> None:
        """End the journal, if there is one, and write the file anew where something has changed."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if not self._is_written:
            self.compact()

    def compact(self) -> None:
        """Write the file anew, whole, without what no entry needs any more."""
        used = {entry.shared for entry in self.entries.values()}
        lines = [_shared_line(key, prints) for key, prints in self.shared.items() if key in used]
        lines += [_entry_line(article, entry) for article, entry in self.entries.items()]
        files.write(self.folder / FILE, b"".join(map(_json, lines)))


def _as_set(now: Print, state: str) -> Print:
    """The print of what a page was set from; of a file that was saved meanwhile it is one that no file has."""
    return now if now.state == state else Print(state, CHANGED)


@contextmanager
def opened(folder: Path) -> Iterator[Memory]:
    """The memory of an output folder, locked against other runs. Raises EngineError: another run is at work there."""
    with _locked(folder):
        memory = _read(folder)
        try:
            yield memory
        finally:
            memory.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds the lock file, which names the process; one that a killed run has left is taken over."""
    lock = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _take(lock)
    except OSError as error:
        raise EngineError(
            Message(
                "{folder} cannot be written: {reason}.", folder=folder, reason=(error.strerror or str(error)).lower()
            ),
            hint="Name another folder with -o.",
        ) from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    for _ in range(2):
        try:
            with lock.open("x") as file:
                file.write(str(os.getpid()))
            return
        except FileExistsError:
            if _is_held(lock):
                raise EngineError(
                    Message("Another run is writing to {folder}.", folder=lock.parent),
                    hint=Message("Wait until it ends, or delete {lock} if there is none.", lock=lock),
                ) from None
            lock.unlink(missing_ok=True)


def _is_held(lock: Path) -> bool:
    """Whether the process that a lock file names is alive."""
    try:
        process = int(lock.read_text())
        if sys.platform != "win32":  # there the call would end the process
            os.kill(process, 0)
    except (ValueError, FileNotFoundError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


# Lines of JSON and back. A line that cannot be read, as a killed run may leave one, is passed over.


def _read(folder: Path) -> Memory:
    memory = Memory(folder)
    with suppress(OSError), (folder / FILE).open(encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                _remember(memory, json.loads(line))
    return memory


def _remember(memory: Memory, line: dict[str, Any]) -> None:
    if "key" in line:
        memory.shared[line["key"]] = _prints(line["shared"])
        return
    memory.entries[line["article"]] = Entry(
        tuple(map(_finding, line["findings"])),
        tuple(_product(one) for one in line["products"]),
        line["seconds"],
        line["asked"],
        _prints(line["own"]),
        line["shared"],
    )


def _product(told: dict[str, Any]) -> Product:
    files = (
        ProductFile(one["name"], one["suffix"], from_json(one["purpose"]), one["bytes"], Print(*one["print"]))
        for one in told["files"]
    )
    return Product(told["edition"], tuple(files), tuple(map(_finding, told["findings"])))


def _prints(told: dict[str, list[str]]) -> Prints:
    return {path: Print(*values) for path, values in told.items()}


def _finding(told: dict[str, Any]) -> Finding:
    message, hint = from_json(told["message"]), from_json(told["hint"])
    others = tuple(map(_place, told.get("others", ())))
    return Finding(told["id"], Severity[told["severity"].upper()], message, _place(told["place"]), hint, others)


def _place(told: dict[str, Any]) -> Place:
    place = {**told}
    if place.get("box"):
        place["box"] = tuple(place["box"])
    return Place(**place)


def _finding_line(finding: Finding) -> dict[str, object]:
    return {**finding.as_dict(), "message": as_json(finding.message), "hint": as_json(finding.hint)}


def _key(prints: Prints) -> str:
    told = json.dumps([[path, print.content] for path, print in sorted(prints.items())])
    return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _shared_line(key: str, prints: Prints) -> dict[str, Any]:
    return {"key": key, "shared": prints}


def _entry_line(article: str, entry: Entry) -> dict[str, Any]:
    return {
        "article": article,
        "asked": entry.asked,
        "own": entry.own,
        "shared": entry.shared,
        "findings": [_finding_line(finding) for finding in entry.findings],
        "products": [
            {
                "edition": one.edition,
                "files": [
                    {
                        "name": file.name,
                        "suffix": file.suffix,
                        "purpose": as_json(file.purpose),
                        "bytes": file.size,
                        "print": file.print,
                    }
                    for file in one.files
                ],
                "findings": [_finding_line(finding) for finding in one.findings],
            }
            for one in entry.products
        ],
        "seconds": round(entry.seconds, 3),
    }


def _json(line: dict[str, Any]) -> bytes:
    return f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n".encode("utf-8", "surrogateescape")
