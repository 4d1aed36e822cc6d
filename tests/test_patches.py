"""The seam: what of WeasyPrint is wrapped, for whom, and what happens where it moves."""

import inspect
import threading

import pytest
import weasyprint
from galley import FAMILIES, document, fonts, lines, paragraphs, pdf

from typeset.errors import EngineError
from typeset.model.fonts import load
from typeset.render import patches
from typeset.render.lines.boxes import LineRun
from typeset.render.text_layer.operators import CodedFont
from typeset.render.weasy.fontconfig import Faces

BODY = paragraphs(
    "وأشار كاظم جلالي، في الاجتماع، إلى أن زيارة ممثلي الشركات التقنية الرائدة إلى موسكو ليست مجرد زيارة تجارية."
)


@pytest.mark.parametrize("wrapped", patches.WRAPPED, ids=lambda wrapped: wrapped.name)
def test_weasyprint_still_has_what_is_wrapped(wrapped):
    where = f"{wrapped.module.__name__}.{wrapped.name}"
    assert tuple(inspect.signature(patches.own(wrapped)).parameters) == wrapped.parameters, f"{where} has moved"


@pytest.mark.parametrize(("owner", "name"), patches.RELIED_ON, ids=lambda part: getattr(part, "__name__", part))
def test_weasyprint_still_has_what_is_called(owner, name):
    assert callable(getattr(owner, name, None)), f"{owner.__name__}.{name} has moved"


def test_only_these_attributes_are_wrapped():
    assert {wrapped.name for wrapped in patches.WRAPPED} == {"get_next_linebox", "draw_first_line", "add_tags"}


@pytest.mark.parametrize("wrapped", patches.WRAPPED, ids=lambda wrapped: wrapped.name)
def test_each_has_its_reason(wrapped):
    assert wrapped.why.endswith(".")


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(EngineError, match=r"WeasyPrint 71\.0") as refused:
        patches.take_over(object())
    assert "weasyprint>=70,<71" in refused.value.hint


def test_a_document_with_other_fonts_is_left_alone():
    config = fonts(*FAMILIES, ours=False)
    made = document(BODY, config=config)
    made.write_pdf()
    assert not any(isinstance(used, CodedFont) for used in made.fonts.values())
    assert not any(isinstance(line.children[0].pango_layout, LineRun) for line in lines(BODY, config=config))


def test_a_document_with_our_fonts_has_no_other():
    made = document(BODY)
    made.write_pdf()
    assert made.fonts
    assert all(isinstance(used, CodedFont) for used in made.fonts.values())


def test_a_document_leaves_nothing_to_the_next():
    first = pdf(BODY)
    pdf(paragraphs("نص آخر تماما بحروف أخرى: ضظغ ٣٤٥ Latin"))
    assert pdf(BODY) == first


def test_two_documents_at_once_do_not_touch():
    bodies = [BODY, paragraphs("نص آخر تماما بحروف أخرى: ضظغ ٣٤٥ Latin. " * 9)]
    alone = [pdf(body) for body in bodies]
    together: dict[int, list[bytes]] = {}

    def work(number):
        config = Faces(tuple(load(family) for family in FAMILIES))
        patches.take_over(config)
        together[number] = [pdf(bodies[number], config=config) for _ in range(3)]

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [set(made) for _, made in sorted(together.items())] == [{one} for one in alone]
