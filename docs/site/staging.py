"""The documents as the site wants them: a folder for each language, with links that lead where a page now is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCS = HERE.parent
LINK = re.compile(r"(?P<before>\]\()(?P<target>[^)#\s]*)(?P<anchor>#[^)\s]*)?(?P<after>\))")
TABLE = re.compile(r"^\{\{ table (?P<page>\S+) (?P<name>\S+) \}\}$", re.MULTILINE)
"""`{{ table speed.md figures }}`: the table that a script wrote into that document, between its two comments."""
DRAWN = re.compile(r"^\{\{ drawn (?P<name>\S+) \}\}$", re.MULTILINE)
"""`{{ drawn copied }}`: the piece of Markdown that `pictures` wrote beside its pictures."""
WRAPPER = re.compile(r"^</?div(?: dir=\"rtl\")?>\n", re.MULTILINE)
"""What turns an Arabic document round where pages run from left to right; the Arabic pages of the site do not."""
LIST = re.compile(r"(?m)^(?!\s*[-*]\s|\s*\d+\.\s|\s*$)(.+)\n(?=(?:[-*]|\d+\.)\s)")
"""A line of text with a list right under it: python-markdown wants an empty line between."""
RENAMED = {("en", "README.md"): "documents.md", ("ar", "README.md"): "first-steps.md"}


def stage(tag: str, folder: Path, drawn: Path) -> None:
    """All pages of a language, its pictures and its sheet of styles, in `folder`."""
    shutil.copytree(drawn, folder / "drawn", ignore=shutil.ignore_patterns("*.md"))
    shutil.copytree(DOCS / "pictures", folder / "pictures")
    shutil.copyfile(DOCS / "page.png", folder / "page.png")
    for name in ("site.css", "site.js"):
        shutil.copyfile(HERE / name, folder / name)
    for source, target in _documents(tag):
        text = source.read_text(encoding="utf-8")
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_turned(text, tag, target, drawn), encoding="utf-8")


def order(nav: Sequence[Any], stage: Path) -> list[Any]:
    """The pages in their order as mkdocs wants them: a folder's are named one by one."""
    return [_entry(entry, stage) for entry in nav]


def _entry(entry: Any, stage: Path) -> Any:
    ((title, what),) = entry.items()
    if isinstance(what, str):
        if not what.endswith("/"):
            return {title: what}
        return {title: [str(page.relative_to(stage)) for page in sorted((stage / what).glob("*.md"))]}
    return {title: order(what, stage)}


def _documents(tag: str) -> Iterator[tuple[Path, str]]:
    """Each document of a language with the name of its page."""
    own = DOCS if tag == "en" else DOCS / tag
    for source in sorted([*own.glob("*.md"), *(own / "adr").glob("*.md"), *(HERE / tag).glob("*.md")]):
        parent = "adr/" if source.parent.name == "adr" else ""
        yield source, parent + RENAMED.get((tag, source.name), source.name)


def _turned(text: str, tag: str, target: str, drawn: Path) -> str:
    if tag == "ar":
        text = WRAPPER.sub("", text)
    text = TABLE.sub(lambda found: table(found["page"], found["name"]), text)
    text = DRAWN.sub(lambda found: (drawn / f"{found['name']}.{tag}.md").read_text(encoding="utf-8"), text)
    text = LIST.sub(r"\1\n\n", text)
    return LINK.sub(lambda found: found["before"] + _link(found, tag, target) + found["after"], text)


def table(page: str, name: str) -> str:
    """The table between `<!-- name -->` and the next comment of a document: a figure stands where a script wrote it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return text.split(f"<!-- {name} -->", 1)[1].split("<!--", 1)[0].strip()


def _link(found: re.Match[str], tag: str, page: str) -> str:
    """Where a link of a document leads on the site; an address of the web stays as it is."""
    target, anchor = found["target"], found["anchor"] or ""
    if not target or "://" in target or target.startswith("mailto:"):
        return target + anchor
    if target == "../README.md" and tag == "en":
        return "index.md"
    if tag == "ar" and target.startswith("../") and not target.startswith("../pictures/"):
        return _in_english(target.removeprefix("../"), page) + anchor
    if tag == "ar":
        target = target.removeprefix("../")
    if target.startswith("ar/"):
        return _in_arabic(target.removeprefix("ar/"), page) + anchor
    return (RENAMED.get((tag, target)) or target) + anchor


def _in_english(document: str, page: str) -> str:
    return _across("en", document, page)


def _in_arabic(document: str, page: str) -> str:
    return _across("ar", document, page)


def _across(tag: str, document: str, page: str) -> str:
    """The address of a page of the other language, as seen from the folder that `page` becomes."""
    up = "../" * (1 + page.count("/") + (page != "index.md"))
    name = RENAMED.get((tag, document), document).removesuffix(".md")
    return f"{up}{tag}/{'' if name == 'index' else name + '/'}"
