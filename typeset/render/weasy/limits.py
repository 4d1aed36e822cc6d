"""Limits of a page: the size of its HTML and of its pictures, and how deep it nests.

Time and memory are those of the job (`typeset.budget`); where a page is rendered by itself, it is a job of its own. It
is rendered in this process, not in a child: a child would have to load the engine (a quarter of a second), or be forked
for each page and lose its font caches on exit. The known ways in which a composed page can exhaust resources all end in
a Python exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from typeset import budget
from typeset.errors import EngineError, Message
from typeset.model.page import Page

LARGEST_PICTURE = 50_000_000
"""Pixels of one picture; A3 at 300 ppi has 17 million."""
LARGEST_PAGE = 12_000_000
"""Characters of HTML. A text of 5 MB is a book of a thousand pages; nothing that is sent to the press is longer."""


@contextmanager
def page_limits(page: Page) -> Iterator[None]:
    """The context in which a page is rendered; raises `EngineError` where it exceeds a limit."""
    if len(page.html) > LARGEST_PAGE:
        raise EngineError(
            Message(
                "The page has {html_count:,} characters; at most {largest_page:,} can be set.",
                html_count=len(page.html),
                largest_page=LARGEST_PAGE,
            ),
            hint=budget.SMALLER,
        )
    with budget.for_input(len(page.html), Message("rendering")):
        try:
            yield
        except RecursionError as fault:
            raise EngineError(
                "The page is nested too deeply.", hint="Take quotes and lists out of one another."
            ) from fault
