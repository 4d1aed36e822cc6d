"""Patterns compiled at first use: what they find is what the expression finds, sign or no sign."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

from typeset import read, tidy
from typeset.compose import inline
from typeset.model.script import Pattern, one_of
from typeset.read.parts import markers

ARTICLES = Path(__file__).parent.parent / "articles"


def _patterns() -> Iterator[tuple[str, Pattern]]:
    for package in (tidy, read):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Pattern):
                    yield f"{module.name}.{name}", value
    for direction, pattern in inline.PATTERNS.items():
        yield f"what runs against {direction}", pattern


def _texts() -> list[str]:
    """Lines of real releases, whole and cut anywhere, and the examples of every rule, right and wrong."""
    lines = [line for file in sorted(ARTICLES.rglob("*.txt")) for line in file.read_text("utf-8").split("\n") if line]
    examples = [text for rule in tidy.RULES for text in (rule.before, rule.after, rule.keeps)]
    traps = [
        "ان",
        "وايضاً",
        "الكافيه",
        "کہا",
        "2024او",
        "ا ب ت ث",
        "قال ,نعم",
        "أعلن الوزير.وقال",
        "بنسبة ٪٥",
        "في:",
        " و هو",
        "",
        " ",
    ]
    apart = "+961 1 234567|5%|5 %|-@-.-|12/3/2025|(20)|www.|بنسبة −5|12٫5%|é|1.2.2025|(a) و(ب)ة".split("|")
    return [*lines, *(line[7:60] for line in lines), *examples, *traps, *apart]


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*found, id=found[0]) for found in _patterns()])
def test_a_sign_hides_no_match(name: str, pattern: Pattern) -> None:
    for text in _texts():
        found = [match.span() for match in pattern.finditer(text)]
        assert found == [match.span() for match in pattern.compiled.finditer(text)], f"{name} in {text!r}"


def _strings(parsed: Any) -> Iterator[str]:
    """What an expression of words stands for, as short as it can be: every choice, with and without what may lack."""
    parts = [list(_choices(str(kind), value)) for kind, value in parsed]
    return map("".join, product(*parts))


def _choices(kind: str, value: Any) -> Iterator[str]:
    if kind == "LITERAL":
        yield chr(value)
    elif kind == "SUBPATTERN":
        yield from _strings(value[-1])
    elif kind == "BRANCH":
        for choice in value[1]:
            yield from _strings(choice)
    elif kind == "MAX_REPEAT":
        least, most, repeated = value
        yield from (one * count for one in _strings(repeated) for count in {least, min(int(most), 1)})
    else:  # classes, dots and ends: a digit where one is taken, else nothing that a sign could look for
        yield "1" if "DIGIT" in str(value) else " "


@pytest.mark.parametrize("name", [name for name, value in vars(markers).items() if isinstance(value, Pattern)])
def test_every_word_of_a_part_has_its_sign(name: str) -> None:
    pattern = vars(markers)[name]
    words = set(_strings(import_module("re._parser").parse(pattern.compiled.pattern)))
    assert words
    missed = [word for word in words if pattern.compiled.match(word) and not pattern.match(word)]
    assert not missed


def test_a_text_without_the_sign_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dots = Pattern(r"\.{3}", needs=one_of(("...",)))

    def refuse(expression: str, flags: int = 0) -> None:
        raise AssertionError(f"compiled {expression} {flags}")

    monkeypatch.setattr(re, "compile", refuse)
    assert dots.search("قال.") is None
    assert dots.match("قال.") is None
    assert dots.fullmatch("قال.") is None
    assert dots.sub("…", "قال.") == "قال."
    assert list(dots.finditer("قال.")) == []


def test_a_pattern_answers_as_the_expression_does() -> None:
    word = Pattern(r"b+", re.IGNORECASE)
    assert word.match("abB", 1) is not None
    assert word.fullmatch("bB") is not None
    assert word.sub("x", "aBba") == "axa"
    assert Pattern("").search("") is not None
