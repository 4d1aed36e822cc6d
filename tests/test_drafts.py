"""Drafts of a page, with more or fewer of its theme's steps: few are made, and each keeps what it has in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from releases import releases
from test_bilingual import pair

from typeset import compose, read
from typeset.jobs.make import Job, run
from typeset.model import theme
from typeset.model.brand import Brand
from typeset.model.edition import EDITIONS
from typeset.model.house_style import House
from typeset.render import patches

patches.apply()
from typeset.render import engine  # noqa: E402  the engine is loaded with the patches
from typeset.render.shape import paragraph  # noqa: E402
from typeset.render.weasy.formatting import Formatting  # noqa: E402

EMAIL = EDITIONS["email"]
STEPS = [("classic", 5, "photos close beside"), ("gazette", 22, "low close small"), ("gazette", 13, "roomy large")]
"""Releases that take two drafts beside the plain one, and the steps that they come to."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Formatting]:
    """The formattings of all pages that a test makes."""
    found: list[Formatting] = []
    own = Formatting.__init__

    def kept(formatting: Formatting, *given: object) -> None:
        own(formatting, *given)
        found.append(formatting)

    monkeypatch.setattr(Formatting, "__init__", kept)
    return found


def set_in(look: str, number: int, folder: Path, steps: str | None = None) -> bytes:
    """A release as its theme fits it; with `steps`, with these from the start, and no others to choose from."""
    loaded = theme.load(look)
    article, _ = read.article(list(releases())[number].write(folder))
    page = compose.html(article, loaded, EMAIL, House(), Brand())
    if steps is not None:
        html = re.sub('<body class="[^"]*', rf"\g<0> {steps}", page.html, count=1)
        page = replace(page, html=html, fit=replace(page.fit, tighter=(), looser=()))
    return engine.pdf(page, loaded, EMAIL)[0]


@pytest.mark.parametrize(("look", "number", "steps"), STEPS)
def test_a_page_is_the_same_whether_it_is_the_first_draft_or_the_last(look, number, steps, tmp_path):
    assert set_in(look, number, tmp_path) == set_in(look, number, tmp_path, steps)


@pytest.mark.parametrize(("look", "number"), [*(case[:2] for case in STEPS), ("classic", 11), ("gazette", 37)])
def test_two_drafts_at_most_beside_the_plain_one_decide(look, number, tmp_path, made):
    set_in(look, number, tmp_path)
    assert len(made) <= 3


def test_words_are_shaped_once_for_all_drafts(tmp_path, monkeypatch):
    shaped = Counter[str]()
    own = paragraph.shaped

    def counted(leaves, *given, **named):
        shaped["".join(leaf.box.text for leaf in leaves)] += 1
        return own(leaves, *given, **named)

    monkeypatch.setattr(paragraph, "shaped", counted)
    set_in("gazette", 13, tmp_path)
    assert {text for text, times in shaped.items() if times > 1 and len(text) > 60} == set()


def test_the_cells_of_two_languages_have_few_styles_between_them(tmp_path, made):
    first, other = pair(tmp_path, "ar en", 24)
    run(Job(first, ("email",), "bilingual", other=other))
    cells = [box for box in made[0].root.descendants() if box.element_tag == "div" and "lang" in box.element.attrib]
    assert len(cells) > 30
    assert len({id(cell.style) for cell in cells}) < len(cells) / 2
