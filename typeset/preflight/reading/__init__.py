"""The text of a finished PDF, as two readers that share nothing but the file give it back.

`pdfium` is the engine of Chrome: it goes by where the letters stand on the page. `structure` is ours: it follows the
structure tree, as a screen reader does, and the codes of the content streams through each font's /ToUnicode. What both
give back can be copied, found and heard.

The second reader is our own because it is there on every machine and costs no program: MuPDF's licence forbids it
here, and pdftotext is not installed everywhere and goes by places on the page as pdfium does; it also puts direction
marks into what it gives.
"""
