"""The theme's faces, and no others: a private fontconfig in which no system font can slip in.

Fontconfig is started with `fonts.conf`, which names no folder, and is then handed the theme's files one by one, each
under the family, weight and style that the theme knows it by. A page needs no `@font-face` for them.
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
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from typeset.errors import Message, ThemeError
from typeset.model.fonts import Face, Family

CONFIGURATION = Path(__file__).with_name("fonts.conf")
_environment = threading.Lock()
_thread = threading.local()


class Faces(FontConfiguration):  # type: ignore[misc]
    """A font configuration that holds the faces of some families from its first moment, and takes no more."""

    def __init__(self, families: tuple[Family, ...]) -> None:
        with _private_fontconfig():
            super().__init__()
        for family in families:
            for face in family.faces:
                self._add(family.name, face)
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def _add(self, family: str, face: Face) -> None:
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _naming(family, face), 1)
        if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(face.file)):
            raise ThemeError(
                Message("The font file {name} of {family} cannot be loaded.", name=face.file.name, family=family),
                hint="It may be damaged or no font at all; `typeset-press fonts` shows where each file comes from.",
            )

    def add_font_face(self, *_: object) -> None:
        """Load nothing: the theme's faces are here, and a family that it lacks is found out where it is used."""


@contextmanager
def faces_for(families: tuple[Family, ...]) -> Iterator[Faces]:
    """The configuration of these families, made once in a thread: a fresh one for each document costs and leaks.

    After a fault in the middle of a page it is forgotten, so that nothing half-done serves the next.
    """
    if not hasattr(_thread, "made"):
        _thread.made = lru_cache(maxsize=8)(Faces)
    try:
        yield _thread.made(families)
    except BaseException:
        del _thread.made
        raise


def _naming(family: str, face: Face) -> bytes:
    """The rule that gives one file its family, weight and style while fontconfig scans it.

    The family is put in front and not in place of the font's own: Pango fails where it is replaced.
    """
    weight = FONTCONFIG_WEIGHT[min(900, max(100, round(face.weight, -2)))]
    return f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
      <match target="scan"><test name="file" compare="eq"><string>{escape(os.fspath(face.file))}</string></test>
      <edit name="family" mode="prepend"><string>{escape(family)}</string></edit>
      <edit name="slant" mode="assign_replace"><const>{FONTCONFIG_STYLE[face.style]}</const></edit>
      <edit name="weight" mode="assign_replace"><int>{weight}</int></edit></match></fontconfig>""".encode()


@contextmanager
def _private_fontconfig() -> Iterator[None]:
    """FONTCONFIG_FILE names our configuration for as long as it is read, and then what it named before.

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
