"""Hostile inputs: releases of every form, damaged at random, read and set. Each ends in a page or in a sentence.

    python tests/bench/hostile.py [--count N] [--seed S] [--seconds T]

Prints how many were refused with a sentence, how many reached a page, the longest and the largest, and each input that
ended in a fault of ours, which is kept under its seed and number in the folder `hostile` of the system's temporary
folder. The same seed gives the same inputs. Exit code 1: there was a fault, or a bound was exceeded.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import typeset  # noqa: E402 - the tree's own package comes first
from typeset.errors import TypesetError  # noqa: E402
from typeset.jobs import lint, make  # noqa: E402
from typeset.jobs.given import read_given  # noqa: E402
from typeset.jobs.make import Job  # noqa: E402
from typeset.read.source import SourceFile  # noqa: E402
from typeset.write.wire import newsml, ninjs  # noqa: E402

CASES = ROOT / "tests" / "cases" / "press"
LONGEST = 20.0
"""Seconds of processor time for one input."""
TOKENS = (
    *("\u200f", "\u061c", "\u202e", "\u0000", "\ufeff", "\u0651" * 40, "ـ" * 60, "١٢٣٤٥٦٧٨٩٠" * 7, "9" * 400, "«", "»"),
    *("{", "}", "---\n", "\n\n", "|", "> ", "# ", "[^1]", "![](", "](", "<table>", "<td colspan=9999>", "<p>", "</p>"),
    *("<w:p>", "</w:r>", "<!--", "]]>", "&amp;", "&#x202e;", "data:image/png;base64,AAAA", "date: 2025-02-30\n", "%"),
    *("\\u1600?", "\\par", "{\\rtf1", "Content-Type: text/html\n", "=?utf-8?b?2LQ=?=", '"', "\\", "\u0600", "﷽" * 20),
)
EDITIONS = ("email", "print", "archive")


SHORT = """---
headline: افتتاح المكتبة المركزية في حي المثال
date: 2025-03-18
number: 12/2025
contacts:
  - name: مكتب الإعلام
    phone: "+964 780 000 0000"
    email: press@example.org
---
بغداد – افتتحت مؤسسة المثال مكتبتها المركزية صباح **اليوم** بحضور ٣٠٠ من القراء و12.5% من أهالي الحي[^1].

## أرقام

> القاعة تتسع لثلاثمئة قارئ، والإعارة مجانية.
>
> — سلمى المثال، مديرة المكتبة

- كتاب العربية-الأوروبية، و*مجلة* (Reader 3)؛
- أطلس.

| السنة | العدد |
|---|---|
| ٢٠٢٤ | ١٢٠ |

![قاعة](pump.png)
تصوير: أرشيف المؤسسة

المصدر: مؤسسة المثال

[^1]: حتى آخر آذار.
"""


def seeds() -> list[tuple[str, bytes]]:
    """The releases that are damaged: a short one in each form, whole ones in five languages; suffix and content."""
    short = read_given(SourceFile(SHORT.encode(), "short.md", ".md", CASES / "full")).article
    text = typeset.convert(short, to="plain").content
    page = typeset.convert(short, to="html").content
    found = [(".md", SHORT.encode())] * 6 + [(".txt", text)] * 3
    found += [(".md", file.read_bytes()) for file in sorted(CASES.glob("*/*.md"))]
    found += [(".xml", newsml(short)), (".ninjs", ninjs(short)), (".html", page)]
    found += [(".docx", typeset.convert(short, to="docx").content), (".rtf", _rtf(text.decode()))] * 2
    found += [(".odt", _odt(text.decode())), (".zip", _zip({"a.md": SHORT.encode(), "b.png": b"\x89PNG\r\n\x1a\n"}))]
    found.append((".eml", b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text))
    found.append((".mhtml", b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page))
    return found


def _rtf(text: str) -> bytes:
    return (
        "{\\rtf1\\ansi " + "".join(f"\\u{ord(each)}?" if each != "\n" else "\\par " for each in text) + "}"
    ).encode()


def _odt(text: str) -> bytes:
    lines = "".join(f"<t:p>{line.replace('&', '').replace('<', '')}</t:p>" for line in text.split("\n"))
    spaces = "".join(
        f' xmlns:{name[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text")
    )
    content = f"<o:document-content{spaces}><o:body><o:text>{lines}</o:text></o:body></o:document-content>"
    return _zip({"content.xml": content.encode()})


def _zip(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


# The damage. That of an archive is done to one of its parts, else nearly all of them would be broken zip files.


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The content with one to six pieces of damage."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.9:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        parts[name] = damaged(parts[name], chance)
        return _zip(parts)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(DAMAGE)(data, chance)
    return data


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 200) :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at : at + chance.randint(1, 300)] * chance.choice((2, 3, 50)) + data[at:]


def _changed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(data)))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _with_token(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    while at < len(data) and data[at] & 0xC0 == 0x80:  # not inside of a letter
        at += 1
    return data[:at] + chance.choice(TOKENS).encode() * chance.choice((1, 1, 1, 30)) + data[at:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines) if chance.random() < 0.2 else data


DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _doubled, _changed, *[_with_token] * 4, _moved)


def inputs(seed: int, count: int) -> Iterator[tuple[int, SourceFile, random.Random]]:
    """The damaged releases, each with its number and a source of chance of its own."""
    whole = seeds()
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - not for secrets
        suffix, data = chance.choice(whole)
        yield number, SourceFile(damaged(data, chance), f"hostile{suffix}", suffix, CASES / "full"), chance


def outcome(source: SourceFile, chance: random.Random) -> str:
    """What becomes of an input: `refused`, `checked` or `set`. Raises what is a fault of ours."""
    try:
        if chance.random() < 0.2:
            lint.run(source)
            return "checked"
        make.run(Job(source, (chance.choice(EDITIONS) if chance.random() < 0.3 else "email",)))
    except TypesetError as error:
        if error.exit_code == TypesetError.exit_code:
            raise
        return "refused"
    return "set"


def main() -> int:
    """Run the inputs, and print what became of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    asked = parser.parse_args()
    ends, faults, longest = Counter[str](), 0, (0.0, -1)
    kept = Path(tempfile.gettempdir(), "hostile")
    started = time.monotonic()
    for number, source, chance in inputs(asked.seed, asked.count):
        if time.monotonic() - started > asked.seconds:
            break
        began = time.process_time()
        try:
            ends[outcome(source, chance)] += 1
        except Exception:  # noqa: BLE001 - a fault of ours, whatever it is, is what is looked for
            faults += 1
            kept.mkdir(exist_ok=True)
            (kept / f"{asked.seed}-{number}{source.suffix}").write_bytes(source.data)
            print(f"{asked.seed}-{number}{source.suffix}", traceback.format_exc(limit=-3), flush=True)
        longest = max(longest, (time.process_time() - began, number))
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"seed {asked.seed}: {dict(ends)}, {faults} faults; longest {longest[0]:.1f} s (number {longest[1]}), "
          f"largest {largest} MB")  # fmt: skip
    return int(faults > 0 or longest[0] > LONGEST)


if __name__ == "__main__":
    sys.exit(main())
