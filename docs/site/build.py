"""The site: the documents as pages in Arabic and English, with pictures drawn for it. `./run docs [FOLDER]`.

Each language is staged in a folder of its own and built strictly: a link or a picture that leads nowhere stops the
build. Nothing is loaded from another address, so the site works from a disk and behind any wall.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT), str(ROOT / "tests")]

import journey  # noqa: E402
import pictures  # noqa: E402
import staging  # noqa: E402
from mkdocs.commands.build import build as build_pages  # noqa: E402
from mkdocs.config import load_config  # noqa: E402

SEPARATOR = r"(?:[\s\-،؛؟«»()/]+|^)(?:(?:[وفبك]?ال|لل)(?=[ء-ي]{3}))?"
"""Where the search parts words. The Arabic article and what is joined to it fall away with the space, so that who looks
for كشيدة finds الكشيدة: the search's own stemmer leaves them on."""
TARGET = ROOT / "dist" / "site"


class Language(NamedTuple):
    """A language of the site: its direction, what the site says of itself, and its pages in order, under headings."""

    tag: str
    direction: str
    description: str
    nav: Sequence[Any]


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "ar": Language(
            "ar",
            "rtl",
            "بيان صحفي عربي، بأي صورة وصل، يصير ملف PDF يُقرأ ويُسمع ويُطبع ويبقى ويسافر",
            (
                {"البداية": "index.md"},
                {"تعرّف": [
                    {"معرض القوالب والنسخ": "gallery.md"},
                    {"من نص ملصوق إلى المطبعة": "journey.md"},
                ]},
                {"ابدأ": [
                    {"الخطوات الأولى": "first-steps.md"},
                    {"المكتب": "desk.md"},
                    {"وصفات": "recipes.md"},
                ]},
                {"اضبط": [
                    {"أسلوب الدار": "house-style.md"},
                    {"القوالب والخطوط والهوية": "themes.md"},
                    {"النسخ": "editions.md"},
                ]},
                {"ارجع إليه": [
                    {"قواعد النص وفحوصه": "rules.md"},
                    {"فحوص المصدر والصفحة وملف PDF": "checks.md"},
                ]},
            ),
        ),
        "en": Language(
            "en",
            "ltr",
            "An Arabic press release, in any form, becomes a PDF that reads, speaks, prints, lasts and travels",
            (
                {"Home": "index.md"},
                {"See": [
                    {"Gallery": "gallery.md"},
                    {"From a pasted text to a print shop": "journey.md"},
                    {"Compared": "compared.md"},
                ]},
                {"Use": [
                    {"Recipes": "recipes.md"},
                    {"The desk": "desk.md"},
                    {"The article": "article.md"},
                    {"Themes, fonts, brands": "themes.md"},
                    {"The house style": "house-style.md"},
                    {"Editions": "editions.md"},
                    {"Mail": "mail.md"},
                    {"Proof": "proof.md"},
                    {"Many releases": "folders.md"},
                    {"The server": "serve.md"},
                    {"Many machines": "cluster.md"},
                ]},
                {"Look up": [
                    {"The command line": "command-line.md"},
                    {"The library": "library.md"},
                    {"Reference of the library": "reference.md"},
                    {"Rules": "rules.md"},
                    {"Checks": "checks.md"},
                    {"PDF/X-4, fault by fault": "pdfx.md"},
                    {"Licences": "licences.md"},
                ]},
                {"Understand": [
                    {"Justification": "justification.md"},
                    {"The text layer": "text-layer.md"},
                    {"Speed": "speed.md"},
                    {"All documents": "documents.md"},
                    {"Decisions": "adr/"},
                ]},
            ),
        ),
    }
)  # fmt: skip


def build(target: Path) -> None:
    """Draw the pictures once, then build each language into its folder of `target`, with a page that leads to both.

    Raises mkdocs' Abort: a link, a picture or a page of the order is missing.
    """
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    with TemporaryDirectory() as folder:
        drawn = Path(folder) / "pictures"
        pictures.draw(drawn)
        for language in LANGUAGES.values():
            journey.draw(drawn / f"journey-{language.tag}", language.tag)
            stage = Path(folder) / language.tag
            staging.stage(language.tag, stage, drawn)
            build_pages(load_config(str(HERE / "mkdocs.yml"), **_settings(language, stage, target / language.tag)))
    shutil.copyfile(HERE / "languages.html", target / "index.html")


def _settings(language: Language, stage: Path, target: Path) -> dict[str, Any]:
    # Lists and dicts of its own for each language: mkdocs writes into what it is given.
    plugins: list[Any] = [{"search": {"lang": ["ar", "en"], "separator": SEPARATOR}}]
    if language.tag == "en":
        plugins.append({"mkdocstrings": {"handlers": {"python": _handler()}}})
    return {
        "docs_dir": str(stage),
        "site_dir": str(target),
        "site_description": language.description,
        "nav": staging.order(language.nav, stage),
        "plugins": plugins,
        "theme": {
            "name": "material",
            "language": language.tag,
            "direction": language.direction,
            "font": False,
            "features": [
                "navigation.sections",
                "navigation.top",
                "content.code.copy",
                "search.highlight",
                "toc.follow",
            ],
            "palette": [
                {"media": f"(prefers-color-scheme: {scheme})", "scheme": name, "primary": "custom", "accent": "custom"}
                for scheme, name in (("light", "default"), ("dark", "slate"))
            ],
        },
    }


def _handler() -> dict[str, Any]:
    options = {
        "show_root_heading": True,
        "show_source": False,
        "heading_level": 2,
        "docstring_style": "google",
        "show_signature_annotations": True,
        "separate_signature": True,
    }
    return {"paths": [str(ROOT)], "options": options}


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
