"""The report's style sheet. Severities are told by a word and by a line's pattern, never by colour alone."""

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
svg rect { fill: none; stroke-width: 1.6; }
svg text { font: bold 10px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
svg .error rect { stroke: var(--error); }
svg .warning rect { stroke: var(--warning); stroke-dasharray: 5 3; }
svg .info rect { stroke: var(--info); stroke-dasharray: 1.5 2.5; }
svg .error text { fill: var(--error); }
svg .warning text { fill: var(--warning); }
svg .info text { fill: var(--info); }
figcaption { padding-top: .3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
@media print { body { padding: 0; } figure { break-inside: avoid; } }
"""
