"""The bill of materials and the page of licences name what the lock file installs, all of it and nothing else."""

import json
import re
import subprocess
from pathlib import Path

import bill_of_materials

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE))


def test_the_bill_has_every_package_with_the_hashes_of_the_lock():
    bill = bill_of_materials.bill(LOCK, "1.0")
    components = {each["name"]: each for each in bill["components"]}
    assert {name: each["version"] for name, each in components.items()} == LOCKED
    written = [each["content"] for component in components.values() for each in component["hashes"]]
    assert sorted(written) == sorted(re.findall(r"sha256:([0-9a-f]{64})", LOCK))
    assert components["weasyprint"]["licenses"] == [{"license": {"name": "BSD License"}}]


def test_it_is_one_of_cyclonedx_and_the_same_each_time():
    once, again = (json.dumps(bill_of_materials.bill(LOCK, "1.0")) for _ in range(2))
    assert once == again
    assert json.loads(once)["specVersion"] == "1.6"
    assert json.loads(once)["serialNumber"] != bill_of_materials.bill(LOCK, "1.1")["serialNumber"]


def test_the_page_of_licences_has_every_package():
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| ([\w.-]+) (\S+) \|", page, re.MULTILINE)) == LOCKED


def test_the_command_prints_it():
    printed = subprocess.run([ROOT / "run", "sbom"], capture_output=True, text=True, check=True).stdout
    assert len(json.loads(printed)["components"]) == len(LOCKED)
