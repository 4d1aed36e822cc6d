"""The report as a page of HTML: the first page of each article with its files and its findings, the worst first."""

from __future__ import annotations

import os
from base64 import b64encode
from html import escape
from pathlib import Path
from urllib.parse import quote

from typeset import files
from typeset.errors import Message
from typeset.findings import Finding, Severity
from typeset.jobs.batch.run import Outcome
from typeset.preflight import picture
from typeset.words.voice import ENGLISH, Voice

PPI = 30
"""Pixels to the inch of a first page: an A4 sheet is a thumb of 248 x 351."""
MOST_PICTURES = 500
"""Articles with a picture, so that a browser can hold the page; the others have their names alone."""

HEAD = """<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>typeset-press</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; color: #1a1a1a }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1.5rem }
article { border: 1px solid #d0d0d0; border-radius: 6px; padding: .8rem; overflow-wrap: anywhere }
article.failed { border-color: #a8071a }
img { display: block; width: 100%; border: 1px solid #e4e4e4; margin-bottom: .6rem }
h2 { font-size: 1rem; margin: 0 0 .3rem }
ul { margin: .4rem 0 0; padding-inline-start: 1.1rem; font-size: .85rem }
.error { color: #a8071a } .warning { color: #8a5a00 } .info { color: #555 }
</style>
"""


class Index:
    """The articles are kept until the end; of each its first page is drawn as it comes."""

    def __init__(self, file: Path, output: Path, voice: Voice = ENGLISH) -> None:
        self._file, self._output, self._voice = file, output, voice
        self._articles: list[tuple[int, str, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Take an article."""
        worst = 4 if outcome.error else max((finding.severity for finding in outcome.all_findings()), default=0)
        self._articles.append((-worst, str(outcome.article), self._article(outcome)))

    def close(self) -> None:
        """Write the page."""
        failed = sum(worst == -4 for worst, _, _ in self._articles)
        made, voice = len(self._articles) - failed, self._voice
        title = voice.say(Message("{made} of {all} articles", made=made, all=len(self._articles)))
        head = f'<!DOCTYPE html>\n<html lang="{voice.language}" dir="{voice.direction}">{HEAD}'
        page = [
            head,
            f"<h1>{escape(title)}</h1>",
            "<main>",
            *(article for _, _, article in sorted(self._articles)),
            "</main></html>",
        ]
        files.write(self._file, "\n".join(page).encode("utf-8", "replace"))

    def _article(self, outcome: Outcome) -> str:
        name = escape(str(outcome.article))
        if outcome.error:
            said = " ".join(escape(self._voice.say(words)) for words in (outcome.error.message, outcome.error.hint))
            return f'<article class="failed"><h2 dir="auto">{name}</h2><p class="error">{said}</p></article>'
        links = " · ".join(
            f'<a href="{quote(os.path.relpath(self._output / file.name, self._file.parent))}">{escape(one.edition)}</a>'
            for one in outcome.products
            for file in one.files[:1]
        )
        findings = sorted(dict.fromkeys(outcome.all_findings()), key=lambda finding: -finding.severity)
        listed = "".join(_item(finding, self._voice) for finding in findings)
        return f'<article>{self._picture(outcome)}<h2 dir="auto">{name}</h2>{links}<ul>{listed}</ul></article>'

    def _picture(self, outcome: Outcome) -> str:
        """The first page of the first edition; empty where it cannot be drawn."""
        if not outcome.products or len(self._articles) >= MOST_PICTURES:
            return ""
        file = self._output / outcome.products[0].files[0].name
        try:
            data = file.read_bytes()
            drawn = data if file.suffix == ".png" else picture.drawn(data, 0, PPI)
        except (OSError, RuntimeError, IndexError):
            return ""
        return f'<img alt="" loading="lazy" src="data:image/png;base64,{b64encode(drawn).decode()}">'


def _item(finding: Finding, voice: Voice) -> str:
    place = f"{voice.isolate(finding.place)}: " if str(finding.place) else ""
    level = Severity(finding.severity)
    words = escape(place + voice.say(finding.message))
    return f'<li class="{level}" dir="auto">{words} <small>{escape(finding.id)}</small></li>'
