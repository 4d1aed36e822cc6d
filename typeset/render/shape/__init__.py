"""Shape: the words of a paragraph as positioned glyphs. Each word is shaped once for each font file.

harfbuzz    bindings of HarfBuzz and Pango that WeasyPrint lacks: shaping, embedding levels, line breaks, scripts
clusters    the clusters of a shaped word, and its codes: one for a character
font        a font file with a cache of shaped words
kashida     a word made wider at one joint
style       a computed style's faces for characters, its size and its line height
mark_faces  the face of a punctuation mark, taken from the text around it
paragraph   the text boxes of a paragraph as pieces of words, in reading order
"""
