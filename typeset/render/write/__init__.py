"""Write: a line's glyphs as codes in the PDF, so that every reader finds the words that were written.

font      a face in one document: its codes, their widths, their texts, and the font file of them
facts     what readers see of a word
loans     a run in one font, its stray glyphs lent by the faces that have them
variants  a word with other codes, for a reader that asks for them
spaces    spaces for pdf.js
layer     the text layer of a line: what is shown, in which order, and what is hidden
run       what is shown of a line in one text box, as TJ operators
tj        a TJ array of codes and moves
"""
