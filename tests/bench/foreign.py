"""Seventy good files of four producers, and what the proof says of them: `python tests/bench/foreign.py [FOLDER]`.

Chromium, LibreOffice, Typst and Ghostscript set fifteen texts (five languages; words, a table, a list with a picture),
some to a standard: PDF/A-2b, 2u, 3b, PDF/UA-1. A producer that is not on this machine is left out and said to be. A
finding is right where `GUILTY` says why; any other is printed and fails the run. Where page-validation finds a standard
broken that a producer claims, the file is guilty by that alone. FOLDER keeps the files.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageCms

from typeset import preflight
from typeset.findings import Severity
from typeset.model import fonts


class Text(NamedTuple):
    """A text to be set: its language, headline, sentences, what stands after them (words, table or list)."""

    language: str
    headline: str
    sentences: tuple[str, ...]
    shape: str

    @property
    def direction(self) -> str:
        return "ltr" if self.language == "en" else "rtl"

    @property
    def name(self) -> str:
        return f"{self.language}-{self.shape}"


WORDS = {
    "ar": ("افتتاح معرض الكتاب", ("افتتحت دار النشر معرضها السنوي.", "ويستمر المعرض أسبوعين.", "والدخول إليه مجاني.")),
    "fa": ("گشایش نمایشگاه کتاب", ("نمایشگاه سالانهٔ کتاب گشوده شد.", "نمایشگاه دو هفته برپاست.", "ورود رایگان است.")),
    "ur": (
        "کتاب میلے کا افتتاح",
        ("ادارے نے سالانہ کتاب میلہ شروع کیا۔", "میلہ دو ہفتے جاری رہے گا۔", "داخلہ مفت ہے۔"),
    ),
    "he": ("נפתח יריד הספרים", ("ההוצאה פתחה את היריד השנתי.", "היריד יימשך שבועיים.", "הכניסה חינם.")),
    "en": ("The book fair opens", ("The publisher has opened its fair.", "It lasts two weeks.", "Entrance is free.")),
}
TEXTS = [Text(language, *WORDS[language], shape=shape) for language in WORDS for shape in ("words", "table", "list")]
ALT = "A blue square"


def amiri() -> Path:
    """The regular face in which all of them are set, where the producer can be told."""
    return fonts.load("amiri").faces[0].file


def html(text: Text) -> str:
    """The text as a page of HTML, which Chromium and LibreOffice read."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in text.sentences * 4)
    first, *others = text.sentences
    cells = f"<tr><th scope=col>{first}<th scope=col>{others[0]}<tr><td>1<td>2<tr><td>3<td>4"
    parts = {
        "words": f'<h2>{first}</h2>{paragraphs}<p><a href="https://example.com/">{others[0]}</a></p>',
        "table": f"<table border=1>{cells}</table>",
        "list": f'<ul><li>{first}<li>{others[0]}</ul><img src="picture.png" alt="{ALT}" width=90>',
    }
    style = f"@font-face {{ font-family: Amiri; src: url({amiri().as_uri()}) }} body {{ font-family: Amiri }}"
    head = f'<meta charset="utf-8"><title>{text.headline}</title><style>{style}</style>'
    body = f"<h1>{text.headline}</h1>{paragraphs}{parts[text.shape]}"
    tongue = f'lang="{text.language}" dir="{text.direction}"'
    return f"<!doctype html><html {tongue}><head>{head}</head><body>{body}</body></html>"


def typst_source(text: Text) -> str:
    """The same for Typst."""
    first, *others = text.sentences
    figure = f'#figure(image("picture.png", width: 3cm, alt: "{ALT}"), caption: [{first}])'
    parts = {
        "words": f'= {first}\n#link("https://example.com/")[{others[0]}]',
        "table": f"#table(columns: 2, table.header[{first}][{others[0]}], [1], [2], [3], [4])",
        "list": f"- {first}\n- {others[0]}\n{figure}",
    }
    words = "\n\n".join(text.sentences * 4)
    settings = f'#set document(title: "{text.headline}")\n#set text(lang: "{text.language}", font: "Amiri")'
    return f"{settings}\n= {text.headline}\n{words}\n\n{parts[text.shape].replace('= ', '== ', 1)}\n"


def from_chromium(folder: Path) -> Iterator[Path]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    for text in TEXTS if program else ():
        target = folder / f"chromium-{text.name}.pdf"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        _run(str(program), *options, f"--print-to-pdf={target}", str(folder / f"{text.name}.html"))
        yield target


OFFICE = ({}, {"SelectPdfVersion": 2}, {"SelectPdfVersion": 3}, {"PDFUACompliance": True})
"""LibreOffice's options: nothing, PDF/A-2b, PDF/A-3b, PDF/UA-1."""


