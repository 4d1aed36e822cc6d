"""Lines that stand about a text and are no part of it: who wrote it, which desk sent it, what a picture shows.

A press release has no byline, so these stay where they are, as paragraphs; but they are no subheadline and no
subheading, and the dateline is looked for behind them.
"""

from __future__ import annotations

import re

from typeset.model import addresses
from typeset.model.article import Block, Heading, Paragraph
from typeset.model.script import Pattern
from typeset.read.fragments import folded, lookup_key
from typeset.read.parts import agencies

LONGEST = 120
MOST_WORDS = 12
_WRITTEN = Pattern(
    r"\W*(?:كتبت?|كتابه|كتبه|بقلم|اعداد|اعدت?ه?|تحرير|ترجمه|تقرير|متابعه|متابعات|مراسل(?:ه|نا|تنا|ون)?"
    r"|موفد(?:نا|ه)?|حاوره?ا?|اجري الحوار|خاص|عدسه|تصوير|نشرت? (?:في|بتاريخ)|اخر تحديث|تاريخ النشر"
    r"|نويسنده|خبرنگار|گزارشگر|رپورٹ|تحرير و تحقيق"
    r"|מאת|צילום|by|written by|reporting by|edited by|photo|updated|published)(?:\s*[:：/\-–]|\s|$)"
)
_UPDATED = Pattern(r"اخر تحديث|تاريخ النشر|وقت القراءه|دقائق? قراءه|last updated|min(?:ute)?s? read")
_SITE = Pattern(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}")
_CAPTION = Pattern(
    r"\W*(?:صوره|الصوره|لقطه|رسم|ارشيف(?:يه)?)\b|.*\((?:ارشيف(?:يه)?|صوره [^)]*|getty[^)]*|archive[^)]*)\)\W*$"
)
_DASHED = Pattern(r"(?P<one>[^\W\d_]+(?: [^\W\d_]+){0,3})\s*[-–—ـ/|]\s*(?P<other>[^\W\d_]+(?:[ .][^\W\d_]+){0,3})")
_END = (".", "؟", "?", "!", "…", "۔")


def is_byline(line: str) -> bool:
    """Whether a line is a byline, a desk, an address, a site's name, the hour of an update, or a picture's caption."""
    words = line.strip()
    if not words or len(words) > LONGEST or words.endswith(_END):
        return False
    plain = lookup_key(words)
    if _SITE.fullmatch(plain) or addresses.EMAILS.search(words) or _UPDATED.search(plain) or _CAPTION.match(plain):
        return True
    if len(plain.split()) <= MOST_WORDS and _WRITTEN.match(plain):
        return True
    return _is_of_desks(plain) or bool(_DASHED.fullmatch(folded(words)))


def _is_of_desks(plain: str) -> bool:
    """Whether a line names agencies and desks alone: `وكالات`, `بغداد - رويترز` is a dateline."""
    names = [name.strip() for name in re.split(r"[-–—/|،,+&]| و(?=\w)", plain) if name.strip(" ()[]")]
    return bool(names) and all(name.strip(" ()[]") in agencies.names() for name in names)


def as_paragraph(block: Block) -> Block:
    """A heading that is a byline as the paragraph that it is; any other block as it stands."""
    return Paragraph(block.text) if isinstance(block, Heading) and is_byline(block.text.text) else block
