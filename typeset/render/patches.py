"""All that we change in WeasyPrint, answer in its place, or call behind its public interface; `apply` changes it.

    PATCHES     what is another thing in this process: while WeasyPrint is imported, or from then on
    OVERRIDDEN  what our subclasses and stand-ins answer instead, to documents of ours alone
    RELIED_ON   what we call or read beside the public interface, and leave as it is: `weasy/relied_on.py`

Each with the parameters by which we know it, the version that was read, and its test in `tests/test_patches.py`.
WeasyPrint is not imported with this module, so the list is there before the first change is made.

A document is ours where its font configuration has been taken over; for any other the changes that last pass on to
WeasyPrint's own functions. What is kept of a document hangs on its font configuration, line boxes or fonts, and goes
when they go.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from typeset.render.weasy import (
    Box,
    ComputedStyle,
    Drawn,
    FontConfiguration,
    LaidOut,
    LayoutContext,
    Matrix,
    Pointer,
    SkipStack,
    Stream,
    cold_start,
    limits,
)
from typeset.render.weasy.cold_start import Shortcut

if TYPE_CHECKING:
    import pydyf
    import weasyprint

    from typeset.render.shape.style import Fonts


class Patch(NamedTuple):
    """A change: the attribute of a module, what is done to it, why, and the test that holds WeasyPrint to our view."""

    module: str
    name: str
    why: str
    contract: str
    """The test of what the patch relies on, in `tests/test_patches.py`."""
    parameters: tuple[str, ...] | None = None
    """By which a function is known; None where it is no function, or not called by its parameters."""
    while_importing: Shortcut | None = None
    """Held while WeasyPrint is imported, and let go."""
    leaves: tuple[str, ...] = ()
    """Names in WeasyPrint that are bound to something else when the import is over."""
    ours: Callable[[Any], Any] | None = None
    """What stands in its place from then on, made from what stood there."""
    read_in: str = "70.0"
    """The version of WeasyPrint that was read."""


class Overridden(NamedTuple):
    """A method that a class of ours answers: as a subclass of WeasyPrint's, or standing in for one of its objects."""

    module: str
    name: str
    parameters: tuple[str, ...]
    by: str
    """`module:Class` of ours."""
    why: str
    read_in: str = "70.0"


_lock = Lock()
_own: dict[Patch, Any] = {}
"""What WeasyPrint had where a lasting patch stands: set once in a process, the same for every document."""


def apply() -> ModuleType:
    """WeasyPrint, loaded and changed as the list says, in its order; a second call costs nothing.

    Raises `EngineError` where it is missing, or not of the version that we know.
    """
    with _lock:
        loaded = cold_start.weasyprint([patch.while_importing for patch in PATCHES if patch.while_importing])
        missing = [patch for patch in PATCHES if patch.ours and patch not in _own]
        for patch in missing:
            _replace(patch)
        if missing:
            cold_start.keep()
    return loaded


def _replace(patch: Patch) -> None:
    module = import_module(patch.module)
    own = getattr(module, patch.name)
    if patch.ours:
        setattr(module, patch.name, patch.ours(own))
    _own[patch] = own


def own(patch: Patch) -> Any:
    """What WeasyPrint itself has in a place, patched already or not."""
    return _own[patch] if patch in _own else getattr(import_module(patch.module), patch.name)


def take_over(font_config: FontConfiguration) -> None:
    """From now on, paragraphs set in the fonts of this configuration are ours. Raises `EngineError` as `apply` does."""
    apply()
    from typeset.render.shape.style import Fonts

    if not hasattr(font_config, "typeset_fonts"):
        font_config.typeset_fonts = Fonts()


def _fonts(style: ComputedStyle) -> Fonts | None:
    """The fonts of the document that a style belongs to; None where it is not ours."""
    fonts: Fonts | None = getattr(style.font_config, "typeset_fonts", None)
    return fonts


# What stands in WeasyPrint's place, made from what stood there. Each asks first whether the document is ours.


