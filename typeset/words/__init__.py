"""The sentences of the program in other languages: catalogues, a folder for each language, and how they are filled.

What the program says is written in English where it is said (`errors.Message`, or a plain sentence as message or hint).
A catalogue has the same sentence in another language: gettext's PO files, `ar/*.po`, one for each room of the program.
Nothing here is loaded for a reader of English.
"""
