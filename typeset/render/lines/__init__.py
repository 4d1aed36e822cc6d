"""Lines: a shaped paragraph, broken and filled, becomes line boxes.

plan     a paragraph's pieces as words for `justify`, as its style asks, and the answer in pieces
place    a planned line's pieces, from left to right
boxes    the line box that WeasyPrint would have made, with our line in it, when it asks for the next
"""
