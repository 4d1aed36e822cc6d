"""A good page for print, and what can be done to it: the proof's tests damage it, one fault at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from typeset import preflight, render
from typeset.findings import Check, Severity
from typeset.model import fonts
from typeset.model.article import Article, Heading, Paragraph, Photo, Table
from typeset.model.article import Figure as ArticleFigure
from typeset.model.edition import EDITIONS
from typeset.model.page import Page
from typeset.model.text import Text
from typeset.model.theme import Theme
from typeset.preflight.checks.external import INK_CHECKS as INK
from typeset.preflight.sheet import Sheet

MM = 72 / 25.4
HEADLINE = "افتتاح معرض الكتاب العربي في بيروت"
BODY = "افتتحت دار النشر معرضها السنوي بمشاركة 40 دارا، وقال مديرها إن الكتاب باق ما بقي القراء."
ENGLISH = "Books are here to stay"
COLUMN = "وأعلنت الدار أن المعرض يستمر أسبوعين وأن الدخول إليه مجاني، وأن الكتاب يباع فيه بنصف ثمنه. " * 3
CSS = """
@page { size: A4; margin: 20mm; font: 9pt Amiri; color: #000;
  @top-center { content: "معرض الكتاب" } @bottom-center { content: counter(page, arabic-indic) } }
body { color: #000; font: 13pt/1.7 Amiri }
.band { position: absolute; top: -23mm; left: -23mm; right: -23mm; height: 8mm; background: #0b3d6b }
.column { width: 70mm; text-align: justify }
img { width: 40mm } section { break-before: page }
table { border-collapse: collapse } th, td { border: .5pt solid #000 }
"""
HTML = f"""<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{HEADLINE}</title><style>{CSS}</style></head>
<body><div class="band"></div><h1>{HEADLINE}</h1><p>{BODY}</p><p lang="en" dir="ltr">{ENGLISH}</p>
<p class="column">{COLUMN}</p>
<section><h2>عن المعرض</h2><img src="asset:photo" alt="زوار أمام الأجنحة">
<table><tr><th scope="col">السنة</th><th scope="col">الزوار</th></tr><tr><td>2023</td><td>9000</td></tr></table>
</section></body></html>"""
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" xmpMM:DocumentID="uuid:1" xmpMM:VersionID="1"
 xmpMM:RenditionClass="default" xmp:CreateDate="2023-01-28" xmp:ModifyDate="2023-01-28" xmp:MetadataDate="2023-01-28"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Trapped="False"{more}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

FORM = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
OURS = (*preflight.QUICK, *INK)
"""The checks that we wrote. Those of others see the same faults with their own eyes."""

Damage = Callable[[Pdf], None]


def theme(*families: str) -> Theme:
    """A theme of these fonts, the first of them for the body."""
    named = families or ("amiri", "noto-serif")
    return Theme("plain", Path(), "Plain", {"body": ("Amiri",)}, tuple(map(fonts.load, named)))


def article() -> Article:
    """What the good page says in Arabic."""
    table = Table(((Text("السنة"), Text("الزوار")), (Text("2023"), Text("9000"))))
    photo = ArticleFigure(Photo("photo.jpg", alt="زوار أمام الأجنحة"))
    body = (Paragraph(Text(BODY)), Heading(Text("عن المعرض")), photo, table)
    return Article(headline=Text(HEADLINE), body=body)


@cache
def good() -> bytes:
    """Two pages of the print edition, with a band that bleeds, a photo, a table, a running head and a folio."""
    content, findings = render.pdf(Page(HTML, {"photo": photo()}), theme(), EDITIONS["print"])
    assert not findings
    return content


def seen(content: bytes, *, families: tuple[str, ...] = (), checks: Sequence[Check[Sheet]] = OURS) -> list[str]:
    """The ids of all that is found on the page when it is to be printed on a sheet."""
    judged = preflight.judge(
        content, article=article(), theme=theme(*families), edition=None, condition="sheet", checks=checks
    )
    return sorted({found.id for found in judged.findings if found.severity > Severity.INFO})


def packet(pdf: Pdf, title: str = HEADLINE, version: str = "PDF/X-4", more: str = "", encoding: str = "utf-8") -> None:
    """Replace the XMP packet by one of PDF/X-4 and PDF/UA-1, with `more` attributes."""
    content = PACKET.format(title=title, version=version, more=more).encode(encoding)
    pdf.Root.Metadata = pdf.make_stream(content, Type=Name.Metadata, Subtype=Name.XML)


def saved(pdf: Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    """The bytes, as PDF 1.6."""
    target = io.BytesIO()
    pdf.save(target, force_version="1.6", encryption=encryption or False, fix_metadata_version=False)
    return target.getvalue()


def damaged(content: bytes, damage: Damage) -> bytes:
    """A copy with one thing changed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        damage(pdf)
        return saved(pdf)


def drawn(operators: str, **resources: Dictionary) -> Damage:
    """Draw something more on the first page, set apart as an artifact; resources by kind (`Font`, `XObject`, ...)."""

    def damage(pdf: Pdf) -> None:
        page = pdf.pages[0]
        for kind, entries in resources.items():
            known = page.resources.get(f"/{kind}")
            page.resources[f"/{kind}"] = Dictionary({**dict(known.items() if known else {}), **dict(entries.items())})
        page.contents_add(f"/Artifact BMC q {operators} Q EMC".encode())

    return damage


def text(operators: str, size: float = 12, at: tuple[float, float] = (100, 100)) -> Damage:
    """Show the letter ا on the first page, in the page's own font, so far (pt) from the corner of its trim."""

    def damage(pdf: Pdf) -> None:
        name, described = next(iter(pdf.pages[0].resources.Font.items()))
        code = _code_of_alef(described)
        x, y = (float(corner) + offset for corner, offset in zip(pdf.pages[0].obj.TrimBox, at, strict=False))
        drawn(f"BT {operators} {name} {size} Tf {x} {y} Td <{code}> Tj ET")(pdf)

    return damage


def image(width: int, height: int, mode: str = "DeviceCMYK", bits: int = 8, inches: float = 1.0) -> Damage:
    """Draw a light image, so many inches wide and high."""

    def damage(pdf: Pdf) -> None:
        channels = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}[mode]
        row = (width * channels * bits + 7) // 8
        picture = Stream(pdf, bytes(row * height), Width=width, Height=height, BitsPerComponent=bits)
        picture.Type, picture.Subtype, picture.ColorSpace = Name.XObject, Name.Image, Name(f"/{mode}")
        side = inches * 72
        drawn(f"{side} 0 0 {side} 100 100 cm /Photo Do", XObject=Dictionary(Photo=picture))(pdf)

    return damage


def element(pdf: Pdf, role: str) -> Dictionary:
    """The first element of a role in the structure tree."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/S") == f"/{role}" and "/P" in found:
            return found
    raise AssertionError(role)


def photo() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((600, 400), 30).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def _code_of_alef(described: Dictionary) -> str:
    cmap = described.ToUnicode.read_bytes().decode("latin-1").lower()
    place = cmap.index("> <0627>")
    return cmap[cmap.rindex("<", 0, place) + 1 : place]
