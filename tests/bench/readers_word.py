"""How many of the words of Word files are read, beside what python-docx and pandoc find in the same files.

python tests/bench/readers_word.py [FOLDER]

Without a folder, the Word files of the tests (`tests/word_files.py`), each also as LibreOffice saves it anew, where it
is here. Recall is the share of another's words that stand in our article, less labels that became fields (`العدد:`);
`said` counts those that a finding names.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import docx as python_docx
from word_files import WORD_FILES

from typeset.errors import TypesetError
from typeset.read import assemble
from typeset.read.formats import docx
from typeset.read.source import SourceFile

_WORD = re.compile(r"\w+")
_WORDY = {"Str", "Code", "Math"}


def ours(name: str, data: bytes) -> tuple[str, str]:
    """The words that we read in a file, and those that we say are left out."""
    draft = docx.draft(SourceFile(data, name, ".docx"))
    fields = (str(getattr(value, "text", value)) for value in {**draft.fallbacks, **draft.declared}.values())
    notes = (note.text.text for note in draft.notes)
    read = " ".join([*assemble.words(draft.blocks), *notes, *fields])
    return read, " ".join(str(loss.what) for loss in draft.losses)


def python_docx_words(data: bytes) -> str:
    """The paragraphs and cells that python-docx finds."""
    return "\n".join(_paragraphs(python_docx.Document(io.BytesIO(data))))


def _paragraphs(container: object) -> Iterator[str]:
    for block in container.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            cells = {cell._tc: cell for row in block.rows for cell in row.cells}
            yield from (text for cell in cells.values() for text in _paragraphs(cell))
        else:
            yield block.text


def pandoc_words(data: bytes) -> str:
    """The strings of pandoc's document, tracked changes accepted."""
    command = ["pandoc", "--from", "docx", "--to", "json", "--track-changes", "accept"]
    made = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    return "".join(_strings(json.loads(made.stdout)["blocks"]))


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _strings(each)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c")
        if kind in _WORDY:
            yield content if isinstance(content, str) else content[1]
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            yield " "
        else:
            yield from ("\n", *_strings(content), "\n") if kind in {"Para", "Plain", "Header"} else _strings(content)


def files(arguments: list[str]) -> Mapping[str, bytes]:
    """The Word files of a folder, or those of the tests."""
    if arguments:
        return {str(path): path.read_bytes() for path in sorted(Path(arguments[0]).rglob("*.docx"))}
    made = {f"{at}.docx": file.data for at, file in enumerate(WORD_FILES)}
    return {**made, **saved_anew(made)}


def saved_anew(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files as LibreOffice writes them."""
    if not shutil.which("soffice"):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in made.items():
            Path(folder, name).write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        paths = map(str, sorted(Path(folder).glob("*.docx")))
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", f"{folder}/anew", *paths]
        subprocess.run(command, capture_output=True, check=False, timeout=300)
        return {f"LibreOffice {path.name}": path.read_bytes() for path in sorted(Path(folder, "anew").glob("*.docx"))}


def counted(words_of: Callable[[bytes], str], data: bytes) -> Counter[str]:
    """The words that another reader finds; none where it fails, which is no word that we miss."""
    try:
        return Counter(_WORD.findall(words_of(data)))
    except Exception:  # noqa: BLE001 - of whatever kind its failure is
        return Counter()


def main() -> None:
    """Prints the recall against each other reader, and the files where words are missing."""
    others = {"python-docx": python_docx_words, **({"pandoc": pandoc_words} if shutil.which("pandoc") else {})}
    totals = {name: Counter[str]() for name in others}
    for path, data in files(sys.argv[1:]).items():
        try:
            read, said = (Counter(_WORD.findall(words)) for words in ours(path, data))
        except TypesetError as error:
            print(f"refused: {error}")
            continue
        for name, words_of in others.items():
            theirs = counted(words_of, data)
            missing = theirs - read - said
            totals[name].update(files=1, words=theirs.total(), read=(theirs & read).total(), missing=missing.total())
            if missing:
                print(f"{path}: {name} has also: {' '.join(missing)[:100]}")
    for name, total in totals.items():
        recall, said_too = total["read"] / total["words"], 1 - total["missing"] / total["words"]
        print(f"{name}: {total['files']} files, {total['words']} words, recall {recall:.4f}, with said {said_too:.4f}")


if __name__ == "__main__":
    main()
