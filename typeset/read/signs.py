"""The words by which the parts of a release are known, in Arabic, Persian, Urdu, Hebrew and English.

The patterns are matched against folded text (`typeset.read.letters.folded` keeps one alef, one yeh, one kaf, one heh, one noon),
so they are written folded too.
"""

from __future__ import annotations

import re


def _whole(*words: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{'|'.join(words)})[\W_]*")


def _label(*words: str) -> re.Pattern[str]:
    """A label and its colon, or the label alone."""
    return re.compile(rf"\W*(?P<label>{'|'.join(words)})\s*(?:[:：؛/]|$)\s*")


RELEASE = _whole(
    "(?:بيان (?:صحفي|صحافي) )?(?:للنشر|للاعلام)(?: الفوري| فورا)?", "(?:جهت|براي) انتشار(?: فوري)?",
    "فوري اشاعت كي ?ليي", "برائي فوري اشاعت", "לפרסום מיידי", "for immediate release",
)  # fmt: skip
KICKER = _whole(
    "بيان (?:صحفي|صحافي)", "خبر (?:صحفي|صحافي)", "بلاغ (?:صحفي|صحافي)", "بيانيه مطبوعاتي", "اطلاعيه مطبوعاتي", "پريس ريليز",
    "הודעה לעיתונות", "הודעה לתקשורת", "press release", "news release",
)  # fmt: skip
EMBARGO = re.compile(
    r"\W*(?P<label>(?:محظور|يحظر|حظر|ممنوع|يمنع)(?: من)? ?(?:النشر|نشره?)?(?: (?:حتي|قبل|الي غايه|لغايه))|لا ينشر قبل"
    r"|انتشار تا|ممنوعيت انتشار تا|אמברגו עד|(?:under )?embargo(?:ed)?(?: until)?)\s*:?\s*"
)
NUMBER = re.compile(
    r"\W*(?:بيان (?:صحفي |صحافي )?رقم|رقم (?:البيان|الخبر|الاصدار)|البيان رقم|شماره(?: بيانيه)?|release no\.?|no\.)\s*:?\s*"
    r"[(\[]?(?P<number>[\d][\w/–-]*)[)\]]?\s*"
)
DATE = re.compile(r"(?:التاريخ|تاريخ|تاريخ النشر|תאריך|date)\s*:\s*")
END_MARK = re.compile(
    r"(?:#\s?){2,5}|[-–—/*(\[\s]{0,4}(?:30|انتهي|النهايه|پايان|ختم شد|סוף|תם|ends?)[-–—/*)\]\s]{0,4}|(?:\*\s?){3,5}"
)
SOURCE = _label("المصدر", "مصدر الخبر", "منبع", "ماخذ", "מקור", "source")
CONTACTS = _label(
    "(?:للتواصل|للاتصال)(?: الاعلامي| الصحفي| معنا| الصحافي)?", "(?:لل)?(?:مزيد من )?(?:الاستفسارات|الاستفسار|استفسارات)(?: الاعلاميه)?",
    "للاستفسار(?:ات)?(?: الاعلاميه| الصحفيه)?", "جهات? الاتصال(?: الاعلامي)?", "المسؤول الاعلامي", "لمزيد من المعلومات",
    "تماس(?: با ما| رسانه اي)?", "ارتباط رسانه اي", "رابطه?(?: براي ميڈيا)?", "ליצירת קשר", "איש קשר",
    "(?:media |press )?contacts?", "for more information",
)  # fmt: skip
ABOUT = re.compile(
    r"\W*(?:نبذه|نبذه عن .+|لمحه عن .+|معلومات عن .+|حول .+|درباره .+|.+ كي باري مين|אודות.*|about .+|notes? to editors?"
    r"|ملاحظات?(?: الي)? (?:المحررين|للمحررين))"
)
LINK = _label("الرابط", "رابط الخبر", "لينك", "קישור", "link", "للمزيد", "اقرا المزيد")
CREDIT = _label("تصوير", "عدسه", "المصور", "الصوره", "عكس", "عكاس", "تصوير از", "צילום", "photo", "credit")

PHONE_LABEL = re.compile(
    r"(?:هاتف|الهاتف|تلفون|تليفون|جوال|الجوال|موبايل|محمول|نقال|واتساب|فاكس|ت|تلفن|موبايل|فون|טלפון|נייד|tel|phone|mobile"
    r"|telephone|cell|t|m)\s*[.:：]*\s*"
)
EMAIL_LABEL = re.compile(
    r"(?:البريد(?: الالكتروني)?|بريد(?: الكتروني)?|الايميل|ايميل|اي ميل|پست الكترونيك|דוא\"ל|e-?mail|mail)\s*[:：]*\s*"
)
ROLE_LABEL = re.compile(r"(?:الصفه|المنصب|سمت|عهده|תפקיד|role|title)\s*[:：]\s*")
NAME_LABEL = re.compile(r"(?:الاسم|نام|שם|name)\s*[:：]\s*")
LINK_LABEL = re.compile(r"(?:الموقع(?: الالكتروني)?|الرابط|وب ?سايت|ويب سائٹ|אתר|web(?:site)?)\s*[:：]*\s*")

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"[+(]?\d[\d\s().\-/–]{4,24}\d")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+[^\s<>«»\".,،؛;:!?؟)]")

AGENCIES = frozenset(
    [
        "وام",
        "رويترز",
        "ا ف ب",
        "أ ف ب",
        "فرانس برس",
        "د ب ا",
        "سانا",
        "واس",
        "بنا",
        "قنا",
        "كونا",
        "نينا",
        "واع",
        "ارنا",
        "فارس",
        "تسنيم",
        "ايسنا",
        "مهر",
        "شينخوا",
        "الاناضول",
        "سبوتنيك",
        "بترا",
        "ا ب",
        "وفا",
        "وكالات",
        "العمانيه",
        "الوفاق",
        "ا ش ا",
        "reuters",
        "afp",
        "ap",
        "dpa",
        "wam",
        "irna",
        "xinhua",
        "tass",
        "business wire",
        "pr newswire",
    ]
)
"""Who signs datelines; without a dash after it, only these names in brackets make one."""
