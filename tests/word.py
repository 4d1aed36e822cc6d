"""Word files made by the tests: a package of the parts that matter, from paragraphs in WordprocessingML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
NAMES = {
    "T": "Title",
    "S": "Subtitle",
    "H1": "heading 1",
    "H2": "heading 2",
    "Q": "Quote",
    "C": "caption",
    "L": "List Paragraph",
}
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>' for id, name in NAMES.items()
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{id}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3))
    + "</w:abstractNum>"
    for id, form in enumerate(("bullet", "decimal", "arabicAbjad"))
) + "".join(f'<w:num w:numId="{id + 1}"><w:abstractNumId w:val="{id}"/></w:num>' for id in (0, 1, 2))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}<w:rtl/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, style: str = "", *, item: tuple[int, int] | None = None) -> str:
    """A paragraph of runs or plain text; `item`: the list (1 bulleted, 2 numbered, 3 with letters) and the level."""
    runs = content if content.startswith("<") else run(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>' if item else ""
    return f"<w:p><w:pPr>{named}{listed}<w:bidi/></w:pPr>{runs}</w:p>"


def picture(relation: str, alt: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table whose first row is its header."""
    made = "<w:tbl>"
    for at, row in enumerate(rows):
        header = "<w:trPr><w:tblHeader/></w:trPr>" if at == 0 else ""
        made += f"<w:tr>{header}" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
    return made + "</w:tbl>"


def part(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} {NAMESPACES}>{content}</w:{tag}>'


def relations(entries: Mapping[str, tuple[str, str, str]]) -> str:
    """Id -> (type, target, mode)."""
    made = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
        for id, (kind, target, mode) in entries.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def document(
    body: str,
    related: Mapping[str, tuple[str, str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A .docx file with this body; `parts` are further parts, or others in place of the usual ones."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml", "")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/_rels/document.xml.rels": relations(related or {}),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in whole.items():
            archive.writestr(name, data)
    return file.getvalue()
