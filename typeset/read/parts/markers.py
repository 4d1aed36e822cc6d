"""Patterns of the labels that mark the parts of a release, in Arabic, Persian, Urdu, Hebrew and English.

They match folded text, so they are written folded: `typeset.read.fragments.folded` leaves one alef, yeh, kaf, heh and
noon, and European digits. `needs` lists words of which a match must contain one: most lines contain none, and the
pattern (.2 ms) is then never compiled.
"""

from __future__ import annotations

from typeset.model.script import Pattern, Sign, one_of
from typeset.read.fragments import folded


def _whole(*words: str, needs: str) -> Pattern:
    """One of the words alone in its line, punctuation around it allowed."""
    return Pattern(rf"[\W_]*(?:{'|'.join(words)})[\W_]*", needs=_among(needs))


def _label(*words: str, needs: str) -> Pattern:
    """A label: one of the words with a colon, or alone in its line."""
    return Pattern(rf"\W*(?:{'|'.join(words)})\s*(?:[:：؛/]|$)\s*", needs=_among(needs))


def _labelled(*words: str, needs: str) -> Pattern:
    """A label that needs its colon."""
    return Pattern(rf"\W*(?:{'|'.join(words)})\s*[:：؛/]\s*", needs=_among(needs))


def _among(words: str) -> Sign:
    return one_of(words.split("|"))


def _before_an_address(*words: str) -> Pattern:
    """A label before an address; the colon is optional."""
    return Pattern(rf"(?:{'|'.join(words)})\s*[.:：]*\s*")


RELEASE = _whole(
    "(?:بيان (?:صحفي|صحافي) )?(?:للنشر|للاعلام)(?: الفوري| فورا)?",
    "(?:جهت|براي) انتشار(?: فوري)?",
    "فوري اشاعت كي ?ليي|براي فوري اشاعت",
    "לפרסום מיידי",
    "for immediate release",
    needs="للنشر|للاعلام|انتشار|اشاعت|לפרסום|release",
)
KICKER = _whole(
    "(?:بيان|خبر|بلاغ) (?:صحفي|صحافي)",
    "(?:بيانيه|اطلاعيه) مطبوعاتي",
    "پريس ريليز",
    "הודעה ל(?:עיתונות|תקשורת)",
    "(?:press|news) release",
    needs="صحفي|صحافي|مطبوعاتي|ريليز|הודעה|release",
)
SECTION = Pattern(
    r"(?P<name>عام|سياسي|اقتصادي|اجتماعي|رياضي|ثقافي|علمي|تقني|محلي|دولي|محليات|اقتصاد|رياضة|ثقافة)\s+/\s+(?=\S)"
)
"""An agency's section at the head of its headline. Written, not folded."""
EMBARGO = Pattern(
    r"\W*(?:"
    r"(?:محظور|يحظر|حظر|ممنوع|يمنع)(?: من)?(?: النشر| نشره?)? (?:حتي|قبل|الي غايه|لغايه)|لا ينشر قبل"
    r"|(?:ممنوعيت )?انتشار تا"
    r"|אמברגו עד"
    r"|(?:under )?embargo(?:ed)?(?: until)?"
    r")\s*:?\s*",
    needs=_among("حتي|قبل|غايه|انتشار|אמברגו|embargo"),
)
NUMBER = Pattern(
    r"\W*(?:بيان (?:صحفي |صحافي )?رقم|رقم (?:البيان|الخبر|الاصدار)|البيان رقم|شماره(?: بيانيه)?|release no\.?|no\.)"
    r"\s*:?\s*[(\[]?(?P<number>\d[\w/–-]*)[)\]]?\s*",
    needs=_among("رقم|شماره|no"),
)
DATE = Pattern(r"(?:التاريخ|تاريخ|تاريخ النشر|תאריך|date)\s*:\s*", needs=_among("تاريخ|תאריך|date"))
END_MARK = Pattern(
    r"(?:#\s?){2,5}|(?:\*\s?){3,5}"
    r"|[-–—/*(\[\s]{0,4}(?:30|انتهي|النهايه|پايان|ختم شد|סוף|תם|ends?)[-–—/*)\]\s]{0,4}",
    needs=_among("#|*|30|انتهي|النهايه|پايان|ختم|סוף|תם|end"),
)
AGENCY_END = Pattern(
    r"(?P<mark>/{1,2}\s?(?:انتهي|النهايه)\s?/{1,2}|[(\[]\s?(?:انتهي|النهايه|تمت)\s?[)\]]|(?:انتهي|النهايه)\s?/"
    r"|--?\s?انتهي\s?--?|-{1,2}\s?\((?:بترا|وفا|كونا)\)|(?<!\w)[-(]\s?30\s?[-)](?!\w)|(?:#\s?){3}"
    r"|(?<=[.»\"])\s*(?:انتهي|/?پايان پيام/?)(?=\s*\d*/?\s*$))",
    needs=_among("انتهي|النهايه|تمت|(بترا)|(وفا)|(كونا)|30|#|پايان"),
)
"""An agency's end mark, wherever it stands in a line."""
DESK_WORD = Pattern(
    r"\d{1,2}:\d{2}(?::\d{2})?(?:تم|م|ص|جمت)?|\d{1,10}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|[^\W\d_]{1,3}"
    r"|توقيت|مكه|المكرمه|غرينتش|جرينتش|سعت"
)
"""A word of what may stand behind it: an hour and its zone (`19:12 ت م`), codes, initials (`ع س ج`), dates."""
SOURCE = _label("المصدر", "مصدر الخبر", "منبع", "ماخذ", "מקור", "source", needs="مصدر|منبع|ماخذ|מקור|source")
CONTACTS = _label(
    "(?:للتواصل|للاتصال)(?: الاعلامي| الصحفي| الصحافي| معنا| بنا)?",
    "(?:لل|لمزيد من ال)?استفسار(?:ات)?(?: الاعلاميه| الصحفيه)?",
    "جه(?:ه|ات) الاتصال(?: الاعلامي)?|المسؤول الاعلامي|لمزيد من المعلومات",
    "تماس(?: با ما| رسانه اي)?|ارتباط رسانه اي",
    "رابطه?(?: براي ميڈيا)?",
    "ליצירת קשר|איש קשר",
    "(?:media |press )?contacts?|for more information",
    needs="للتواصل|للاتصال|استفسار|الاتصال|المسؤول الاعلامي|من المعلومات|تماس|ارتباط|رابط|קשר|contact|information",
)
ABOUT = Pattern(
    r"\W*(?:نبذه|(?:نبذه|لمحه|معلومات) عن .+|حول .+"
    r"|درباره .+"
    r"|.+ كي باري مين"
    r"|אודות.*"
    r"|about .+|notes? to editors?"
    r"|ملاحظات? (?:الي المحررين|للمحررين))",
    needs=_among("نبذه|لمحه|معلومات|حول|درباره|باري|אודות|about|note|ملاحظ"),
)
LINK = _label(
    "الرابط|رابط الخبر|لينك|للمزيد|اقرا المزيد",
    "קישור",
    "link|read more",
    needs="رابط|لينك|المزيد|للمزيد|קישור|link|more",
)
CREDIT = _labelled(
    "تصوير|عدسه|المصور|الصوره",
    "عكس|عكاس",
    "צילום",
    "photo|credit|photo by",
    needs="تصوير|عدسه|المصور|الصوره|عكس|عكاس|צילום|photo|credit",
)