def from_libreoffice(folder: Path) -> Iterator[Path]:
    program = shutil.which("soffice")
    for number, options in enumerate(OFFICE if program else ()):
        typed = {
            key: {"type": "boolean" if value is True else "long", "value": str(value).lower()}
            for key, value in options.items()
        }
        out = folder / f"office{number}"
        sources = [str(folder / f"{text.name}.html") for text in TEXTS[number :: len(OFFICE)]]
        home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
        export = f"pdf:writer_pdf_Export:{json.dumps(typed)}"
        reading = "--infilter=HTML (StarWriter)"
        _run(str(program), home, "--headless", reading, "--convert-to", export, "--outdir", str(out), *sources)
        for made in sorted(out.glob("*.pdf")):
            yield made.rename(folder / f"libreoffice{number}-{made.name}")


STANDARDS = ("1.7", "a-2b", "a-2u", "a-3b", "ua-1")


def from_typst(folder: Path, texts: Sequence[Text] = TEXTS) -> Iterator[Path]:
    """Each text in one of the standards in turn, and as PDF/UA-1."""
    try:
        import typst
    except ImportError:
        return
    for number, text in enumerate(texts):
        source = folder / f"{text.name}.typ"
        source.write_text(typst_source(text), encoding="utf-8")
        for standard in {STANDARDS[number % len(STANDARDS)]: "", "ua-1": ""}:
            target = folder / f"typst-{standard}-{text.name}.pdf"
            typst.compile(str(source), output=str(target), font_paths=[str(amiri().parent)], pdf_standards=[standard])
            yield target


OUTPUT_INTENT = """[/_objdef {profile} /type /stream /OBJ pdfmark
[{profile} <</N 3>> /PUT pdfmark
[{profile} (%s) (r) file /PUT pdfmark
[/_objdef {intent} /type /dict /OBJ pdfmark
[{intent} <</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)>> /PUT pdfmark
[{intent} <</DestOutputProfile {profile}>> /PUT pdfmark
[{Catalog} <</OutputIntents [{intent}]>> /PUT pdfmark
"""
"""What Ghostscript must be told for PDF/A: the profile of its colours."""


def from_ghostscript(folder: Path) -> Iterator[Path]:
    """Chromium's and Typst's files written anew: as they are, and as PDF/A-2b."""
    program = shutil.which("gs")
    profile, told = folder / "srgb.icc", folder / "intent.ps"
    profile.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    told.write_text(OUTPUT_INTENT % profile, encoding="utf-8")
    archival = ("-dPDFA=2", "-dPDFACompatibilityPolicy=1", "-sColorConversionStrategy=RGB")
    allowed = (f"--permit-file-read={profile}", str(told))
    sources = sorted((*folder.glob("chromium-*.pdf"), *folder.glob("typst-1.7-*.pdf")))[: len(TEXTS)]
    for number, source in enumerate(sources if program else ()):
        target = folder / f"ghostscript{number % 2}-{source.name}"
        options, inputs = (archival, allowed) if number % 2 else ((), ())
        usual = ("-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-sOutputFile={target}")
        _run(str(program), *usual, *options, *inputs, str(source))
        yield target


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=240)


PRODUCERS: dict[str, Callable[[Path], Iterator[Path]]] = {
    "Chromium": from_chromium,
    "LibreOffice": from_libreoffice,
    "Typst": from_typst,
    "Ghostscript": from_ghostscript,
}
GUILTY = {
    "font/type-3": "Chromium draws variable fonts, which many systems have, as Type 3",
    "font/missing-glyph": "LibreOffice and Chromium take a font of the machine that lacks a letter",
    "standard/page-validation": "a claim that the validator does not bear out is no good claim",
}
"""Findings that are right about a good file, and why."""


def accusations(file: Path) -> list[str]:
    """What the proof says of a file, above a remark: `id: message`."""
    judged = preflight.judge(file.read_bytes(), name=file.name)
    found = [finding for finding in judged.findings if finding.severity > Severity.INFO]
    return [f"{finding.id}: {finding.message}" for finding in found]


def prepared(folder: Path) -> Path:
    """The folder, with the texts as HTML and the picture that they show."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 300), "#17406d").save(picture, "PNG")
    (folder / "picture.png").write_bytes(picture.getvalue())
    for text in TEXTS:
        (folder / f"{text.name}.html").write_text(html(text), encoding="utf-8")
    return folder


def main(folder: Path) -> int:
    """Make and judge them all; the number of files that are accused of what they are not guilty of."""
    prepared(folder)
    wronged = 0
    for producer, make in PRODUCERS.items():
        files = list(make(folder))
        said: Counter[str] = Counter()
        for file in files:
            found = accusations(file)
            said.update(one.partition(":")[0] for one in found)
            if wrong := [one for one in found if one.partition(":")[0] not in GUILTY]:
                wronged += 1
                print(f"  {file.name}", *wrong, sep="\n    ")
        print(f"{producer}: {len(files)} files" if files else f"{producer} is not here", dict(said) or "")
    return wronged


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])) > 0)
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)) > 0)
