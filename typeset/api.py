"""The library: what a program calls. Documented in `docs/library.md`, and loaded by `typeset` when it is asked for.

Every function may be called from any thread, and at the same time as others. What a page may cost in memory and
processor time is limited in the main thread of a process alone, for both belong to the whole process: pages of
strangers are best made in worker processes. A PDF is proofed in a process of its own, and is limited from any thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from typeset.findings import Finding
from typeset.jobs.given import Given
from typeset.jobs.make import Job, Made, Watch, run, unwatched
from typeset.model.article import Article
from typeset.model.edition import Edition
from typeset.read.source import LARGEST, SourceFile, load, whole

if TYPE_CHECKING:
    from typeset.jobs.convert import Converted
    from typeset.jobs.mail import Mail
    from typeset.preflight.result import Judgement

Source: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | IO[str] | Article
"""A path; the text of a release, which is a `str` of more than one line; the bytes of a file in any form that is read;
a file object open for reading, which is read to its end and not closed; or an article."""
UNNAMED = "release"
"""What messages call text and bytes that come without a name."""


def make(
    source: Source,
    *,
    editions: Iterable[str | Edition] = (),
    theme: str = "",
    font: str = "",
    form: str = "",
    digits: str = "",
    page: str = "",
    fit: int = 0,
    other: Source | None = None,
    folder: str | os.PathLike[str] | None = None,
    name: str = "",
    watch: Watch = unwatched,
) -> Made:
    """Set a release: every edition as the bytes of a PDF, with all that was found in its text and its pages.

    `editions`: by name, or `Edition`s of your own; none: those of the house style, else email and print. `theme`: by
    name, or its folder. `font`: a family by name, a font file or a folder of them, for the body. `form`: a reader by
    name (`text`, `markdown`, `docx`, `html`, `ninjs`, `jsonld`); empty: told by the name's suffix and the content.
    `digits`: `as-written`, `western`, `arabic-indic` or `persian`, in place of the house style's. `page`: the sheet by
    name or measure (`A5`, `letter`, `210x280mm`); empty: the theme's. `fit`: the number of pages to fit the release on;
    0: as many as it takes. `other`: the same release in another language, for a theme that sets two (`bilingual`);
    None: the first of the article's `translations`. `folder`: where `brand.toml`, `typeset.toml` and pictures are
    looked for; None: beside a file, else in the current folder. `name`: what messages call text or bytes, and an
    edition that attaches its source calls the attachment.

    `watch` is called with each `Step` before it begins. What it raises stops the job; raise `Cancelled` where a newer
    job takes its place.

    Nothing is written. Raises ArticleError: the source cannot be read, or is a skeleton that nobody filled in;
    ThemeError: a theme, font, brand or house style is wrong; CommandError: there is no such edition, reader or family
    of digits, or an article too many or too few for the theme; EngineError: the page cannot be set within its limits.
    All are TypesetErrors.
    """
    given = _given(source, folder, name)
    translation = None if other is None else _given(other, folder, "")
    return run(Job(given, tuple(editions), theme, font, form, digits, page, fit, translation), watch)


def lint(
    source: Source,
    *,
    form: str = "",
    digits: str = "",
    folder: str | os.PathLike[str] | None = None,
    name: str = "",
) -> tuple[Finding, ...]:
    """What is wrong with the text of a release, with the place of each: line and column count from 1.

    The arguments are those of `make`. Nothing is written, also not where the source is a file. Raises ArticleError,
    ThemeError, CommandError.
    """
    from typeset.jobs import lint as job

    return job.run(_given(source, folder, name), form, digits).findings


def proof(
    pdf: str | os.PathLike[str] | bytes | IO[bytes],
    *,
    article: Article | None = None,
    condition: str = "",
    page: str = "",
    name: str = "",
) -> Judgement:
    """Judge a PDF of any maker: text, accessibility, print, archive; each check with what it found, or why not.

    `article`: the one that it must hold word for word, as `make` gives it. `condition`: how it will be printed, a row
    of the table in docs/proof.md; empty: a sheet where the file claims PDF/X, else the screen. `page`: the trimmed size
    that was agreed, as `A4` or `260x374mm`. The PDF is opened in a process of its own with 2 GB of memory and 90
    seconds of work. Raises ArticleError: the file is no PDF, is locked, or asks for more than that; CommandError: there
    is no such condition or sheet.
    """
    from typeset.jobs import proof as job

    file = _source_file(pdf, None, name)
    return job.run(file.data, file.name, condition, article, page)


def convert(
    source: Source,
    *,
    to: str = "markdown",
    form: str = "",
    folder: str | os.PathLike[str] | None = None,
    name: str = "",
) -> Converted:
    """A release in any form as the bytes of another (`content`), and what was lost in reading it (`dropped`).

    `to`: `markdown`, which makes the identical page, `docx`, `html`, `ninjs`, `newsml` or `plain`. Pictures that are
    part of the source stay in texts as `data:` addresses; a Word file holds them. The other arguments are those of
    `make`. Raises ArticleError; CommandError: there is no such form to write.
    """
    from typeset.files import STANDARD
    from typeset.jobs import convert as job

    return job.run(_given(source, folder, name), STANDARD, form, to)


def mail(
    made: Made,
    *,
    to: Iterable[str] = (),
    cc: Iterable[str] = (),
    bcc: Iterable[str] = (),
    sender: str = "",
    subject: str = "",
    file_name: str = "",
    with_photos: bool = False,
    embargoed: bool = False,
) -> Mail:
    """The e-mail around a finished release: `draft` is the message, its editions attached; `findings`, what is wrong.

    Addresses are written as in a header: `Press office <press@example.org>`. `sender`: empty: the house style's.
    `subject`: empty: the headline, an embargo before it. `file_name`: of the attached PDF; empty: a short ASCII name.
    `embargoed`: make it although the embargo lasts, for newsrooms that keep embargoes. Nothing is sent; but what a
    program is given it may send at once, so an embargo holds it. Raises DeliveryError: a bad address, a message over
    the budget, an embargo that lasts; ArticleError: a photo that is missing.
    """
    from typeset.jobs import mail as job

    if not embargoed:
        job.refuse_under_embargo(made.article)
    request = job.Request(tuple(to), tuple(cc), tuple(bcc), sender, subject, file_name, with_photos)
    return job.write(made, request)


def _given(source: Source, folder: str | os.PathLike[str] | None, name: str) -> Given:
    """What a job is given for a source."""
    return source if isinstance(source, Article) else _source_file(source, folder, name)


def _source_file(
    source: str | os.PathLike[str] | bytes | IO[bytes] | IO[str], folder: str | os.PathLike[str] | None, name: str
) -> SourceFile:
    """The bytes of whatever is no article. Raises ArticleError: there are none, or too many."""
    if isinstance(source, os.PathLike) or (isinstance(source, str) and not _is_text(source)):
        return _placed(load(Path(source)), folder, name)
    if isinstance(source, str | bytes | bytearray | memoryview):
        content: str | bytes | bytearray | memoryview = source
    elif hasattr(source, "read"):
        content = source.read(LARGEST + 1)
        name = name or Path(str(getattr(source, "name", ""))).name
    else:
        raise TypeError(f"A source is a path, text, bytes, a file object or an Article, not {type(source).__name__}.")
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)
    name = name or UNNAMED
    return _placed(whole(SourceFile(data, name, Path(name).suffix.lower())), folder)


def _is_text(source: str) -> bool:
    """A release has a headline and a text, so it has more than one line, which no path has."""
    return len(source.splitlines()) > 1


def _placed(file: SourceFile, folder: str | os.PathLike[str] | None, name: str = "") -> SourceFile:
    """The file in a folder, and under a name, of the caller's choosing."""
    named = file._replace(name=name) if name else file
    return named if folder is None else named._replace(folder=Path(folder).absolute())