PHONE_LABEL = _before_an_address(
    "(?:ال)?هاتف|تلفون|تليفون|(?:ال)?جوال|موبايل|محمول|نقال|واتساب|فاكس|ت",
    "تلفن|فون",
    "טלפון|נייד",
    "tel|(?:tele)?phone|mobile|cell|t|m",
)
EMAIL_LABEL = _before_an_address(
    "(?:ال)?بريد(?: (?:ال)?الكتروني)?|(?:ال)?ايميل", "پست الكترونيك|اي ميل", 'דוא"ל|מייל', "e-?mail|mail"
)
LINK_LABEL = _before_an_address(
    "(?:ال)?موقع(?: (?:ال)?الكتروني)?|(?:ال)?رابط", "وب ?سايت|ويب سائٹ", "אתר", "web(?:site)?"
)
NAME_LABEL = Pattern(r"(?:الاسم|نام|שם|name)\s*[:：]\s*")
ROLE_LABEL = Pattern(r"(?:الصفه|المنصب|سمت|عهده|תפקיד|role|title)\s*[:：]\s*")

_INTRODUCES = Pattern(
    r".*(?<!\w)(?:و|ف|ك|ب)?(?:ما يلي|مايلي|كما يلي|التالي|التاليه|الاتي|الاتيه|ادناه|هي|هم|منها|تشمل|يشمل|شملت"
    r"|تتضمن|يتضمن|زير|ذيل|از|هستند|شامل"
    r"|הבאים|הבאות|להלן|כדלקמן|הם|הן"
    r"|follow(?:s|ing)?|below|include[sd]?|including|are|is|were|was|to|by|with|of)\W*"
)


def introduces(line: str) -> bool:
    """Whether a line introduces the list under it (by its last words, `ما يلي`), and so is no heading."""
    return bool(_INTRODUCES.fullmatch(folded(line)))
