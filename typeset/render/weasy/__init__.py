"""Names for the values that belong to WeasyPrint and its libraries, which publish no types."""

from typing import Any, TypeAlias

Box: TypeAlias = Any
"""A box of `weasyprint.formatting_structure.boxes`."""
ComputedStyle: TypeAlias = Any
"""A box's style: property name -> computed value."""
FontConfiguration: TypeAlias = Any
LayoutContext: TypeAlias = Any
Matrix: TypeAlias = Any
Pointer: TypeAlias = Any
"""A pointer or a structure of cffi."""
SkipStack: TypeAlias = dict[int, Any] | None
"""Where layout goes on: {index of the child: the same for the child}, in the end {bytes of text: None}."""
Stream: TypeAlias = Any
"""A page's content, `weasyprint.pdf.stream.Stream`."""
LaidOut: TypeAlias = Any
"""A line box (None at the end), and the skip stack at which the next one begins."""
Drawn: TypeAlias = list[Any]
"""Colour glyphs that are still to be drawn."""
