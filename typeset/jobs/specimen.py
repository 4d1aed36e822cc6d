"""Specimens: a sheet for each theme and each font family, by which an editor chooses. A PDF, and a picture of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from typeset import files
from typeset.jobs.make import Job, run
from typeset.model import fonts
from typeset.model.fonts import Family
from typeset.model.theme import SHARED
from typeset.preflight.picture import drawn
from typeset.read.source import SourceFile

EDITION = "email"
PPI = 100
RELEASE = files.shipped("templates") / SHARED / "specimen" / "release.md"
"""The sample release of the themes; its brand and house style lie beside it."""
FONT_SHEET = files.shipped("templates") / SHARED / "font-sheet"
"""The theme of the sheets of fonts."""


class Specimen(NamedTuple):
    """A sheet: its name (of the theme, or of the family's folder), and the PDF; or the picture that a theme makes."""

    name: str
    pdf: bytes
    picture: bytes = b""

    @property
    def contents(self) -> Mapping[str, bytes]:
        """File name -> content: the PDF, and its first page as a PNG of PPI pixels to the inch; or the picture."""
        if self.picture:
            return {f"{self.name}.png": self.picture}
        return {f"{self.name}.pdf": self.pdf, f"{self.name}.png": drawn(self.pdf, 0, PPI)}


def of_themes(names: Iterable[str]) -> Iterator[Specimen]:
    """The sample release in each theme, by their names."""
    for name in names:
        made = run(Job(RELEASE, (EDITION,), name))
        first = made.editions[0].files[0].content
        yield Specimen(name, made.pdf, first if made.release.theme.pictures else b"")


def of_fonts(names: Iterable[str]) -> Iterator[Specimen]:
    """A sheet of each family, by the names of their folders."""
    for name in names:
        words = _words(name, fonts.load(name))
        sheet = SourceFile(words.encode(), f"{name}.md", ".md", FONT_SHEET)
        yield Specimen(name, run(Job(sheet, (EDITION,), str(FONT_SHEET), name, "markdown")).pdf)


def save(specimens: Iterator[Specimen], folder: Path) -> Iterator[Path]:
    """Write each sheet into the folder as soon as it is drawn. Raises EngineError: the folder cannot be written."""
    for specimen in specimens:
        contents = {folder / name: data for name, data in specimen.contents.items()}
        files.write_all(contents)
        yield from contents


def _words(name: str, family: Family) -> str:
    """The sheet of a family as Markdown: a sample in each language that it was drawn for, figures and signs."""
    languages = [language for language in SAMPLES if language in family.languages] or ["en"]
    first = SAMPLES[languages[0]]
    weights = "/".join(f"{face.weight}{'i' * (face.style == 'italic')}" for face in family.faces)
    head = {
        "language": languages[0],
        "guess": "no",
        "headline": family.name,
        "kicker": f"{name} {weights} {family.licence}",
        "subheadline": first.headline,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    body = (
        [first.text] * SIZES + [part for language in languages[1:] for part in SAMPLES[language][1:]] + [first.figures]
    )
    return "\n\n".join(["---\n" + "\n".join(lines) + "\n---", *body]) + "\n"


class Sample(NamedTuple):
    """Words of a newsroom in one language."""

    headline: str
    text: str
    figures: str


SIZES = 6
"""How often the text stands on a sheet, each time in another size: those of `font-sheet/page.css`."""
SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "ar": Sample(
            "الكلمة المطبوعة تبقى كما كتبها صاحبها",
            "تُقرأ الصحيفة في الصباح على عجل، وتُحفظ في الأرشيف أعواماً؛ ولذلك يُختار لها حرف واضح لا "
            "يُتعب العين في السطر الطويل، "
            "ولا تضيع نقاطه ولا حركاته حين يصغر، ويمتد منه ما يحسن مدّه لتستوي أطراف السطور.",
            "٠١٢٣٤٥٦٧٨٩ · 0123456789 · ٤١٢٫٦ · ١٬٨٠٠ · ٪ · «مقتبس» · (قوس) · ؟ ! ؛ ، · بِسْمِ اللهِ · ﷺ · لا إلى الآن",
        ),
        "fa": Sample(
            "خبر درست، خط خوانا",
            "روزنامه را صبح با شتاب می‌خوانند و سال‌ها در بایگانی نگه می‌دارند؛ پس حرفی برایش برمی‌گزینند "
            "که چشم را در سطر بلند خسته نکند "
            "و نقطه‌هایش در اندازهٔ کوچک گم نشود.",
            "۰۱۲۳۴۵۶۷۸۹ · 0123456789 · ۴۱۲٫۶ · ۱٬۸۰۰ · ٪ · «نقل» · (پرانتز) · ؟ ! ؛ ،",
        ),
        "ur": Sample(
            "خبر سچی، حرف صاف",
            "اخبار صبح جلدی میں پڑھا جاتا ہے اور برسوں محفوظ رکھا جاتا ہے، اس لیے اس کے لیے ایسا حرف چنا "
            "جاتا ہے جو لمبی سطر میں آنکھ کو نہ تھکائے "
            "اور چھوٹا ہو کر بھی صاف پڑھا جائے۔",
            "۰۱۲۳۴۵۶۷۸۹ · 0123456789 · ٪ · ”اقتباس“ · (قوسین) · ؟ ! ؛ ،",
        ),
        "he": Sample(
            "מילה כתובה נשארת כפי שנכתבה",
            "את העיתון קוראים בבוקר בחיפזון ושומרים בארכיון שנים, ולכן בוחרים לו אות ברורה שאינה מעייפת "
            "את העין בשורה ארוכה, "
            "ונקראת היטב גם כשהיא קטנה.",
            "0123456789 · 412.6 · 1,800 · 12% · ״ציטוט״ · (סוגריים) · ? ! ; ,",
        ),
        "en": Sample(
            "The word in print stays as it was written",
            "A newspaper is read in haste in the morning and kept in an archive for years; so its type is "
            "chosen to be clear, to tire no eye "
            "in a long line, and to keep its shapes when it is small.",
            "0123456789 · 412.6 · 1,800 · 12% · “quotation” · (brackets) · ? ! ; , – — fi fl ffi",
        ),
    }
)
