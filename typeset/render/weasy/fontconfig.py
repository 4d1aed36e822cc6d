"""A private fontconfig configuration with the theme's faces only, without any system font.

Fontconfig is started with `fonts.conf`, which names no folder, and is then given the theme's files one by one, each
under the family, weight and style that the theme declares for it. A page needs no `@font-face` for them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from weasyprint.text.constants import FONTCONFIG_STYLE, FONTCONFIG_WEIGHT
from weasyprint.text.ffi import ffi, fontconfig, pango, pangoft2
from weasyprint.text.fonts import FontConfiguration

from typeset.errors import Message, ThemeError
from typeset.model.fonts import Face, Family

CONFIGURATION = Path(__file__).with_name("fonts.conf")
_environment = threading.Lock()
_thread = threading.local()
_inherited: list[object] = []
"""Configurations of the process that this one was forked from."""
LAST_WITHOUT_A_THREAD = 15099
"""The version of Pango (1.50) after which a font map asks fontconfig in a thread of its own."""


class Faces(FontConfiguration):  # type: ignore[misc]
    """A font configuration with the faces of some families, loaded when it is created; `@font-face` adds none."""

    def __init__(self, families: tuple[Family, ...]) -> None:
        with _private_fontconfig():
            super().__init__()
        for family in families:
            for face in family.faces:
                self._add(family.name, face)
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def _add(self, family: str, face: Face) -> None:
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _scan_rule(family, face), 1)
        if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(face.file)):
            raise ThemeError(
                Message("The font file {name} of {family} cannot be loaded.", name=face.file.name, family=family),
                hint="It may be damaged or no font at all; `typeset-press fonts` shows where each file comes from.",
            )

    def add_font_face(self, *_: object) -> None:
        """Load nothing: the theme's faces are loaded already, and a missing family is reported where it is used."""


@contextmanager
def faces_for(families: tuple[Family, ...]) -> Iterator[Faces]:
    """The configuration of these families, cached for each thread: a new one for each document is slow and leaks.

    After an exception the thread's cache is dropped, so that no half-built state is used for the next page.
    """
    if not hasattr(_thread, "cached"):
        _thread.cached = lru_cache(maxsize=8)(Faces)
    try:
        yield _thread.cached(families)
    except BaseException:
        del _thread.cached
        raise


def _begin_anew() -> None:
    """In a forked process: leave the parent's font maps alone, whose threads have not come along.

    Whoever asks such a map waits for ever. They are not freed either, which would ask them a last time.
    """
    if hasattr(_thread, "cached") and pango.pango_version() > LAST_WITHOUT_A_THREAD:
        _inherited.append(_thread.cached)
        del _thread.cached


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def _scan_rule(family: str, face: Face) -> bytes:
    """The fontconfig rule that gives one file its family, weight and style when it is scanned.

    The family is prepended to the font's own, not put in its place: Pango fails where it is replaced.
    """
    weight = FONTCONFIG_WEIGHT[min(900, max(100, round(face.weight, -2)))]
    return f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
      <match target="scan"><test name="file" compare="eq"><string>{escape(os.fspath(face.file))}</string></test>
      <edit name="family" mode="prepend"><string>{escape(family)}</string></edit>
      <edit name="slant" mode="assign_replace"><const>{FONTCONFIG_STYLE[face.style]}</const></edit>
      <edit name="weight" mode="assign_replace"><int>{weight}</int></edit></match></fontconfig>""".encode()


@contextmanager
def _private_fontconfig() -> Iterator[None]:
    """Set FONTCONFIG_FILE to our configuration while it is read, then restore it.

    The first configuration that is read in a process is also its default; where that is ours, nothing reads the
    system's.
    """
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = os.fspath(CONFIGURATION)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
