"""Shape: what stands in a paragraph, as glyphs. Each word is shaped once for each font file.

harfbuzz   the few calls of HarfBuzz and Pango that are needed beside WeasyPrint's own
face       a font file, and the words that it has shaped
clusters   a shaped word as codes: the characters, each with the glyphs that it shows
kashida    a word made wider at one joint
setting    a style: which face sets which character, how high a line is
bidi       directions, line breaks and scripts of a text
company    the face of a mark, which is that of the text around it
paragraph  the text boxes of a paragraph as pieces of words, in reading order
"""
