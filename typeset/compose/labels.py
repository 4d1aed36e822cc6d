"""The words that a page adds to an article, in each language: one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from typeset.model.script import primary


class Labels(NamedTuple):
    """The words of one language."""

    press_release: str
    number: str
    embargo: str
    source: str
    about: str
    """What heads the boilerplate before the sender's name, where that is known."""
    about_us: str
    contacts: str
    credit: str
    no_picture: str
    """What stands in the place of a picture that cannot be shown; its name follows."""
    link: str
    code: str
    """What the QR code is to somebody who cannot see it; the address follows."""
    end: str
    """The end mark where the author wrote none."""

    def about_whom(self, sender: str) -> str:
        """What heads the boilerplate of a sender, who may have no name."""
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
            no_picture="الصورة غير متوفّرة",
            link="على الشبكة",
            code="رمز استجابة سريعة يفتح",
            end="٭ ٭ ٭",
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
            no_picture="تصویر در دسترس نیست",
            link="در وب",
            code="رمزینه‌ای برای گشودن",
            end="٭ ٭ ٭",
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
            no_picture="تصویر دستیاب نہیں",
            link="ویب پر",
            code="کیو آر کوڈ جو کھولتا ہے",
            end="٭ ٭ ٭",
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
            no_picture="התמונה אינה זמינה",
            link="באתר",
            code="קוד מהיר שפותח את",
            end="###",
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
            no_picture="Picture not available",
            link="Online",
            code="QR code that opens",
            end="###",
        ),
    }
)
FOR_SCRIPTS = MappingProxyType({"rtl": LABELS["ar"], "ltr": LABELS["en"]})


def labels_for(language: str, direction: str) -> Labels:
    """The words of a language (BCP 47); of Arabic or English, by direction, where the table lacks it."""
    return LABELS.get(primary(language), FOR_SCRIPTS[direction])
