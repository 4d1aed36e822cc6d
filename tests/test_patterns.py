"""Patterns compiled at first use: what they find is what the expression finds, sign or no sign."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from typeset import read, tidy
from typeset.compose import isolate
from typeset.patterns import Pattern, one_of

ARTICLES = Path(__file__).parent.parent / "articles"


def _patterns() -> Iterator[tuple[str, Pattern]]:
    for package in (tidy, read):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Pattern):
                    yield f"{module.name}.{name}", value
    for direction, pattern in isolate.PATTERNS.items():
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
