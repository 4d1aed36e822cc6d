"""Saved pages for the tests: the layouts of real sites, filled with texts of our own.

`cases/pages/texts/` holds the articles: fields, then paragraphs; `## ` is a subheading, `- ` an item, `> … — …` a
quotation with its speaker. `cases/pages/layouts/` holds the pages, with `$name` where the text comes in. What sites set
around an article (menus, teasers, comments, requests to share) is in the article's language. Every layout is filled
with two texts, whose words are what a reader must find: `page.text`, `page.headline`, `page.date`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

PAGES = Path(__file__).parent / "cases" / "pages"
RIGHT_TO_LEFT = {"ar", "fa", "ur", "he"}
SAID = {
    "ar": {
        "share": "شارك على فيسبوك|تويتر|واتساب|نسخ الرابط|طباعة",
        "also": "اقرأ أيضاً",
        "related": "مواضيع ذات صلة",
        "comments": "التعليقات (3)",
        "useful": "هل كان المقال مفيداً؟|نعم|لا",
        "follow": "تابعونا على واتساب لتصلكم آخر الأخبار",
        "letter": "اشترك في نشرتنا البريدية لتصلك أهم الأخبار كل صباح",
        "cookies": "نستخدم ملفات تعريف الارتباط لتحسين تجربتك، وباستمرارك في التصفح توافق على ذلك.",
        "rights": "جميع الحقوق محفوظة",
        "minutes": "3 دقائق للقراءة",
        "menu": "الرئيسية|سياسة|اقتصاد|رياضة|ثقافة|منوعات|من نحن|اتصل بنا",
        "remark": "كلام جميل لكن المشكلة في التنفيذ كما قلنا مراراً، ومن يسكن في هذه المنطقة يعرف أن الوعود كثيرة."
        "|شكراً على الخبر، ننتظر المزيد من التفاصيل في الأيام المقبلة إن شاء الله.",
    },
    "fa": {
        "share": "اشتراک گذاری|تلگرام|توییتر|چاپ",
        "also": "بیشتر بخوانید",
        "related": "مطالب مرتبط",
        "comments": "نظرات کاربران",
        "useful": "آیا این خبر مفید بود؟",
        "follow": "ما را در تلگرام دنبال کنید",
        "letter": "عضویت در خبرنامه",
        "cookies": "این سایت از کوکی استفاده می‌کند.",
        "rights": "تمامی حقوق محفوظ است",
        "minutes": "زمان مطالعه: ۳ دقیقه",
        "menu": "صفحه نخست|سیاسی|اقتصادی|ورزشی|فرهنگی|درباره ما|تماس با ما",
        "remark": "خبر خوبی بود، امیدوارم نگهداری از آن هم مثل ساختنش با دقت انجام شود و رها نشود."
        "|ما سال‌ها منتظر چنین روزی بودیم و خوشحالیم که بالاخره رسید.",
    },
    "ur": {
        "share": "شیئر کریں|واٹس ایپ|پرنٹ کریں",
        "also": "یہ بھی پڑھیں",
        "related": "متعلقہ خبریں",
        "comments": "تبصرہ کریں",
        "useful": "کیا یہ خبر مفید تھی؟",
        "follow": "ہمیں فالو کریں",
        "letter": "نیوز لیٹر کے لیے رجسٹر ہوں",
        "cookies": "یہ ویب سائٹ کوکیز استعمال کرتی ہے۔",
        "rights": "جملہ حقوق محفوظ ہیں",
        "minutes": "3 منٹ",
        "menu": "صفحہ اول|پاکستان|دنیا|کھیل|کاروبار|رابطہ",
        "remark": "بہت اچھی خبر ہے لیکن دیکھ بھال کا انتظام بھی ہونا چاہیے ورنہ چند سال میں سب خراب ہو جائے گا۔"
        "|ہم سب بہت خوش ہیں اور حکومت کا شکریہ ادا کرتے ہیں۔",
    },
    "he": {
        "share": "שתפו|WhatsApp|הדפסה",
        "also": "קראו עוד",
        "related": "כתבות נוספות",
        "comments": "תגובות (3)",
        "useful": "האם הכתבה עניינה אותך?",
        "follow": "עקבו אחרינו בטלגרם",
        "letter": "הירשמו לניוזלטר שלנו",
        "cookies": "אתר זה משתמש בעוגיות כדי לשפר את חוויית הגלישה.",
        "rights": "כל הזכויות שמורות",
        "minutes": "3 דקות קריאה",
        "menu": "ראשי|חדשות|כלכלה|ספורט|תרבות|צור קשר",
        "remark": "סוף סוף משהו טוב קורה כאן, רק שימשיכו לשמור על המקום ולא ישכחו את החנייה לתושבים."
        "|כל הכבוד לכל מי שעבד קשה, מחכים לראות את הקומה השנייה.",
    },
    "en": {
        "share": "Share this article|Facebook|Twitter|WhatsApp|Copy link|Print",
        "also": "Read also",
        "related": "Related stories",
        "comments": "Comments (3)",
        "useful": "Was this article useful?|Yes|No",
        "follow": "Follow us on WhatsApp for the latest news",
        "letter": "Sign up for our newsletter and get the day's stories in your inbox every morning",
        "cookies": "We use cookies to improve your experience. By continuing to browse you agree to their use.",
        "rights": "All rights reserved",
        "minutes": "2min",
        "menu": "Home|Politics|Business|Sport|Culture|Travel|About us|Contact",
        "remark": "I have lived here for thirty years and never once did anybody ask us what we thought of the plan, "
        "so let us see how long it lasts.|Lovely news, thank you. Looking forward to the photographs.",
    },
    "fr": {
        "share": "Partager|Facebook|Twitter|Imprimer|Copier le lien",
        "also": "Lire aussi",
        "related": "Sur le même sujet",
        "comments": "Commentaires (3)",
        "useful": "Cet article vous a-t-il été utile ?|Oui|Non",
        "follow": "Suivez-nous sur WhatsApp",
        "letter": "Abonnez-vous à notre newsletter",
        "cookies": "Ce site utilise des cookies pour améliorer votre expérience de navigation.",
        "rights": "Tous droits réservés",
        "minutes": "Temps de lecture : 2 min",
        "menu": "Accueil|Politique|Économie|Sports|Culture|Contact",
        "remark": "Enfin une bonne nouvelle, en espérant que les prix restent raisonnables pour tout le monde ici."
        "|Merci pour cet article, nous irons samedi.",
    },
}
"""What sites say around an article, by language."""


class Story(NamedTuple):
    """An article as it is written in `texts`."""

    name: str
    language: str
    fields: dict[str, str]
    blocks: tuple[str, ...]

    @property
    def words(self) -> str:
        """The text without its marks."""
        return "\n".join(line.lstrip("#->").strip() for block in self.blocks for line in block.splitlines())


class Page(NamedTuple):
    """A saved page, and what it says."""

    name: str
    data: bytes
    headline: str
    date: date
    text: str


@cache
def stories() -> tuple[Story, ...]:
    """All texts, by name."""
    made = []
    for file in sorted((PAGES / "texts").glob("*.txt")):
        head, *blocks = file.read_text(encoding="utf-8").strip().split("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        made.append(Story(file.stem, file.suffixes[0][1:], fields, tuple(blocks)))
    return tuple(made)


def pages() -> Iterator[Page]:
    """Every layout with two texts."""
    for number, file in enumerate(sorted((PAGES / "layouts").glob("*.html"))):
        for turn in (0, 1):
            story = stories()[(number * 3 + turn * 5) % len(stories())]
            yield page(file, story)


def page(file: Path, story: Story) -> Page:
    """A layout filled with a text."""
    filled = Template(file.read_text(encoding="utf-8")).substitute(parts(story))
    day = date.fromisoformat(story.fields["date"])
    return Page(f"{file.stem}/{story.name}", filled.encode(), story.fields["headline"], day, story.words)


def parts(story: Story) -> dict[str, str]:
    """What stands for each `$name` of a layout."""
    said = SAID[story.language]
    others = [other for other in stories() if other is not story and other.language == story.language] or stories()[:3]
    made = [_block(block) for block in story.blocks]
    return {
        **{name: escape(value) for name, value in story.fields.items()},
        **{name: escape(value.split("|")[0]) for name, value in said.items()},
        "language": story.language,
        "direction": "rtl" if story.language in RIGHT_TO_LEFT else "ltr",
        "first": made[0],
        "rest": "\n".join(made[1:]),
        "last": made[-1],
        "body": "\n".join(made),
        "half": "\n".join(made[:3]),
        "other_half": "\n".join(made[3:]),
        "breaks": "<br /><br />\n".join(_line(block) for block in story.blocks),
        "divs": "\n".join(f"<div>{_line(block)}</div>" for block in story.blocks),
        "wrapped": "\n".join(f'<div class="sidebar-grid__content article__content">{block}</div>' for block in made),
        "widgets": "\n".join(
            f'<div class="el-widget el-{at}a7f"><div class="el-container">{block}</div></div>'
            for at, block in enumerate(made)
        ),
        "json_body": json.dumps(story.words),
        "json_headline": json.dumps(story.fields["headline"]),
        **_around(said, others),
    }


def _around(said: dict[str, str], others: Sequence[Story]) -> dict[str, str]:
    """What a site sets around an article, in lists and lines."""
    heads = [escape(other.fields["headline"]) for other in others]
    remarks = said["remark"].split("|")
    return {
        "menu": "".join(
            f'<li><a href="/{at}">{escape(one)}</a></li>' for at, one in enumerate(said["menu"].split("|"))
        ),
        "share": " ".join(f'<a href="#">{escape(one)}</a>' for one in said["share"].split("|")),
        "share_lines": "".join(f"<p>{escape(one)}</p>" for one in said["share"].split("|")),
        "useful": "".join(f"<p>{escape(one)}</p>" for one in said["useful"].split("|")),
        "teaser": heads[0],
        "teasers": "".join(f'<li><a href="/t{at}">{one}</a></li>' for at, one in enumerate(heads * 3)),
        "cards": "".join(
            f'<article class="card"><h3><a href="/c">{escape(other.fields["headline"])}</a></h3>'
            f"<p>{escape(other.blocks[0])}</p><span>9h</span></article>"
            for other in others
        ),
        "remarks": "".join(
            f'<li class="comment"><b>M. {at}</b><p>{escape(one)}</p><a href="#">Reply</a></li>'
            for at, one in enumerate(remarks * 6)
        ),
    }


def _block(block: str) -> str:
    """A block of a text as HTML."""
    if block.startswith("## "):
        return f"<h2>{escape(block[3:])}</h2>"
    if block.startswith("> "):
        return f"<blockquote><p>{escape(block[2:])}</p></blockquote>"
    if block.startswith("- "):
        return "<ul>" + "".join(f"<li>{escape(item[2:])}</li>" for item in block.splitlines()) + "</ul>"
    return f"<p>{escape(block)}</p>"


def _line(block: str) -> str:
    """A block of a text as bare lines."""
    return "<br />".join(escape(line.lstrip("#->").strip()) for line in block.splitlines())
