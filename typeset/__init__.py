"""Arabic press releases, from a pasted text to a PDF that reads, speaks, prints, lasts and travels."""

__version__ = "0.1.0"
