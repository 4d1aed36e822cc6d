"""Front matter: the keys that an article knows, and the tree of its YAML as the article's fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import cast

from typeset.errors import ArticleError, Message
from typeset.model.article import Contact, Embargo, Note, Paragraph, Photo, Signature, Translation
from typeset.model.script import KNOWN_LANGUAGES, primary
from typeset.model.text import NO_TEXT, Text
from typeset.read import fragments
from typeset.read.draft import Fields, Loss, LossKind
from typeset.read.formats import placement
from typeset.read.formats.yaml_tree import Mapping, Node, Sequence
from typeset.read.fragments import lookup_key
from typeset.read.normal_form import is_tag
from typeset.read.parts import dates, embargo

KEYS = {
    "release": "release line|سطر النشر|النشر",
    "embargo": "embargoed until|الحظر|حظر|محظور النشر حتى",
    "number": "الرقم|رقم|رقم البيان",
    "date": "التاريخ|تاريخ",
    "place": "location|المكان|مكان",
    "addressee": "to|recipient|المرسل إليه|الموجه إليه|إلى|گیرنده|مخاطب|مکتوب الیہ|بنام|נמען|לכבוד|אל",
    "kicker": "التمهيد|تمهيد",
    "headline": "title|العنوان|عنوان",
    "subheadline": "subtitle|العنوان الفرعي|عنوان فرعي",
    "dateline": "المطلع|مطلع",
    "signature": "signed|signed by|signatory|التوقيع|توقيع|امضا|امضاء|دستخط|חתימה|על החתום",
    "end_mark": "علامة الختام|الختام",
    "notes": "footnotes|الحواشي|حواشي",
    "source": "المصدر|مصدر",
    "attachments": "attachment|enclosures|enclosure|المرفقات|مرفقات|مرفق|پیوست‌ها|پیوست|منسلکات|منسلکہ|נספחים|נספח",
    "photos": "photo|pictures|الصور|صور|صورة",
    "about": "boilerplate|نبذة|نبذة عن",
    "contacts": "contact|للتواصل|التواصل|جهات الاتصال",
    "link": "url|الرابط|رابط",
    "language": "lang|اللغة|لغة",
    "translations": "translation|الترجمات|ترجمات|الترجمة|ترجمة|ترجمه‌ها|تراجم|תרגומים|תרגום",
    "guess": "التخمين|تخمين",
}
"""Field -> its aliases, separated by `|`. Case and vowel signs make no difference; `-` and `_` count as a space."""

PHOTO = {
    "source": "src|file|الملف|ملف|الصورة",
    "alt": "description|الوصف|وصف",
    "caption": "التعليق|تعليق",
    "credit": "photographer|تصوير|المصور",
    "size": "width|الحجم|حجم|المقاس|مقاس|اندازه|سائز|גודל",
    "at": "position|place|الموضع|موضع|المكان|مكان|جا|جای|جگہ|מקום",
}
SIGNATURE = {
    "name": "الاسم|اسم|نام|שם",
    "role": "title|الصفة|صفة|سمت|عہدہ|תפקיד",
}
CONTACT = {
    "name": "الاسم|اسم",
    "role": "title|الصفة|صفة",
    "phone": "telephone|tel|الهاتف|هاتف",
    "email": "e mail|mail|البريد|بريد|البريد الإلكتروني",
    "link": "url|الرابط|رابط",
}
YES = frozenset(map(lookup_key, ("true", "yes", "نعم")))
NO = frozenset(map(lookup_key, ("false", "no", "لا")))


def _by_alias(keys: dict[str, str]) -> dict[str, str]:
    return {_plain(alias): name for name, aliases in keys.items() for alias in (name, *aliases.split("|"))}


def _plain(key: str) -> str:
    return lookup_key(key.replace("-", " ").replace("_", " "))


_FIELDS, _PHOTO, _CONTACT, _SIGNATURE = map(_by_alias, (KEYS, PHOTO, CONTACT, SIGNATURE))


@dataclass(frozen=True, slots=True)
class FrontMatterFields:
    """Fields of the Article from front matter, whether other parts may be guessed, and unused keys and values."""

    fields: Fields
    guess: bool
    losses: tuple[Loss, ...]


def fields(
    front: Mapping, file: str, folder: Path | None, marked: Callable[[Text], Text] = lambda text: text
) -> FrontMatterFields:
    """The fields that the front matter sets; `marked` parses inline markup in a value (Markdown's), by default none.

    Files that it names are looked for in `folder`, where one is given.

    Raises ArticleError: a value has the wrong shape, or names a date, hour or zone that does not exist.
    """
    setter = _FieldSetter(file, folder, marked)
    values = {name: _VALUES[name](setter, key, node) for name, key, node in setter.known(front, _FIELDS)}
    guess = bool(values.pop("guess", True))
    return FrontMatterFields(cast("Fields", values), guess, tuple(setter.losses))


@dataclass(slots=True)
class _FieldSetter:
    """Turns nodes into field values; collects losses: unknown keys, unsafe links and pictures."""

    file: str
    folder: Path | None
    marked: Callable[[Text], Text]
    losses: list[Loss] = field(default_factory=list)

    def known(self, mapping: Mapping, names: dict[str, str]) -> Iterator[tuple[str, Text, Node]]:
        """Field name, key as written, and value of every known key. Raises ArticleError: two keys set one field."""
        seen: dict[str, Text] = {}
        for key, node in mapping.items:
            name = names.get(_plain(key.text))
            if name is None:
                near = get_close_matches(_plain(key.text), names, n=1)
                hint = (
                    Message("Did you mean {near}?", near=near[0])
                    if near
                    else Message("Known: {names}.", names=", ".join(dict.fromkeys(names.values())))
                )
                self.losses.append(Loss(LossKind.KEY, key.text, key.line, key.column, hint))
            elif name in seen:
                raise self.wrong(
                    key, Message("says the same as `{seen}` above", seen=seen[name]), "Keep one of the two."
                )
            else:
                seen[name] = key
                yield name, key, node

    def wrong(self, key: Text, problem: str, hint: str) -> ArticleError:
        return ArticleError(
            Message("{file}:{line}: `{key}` {problem}.", file=self.file, line=key.line, key=key, problem=problem),
            hint=hint,
        )

    def plain(self, key: Text, node: Node) -> str:
        return self.scalar(key, node).text

    def text(self, key: Text, node: Node) -> Text:
        return self.marked(self.scalar(key, node))

    def scalar(self, key: Text, node: Node) -> Text:
        if not isinstance(node, Text):
            raise self.wrong(key, Message("must be a text"), Message("Write `{key}: …` on one line.", key=key))
        return node

    def date(self, key: Text, node: Node) -> date | None:
        value = self.scalar(key, node)
        try:
            day = dates.day(value.text)
        except dates.NoSuchDateError as error:
            raise self.wrong(
                key, Message("is no date: {error}", error=error), "Check the day, the month and the calendar."
            ) from None
        if value and not day:
            raise self.wrong(
                key, Message("is no date: {value}", value=value), "Write it as 2025-07-23 or as 23 تموز 2025."
            )
        return day

    def embargo(self, key: Text, node: Node) -> Embargo | None:
        value = self.scalar(key, node)
        try:
            moment = embargo.find_embargo(value.text)
        except dates.NoSuchDateError as error:
            raise self.wrong(
                key, Message("is no moment: {error}", error=error), "Check the day, the hour and the zone."
            ) from None
        if value and not moment:
            raise self.wrong(
                key, Message("is no moment: {value}", value=value), "Write it as 2025-07-25 10:00 Asia/Baghdad."
            )
        return moment

    def link(self, key: Text, node: Node) -> str:
        value = self.scalar(key, node)
        address = fragments.link(value.text)
        if value and not address:
            self.losses.append(Loss(LossKind.LINK, value.text, value.line, value.column))
        return address

    def language(self, key: Text, node: Node) -> str:
        value = self.plain(key, node)
        if value and not is_tag(value):
            raise self.wrong(
                key, Message("is no language: {value}", value=value), "Write a language tag: ar, fa, ur, he or en."
            )
        return value

    def translations(self, key: Text, node: Node) -> tuple[Translation, ...]:
        """Translations from a mapping of languages to files, or from file names alone (`release.en.md`)."""
        if isinstance(node, Mapping):
            written = [(self.language(tag, tag), self.scalar(tag, value)) for tag, value in node.items]
        else:
            names = (self.scalar(key, each) for each in self.several(node))
            written = [(_language_in(name.text), name) for name in names]
        made = (Translation(language, self.own_file(name)) for language, name in written if name)
        return tuple(translation for translation in made if translation.source)

    def own_file(self, name: Text) -> str:
        """The path of a file in the article's folder; empty, and a loss, where it is not there."""
        path = fragments.inside(name.text)
        if not path or (self.folder and not _is_inside(self.folder, path)):
            self.losses.append(Loss(LossKind.TRANSLATION, name.text, name.line, name.column))
            return ""
        return path

    def guess(self, key: Text, node: Node) -> bool:
        value = lookup_key(self.plain(key, node))
        if value not in YES | NO:
            raise self.wrong(key, Message("must be yes or no"), "`guess: no` takes the text as it stands.")
        return value in YES

    def several(self, node: Node) -> tuple[Node, ...]:
        """The values of a list; a single value counts as a list of one, an empty text as an empty list."""
        if isinstance(node, Sequence):
            return node.items
        return (node,) if not isinstance(node, Text) or node else ()

    def about(self, key: Text, node: Node) -> tuple[Paragraph, ...]:
        values = (self.scalar(key, each) for each in self.several(node))
        return tuple(Paragraph(self.marked(part)) for value in values for part in _paragraphs(value))

    def photos(self, key: Text, node: Node) -> tuple[Photo, ...]:
        return tuple(photo for each in self.several(node) if (photo := self.photo(key, each)))

    def photo(self, key: Text, node: Node) -> Photo | None:
        """A photo from a mapping, or from its file name alone; None, and a loss, where the file may not be used."""
        if isinstance(node, Text):
            node = Mapping(((Text("source", (), node.line, node.column), node),))
        parts = self.parts(key, node, _PHOTO)
        if "source" not in parts:
            raise self.wrong(key, Message("has a picture without its file"), "Write `source: photo.jpg` into it.")
        place = self.scalar(*parts["source"])
        address = fragments.picture(place.text)
        if not address:
            self.losses.append(Loss(LossKind.PICTURE, place.text, place.line, place.column))
            return None
        caption, credit = (self.text(*parts[name]) if name in parts else NO_TEXT for name in ("caption", "credit"))
        photo = Photo(address, self.plain(*parts["alt"]) if "alt" in parts else "", caption, credit)
        placed: dict[str, Text] = {name: self.scalar(*parts[name]) for name in ("size", "at") if name in parts}
        return placement.placed(photo, placed, self.losses.append)

    def attachments(self, key: Text, node: Node) -> tuple[Text, ...]:
        return tuple(self.text(key, each) for each in self.several(node))

    def signature(self, key: Text, node: Node) -> Signature | None:
        """A signature from a mapping, or from the name alone."""
        if isinstance(node, Text):
            return Signature(self.marked(node)) if node else None
        parts = self.parts(key, node, _SIGNATURE)
        return Signature(*(self.text(*parts[part]) if part in parts else NO_TEXT for part in ("name", "role")))

    def contacts(self, key: Text, node: Node) -> tuple[Contact, ...]:
        return tuple(self.contact(key, each) for each in self.several(node))

    def contact(self, key: Text, node: Node) -> Contact:
        """A contact from a mapping, or from the name alone."""
        if isinstance(node, Text):
            return Contact(name=self.marked(node))
        parts = self.parts(key, node, _CONTACT)
        name, role = (self.text(*parts[part]) if part in parts else NO_TEXT for part in ("name", "role"))
        phone, email = (self.plain(*parts[part]) if part in parts else "" for part in ("phone", "email"))
        return Contact(name, role, phone, email, self.link(*parts["link"]) if "link" in parts else "")

    def parts(self, key: Text, node: Node, names: dict[str, str]) -> dict[str, tuple[Text, Node]]:
        if not isinstance(node, Mapping):
            known = ", ".join(dict.fromkeys(names.values()))
            raise self.wrong(
                key, Message("must be `key: value` lines ({known})", known=known), "Write one in each line."
            )
        return {name: (part, value) for name, part, value in self.known(node, names)}

    def notes(self, key: Text, node: Node) -> tuple[Note, ...]:
        if not isinstance(node, Mapping):
            raise self.wrong(key, Message("must be `key: text` lines"), "Write each footnote under its own key.")
        return tuple(Note(name.text, self.text(name, value)) for name, value in node.items)


def _language_in(name: str) -> str:
    """The language that a file's name says (`release.en.md`); empty where it says none."""
    tag = PurePosixPath(PurePosixPath(name).stem).suffix.removeprefix(".")
    return tag if is_tag(tag) and primary(tag) in KNOWN_LANGUAGES else ""


def _is_inside(folder: Path, path: str) -> bool:
    """Whether a file is there and in the folder; links are followed first."""
    try:
        file = (folder / path).resolve(strict=True)
        return file.is_file() and file.is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _paragraphs(value: Text) -> Iterator[Text]:
    """The paragraphs of a value, separated by empty lines, each with its line in the file."""
    line = value.line
    for part in re.split(r"(\n\s*\n)", value.text):
        if part.strip():
            yield Text(re.sub(r"[ \t]*\n[ \t]*", " ", part.strip()), (), line, value.column)
        line += part.count("\n")


_VALUES: dict[str, Callable[[_FieldSetter, Text, Node], object]] = {
    **dict.fromkeys(
        ("release", "place", "addressee", "kicker", "headline", "subheadline", "dateline", "end_mark", "source"),
        _FieldSetter.text,
    ),
    "number": _FieldSetter.plain,
    "date": _FieldSetter.date,
    "embargo": _FieldSetter.embargo,
    "notes": _FieldSetter.notes,
    "attachments": _FieldSetter.attachments,
    "signature": _FieldSetter.signature,
    "photos": _FieldSetter.photos,
    "about": _FieldSetter.about,
    "contacts": _FieldSetter.contacts,
    "link": _FieldSetter.link,
    "language": _FieldSetter.language,
    "translations": _FieldSetter.translations,
    "guess": _FieldSetter.guess,
}