def _next_line(own: Callable[..., LaidOut]) -> Callable[..., LaidOut]:
    from typeset.render.lines import boxes

    def get_next_linebox(context: LayoutContext, linebox: Box, position_y: float, bottom_space: float,
                         skip_stack: SkipStack, containing_block: Box, absolute_boxes: list[Box],
                         fixed_boxes: list[Box], first_letter_style: ComputedStyle,
                         first_line_style: ComputedStyle) -> LaidOut:  # fmt: skip
        """The next line of a paragraph, and where the one after it begins."""
        fonts = _fonts(linebox.style)
        if fonts is not None and not (first_letter_style or first_line_style):
            line = boxes.next_line(fonts, context, linebox, position_y, skip_stack, containing_block)
            if line is not None:
                return line
        return own(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes,
            first_letter_style, first_line_style,
        )  # fmt: skip

    return get_next_linebox


def _narrowest_line(own: Callable[..., float]) -> Callable[..., float]:
    from typeset.render.lines import preferred

    def inline_min_content_width(context: LayoutContext, box: Box, outer: Any = True, skip_stack: SkipStack = None,  # noqa: FBT002
                                 first_line: Any = False, is_line_start: Any = False) -> float:  # fmt: skip  # noqa: FBT002
        """The min-content width of a paragraph: that of its widest word."""
        fonts = _fonts(box.style)
        widths = None if fonts is None or skip_stack or first_line else preferred.widths(fonts, box)
        if widths is None:
            return own(context, box, outer, skip_stack, first_line, is_line_start)
        return widths.narrowest

    return inline_min_content_width


def _longest_line(own: Callable[..., float]) -> Callable[..., float]:
    from typeset.render.lines import preferred

    def inline_max_content_width(context: LayoutContext, box: Box, outer: Any = True,  # noqa: FBT002
                                 is_line_start: Any = False) -> float:  # fmt: skip  # noqa: FBT002
        """The max-content width of a paragraph: that of all its words in one line."""
        fonts = _fonts(box.style)
        widths = None if fonts is None else preferred.widths(fonts, box)
        return own(context, box, outer, is_line_start) if widths is None else widths.longest

    return inline_max_content_width


