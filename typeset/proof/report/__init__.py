"""The proof as a page of HTML: what was found, drawn where it was found. It fetches nothing and runs nothing.

html(judgement, pictures(pdf))
"""

from typeset.proof.report.drawn import Picture, pictures
from typeset.proof.report.page import html

__all__ = ["Picture", "html", "pictures"]
