"""The racers of speed.py: each renders once for every line on stdin, and prints what it cost.

    python workers.py ours|email|print|plain|same|typst ARTICLE [WORDS]

`ours`, `plain` and `same` render a page; `email` and `print` are the whole job of an edition, read and proofed.

An answer is a line of JSON: processor seconds, wall seconds, bytes of the PDF, MiB of memory held. With WORDS, the
article is one paragraph of so many words of it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from typeset.model.edition import Edition
from typeset.model.page import Page
from typeset.model.theme import Theme

AMIRI = ("Amiri-Regular.ttf", "Amiri-Bold.ttf")


def amiri() -> tuple[Path, ...]:
    """The regular and the bold of the installed font package."""
    import fontpkg_amiri

    return tuple(Path(fontpkg_amiri.__file__).parent / "files" / name for name in AMIRI)


def text(article: Path, words: int) -> str:
    """The article, or its headline and one paragraph made of its words."""
    lines = article.read_text(encoding="utf-8")
    if not words:
        return lines
    headline, *rest = lines.splitlines()
    return f"{headline}\n\n{' '.join(islice(cycle(' '.join(rest).split()), words))}\n"


def plain(article: str) -> Callable[[], bytes]:
    """WeasyPrint as its documentation advises for many documents: fonts and style sheet shared."""
    from plain import STYLE, page
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    regular, bold = amiri()
    fonts = FontConfiguration()
    sheet = CSS(string=STYLE % (regular.as_uri(), bold.as_uri()), font_config=fonts)
    body = page(article, regular, bold).partition("<style>")
    html = body[0] + body[2].partition("</style>")[2]
    return lambda: HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


def composed(article: str) -> tuple[Page, Theme, Edition]:
    """The page of the theme `classic`; it is read, tidied and composed once, as the others' pages are."""
    from tempfile import TemporaryDirectory

    from typeset import compose, read, tidy
    from typeset.model import brand, house_style, theme
    from typeset.model.edition import EDITIONS

    with TemporaryDirectory() as folder:
        file = Path(folder) / "release.txt"
        file.write_text(article, encoding="utf-8")
        style, look, email = house_style.load(file.parent), theme.load("classic"), EDITIONS["email"]
        page = compose.html(tidy.article(read.article(file)[0], style), look, email, style, brand.load(file.parent))
    return page, look, email


def ours(article: str) -> Callable[[], bytes]:
    """The page of the theme `classic`, rendered by us."""
    from typeset import render

    page, look, email = composed(article)
    return lambda: render.pdf(page, look, email)[0]


def same(article: str) -> Callable[[], bytes]:
    """The very same page, rendered by plain WeasyPrint with fonts and style sheet shared."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    page, look, _ = composed(article)
    faces = "".join(
        f'@font-face {{ font-family: "{family.name}"; font-weight: {face.weight}; src: url({face.file.as_uri()}) }}\n'
        for family in look.families
        for face in family.faces
        if face.style == "normal"
    )
    head, _, rest = page.html.partition("<style>")
    style, _, body = rest.partition("</style>")
    fonts = FontConfiguration()
    sheet = CSS(string=faces + style, font_config=fonts)
    return lambda: HTML(string=head + body).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


TYPST = """#set page(paper: "a4", margin: 20mm, numbering: "1")
#set text(font: "Amiri", size: 13pt, lang: "ar", dir: rtl)
#set par(justify: true, leading: 1.2em, spacing: 2.1em)
"""


def email(article: str) -> Callable[[], bytes]:
    """A release from its text to a PDF that was proofed: the file to send."""
    return job(article, "email")


def print_ready(article: str) -> Callable[[], bytes]:
    """The same, for the print shop."""
    return job(article, "print")


def job(article: str, edition: str) -> Callable[[], bytes]:
    """All that `make` does for an edition, but for writing the file."""
    from typeset.jobs import make
    from typeset.read.source import SourceFile

    given = SourceFile(article.encode(), "release.txt", ".txt", Path("/"))
    return lambda: make.run(make.Job(given, (edition,))).editions[0].files[0].content


def typst_source(article: str) -> str:
    """The article for Typst."""
    headline, *lines = [line.strip("\u00a0 ") for line in article.splitlines() if line.strip("\u00a0 ")]
    marks = str.maketrans({mark: f"\\{mark}" for mark in '\\#$*_`<>@=-+/[]~"'})
    return f"{TYPST}= {headline.translate(marks)}\n\n" + "\n\n".join(line.translate(marks) for line in lines)


def typst(article: str) -> Callable[[], bytes]:
    """Typst in process, on the same text in the same face, measure and leading."""
    import typst

    source = typst_source(article)
    fonts = [str(amiri()[0].parent)]
    sizes = cycle(f"size: 13.{hundredths:02}pt" for hundredths in range(100))

    def render() -> bytes:
        """Each time in a size that is a hairbreadth off: Typst keeps what it has laid out before."""
        text = source.replace("size: 13pt", next(sizes))
        return typst.compile(text.encode(), font_paths=fonts, ignore_system_fonts=True)

    return render


RACERS = {"plain": plain, "same": same, "ours": ours, "typst": typst, "email": email, "print": print_ready}


def serve(render: Callable[[], bytes]) -> None:
    """Render once for each line that comes in."""
    for _ in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        size = len(render())
        cost = {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "bytes": size,
            "rss": resident_mib(),
        }
        print(json.dumps(cost), flush=True)


def resident_mib() -> float:
    """The resident memory of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    name, article, *words = sys.argv[1:]
    serve(RACERS[name](text(Path(article), int(words[0]) if words else 0)))
