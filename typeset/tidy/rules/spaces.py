"""Rules about white space."""

import re

from typeset.model.script import (
    ARABIC_LETTERS,
    ARABIC_MARKS,
    ARABIC_WORD,
    DIGITS,
    HEBREW,
    HOLD,
    PREFIXES,
    TATWEEL,
    WORD,
    ZWNJ,
    Pattern,
    one_of,
)
from typeset.tidy.rule import rule

_ODD_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = Pattern(rf"[ {_ODD_SPACES}]*[{_ODD_SPACES}][ {_ODD_SPACES}]*", needs=re.compile(r"[^\S \n]").search)
_JOINING_SPACE = Pattern(rf"(?<=[{DIGITS}])(?:[\u00a0\u202f](?=[{WORD}{HOLD}٪%])|[\u00a0\u2007\u202f](?=[{DIGITS}]))")


@rule(
    "no-break-spaces",
    before="خلق\u00a0\u00a0صورة\u00a0خالدة",
    after="خلق صورة خالدة",
    keeps="على بعد ٢٠\u00a0كم",
)
def no_break_spaces(text: str) -> str:
    """No-break and other odd spaces where a plain one belongs.

    Content systems leave runs of NO-BREAK SPACE, tabs and spaces of fixed width in pasted text; they neither stretch
    nor break, so the line sets badly. A single no-break space between a number and its unit is typography and stays;
    so does one between two figures, which are one number by it (1 250): with a plain space they would change places.
    """
    return _ODD.sub(lambda match: match[0] if _joins_number(match) else " ", text)


def _joins_number(space: re.Match[str]) -> bool:
    return len(space[0]) == 1 and bool(_JOINING_SPACE.match(space.string, space.start()))


@rule("doubled-spaces", before="قال  الوزير", after="قال الوزير", keeps="قال الوزير")
def doubled_spaces(text: str) -> str:
    """Two or more spaces in a row.

    The typesetter decides how wide a space is; two of them make a hole in the line.
    """
    return _DOUBLED.sub(" ", text) if "  " in text else text


_DOUBLED = Pattern(" {2,}")


@rule("edge-spaces", before=" خلق صورة خالدة ", after="خلق صورة خالدة", keeps="خلق صورة خالدة")
def edge_spaces(text: str) -> str:
    """A space at the start or end of a paragraph or line.

    It indents the line where no indent was meant.
    """
    text = text.strip(" ")
    return _LINE_EDGE.sub("\n", text) if "\n" in text else text


_LINE_EDGE = Pattern(" *\n *")


@rule("space-before-mark", before="قال الوزير ، أمس .", after="قال الوزير، أمس.", keeps="انطلقت منصة .NET بنسبة 3 : 1")
def space_before_mark(text: str) -> str:
    """A space before a mark.

    A comma, semicolon, colon, full stop, question or exclamation mark belongs to the word before it; with
    a space it can stand alone at the start of a line. Where the next word follows without one, the space moves behind
    the mark. Between two numbers (3 : 1), and before a mark that begins a word (.NET), it stays.
    """
    return _BEFORE_MARK.sub(_behind_mark, text)


def _behind_mark(match: re.Match[str]) -> str:
    return match["marks"] + (" " if _GOES_ON.match(match.string, match.end()) else "")


_GOES_ON = Pattern(rf"[{WORD}{HOLD}{DIGITS}«“„\"'(\[{{]")
_BEFORE_MARK = Pattern(
    rf"(?<=\S) +(?P<marks>[،؛؟!۔]+|(?:[,;?]+|\.)(?=[\s»”)]|$)"
    rf"|(?<=[^\s{DIGITS}] ):+(?=[\s{ARABIC_WORD}{HOLD}«“\"]|$)|(?<=[{DIGITS}] ):+(?=\s+[^\s{DIGITS}]|$))",
    needs=one_of(f" {mark}" for mark in "،؛؟!۔,;?.:"),
)


@rule("space-after-mark", before="في بغداد،والبصرة", after="في بغداد، والبصرة", keeps="الساعة ١٠:٣٠، و١٬٢٥٠ ديناراً")
def space_after_mark(text: str) -> str:
    """No space after a mark.

    After a comma, semicolon, colon, question or exclamation mark two words become one for whoever searches, and the
    line cannot break there. Only between letters: times, ratios and numbers are written without a space. The full stop
    is left to the author (أ.د، ص.ب and Arabic web addresses).
    """
    return _AFTER_MARK.sub(r"\g<0> ", text)


def _runs_on(text: str) -> bool:
    """Whether something else than a space follows one of the marks."""
    return any(text.count(mark) > text.count(f"{mark} ") for mark in "،؛؟!:")


_AFTER_MARK = Pattern(
    rf"(?<=[{WORD}{HOLD})»”])[،؛؟!:](?=[{ARABIC_WORD}{HEBREW}{HOLD}«“])|(?<=[{DIGITS}])[،؛؟!](?=[{ARABIC_WORD}«“])",
    needs=_runs_on,
)


@rule(
    "space-inside-brackets",
    before="( وام ) و« نعم » لنزلاء« التأهيل»",
    after="(وام) و«نعم» لنزلاء «التأهيل»",
    keeps="وكالة الأنباء (وام)",
)
def space_inside_brackets(text: str) -> str:
    """A space just inside brackets or quotation marks.

    The bracket could end up alone at the end of a line. Where a word stands at the outer side without a space, the
    space moves there, so that no two words become one; but for the one-letter words that are written to their
    neighbour (و، ب، ل). Quotation marks are mended only where they pair up, because “ and « open in one house and
    close in another.
    """
    sure = "".join(pair for pair in _PAIRS if pair[0] in text or pair[1] in text if _open_before_closing(text, pair))
    for pattern, new in _INSIDE if sure else ():
        text = _at(sure, pattern, new, text)
    return text


