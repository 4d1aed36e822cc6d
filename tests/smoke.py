"""Every command, once, under each other Python that is at hand; `./run test` ends with it.

    python tests/smoke.py       what works under which Python, and which Pythons are not here

The tests run under one Python. Each other one from 3.11 on gets an environment of its own (`.venv-3.12`, set up from
requirements.lock once), the main job, and one call of every command, each in a process in which nothing else has run.
A Python that is not here is named and no fault; one that is here and cannot be set up, or a command that fails, is one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
RELEASE = ROOT / "articles" / "alwefaq-iran-russia.txt"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
OUTSIDE_THE_PATH = (
    f"{os.environ.get('PYENV_ROOT') or '~/.pyenv'}/versions/{{version}}.*/bin/python",
    "~/.local/share/uv/python/cpython-{version}.*/bin/python{version}",
)
"""Where pyenv and uv keep the Pythons that they installed."""
SOUND = "import ensurepip, platform, venv; print(platform.python_version())"
RICH = """---
headline: افتتاح المكتبة الجديدة
link: https://example.org/library
contacts:
  - name: مكتب الإعلام
    email: press@example.org
---
بغداد – افتتحت مؤسسة المثال مكتبتها الجديدة[^1] صباح اليوم بحضور عدد كبير من القراء، و**كتّاب** من Baghdad Press.

| القسم | الكتب |
|---|---|
| الأدب | ٤٠٠٠ |

![رسم المبنى](drawing.svg)

[^1]: تضم المكتبة عشرة آلاف كتاب.
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><path d="M0 0h60v30H0z" fill="#036"/></svg>'
CALLS = (
    ("make", str(RELEASE), "-o", "out", "--edition", "email", "--edition", "print"),
    ("make", "rich.md", "-o", "out", "--edition", "archive"),
    ("verify", "out/rich.archive.pdf"),
    ("compare", "rich.md", "out/rich.archive.pdf"),
    ("convert", "rich.md", "rich.docx"),
    ("proof", f"out/{RELEASE.stem}.print.pdf"),
    ("mail", "rich.md", "--to", "desk@example.com"),
    ("lint", str(RELEASE), "--fail-on", "never"),
    ("convert", str(RELEASE), "statement.md"),
    ("new", "skeleton.md"),
    ("tour", "try"),
    ("new-theme", "ours"),
    ("make", "rich.md", "-o", "out", "--theme", "gazette", "--page", "A5", "--edition", "email"),
    ("explain", "text/tatweel"),
    ("themes",),
    ("fonts",),
    ("doctor",),
    ("serve", "--stop"),
    ("desk", "--help"),
)


class FailedError(Exception):
    """A set-up or a command that went wrong, with what it printed."""


def main() -> int:
    """Try every Python; 1 where one of them failed."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(_told, (version for version in VERSIONS if version != here)))
    print(*(line for _, line in told), sep="\n")
    return 0 if all(works for works, _ in told) else 1


def _told(version: str) -> tuple[bool, str]:
    base = python(version)
    if base is None:
        return True, f"smoke: Python {version} is not here"
    try:
        own = environment(base, ROOT / f".venv-{version}")
        return True, f"smoke: Python {_said(own, SOUND)}: {works(own)} commands work"
    except FailedError as fault:
        return False, f"smoke: Python {version} FAILED: {fault}"


def python(version: str) -> Path | None:
    """A Python of that version which runs and can make environments; a pyenv shim may be there and not run."""
    return next((one for one in _candidates(version) if _said(one, SOUND).startswith(f"{version}.")), None)


def _candidates(version: str) -> Iterator[Path]:
    on_the_path = shutil.which(f"python{version}")
    if on_the_path:
        yield Path(on_the_path)
    for pattern in OUTSIDE_THE_PATH:
        place = Path(pattern.format(version=version)).expanduser()
        yield from sorted(Path(place.anchor).glob(str(place.relative_to(place.anchor))), reverse=True)


def _said(interpreter: Path, script: str) -> str:
    try:
        done = subprocess.run([interpreter, "-I", "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def environment(base: Path, folder: Path) -> Path:
    """The Python of an environment with what the lock asks for. Its stamp comes last, as that of `run` does."""
    own, stamp = folder / "bin" / "python", folder / "requirements.lock.done"
    wanted = hashlib.sha256(LOCK.read_bytes() + _said(base, SOUND).encode()).hexdigest()
    if own.is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return own
    print(f"smoke: setting up {folder.name} (once)", file=sys.stderr, flush=True)
    _done(base, "-m", "venv", "--clear", str(folder))
    _done(
        own,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(LOCK),
    )
    packages = _said(own, "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(packages) / "typeset.pth").write_text("../../../..\n", encoding="ascii")
    stamp.write_text(wanted, encoding="ascii")
    return own


def works(own: Path) -> int:
    """Call every command, each in a process of its own, in an empty folder; how many there were."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "rich.md").write_text(RICH, encoding="utf-8")
        (Path(folder) / "drawing.svg").write_text(DRAWING, encoding="utf-8")
        for call in CALLS:
            _done(own, "-I", "-m", "typeset", *call, folder=Path(folder))
    return len({name for name, *_ in CALLS})


def _done(interpreter: Path, *arguments: str, folder: Path = ROOT) -> None:
    done = subprocess.run([interpreter, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"`{' '.join(arguments)}` ended with {done.returncode}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
