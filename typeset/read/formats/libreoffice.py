"""LibreOffice, where it is here: files of old and foreign formats turned into ones that we read.

It works in a folder of its own with a profile of its own, and is ended with its children after LONGEST seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

LONGEST = 40.0
"""Seconds for all files of a call; a second or two is usual."""


def converted(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """Name -> bytes in the target's form (`png`, `docx`); without those that LibreOffice, or its absence, left out.

    A name's ending says what form the file has.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program or not files:
        return {}
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        places = {name: Path(folder, f"{at}{Path(name).suffix.lower()}") for at, name in enumerate(files)}
        for name, place in places.items():
            place.write_bytes(files[name])
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        _run([program, profile, "--headless", "--convert-to", target, "--outdir", folder, *map(str, places.values())])
        made = {name: place.with_suffix(f".{target}") for name, place in places.items()}
        return {name: place.read_bytes() for name, place in made.items() if place.is_file()}


def _run(command: list[str]) -> None:
    silent = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - LibreOffice, on files that we named
        command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    ) as process:
        try:
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
