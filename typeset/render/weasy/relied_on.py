"""What we call or read of WeasyPrint beside its public interface, and leave as it is.

The list goes with those of `typeset.render.patches`. No program reads it, but the tests, which hold WeasyPrint to it.
"""

from __future__ import annotations

from typing import NamedTuple


class ReliedOn(NamedTuple):
    """Something that is called or read as it is; without parameters it is a value, a class or an attribute."""

    module: str
    name: str
    parameters: tuple[str, ...] | None = None
    read_in: str = "70.0"


RELIED_ON = (
    # Boxes and their layout
    ReliedOn("weasyprint.formatting_structure.boxes", "InlineBox"),
    ReliedOn("weasyprint.formatting_structure.boxes", "MarginBox"),
    ReliedOn("weasyprint.formatting_structure.boxes", "PageBox"),
    ReliedOn("weasyprint.formatting_structure.boxes", "ReplacedBox"),
    *(
        ReliedOn("weasyprint.formatting_structure.boxes", name)
        for name in ("FlexBox", "FlexContainerBox", "GridBox", "LineBox", "TableBox", "TableRowBox", "TableRowGroupBox")
    ),
    ReliedOn("weasyprint.formatting_structure.boxes", "TextBox"),
    ReliedOn("weasyprint.css", "ComputedStyle.cascaded"),
    ReliedOn("weasyprint.css", "ComputedStyle.pseudo_type"),
    ReliedOn("weasyprint.css", "ComputedStyle.specified"),
    ReliedOn("weasyprint.css", "StyleFor.get_computed_styles", ("self",)),
    ReliedOn("weasyprint.css", "resolve_math", ("token", "computed", "property_name", "refer_to")),
    ReliedOn("weasyprint.css.functions", "check_math", ("token",)),
    ReliedOn("weasyprint.css.validation", "validate_non_shorthand", ("tokens", "name", "base_url", "required")),
    ReliedOn("weasyprint.css.validation.properties", "PendingProperty", ("tokens", "name")),
    ReliedOn(
        "weasyprint.css.validation.properties", "PendingProperty.validate", ("self", "tokens", "wanted_key", "base_url")
    ),
    ReliedOn("weasyprint.layout.block", "collapse_margin", ("adjoining_margins",)),
    ReliedOn("weasyprint.formatting_structure.boxes", "Box.descendants", ("self", "placeholders")),
    ReliedOn("weasyprint.formatting_structure.boxes", "Box.translate", ("self", "dx", "dy", "ignore_floats")),
    ReliedOn("weasyprint.formatting_structure.boxes", "InlineBox.remove_decoration", ("self", "start", "end")),
    ReliedOn("weasyprint.formatting_structure.boxes", "ParentBox.copy_with_children", ("self", "new_children")),
    ReliedOn("weasyprint.formatting_structure.boxes", "TextBox.copy_with_text", ("self", "text")),
    ReliedOn("weasyprint.layout.absolute", "AbsolutePlaceholder"),
    ReliedOn("weasyprint.layout.absolute", "AbsolutePlaceholder._box"),
    ReliedOn("weasyprint.layout.float", "avoid_collisions", ("context", "box", "containing_block", "outer")),
    ReliedOn("weasyprint.layout", "LayoutContext.excluded_shapes"),
    ReliedOn("weasyprint.layout.inline", "_adjust_line_height", ("box",)),
    ReliedOn("weasyprint.layout.inline", "line_box_verticality", ("box",)),
    ReliedOn("weasyprint.layout.percent", "resolve_percentages", ("box", "containing_block")),
    ReliedOn("weasyprint.layout.percent", "percentage", ("value", "computed", "refer_to")),
    ReliedOn(
        "weasyprint.layout.block", "block_box_layout",
        (
            "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty", "absolute_boxes",
            "fixed_boxes", "adjoining_margins", "first_letter_style", "first_line_style", "discard", "max_lines",
        ),
    ),
    ReliedOn("weasyprint.layout.block", "block_level_width", ("box", "containing_block", "with_min_max")),
    ReliedOn(
        "weasyprint.layout.block", "remove_placeholders", ("context", "box_list", "absolute_boxes", "fixed_boxes")
    ),
    ReliedOn("weasyprint.css.properties", "Dimension", ("value", "unit")),
    ReliedOn("weasyprint.layout", "layout_document", ("html", "root_box", "context", "max_loops")),
    ReliedOn(
        "weasyprint.layout", "LayoutContext",
        ("style_for", "get_image_from_uri", "font_config", "counter_style", "target_collector"),
    ),
    ReliedOn("weasyprint.layout.block", "block_level_page_break", ("sibling_before", "sibling_after")),
    ReliedOn(
        "weasyprint.formatting_structure.build", "build_formatting_structure",
        (
            "element_tree", "style_for", "get_image_from_uri", "base_url", "target_collector", "counter_style",
            "footnotes",
        ),
    ),
    ReliedOn(
        "weasyprint.document", "Document",
        ("pages", "metadata", "url_fetcher", "font_config", "color_profiles", "output_intent"),
    ),
    ReliedOn(
        "weasyprint.document", "Document._build_layout_context",
        ("html", "font_config", "counter_style", "color_profiles", "options"),
    ),
    ReliedOn("weasyprint.document", "DocumentMetadata"),
    ReliedOn("weasyprint.document", "Page", ("page_box",)),
    ReliedOn("weasyprint.html", "get_html_metadata", ("html",)),
    ReliedOn("weasyprint.document", "Document._html"),
    ReliedOn("weasyprint.document", "Page._page_box"),
    # Fonts and text
    ReliedOn("weasyprint.text.constants", "FONTCONFIG_STYLE"),
    ReliedOn("weasyprint.text.constants", "FONTCONFIG_WEIGHT"),
    *(
        ReliedOn("weasyprint.text.ffi", name)
        for name in ("ffi", "fontconfig", "gobject", "harfbuzz", "harfbuzz_subset", "pango", "pangoft2")
    ),
    ReliedOn("weasyprint.text.fonts", "FontConfiguration._config"),
    ReliedOn("weasyprint.text.fonts", "FontConfiguration.font_map"),
    ReliedOn(
        "weasyprint.text.fonts", "font_features",
        (
            "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
            "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
        ),
    ),
    ReliedOn("weasyprint.text.fonts", "get_hb_object_data", ("hb_object", "ot_color", "glyph")),
    ReliedOn("weasyprint.text.fonts", "get_pango_font_hb_face", ("pango_font",)),
    ReliedOn("weasyprint.text.fonts", "get_pango_font_key", ("pango_font",)),
    ReliedOn("weasyprint.text.line_break", "Layout", ("style", "justification_spacing", "max_width")),
    ReliedOn("weasyprint.text.line_break", "Layout.set_text", ("self", "text", "justify")),
    ReliedOn("weasyprint.text.line_break", "get_log_attrs", ("text", "lang")),
    ReliedOn("weasyprint.text.line_break", "strut", ("style",)),
    # Style sheets, pictures and what is written
    ReliedOn("weasyprint.css.counters", "CounterStyle"),
    ReliedOn("weasyprint.images", "Gradient"),
    ReliedOn(
        "weasyprint.images", "get_image_from_uri",
        ("cache", "url_fetcher", "options", "url", "forced_mime_type", "context", "orientation"),
    ),
    ReliedOn("weasyprint.pdf.fonts", "Font", ("pango_font", "description", "font_size")),
    ReliedOn("weasyprint.pdf.stream", "Stream"),
    ReliedOn("weasyprint.pdf.stream", "Stream._fonts"),
    ReliedOn("weasyprint.pdf.stream", "Stream._tags"),
    ReliedOn("weasyprint.pdf.stream", "Stream.add_image", ("self", "image", "interpolate", "ratio")),
    ReliedOn("weasyprint.urls", "URLFetcher._fail_on_errors"),
    ReliedOn("cffi.api", "FFI._cdefsources"),
)  # fmt: skip
"""Beside these: computed values by their names in CSS, and the file `sRGB2014.icc` in `weasyprint.pdf`."""
