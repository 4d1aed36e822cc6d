"""What the program is made of: a CycloneDX bill from the lock file, and the licences of all of it.

    python tests/bill_of_materials.py              the bill, as JSON, on standard output
    python tests/bill_of_materials.py --licences   a table of packages and licences, in Markdown

Names, versions and hashes are those of `requirements.lock`, so they are what `./run` installs. Licences come from what
the packages say of themselves where they are installed; fonts have their own beside them. The same lock gives the same
bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
SPECIFICATION = "1.6"
ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>[^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: OSI Approved :: "
LONGEST = 60
"""Characters of what a package calls its licence; some give its whole text there."""


class Package(NamedTuple):
    """A package of the lock file: its name, version and the hashes of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def licence(self) -> str:
        """What it says of its licence, as an SPDX expression where it gives one; empty where it is not installed."""
        try:
            said = metadata(self.name)
        except PackageNotFoundError:
            return ""
        classified = [each.removeprefix(CLASSIFIER) for each in said.get_all("Classifier", []) if CLASSIFIER in each]
        written = (said.get("License") or "").split("\n")[0].strip()
        return said.get("License-Expression") or (written if 0 < len(written) <= LONGEST else " or ".join(classified))


def packages(lock: str) -> Iterator[Package]:
    """The packages of a lock file, in its order."""
    for entry in ENTRY.finditer(lock):
        yield Package(entry["name"], entry["version"], tuple(HASH.findall(entry["rest"])))


def bill(lock: str, version: str) -> dict[str, object]:
    """The bill of materials of a lock file."""
    found = list(packages(lock))
    serial = uuid5(NAMESPACE_URL, " ".join([version, *(f"{each.name}=={each.version}" for each in found)]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "typeset-press",
                "name": "typeset-press",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(each) for each in found],
        "dependencies": [{"ref": "typeset-press", "dependsOn": [_reference(each) for each in found]}],
    }


def _component(package: Package) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": _reference(package),
        "name": package.name,
        "version": package.version,
        "purl": _reference(package),
        "hashes": [{"alg": "SHA-256", "content": each} for each in package.hashes],
    }
    return component | ({"licenses": [{"license": {"name": package.licence}}]} if package.licence else {})


def _reference(package: Package) -> str:
    return f"pkg:pypi/{re.sub('[-_.]+', '-', package.name).lower()}@{package.version}"


def licences(lock: str) -> str:
    """A table of the packages of a lock file and their licences."""
    rows = (f"| {each.name} {each.version} | {each.licence or 'not installed here'} |" for each in packages(lock))
    return "\n".join(["| package | licence |", "|---|---|", *rows]) + "\n"


def main() -> None:
    """Print the bill, or the licences."""
    sys.path.insert(0, str(ROOT))
    from typeset import __version__

    lock = LOCK.read_text(encoding="utf-8")
    if "--licences" in sys.argv:
        print(licences(lock), end="")
    else:
        print(json.dumps(bill(lock, __version__), indent=1))


if __name__ == "__main__":
    main()
