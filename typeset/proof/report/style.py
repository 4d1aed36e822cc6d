"""The report's style sheet. Severities are told by a word and by a line's pattern, never by colour alone."""

from typeset.check import Severity

LINES = {
    Severity.ERROR: 'stroke="#a3001b"',
    Severity.WARNING: 'stroke="#7a4a00" stroke-dasharray="5 3"',
    Severity.INFO: 'stroke="#124a85" stroke-dasharray="1.5 2.5"',
}
"""How a frame around a place is drawn: attributes of SVG, which every viewer knows."""
STYLE = """
:root { color-scheme: light; --error: #a3001b; --warning: #7a4a00; --info: #124a85; }
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; background: #fff; color: #1b1b1b;
  font: 1rem/1.5 system-ui, "Noto Sans Arabic", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.summary { font-size: 1.05rem; max-width: 60rem; }
ol { padding-inline-start: 2.2rem; }
li { margin-block: .6rem; scroll-margin-top: 1rem; }
li p { margin: 0; }
li:target { outline: 2px solid currentColor; outline-offset: 4px; }
.severity { text-transform: uppercase; font-size: .8rem; letter-spacing: .04em; }
.error .severity { color: var(--error); }
.warning .severity { color: var(--warning); }
.info .severity { color: var(--info); }
.hint { color: #444; }
a { color: #0b4f9e; }
code { font-size: .85em; background: #f2f2f2; padding: .05em .3em; border-radius: 3px; white-space: nowrap; }
.pages { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; flex: 1 1 22rem; max-width: 36rem; }
.page { position: relative; border: 1px solid #999; }
.page img { display: block; width: 100%; height: auto; }
.page svg { position: absolute; inset: 0; width: 100%; height: 100%; }
figcaption { padding-top: .3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
@media print { body { padding: 0; } figure { break-inside: avoid; } }
"""
