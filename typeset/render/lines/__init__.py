"""Lines: a shaped paragraph, broken and filled, becomes line boxes.

wishes   what a style asks of its lines
plan     a paragraph's pieces as words for `justify`, and its answer in pieces
place    a planned line's pieces, from left to right
boxes    the line box that WeasyPrint would have made, with our line in it
    setting_out  all of it, when WeasyPrint asks for the next line
"""
