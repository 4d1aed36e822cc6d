"""What a page paints: its content streams, followed operator by operator.

`walk.page` gives the `Painted` things of a page in the order they are painted: text with its glyphs, fills, strokes,
images and shadings, each with its box on the page, its colour and the tags it stands in. The checks look at these and
never at operators. Clips and boxes are kept as upright rectangles, which is what a preflight needs of them.
"""
