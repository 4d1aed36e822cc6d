"""The news agencies and papers that sign datelines: their names, and a dateline as each of them writes it.

An agency is a row with an example; the example is tried by a test. The names are compared folded, so one spelling of
alef, yeh and heh is enough.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from typeset.read.fragments import lookup_key


class Agency(NamedTuple):
    """An agency: how it signs, `|` between its names, and a dateline of its kind, without the words behind it."""

    names: str
    example: str


AGENCIES: tuple[Agency, ...] = (
    # The Arab states'
    Agency("واس|spa", "الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس"),
    Agency("وام|wam", "أبوظبي في 7 مارس / وام /"),
    Agency("كونا|kuna", "الكويت - 5 - 3 (كونا) --"),
    Agency("بترا|petra", "عمان 12 آذار (بترا)-"),
    Agency("قنا|qna", "الدوحة في 05 مارس /قنا/"),
    Agency("بنا|bna", "المنامة في 12 مارس / بنا /"),
    Agency("العمانية|العُمانية|ona", "مسقط في 12 مارس /العُمانية/"),
    Agency("سانا|sana", "دمشق-سانا"),
    Agency("واع|ina", "بغداد - واع -"),
    Agency("نينا|nina", "بغداد / نينا /"),
    Agency("وفا|wafa", "رام الله 12-3-2025 وفا-"),
    Agency("وطنية|الوكالة الوطنية للإعلام|nna", "وطنية - بيروت -"),
    Agency("سبأ|سبأنت|saba", "صنعاء - سبأ :"),
    Agency("أ ش أ|أ.ش.أ|أش أ|mena", "القاهرة في 5 مارس /أ ش أ/"),
    Agency("سونا|suna", "الخرطوم 12-3-2025 (سونا) -"),
    Agency("وال|lana", "طرابلس 12 مارس 2025 (وال) -"),
    Agency("وات|tap", "تونس 12 مارس 2025 (وات) -"),
    Agency("واج|وأج|aps", "الجزائر - 12 مارس 2025 (واج) -"),
    Agency("ومع|و م ع|map", "الرباط / 12 مارس 2025 /ومع/"),
    Agency("الأخبار|وما|ami", "نواكشوط، 12 مارس (وما) -"),
    Agency("معا", "غزة - معا -"),
    Agency("صفا", "غزة - صفا"),
    Agency("الوفاق", "الوفاق/"),
    # The world's
    Agency("رويترز|reuters", "دبي 7 مارس آذار (رويترز) -"),
    Agency("أ ف ب|أ.ف.ب|فرانس برس|أ ف پ|afp", "القاهرة (أ ف ب) -"),
    Agency("د ب أ|د.ب.أ|dpa", "برلين (د ب أ)-"),
    Agency("أ ب|أ.ب|أسوشيتد برس|أسوشييتد برس|ap", "GROSSETO, Italy (AP) --"),
    Agency("يو بي آي|upi", "واشنطن (يو بي آي) --"),
    Agency("cnn|سي إن إن", "دمشق، سوريا (CNN) --"),
    Agency("بي بي سي|bbc", "لندن (بي بي سي) -"),
    Agency("شينخوا|xinhua", "بكين 5 مارس 2025 (شينخوا) --"),
    Agency("تاس|tass", "موسكو، 5 مارس /تاس/."),
    Agency("سبوتنيك|sputnik", "موسكو – سبوتنيك."),
    Agency("نوفوستي|ريا نوفوستي|ria novosti", "موسكو، 5 مارس - نوفوستي."),
    Agency("الأناضول|وكالة الأناضول|anadolu|aa", "إسطنبول / الأناضول"),
    Agency("آكي|aki", "روما (آكي) -"),
    Agency("إفي|efe", "مدريد (إفي)."),
    Agency("business wire", "DUBAI, United Arab Emirates--(BUSINESS WIRE)--"),
    Agency("pr newswire|prnewswire", "RIYADH, Saudi Arabia, March 5, 2025 /PRNewswire/ --"),
    Agency("globe newswire", "DOHA, Qatar, March 5, 2025 (GLOBE NEWSWIRE) --"),
    Agency("الشرق الأوسط|القدس العربي|العربي الجديد|الحياة|الأهرام|عكاظ|الراي|النهار", "الرياض: «الشرق الأوسط»"),
    Agency("وكالات|الوكالات|agencies", "عواصم - وكالات -"),
    # Iran's
    Agency("إرنا|ارنا|ایرنا|irna", "طهران/5 آذار/مارس/إرنا-"),
    Agency("فارس|fars", "طهران - فارس -"),
    Agency("تسنيم|تسنیم|tasnim", "طهران / تسنيم /"),
    Agency("إيسنا|ایسنا|isna", "تهران - ایسنا -"),
    Agency("مهر|mehr", "تهران (مهر) -"),
    Agency("ایلنا|ilna", "تهران- ایلنا-"),
    Agency("پانا", "تهران (پانا) -"),
    Agency("العالم", "طهران - العالم -"),
    # In Urdu
    Agency("اے پی پی|app", "اسلام آباد۔5مارچ (اے پی پی):"),
    Agency("آن لائن", "لاہور (آن لائن)"),
    Agency("این این آئی|nni", "کراچی (این این آئی)"),
    Agency("آئی این پی|inp", "پشاور (آئی این پی)"),
    Agency("ثناء نیوز|صباح نیوز", "کوئٹہ (صباح نیوز)"),
    Agency("نیوز ڈیسک|اسٹاف رپورٹر|سٹاف رپورٹر|نمائندہ خصوصی", "کراچی (اسٹاف رپورٹر)"),
    # In Hebrew
    Agency("עתים|יתח|סוכנויות הידיעות", "ירושלים (סוכנויות הידיעות) –"),
)


@cache
def names() -> tuple[str, ...]:
    """All names, folded, the longest first, so that `وكالة الأناضول` is not taken for less than it says."""
    every = {lookup_key(name) for agency in AGENCIES for name in agency.names.split("|")}
    return tuple(sorted(every, key=lambda name: (-len(name), name)))
