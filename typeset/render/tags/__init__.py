"""Tags: what every piece of the page is, in the order it is read (ISO 32000-1, 14.8; ISO 14289-1).

WeasyPrint tags boxes: a paragraph that runs over two pages becomes two, each line a span, a running head an orphan. We
tag what the page was composed of: one structure element for each HTML element, wherever its boxes have landed.

    roles      what an HTML element is in a PDF: one table
    tree       structure elements and what is in them: plain values
    walk       from the boxes on the pages to the tree
    write      from the tree to PDF objects
    page_tags  all of it, for a document whose pages are drawn
"""
