"""What is mended in the XML of a Word file before mammoth reads it, so that no word is lost or torn.

Drop caps go back to their paragraph, text boxes are read once, moved-away and hidden text is taken out, bold and italic
of Arabic runs (`w:bCs`, `w:iCs`) counts as such, references to missing parts are removed. Tracked insertions stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from typeset.errors import Message
from typeset.read.draft import Loss, LossKind, excerpt
from typeset.read.formats.docx_xml import MC, R, W, is_on, parent

_WRAPPERS = frozenset(W + name for name in ("bdo", "dir", "fldSimple", "smartTag", "customXml"))
"""Elements that mammoth skips with the words in them, so they are unwrapped (bdo and dir set the direction of runs)."""


def mended(tree: etree._Element, relations: etree._Element | None) -> list[Loss]:
    """Mends the text, footnotes or endnotes in place; returns what was left out or decided on the way."""
    losses = [*_remove_dangling(tree, relations)]
    _take_out_moved(tree)
    _read_text_boxes_once(tree)
    _unwrap(tree)
    _join_drop_caps(tree)
    _show_arabic_bold(tree)
    return [*losses, *_take_out_hidden(tree)]


def with_whole_styles(styles: etree._Element) -> None:
    """Mends styles that other programs wrote: one that names no kind is one of paragraphs, one without a name goes."""
    for style in list(styles.iter(W + "style")):
        if style.get(W + "styleId") is None:
            parent(style).remove(style)
        style.set(W + "type", style.get(W + "type", "paragraph"))


BUILT_IN = frozenset(
    {"title", "subtitle", "quote", "intense quote", "caption", *(f"heading {at}" for at in range(1, 7))}
)
"""Styles that say what a paragraph is, by the names that Word stores in every language."""


def with_kinds_of_own_styles(styles: etree._Element) -> None:
    """Calls each style that an office based on one of BUILT_IN, or gave a level of the outline, by that one's name."""
    known = {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
    names = {id_: _name(style) for id_, style in known.items()}
    for id_, style in known.items():
        name = style.find(W + "name")
        if name is None or names[id_].startswith("part ") or style.get(W + "type") != "paragraph":
            continue
        seen = [style]
        while (base := known.get(_value(seen[-1].find(W + "basedOn")))) is not None and base not in seen:
            seen.append(base)
        kinds = (_kind(each, names[each.get(W + "styleId")]) for each in seen)
        if kind := next(filter(None, kinds), ""):
            name.set(W + "val", kind)


def _kind(style: etree._Element, name: str) -> str:
    """What a style makes of its paragraphs, as a name of BUILT_IN; empty where it says nothing of that."""
    if name in BUILT_IN:
        return _value(style.find(W + "name"))
    level = _value(style.find(f"{W}pPr/{W}outlineLvl"))
    return f"heading {int(level) + 1}" if level.isdecimal() and int(level) < 6 else ""


def _name(style: etree._Element) -> str:
    return _value(style.find(W + "name")).lower()


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(W + "val", ""))


def tracked(tree: etree._Element) -> Iterator[Loss]:
    """The tracked changes: deletions, which are left out, and insertions, which count as accepted."""
    for deleted in tree.iter(W + "del", W + "moveFrom"):
        if words := _words(deleted, W + "delText", W + "t"):
            yield Loss(LossKind.WORDS, words, hint="It is a tracked deletion; accept or reject it in Word.")
    for inserted in tree.iter(W + "ins", W + "moveTo"):
        if words := _words(inserted, W + "t"):
            yield Loss(
                LossKind.STRUCTURE,
                Message("a tracked insertion counts as accepted: {words}", words=excerpt(words)),
                hint="Accept or reject it in Word before the release goes out.",
            )


def _words(element: etree._Element, *tags: str) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(*tags)).split())


def _remove_dangling(tree: etree._Element, relations: etree._Element | None) -> Iterator[Loss]:
    """Removes references to missing parts, on which mammoth would fail; yields a loss for each picture among them."""
    known = {relation.get("Id") for relation in relations} if relations is not None else set()
    for element in tree.iter():
        for name in (R + "id", R + "embed", R + "link"):
            if element.get(name) not in {None, *known}:
                del element.attrib[name]
                if name != R + "id":
                    yield Loss(LossKind.PICTURE, Message("a picture that is not in the file"))


def _take_out_moved(tree: etree._Element) -> None:
    for moved in list(tree.iter(W + "moveFrom")):
        parent(moved).remove(moved)


def _read_text_boxes_once(tree: etree._Element) -> None:
    """Leaves one of the two forms in which Word writes a text box; mammoth reads the older, and it alone."""
    for choice in list(tree.iter(MC + "AlternateContent")):
        older, newer = choice.find(MC + "Fallback"), choice.find(MC + "Choice")
        if older is None or (newer is not None and _boxes(newer) and not _boxes(older)):
            older = etree.SubElement(choice, MC + "Fallback")
            older.extend([*newer] if newer is not None else [])
        for child in list(choice):
            if child is not older:
                choice.remove(child)
    for drawing in list(tree.iter(W + "drawing")):
        if boxes := _boxes(drawing):
            picture = etree.Element(W + "pict")
            picture.extend(boxes)
            drawing.addnext(picture)


def _boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes in an element that stand in no other one."""
    boxes = element.iter(W + "txbxContent")
    return [box for box in boxes if not any(above.tag == W + "txbxContent" for above in box.iterancestors())]


def _unwrap(tree: etree._Element) -> None:
    for wrapper in list(tree.iter(*_WRAPPERS)):
        above = parent(wrapper)
        at = above.index(wrapper)
        above[at : at + 1] = [child for child in wrapper if not str(child.tag).endswith("Pr")]


def _join_drop_caps(tree: etree._Element) -> None:
    """Puts the large letter that Word keeps in a paragraph of its own before the rest of its word."""
    for frame in list(tree.iter(W + "framePr")):
        paragraph = next(frame.iterancestors(W + "p"), None)
        below = paragraph.getnext() if paragraph is not None else None
        if frame.get(W + "dropCap") not in {"drop", "margin"} or paragraph is None or below is None:
            continue
        if below.tag != W + "p":
            continue
        at = 1 if below.find(W + "pPr") is not None else 0
        below[at:at] = [_plain(child) for child in paragraph if child.tag != W + "pPr"]
        parent(paragraph).remove(paragraph)


def _plain(run: etree._Element) -> etree._Element:
    """A drop cap's run without its look: a bold letter would be a mark on half a word."""
    for properties in run.findall(W + "rPr"):
        run.remove(properties)
    return run


def _show_arabic_bold(tree: etree._Element) -> None:
    """Bold and italic of runs from right to left stand in `w:bCs` and `w:iCs`, which mammoth does not know."""
    for properties in tree.iter(W + "rPr"):
        for arabic, latin in (("bCs", "b"), ("iCs", "i")):
            if is_on(properties, "rtl") and is_on(properties, arabic) and properties.find(W + latin) is None:
                etree.SubElement(properties, W + latin)


def _take_out_hidden(tree: etree._Element) -> Iterator[Loss]:
    """Text that Word neither shows nor prints is no part of a release."""
    for run in list(tree.iter(W + "r")):
        if is_on(run.find(W + "rPr"), "vanish") and (words := _words(run, W + "t")):
            parent(run).remove(run)
            yield Loss(LossKind.WORDS, words, hint="It is hidden in Word; show it there if it belongs.")
