"""The baseline of the benchmarks: a plain WeasyPrint script, without typeset. `plain.py ARTICLE FONT BOLD PDF`."""

import html
import sys
from pathlib import Path

from weasyprint import HTML

STYLE = """
@font-face { font-family: Body; src: url(%s) }
@font-face { font-family: Body; font-weight: bold; src: url(%s) }
@page { size: A4; margin: 20mm; font-family: Body; @bottom-center { content: counter(page) } }
body { font: 13pt/1.7 Body; text-align: justify }
"""


def page(article: str, regular: Path, bold: Path) -> str:
    """The article as a page: its first line the headline, every other line a paragraph."""
    headline, *lines = [line.strip("\u00a0 ") for line in article.splitlines() if line.strip("\u00a0 ")]
    style = STYLE % (regular.as_uri(), bold.as_uri())
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = f'<meta charset="utf-8"><title>{html.escape(headline)}</title><style>{style}</style>'
    return f'<html lang="ar" dir="rtl"><head>{head}</head><body><h1>{html.escape(headline)}</h1>{body}</body></html>'


if __name__ == "__main__":
    article, regular, bold, target = map(Path, sys.argv[1:])
    text = page(article.read_text(encoding="utf-8"), regular.resolve(), bold.resolve())
    HTML(string=text).write_pdf(target, pdf_variant="pdf/ua-1")
