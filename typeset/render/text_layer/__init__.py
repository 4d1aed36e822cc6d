"""Text layer: the lines as character codes in the PDF, so that every reader extracts the words that were written.

readers    how each reader extracts a word, and variants of a word with extra codes for one reader
strips     the text of a line in writing order, with hidden codes; spaces for pdf.js; glyphs lent to a run
operators  the codes of a face in one document, and a strip as TJ operators
"""