def _block_on_the_grid(own: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    from typeset.render import snap
    from typeset.render.weasy import formatting

    def block_level_layout(context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack,  # noqa: PLR0917
                           containing_block: Box, page_is_empty: Any = True,  # noqa: FBT002
                           absolute_boxes: list[Box] | None = None, fixed_boxes: list[Box] | None = None,
                           adjoining_margins: list[float] | None = None, first_letter_style: ComputedStyle = None,
                           first_line_style: ComputedStyle = None, discard: Any = False,  # noqa: FBT002
                           max_lines: int | None = None) -> tuple[Any, ...]:  # fmt: skip
        """A block as it is laid out; with `--snap`, rounded up to its step."""
        if isinstance(context, formatting.HeldContext):
            bottom_space += context.kept_free(box)
        step = 0.0 if _fonts(box.style) is None else snap.step(box)
        start = snap.start(box, adjoining_margins or [])
        laid_out = own(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
        )  # fmt: skip
        if step:
            snap.round_up(laid_out, start, step, context, bottom_space)
        return laid_out

    return block_level_layout


def _columns_as_planned(own: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    from typeset.render.weasy import columns

    def columns_layout(context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack,  # noqa: PLR0917
                       containing_block: Box, page_is_empty: Any, absolute_boxes: list[Box], fixed_boxes: list[Box],
                       adjoining_margins: list[float], first_letter_style: ComputedStyle,
                       first_line_style: ComputedStyle) -> tuple[Any, ...]:  # fmt: skip
        """The columns of a page: as high as they are to be, where that is known."""
        given = (
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, first_letter_style, first_line_style,
        )  # fmt: skip
        return columns.filled(*given) if columns.are_planned(context, box) else own(*given)

    return columns_layout


def _written_line(own: Callable[..., Drawn]) -> Callable[..., Drawn]:
    from typeset.render.text_layer import operators

    def draw_first_line(stream: Stream, textbox: Box, text_overflow: str, block_ellipsis: str, matrix: Matrix) -> Drawn:
        """Write the text of a text box; what comes back are the colour glyphs, of which we have none."""
        fonts = _fonts(textbox.style)
        plain = text_overflow != "ellipsis" and block_ellipsis == "none"
        if fonts is not None and plain and operators.written(fonts, stream, textbox, matrix):
            return []
        return own(stream, textbox, text_overflow, block_ellipsis, matrix)

    return draw_first_line


def _tags_of_elements(own: Callable[..., None]) -> Callable[..., None]:
    from typeset.render import tags
    from typeset.render.weasy.sheets import Html

    def add_tags(
        pdf: pydyf.PDF, document: weasyprint.Document, pdf_version: str | None, page_streams: list[Stream]
    ) -> None:
        """Tag the pages of a document that is ours by what they were composed of."""
        if isinstance(document._html, Html):
            tags.add_tags(pdf, document, page_streams)
        else:
            own(pdf, document, pdf_version, page_streams)

    return add_tags


def _with_our_declarations(ffi: Pointer) -> Pointer:
    """The same binding: `shape.harfbuzz` declares its calls on it when it is imported."""
    import_module("typeset.render.shape.harfbuzz")
    return ffi


PATCHES = (
    Patch(
        "sys", "stdout", "WeasyPrint prints advice on a missing library, where our results go.",
        "test_importing_prints_nothing", while_importing=cold_start.without_advice,
    ),
    Patch(
        "gc", "isenabled", "An import makes many objects and hardly any garbage.",
        "test_the_collector_is_as_it_was_before_the_import", while_importing=cold_start.without_collecting,
    ),
    Patch(
        "ctypes.util", "find_library", "Each library that is searched for starts up to three programs.",
        "test_libraries_are_found_by_the_last_name_tried", ("name",), while_importing=cold_start.libraries_by_name,
    ),
    Patch(
        "cffi", "FFI", "Its declarations are parsed at every start; tables of them lie in the user's cache.",
        "test_weasyprint_calls_nothing_of_cffi_but_its_binding", while_importing=cold_start.compiled_binding,
        leaves=("weasyprint.text.ffi.cffi", "weasyprint.text.ffi.ffi"),
    ),
    Patch(
        "sys", "meta_path", "The subsetter and the reader of web fonts take long, and our pages seldom ask them.",
        "test_late_modules_are_bound_as_modules", while_importing=cold_start.late_modules,
        leaves=("weasyprint.pdf.fonts.subset", "weasyprint.text.fonts.woff2"),
    ),
    Patch(
        "fontTools.varLib.instancer", "instantiateVariableFont",
        "It takes a quarter as long as a page, and serves variable fonts alone.",
        "test_the_instancer_s_one_function_is_bound_by_name", ("varfont", "axisLimits"),
        while_importing=cold_start.late_instancer, leaves=("weasyprint.pdf.fonts.instantiateVariableFont",),
    ),
    Patch(
        "tinycss2", "parse_stylesheet",
        "WeasyPrint's own style sheets are parsed at import, and our pages have defaults.css.",
        "test_the_only_sheets_parsed_while_importing_are_filled_when_asked", ("input",),
        while_importing=cold_start.late_sheets,
        leaves=tuple(f"weasyprint.HTML.{name}" for name in cold_start.LATE_SHEETS),
    ),
    Patch(
        "weasyprint.text.ffi", "ffi", "Shaping, bidi levels and scripts are not declared on WeasyPrint's binding.",
        "test_what_we_declare_weasyprint_does_not", ours=_with_our_declarations,
    ),
    Patch(
        "weasyprint.layout.inline", "get_next_linebox",
        "It breaks line by line, stretches spaces alone, and shapes the rest of the paragraph again for every line.",
        "test_paragraphs_ask_for_their_lines_by_name",
        (
            "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block", "absolute_boxes",
            "fixed_boxes", "first_letter_style", "first_line_style",
        ),
        ours=_next_line,
    ),
    Patch(
        "weasyprint.layout.preferred", "inline_min_content_width",
        "For each word it shapes the rest of the paragraph anew; for each letter, where words may be broken.",
        "test_widths_are_asked_for_by_name",
        ("context", "box", "outer", "skip_stack", "first_line", "is_line_start"), ours=_narrowest_line,
    ),
    Patch(
        "weasyprint.layout.preferred", "inline_max_content_width",
        "It shapes the paragraph again each time that a table or a flex line asks how wide it is.",
        "test_widths_are_asked_for_by_name", ("context", "box", "outer", "is_line_start"), ours=_longest_line,
    ),
    Patch(
        "weasyprint.layout.block", "block_level_layout",
        "CSS knows no grid: after a photo the lines stand off those of the next column.",
        "test_blocks_are_laid_out_by_name",
        (
            "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty", "absolute_boxes",
            "fixed_boxes", "adjoining_margins", "first_letter_style", "first_line_style", "discard", "max_lines",
        ),
        ours=_block_on_the_grid,
    ),
    Patch(
        "weasyprint.layout.block", "columns_layout",
        "It lays columns out again and again to make them even, and knows no heights that are planned.",
        "test_blocks_ask_for_their_columns_by_name",
        (
            "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty", "absolute_boxes",
            "fixed_boxes", "adjoining_margins", "first_letter_style", "first_line_style",
        ),
        ours=_columns_as_planned,
    ),
    Patch(
        "weasyprint.draw.text", "draw_first_line",
        "It keeps one text for a glyph id, where modern Arabic fonts draw several letters with one glyph.",
        "test_text_boxes_ask_for_their_writing_by_name",
        ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix"), ours=_written_line,
    ),
    Patch(
        "weasyprint.pdf", "add_tags",
        "It tags boxes: a paragraph over two pages becomes two, a running head an element that belongs to nothing.",
        "test_the_pdf_asks_for_its_tags_by_name", ("pdf", "document", "pdf_version", "page_streams"),
        ours=_tags_of_elements,
    ),
    Patch(
        "PIL.Image", "MAX_IMAGE_PIXELS",
        "A picture of more pixels than any page can use takes the memory. Pillow has one limit for all documents.",
        "test_pillow_refuses_pictures_past_our_limit", ours=lambda _: limits.LARGEST_PICTURE,
    ),
    Patch(
        "PIL.ImageFile", "LOAD_TRUNCATED_IMAGES",
        "WeasyPrint lets half a photo pass for a whole one, for all that Pillow opens; this is Pillow's own default.",
        "test_weasyprint_s_import_lets_half_photos_pass_and_we_do_not", ours=lambda _: False,
    ),
)  # fmt: skip
"""In the order in which they are made: the shortcuts are held together, the others follow when WeasyPrint is there."""

_SHEETS, _PHOTO = "typeset.render.weasy.sheets:Html", "typeset.render.images:PlacedPhoto"
_RUN = "typeset.render.lines.boxes:LineRun"
OVERRIDDEN = (
    Overridden("weasyprint", "HTML._ua_stylesheets", ("self", "forms"), _SHEETS, "Our pages start from defaults.css."),
    Overridden(
        "weasyprint", "HTML._ua_counter_style", ("self",), _SHEETS, "The counter styles come with the sheets kept."
    ),
    Overridden(
        "weasyprint.text.fonts", "FontConfiguration.add_font_face", ("self", "rule_descriptors", "url_fetcher"),
        "typeset.render.weasy.fontconfig:Faces", "The theme's faces are all there are, and are there from the start.",
    ),
    Overridden(
        "weasyprint.urls", "URLFetcher.fetch", ("self", "url", "headers"),
        "typeset.render.weasy.url_fetcher:Fetcher", "A page gets what it brought along, and nothing else.",
    ),
    Overridden(
        "weasyprint.pdf.fonts", "Font.clean", ("self", "to_unicode", "hinting"),
        "typeset.render.text_layer.operators:CodedFont", "What is embedded are our codes, not a subset of the font.",
    ),
    Overridden(
        "weasyprint.text.line_break", "Layout.reactivate", ("self", "style"), _RUN,
        "A line of ours has no Pango layout to bring back.",
    ),
    Overridden("weasyprint.text.line_break", "Layout.deactivate", ("self",), _RUN, "Nor one to let go."),
    Overridden(
        "weasyprint.images", "RasterImage.get_intrinsic_size", ("self", "resolution", "font_size"), _PHOTO,
        "A photo of ours stands in WeasyPrint's cache of images, read upright and with 8 bits.",
    ),
    Overridden(
        "weasyprint.images", "RasterImage.draw", ("self", "stream", "concrete_width", "concrete_height", "style"),
        _PHOTO, "It is drawn with no more pixels than the edition wants per inch.",
    ),
    Overridden(
        "weasyprint.images", "RasterImage.get_x_object", ("self", "interpolate", "dpi_ratio"), _PHOTO,
        "It is written in the colours of the edition.",
    ),
)  # fmt: skip
