"""Pages: where columns end is chosen for the whole release at once, and the engine is asked once more to draw it.

costs    the pieces of a flow, what can be changed of them, and the table of what is good and what is not
buy      the cheapest changes that fill a column
choose   the cheapest column ends over all pages, and the changes that fill each column; pure, over heights
tree     the boxes before layout: what may be divided, and what stands beside what
around   what can be changed above and below columns
flow     a laid out document as such pieces
redraw   a plan drawn: its changes on the boxes, and the second layout
fit      the theme's steps, tighter and looser, as few as the goal takes
abreast  the same where columns stand side by side
"""
