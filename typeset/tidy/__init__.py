"""Tidy: Arabic typography, rule by rule.

    article - RULES -> article          article, RULES, CHECKS -> findings

The same rules correct and lint: a finding is a place that a rule would change. A check reports what no rule can
safely correct.
"""

from collections.abc import Callable
from functools import lru_cache

from typeset.errors import ArticleError, Message, ThemeError
from typeset.findings import Check, Finding
from typeset.model.article import Article
from typeset.model.house_style import FILE_NAME, House
from typeset.model.script import primary
from typeset.model.settings import nearest
from typeset.model.text import Text
from typeset.tidy import fix
from typeset.tidy.checks.beside import BESIDE
from typeset.tidy.checks.consistency import CONSISTENCY, PAIRS, PEOPLE
from typeset.tidy.checks.dates import DATED
from typeset.tidy.checks.structure import STRUCTURE
from typeset.tidy.checks.wording import SPELLING, WORDING
from typeset.tidy.direction import CONTROLS
from typeset.tidy.passage import Manuscript, Passage, SourceMap
from typeset.tidy.rule import Change, Rule
from typeset.tidy.rules.characters import CHARACTERS
from typeset.tidy.rules.letters import LETTERS
from typeset.tidy.rules.numbers import MONTHS, NUMBERS, page_digits
from typeset.tidy.rules.punctuation import MARKS, QUOTES
from typeset.tidy.rules.spaces import SPACES, SPACES_AROUND

__all__ = ["CHECKS", "RULES", "article", "findings", "findings_beside", "fixed", "page_digits", "words"]

RULES: tuple[Rule, ...] = (
    *CHARACTERS,
    *LETTERS,
    *NUMBERS,
    *MONTHS,
    *SPACES,
    *QUOTES,
    *MARKS,
    *SPACES_AROUND,
)
"""In the order in which they run: each looks at what the ones before have left."""

CHECKS: tuple[Check[Manuscript], ...] = (
    *STRUCTURE,
    *PEOPLE,
    *CONSISTENCY,
    *SPELLING,
    *WORDING,
    *PAIRS,
    *DATED,
    *BESIDE,
)
"""What has no safe cure."""

MOST_ROUNDS = 8
"""How often the rules run over a text that keeps direction marks."""


def article(article: Article, house: House) -> Article:
    """The article with all its texts mended as the house wants it; what has no safe cure stays."""
    changes = tuple(change for _, change in _chain(house, article.language))
    language = primary(article.language)
    return article.rewrite(lambda text: _mended(text, language, changes))


def words(words: str, house: House, language: str) -> str:
    """A line that stands beside the article (the issuer's name, a line of the address), mended as the article is."""
    return Passage(Text(words), primary(language)).changed_by(*(change for _, change in _chain(house, language)))


def findings(article: Article, house: House, source: str = "", beside: tuple[Text, ...] = ()) -> tuple[Finding, ...]:
    """What is wrong with the article: the places that a rule would change, then what the checks say.

    With the text of the source file, lines and columns are exact where there is markup too. The rules judge also
    what is printed `beside` the article.
    """
    manuscript = Manuscript(article, house, SourceMap(source) if source else None)
    chain = _chain(house, article.language)
    passages = (*manuscript.passages, *map(manuscript.passage, beside))
    by_rules = (finding for passage in passages for finding in fix.findings(passage, chain))
    by_checks = (finding for check in CHECKS if check.id not in house.ignore for finding in check(manuscript))
    return tuple(sorted((*by_rules, *by_checks), key=lambda finding: _where(finding, article.name)))


def findings_beside(article: Article, other: Article, house: House) -> tuple[Finding, ...]:
    """What does not fit between an article and its translation, which share a page."""
    manuscript = Manuscript(article, house, other=other)
    return tuple(finding for check in BESIDE if check.id not in house.ignore for finding in check(manuscript))


def fixed(source: str, raw: Article, house: House, reread: Callable[[str], Article]) -> str:
    """The text of an article's source file with all mended that is safe in it, its line ends as they are.

    `reread` reads such a text as the file is read: what is mended must, read again, say what the tidied article says.
    For plain text and Markdown only; other formats hold their words inside another grammar.
    """
    wanted = article(raw, house)

    def says_the_same(text: str) -> bool:
        try:
            return article(reread(text), house) == wanted
        except ArticleError:
            return False

    known = SourceMap(source)
    changes = tuple(change for _, change in _chain(house, raw.language))
    return fix.mended(known, Manuscript(raw, house, known).passages, changes, says_the_same)


def _where(finding: Finding, article: str) -> tuple[bool, int, int]:
    """Sort key of findings: those in the article's own file first, then by line and column."""
    return finding.place.file != article, finding.place.line, finding.place.column


def _mended(text: Text, language: str, changes: tuple[Change, ...]) -> Text:
    """The text after all changes; again while a direction mark is kept that nothing may hang on any longer."""
    for _ in range(MOST_ROUNDS):
        before, text = text, _changed(text, language, changes)
        if text.text == before.text or not CONTROLS.search(text.text):
            break
    return text


def _changed(text: Text, language: str, changes: tuple[Change, ...]) -> Text:
    return text.rewrite(lambda _: Passage(text, language).changed_by(*changes))


@lru_cache(maxsize=16)
def _chain(house: House, language: str) -> tuple[tuple[Rule, Change], ...]:
    """The rules that a house wants in a language, each with its change.

    Raises ThemeError: the house ignores what is no rule or check of the text.
    """
    known = [rule.id for rule in RULES] + [check.id for check in CHECKS]
    for id in sorted(house.ignore.difference(known)):
        message = Message(
            "{file}: `ignore` names `{id}`, which is no rule or check of the text.", file=house.file or FILE_NAME, id=id
        )
        raise ThemeError(message, hint=nearest(id, known))
    return tuple((rule, change) for rule in RULES if (change := rule.change(house, language)))
