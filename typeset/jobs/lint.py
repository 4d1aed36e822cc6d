"""The lint job: findings about an article's text, with their places in the file; fixes written where they are safe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typeset import budget, files, read, tidy
from typeset.errors import ArticleError, Message
from typeset.findings import Finding
from typeset.jobs import gaps, placeholders
from typeset.jobs.given import Given, load_given, read_given, size_of
from typeset.model import brand, house_style
from typeset.model.article import Article
from typeset.model.house_style import House
from typeset.read import source
from typeset.read.source import SourceFile, load

OWN_TEXT = ("text", "markdown")
"""Readers of plain text: in the files of all other readers the words stand inside another format."""


@dataclass(frozen=True, slots=True)
class Linted:
    """The findings about an article as its file now is."""

    findings: tuple[Finding, ...]
    rewritten: bool = False
    note: str = ""
    """Why the file was not rewritten although that was asked for."""


def run(given: Given, form: str = "", digits: str = "") -> Linted:
    """Check an article; `digits`, where given, replaces the house's family of digits. Nothing is written.

    Raises ArticleError, ThemeError, or CommandError for digits that there are not.
    """
    with budget.for_input(size_of(given), Message("checking")):
        return Linted(_findings(load_given(given), form, digits))


def fixed_file(path: Path, form: str = "", digits: str = "") -> Linted:
    """Fix in the file what is safe to fix, in its own encoding and atomically, and check the result.

    Only plain text and Markdown are rewritten; of another file, and of standard input, the note says why not.
    Raises ArticleError, ThemeError, or EngineError where the file cannot be written.
    """
    with budget.for_input(size_of(path), Message("checking")):
        return _fixed(path, load(path), form, digits)


def _fixed(path: Path, given: SourceFile, form: str, digits: str) -> Linted:
    if Path(path) == files.STANDARD or read.reader(given, form).name not in OWN_TEXT:
        return Linted(_findings(given, form, digits), note=_why_not_rewritten(given))
    mended = given._replace(data=_mended(given, form, digits))
    rewritten = mended.data != given.data
    if rewritten:
        files.write(path, mended.data)
    encoding = source.decode(given).encoding
    return Linted(
        tuple(_with_reason(finding, given.name, encoding) for finding in _findings(mended, form, digits)), rewritten
    )


def mended(given: SourceFile, form: str = "", digits: str = "") -> str:
    """The text of a file with all mended that is safe in it; as it is, where its form is no plain text.

    Raises ArticleError, ThemeError.
    """
    if read.reader(given, form).name not in OWN_TEXT:
        return source.decode(given).text
    with budget.for_input(size_of(given), Message("mending")):
        return source.decode(given._replace(data=_mended(given, form, digits))).text


def _style(given: SourceFile, digits: str) -> House:
    return house_style.load(given.folder or Path()).with_digits(digits)


def _findings(given: SourceFile | Article, form: str, digits: str) -> tuple[Finding, ...]:
    article, reader, file, lost = read_given(given, form)
    words = source.decode(file).text if reader.name in OWN_TEXT and file is given else ""
    own_brand = brand.load(file.folder or Path()).spoken(article.language)
    completed = own_brand.completing(article)
    unfilled = tuple(placeholders.placeholder(article))
    findings = tidy.findings(completed, _style(file, digits), words, own_brand.letterhead)
    return lost + unfilled + gaps.cured(findings, reader.name, article.language)


RULES = frozenset(rule.id for rule in tidy.RULES)


def _with_reason(finding: Finding, name: str, encoding: str) -> Finding:
    """The finding; where its hint says what to write, with the reason why `--fix` did not write it."""
    if finding.id in gaps.GAPS or not finding.hint.startswith("Write "):
        return finding
    reason = _reason(finding, name, encoding)
    if finding.hint.endswith("."):
        return finding._replace(hint=Message("{hint} --fix left it: {reason}", hint=finding.hint, reason=reason))
    return finding._replace(hint=Message("{hint}. --fix left it: {reason}", hint=finding.hint, reason=reason))


def _reason(finding: Finding, name: str, encoding: str) -> str:
    if finding.id not in RULES:
        return Message("only its author knows whether it is meant.")
    if finding.place.file not in ("", name):
        return Message("it stands in {file}, which only you change.", file=finding.place.file)
    if _lacks_signs(encoding, finding.hint):
        return Message("{encoding}, in which the file is saved, has no such sign; save it as UTF-8.", encoding=encoding)
    return Message("there the change would become markup, or alter something else.")


def _lacks_signs(encoding: str, words: str) -> bool:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


def _mended(given: SourceFile, form: str, digits: str) -> bytes:
    """The file's bytes with the fixes, in the same encoding, with the same byte order mark and line ends."""
    encoding = source.decode(given).encoding
    mark = source.byte_order_mark(given.data)
    words = given.data[len(mark) :].decode(encoding)

    def reread(text: str) -> Article:
        try:
            return read.article_from(given._replace(data=mark + text.encode(encoding)), form)[0]
        except UnicodeEncodeError as error:
            raise ArticleError(
                Message("{name}: {encoding} has no {text}.", name=given.name, encoding=encoding, text=text[error.start])
            ) from None

    article, _ = read.article_from(given, form)
    return mark + tidy.fixed(words, article, _style(given, digits), reread).encode(encoding)


def _why_not_rewritten(given: SourceFile) -> str:
    if given.name == "stdin":
        return Message("What comes from stdin cannot be rewritten; lint --fix wants a file.")
    name = Path(given.name)
    return Message(
        "{name} is not rewritten, its words stand inside another format; convert it to {stem}.md first.",
        name=name,
        stem=name.stem,
    )
