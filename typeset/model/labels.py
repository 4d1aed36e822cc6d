"""The labels that a page, a Word file or an e-mail adds to an article (`Source:`), in each language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.model.script import primary


class Labels(NamedTuple):
    """The labels of one language."""

    press_release: str
    number: str
    embargo: str
    source: str
    about: str
    """Title of the boilerplate; the sender's name follows."""
    about_us: str
    """Title of the boilerplate where the sender's name is not known."""
    contacts: str
    credit: str
    pictured: str
    """Before what is seen in the photo, in the alt text of a page that is sent as a picture."""
    no_picture: str
    """Shown in place of a picture that cannot be shown; its name follows."""
    link: str
    code: str
    """Alternative text of the QR code; the address follows."""
    end: str
    """The end mark where the author wrote none."""
    issue: str
    """Before the number of an issue, where the release is made up as a paper."""
    continued: str
    """At the foot of a page that is not the last."""
    addressee: str
    attachments: str
    signature: str
    """Title of the signature; the name of who signs follows in a line of its own."""
    date: str
    """Before the day, where the two stand in a line of their own; so does `place`."""
    place: str

    def about_whom(self, sender: str) -> str:
        """The title of the boilerplate; `sender` may be empty."""
        return f"{self.about} {sender}" if sender else self.about_us


LABELS: Mapping[str, Labels] = MappingProxyType(
    {
        "ar": Labels(
            press_release="بيان صحفي",
            number="رقم",
            embargo="محظور النشر حتى",
            source="المصدر:",
            about="نبذة عن",
            about_us="نبذة عنا",
            contacts="للتواصل الإعلامي",
            credit="تصوير:",
            pictured="في الصورة:",
            no_picture="الصورة غير متوفّرة",
            link="على الشبكة",
            code="رمز استجابة سريعة يفتح",
            end="٭ ٭ ٭",
            issue="العدد",
            continued="يتبع",
            addressee="المرسل إليه:",
            attachments="المرفقات:",
            signature="التوقيع",
            date="التاريخ:",
            place="المكان:",
        ),
        "fa": Labels(
            press_release="اطلاعیهٔ مطبوعاتی",
            number="شمارهٔ",
            embargo="انتشار ممنوع تا",
            source="منبع:",
            about="دربارهٔ",
            about_us="دربارهٔ ما",
            contacts="تماس برای رسانه‌ها",
            credit="عکس:",
            pictured="در عکس:",
            no_picture="تصویر در دسترس نیست",
            link="در وب",
            code="رمزینه‌ای برای گشودن",
            end="٭ ٭ ٭",
            issue="شمارهٔ",
            continued="ادامه دارد",
            addressee="گیرنده:",
            attachments="پیوست:",
            signature="امضا",
            date="تاریخ:",
            place="مکان:",
        ),
        "ur": Labels(
            press_release="پریس ریلیز",
            number="نمبر",
            embargo="اشاعت ممنوع تا",
            source="ماخذ:",
            about="تعارف:",
            about_us="ہمارا تعارف",
            contacts="میڈیا رابطہ",
            credit="تصویر:",
            pictured="تصویر میں:",
            no_picture="تصویر دستیاب نہیں",
            link="ویب پر",
            code="کیو آر کوڈ جو کھولتا ہے",
            end="٭ ٭ ٭",
            issue="شمارہ",
            continued="جاری ہے",
            addressee="بنام:",
            attachments="منسلکات:",
            signature="دستخط",
            date="تاریخ:",
            place="مقام:",
        ),
        "he": Labels(
            press_release="הודעה לעיתונות",
            number="מס׳",
            embargo="אסור לפרסום עד",
            source="מקור:",
            about="אודות",
            about_us="אודותינו",
            contacts="לפרטים נוספים",
            credit="צילום:",
            pictured="בתמונה:",
            no_picture="התמונה אינה זמינה",
            link="באתר",
            code="קוד מהיר שפותח את",
            end="###",
            issue="גיליון",
            continued="המשך בעמוד הבא",
            addressee="אל:",
            attachments="נספחים:",
            signature="על החתום",
            date="תאריך:",
            place="מקום:",
        ),
        "en": Labels(
            press_release="Press release",
            number="No.",
            embargo="Embargoed until",
            source="Source:",
            about="About",
            about_us="About us",
            contacts="Media contact",
            credit="Photo:",
            pictured="In the photo:",
            no_picture="Picture not available",
            link="Online",
            code="QR code that opens",
            end="###",
            issue="Issue",
            continued="more",
            addressee="To:",
            attachments="Enclosures:",
            signature="Signed",
            date="Date:",
            place="Place:",
        ),
    }
)
FOR_SCRIPTS = MappingProxyType({"rtl": LABELS["ar"], "ltr": LABELS["en"]})


def labels_for(language: str, direction: str) -> Labels:
    """The labels of a language (BCP 47); Arabic or English ones, by direction, where the table lacks it."""
    return LABELS.get(primary(language), FOR_SCRIPTS[direction])