def _at(marks: str, pattern: Pattern, new: str, text: str) -> str:
    return pattern.sub(lambda match: match.expand(new) if match["mark"] in marks else match[0], text)


_OPENING, _CLOSING = r"(\[{«‹“", r")\]}»›”"
_SPACE_INSIDE_OPENING = rf"(?P<mark>[{_OPENING}]) +(?=[^\s{_CLOSING}])"
_SPACE_INSIDE_CLOSING = rf"(?<=[^\s{_OPENING}]) +(?P<mark>[{_CLOSING}])"
_WRITTEN_TO_NEXT = (rf"\s[{PREFIXES}]", rf"^[{PREFIXES}]", rf"\s[{PREFIXES}][بكل]", TATWEEL)
_NOT_WRITTEN_TO_NEXT = "".join(f"(?<!{words})" for words in _WRITTEN_TO_NEXT)
_AFTER_OPENING = one_of(f"{mark} " for mark in "([{«‹“")
_BEFORE_CLOSING = one_of(f" {mark}" for mark in ")]}»›”")
_INSIDE = (
    (
        Pattern(
            rf"(?<=[{WORD}{HOLD}{DIGITS}،؛؟!:.…{_CLOSING}]){_NOT_WRITTEN_TO_NEXT}{_SPACE_INSIDE_OPENING}",
            needs=_AFTER_OPENING,
        ),
        r" \g<mark>",
    ),
    (Pattern(f"{_SPACE_INSIDE_CLOSING}(?=[{WORD}{HOLD}{DIGITS}{_OPENING}])", needs=_BEFORE_CLOSING), r"\g<mark> "),
    (Pattern(_SPACE_INSIDE_OPENING, needs=_AFTER_OPENING), r"\g<mark>"),
    (Pattern(_SPACE_INSIDE_CLOSING, needs=_BEFORE_CLOSING), r"\g<mark>"),
)
"""First what moves to the outer side, then what goes."""
_LIST_SIGN = re.compile(r"^\s*\w{1,2}\)", re.MULTILINE)
_PAIRS = ("()", "[]", "{}", "«»", "‹›", "“”")


def _open_before_closing(text: str, pair: str) -> bool:
    """Whether no mark of a pair closes what was not opened; “ and ” also have to be as many, and „ to be none."""
    opened = 0
    for mark in re.findall(f"[{re.escape(pair)}]", _LIST_SIGN.sub("", text)):
        opened += 1 if mark == pair[0] else -1
        if opened < 0:
            return False
    return pair != "“”" or (opened == 0 and "„" not in text)


@rule("space-outside-brackets", before="الأنباء(وام)أن", after="الأنباء (وام) أن", keeps="الوزير(ة)، بـ(وام)")
def space_outside_brackets(text: str) -> str:
    """No space between a word and a bracket.

    A word of three letters and more runs into the bracket. Endings in brackets (الوزير(ة)) and the one-letter words
    that are written to their neighbour (و، ب، ل) stay.
    """
    return _AFTER_BRACKET.sub(r"\g<0> ", _BEFORE_BRACKET.sub(r"\g<0> ", text))


_BEFORE_BRACKET = Pattern(
    rf"[{ARABIC_WORD}]{{2}}[{ARABIC_LETTERS}{ARABIC_MARKS}](?=\([{WORD}{HOLD}{DIGITS}]{{3}})",
    needs=re.compile(r"\S\(").search,
)
_AFTER_BRACKET = Pattern(
    rf"(?<=[{WORD}{HOLD}{DIGITS}]{{3}})\)(?=[{ARABIC_WORD}]{{2}})",
    needs=re.compile(r"\)[^\s،.]").search,
)


@rule(
    "half-spaces",
    before="کتاب ها را می خوانند",
    after=f"کتاب{ZWNJ}ها را می{ZWNJ}خوانند",
    keeps="این می را بنوش",
    language="fa",
    languages=("fa",),
)
def half_spaces(text: str) -> str:
    """A space where Persian writes a zero-width non-joiner.

    The verb's می and نمی and the plural's ها, های and هایی belong to their word; with a space the line breaks between
    them. After می only a word of four letters and more is taken for a verb (after virastar and negar), and never beside
    a figure or ماه, where it is the month of May.
    """
    return _PLURAL.sub(ZWNJ, _VERB.sub(rf"\1{ZWNJ}", text))


_VERB = Pattern(rf"(?<![{ARABIC_WORD}{ZWNJ}])(?<![{DIGITS}] )(?<!ماه )(ن?می) (?=[{ARABIC_WORD}]{{4}})")
_PLURAL = Pattern(rf"(?<=[{ARABIC_WORD}]) (?=(?:ها|های|هایی)(?![{ARABIC_WORD}{ZWNJ}]))")

SPACES = (no_break_spaces, doubled_spaces, edge_spaces, space_before_mark)
SPACES_AROUND = (space_after_mark, space_inside_brackets, space_outside_brackets, half_spaces)
"""Those that look at marks, and so run after the rules of punctuation."""
