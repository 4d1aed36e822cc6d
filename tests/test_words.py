"""What the program says is said in every language that has a catalogue."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import catalogues
import pytest
import sentences
from babel import Locale
from catalogues import Translation
from sentences import Sentence, fields_of

from typeset.errors import Message
from typeset.words import catalogue
from typeset.words.catalogue import SOURCE_LANGUAGE, languages
from typeset.words.voice import voice_for

SAID = sentences.all_sentences()
LANGUAGES = [language for language in languages() if language != SOURCE_LANGUAGE]


@pytest.fixture(params=LANGUAGES)
def known(request: pytest.FixtureRequest) -> dict[str, Translation]:
    """The catalogue of each language; with `--accept` its files have all sentences first, and no others."""
    if request.config.getoption("--accept"):
        catalogues.write(request.param, SAID, catalogues.translations(request.param))
    return catalogues.translations(request.param)


def forms(words: Translation) -> tuple[str, ...]:
    return words if isinstance(words, tuple) else (words,)


def test_every_sentence_is_translated(known: dict[str, Translation]):
    assert [id for id in SAID if not all(forms(known.get(id, "")))] == []


def test_nothing_is_translated_that_is_not_said(known: dict[str, Translation]):
    assert [id for id in known if id not in SAID] == []


def test_a_translation_is_filled_with_what_the_sentence_is_filled_with(known: dict[str, Translation]):
    templates = [sentence for sentence in SAID.values() if sentence.is_template]
    assert [one.id for one in templates if not all(has_its_fields(one, words) for words in forms(known[one.id]))] == []


def has_its_fields(sentence: Sentence, words: str) -> bool:
    """A form for one or two may do without the number; click's sentences have the number in their plural alone."""
    fields, of_all = fields_of(words), fields_of(sentence.id) | fields_of(sentence.plural)
    may_be_absent = {"count"} if sentence.room != "click" else of_all
    return fields == of_all or (bool(sentence.plural) and fields <= of_all <= fields | may_be_absent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_a_form_for_each_plural_of_the_language(language: str):
    known = catalogues.translations(language)
    wanted = len(Locale(language).plural_form.tags) + 1
    plurals = [sentence.id for sentence in SAID.values() if sentence.plural]
    assert plurals
    assert {id: len(known[id]) for id in plurals if len(known[id]) != wanted} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_as_they_are_written(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    files = {file.name: file.read_text("utf-8") for file in catalogues.files(language)}
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    (tmp_path / language).mkdir()
    catalogues.write(language, SAID, read(files, language, tmp_path))
    assert {file.name: file.read_text("utf-8") for file in catalogues.files(language)} == files


def read(files: dict[str, str], language: str, folder: Path) -> dict[str, Translation]:
    for name, words in files.items():
        (folder / language / name).write_text(words, "utf-8")
    return catalogues.translations(language)


def test_the_words_of_a_field_are_in_backticks_or_plain(known: dict[str, Translation]):
    """What is typed stands in pairs of backticks, so that it can be set from left to right."""
    assert [id for id, words in known.items() for form in forms(words) if form.count("`") % 2] == []


@pytest.fixture
def persian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a language that is begun with one sentence, in a program that had none of it."""
    for module in (catalogue, catalogues):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    (tmp_path / "fa").mkdir()
    (tmp_path / "fa" / "tidy.po").write_text('msgid "Take {length} away."\nmsgstr "{length} نویسه بردارید."\n', "utf-8")
    yield tmp_path / "fa"
    for cached in (catalogue.translations, catalogue.folder):
        cached.cache_clear()


def test_a_language_is_a_folder(persian: Path):
    assert languages() == ("en", "fa")
    assert voice_for("fa_IR.UTF-8").say(Message("Take {length} away.", length=12)) == "۱۲ نویسه بردارید."
    assert voice_for("fa").say(Message("No such sentence.")) == "No such sentence."


def test_a_language_that_is_begun_gets_every_sentence_to_translate(persian: Path):
    catalogues.write("fa", SAID, {})
    known = catalogues.translations("fa")
    assert known.keys() == SAID.keys()
    assert not any(any(forms(words)) for words in known.values())
    assert {file.stem for file in persian.iterdir()} == {sentence.room for sentence in SAID.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_is_set_from_left_to_right_in_every_room(language: str):
    said = catalogue.translations(language)
    typed = [id for id, words in catalogues.translations(language).items() if "`" in words]
    assert len(typed) > 100
    assert [id for id in typed if f"{catalogue.LEFT_TO_RIGHT}`" not in said.gettext(id)] == []


def test_templates_can_be_filled(known: dict[str, Translation]):
    for sentence in SAID.values():
        if sentence.is_template and "%(" not in sentence.id:
            for form in forms(known[sentence.id]):
                assert list(Formatter().parse(form)), sentence.id
