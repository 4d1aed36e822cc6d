"""Lines: a shaped paragraph, broken and filled, becomes line boxes.

plan     where the lines of a paragraph end, by its style: its pieces as words for `justify`, and the lines in pieces
place    a planned line's pieces, from left to right
slots    where lines may stand beside floats
reuse    the same paragraph in another formatting of the page
layout   the planned lines of a paragraph, kept as long as its measure stays
preferred  how wide a paragraph would like to be, and how narrow it bears
boxes    the line box for WeasyPrint, with a placed line in it, whenever it asks for the next one
"""
