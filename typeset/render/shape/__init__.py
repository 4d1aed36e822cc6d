"""Shape: what stands in a paragraph, as glyphs. Each word is shaped once for each font file.

harfbuzz    the calls of HarfBuzz and Pango that are needed beside WeasyPrint's own: glyphs, directions, line breaks
font        a font file, the words that it has shaped, and each word as codes with the glyphs that they show
kashida     a word made wider at one joint
style       which face sets which character, how high a line is
mark_faces  the face of a mark, which is that of the text around it
paragraph   the text boxes of a paragraph as pieces of words, in reading order
"""
