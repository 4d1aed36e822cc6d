"""Text layer: a line's glyphs as codes in the PDF, so that every reader finds the words that were written.

readers    what each reader sees of a word, and other codes for a reader that asks for them
strips     what is shown of a line, in which order, and what is hidden; spaces for pdf.js; glyphs lent to a run
operators  the codes of a face in one document, and a strip as TJ operators
"""
