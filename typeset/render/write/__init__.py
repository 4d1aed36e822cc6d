"""Write: a line's glyphs as codes in the PDF, so that every reader finds the words that were written.

font    a face in one document: its codes, their widths, their texts, and the font file of them
run     what is shown of a line in one text box, as TJ operators
"""
