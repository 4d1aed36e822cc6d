"""Fonts: what is loaded by name, what is made static, and what is refused with a sentence."""

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from typeset import files
from typeset.errors import ThemeError
from typeset.model import fonts
from typeset.model.fonts import Family, font_file

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def copied(family: str, folder: Path, name: str = "") -> Path:
    """The first face of a shipped family, in another folder."""
    file = fonts.load(family).faces[0].file
    return Path(shutil.copy(file, folder / (name or file.name)))


def opened(file: Path) -> TTFont:
    return TTFont(BytesIO(file.read_bytes()))


def variable(tmp_path: Path) -> Path:
    """The variable font that the Hebrew faces are cut from."""
    from importlib.util import find_spec

    spec = find_spec("fontpkg_frank_ruhl_libre")
    assert spec
    assert spec.submodule_search_locations
    return Path(shutil.copy(Path(spec.submodule_search_locations[0]) / "files" / "FrankRuhlLibre[wght].ttf", tmp_path))


@pytest.mark.parametrize("name", fonts.names())
def test_every_family_on_the_shelf_loads_with_static_faces_a_licence_and_languages(name):
    family = fonts.load(name)
    assert family.licence == "OFL-1.1"
    assert family.languages
    assert min(face.weight for face in family.faces) == 400
    for face in family.faces:
        assert "fvar" not in opened(face.file)
        assert len(face.sha256) == 64


def test_a_family_is_found_by_its_folder_and_by_its_own_name():
    assert fonts.load("noto-serif") == fonts.load("Noto Serif")


@pytest.mark.parametrize("name", ["amiri", "ibm-plex-sans-arabic", "noto-sans-arabic", "noto-kufi-arabic"])
def test_arabic_families_have_every_arabic_letter_and_a_bold(name):
    family = fonts.load(name)
    assert all(map(family.has, ARABIC))
    assert not family.has("漢")
    assert max(face.weight for face in family.faces) == 700


def test_an_unknown_family_is_refused_with_the_nearest_name():
    with pytest.raises(ThemeError) as refused:
        fonts.load("amirri")
    assert refused.value.hint == "Did you mean amiri?"


def test_a_variable_font_is_cut_to_the_same_bytes_every_time(tmp_path, own_cache, monkeypatch):
    source = variable(tmp_path)
    first = font_file.static_instance(source, "a" * 64, {"wght": 700})
    assert first.is_relative_to(own_cache)
    made = first.read_bytes()
    shutil.rmtree(own_cache)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert font_file.static_instance(source, "a" * 64, {"wght": 700}).read_bytes() == made
    assert opened(first)["OS/2"].usWeightClass == 700


def test_a_static_face_is_cut_once(tmp_path, own_cache):
    source = variable(tmp_path)
    first = font_file.static_instance(source, "a" * 64, {"wght": 400})
    source.unlink()
    assert font_file.static_instance(source, "a" * 64, {"wght": 400}) == first
    assert [path.name for path in own_cache.rglob("*") if path.is_file()] == [first.name]


def test_axes_that_the_font_does_not_have_are_refused(tmp_path, own_cache):
    with pytest.raises(ThemeError, match=r"has the axes wght, not wdth"):
        font_file.static_instance(variable(tmp_path), "a" * 64, {"wdth": 100})


def test_where_the_cache_cannot_be_written_a_face_is_cut_once_a_run(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    source = variable(tmp_path)
    face = font_file.static_instance(source, "a" * 64, {"wght": 400})
    source.unlink()
    assert font_file.static_instance(source, "a" * 64, {"wght": 400}) == face
    assert face.is_relative_to(files.for_this_run("fonts"))


@pytest.mark.parametrize("home", ["", "not/absolute"])
def test_a_user_without_a_home_has_a_cache_for_this_run(monkeypatch, home):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", home)
    assert files.cache("fonts") == files.for_this_run("fonts")
    assert files.cache("fonts").stat().st_mode & 0o777 == 0o700


def test_what_is_made_for_one_run_goes_with_it():
    script = "from typeset import files; print(files.for_this_run('fonts'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "typeset-fonts-" in done.stdout
    assert not Path(done.stdout.strip()).exists()


def test_a_filled_cache_that_is_read_only_is_used(tmp_path, own_cache, monkeypatch):
    source = variable(tmp_path)
    first = font_file.static_instance(source, "a" * 64, {"wght": 400})
    monkeypatch.setattr(files, "to_fill", files.for_this_run)
    assert font_file.static_instance(source, "a" * 64, {"wght": 400}) == first


def shelf_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A shelf of one family, `own`, in place of the shipped one."""
    folder = tmp_path / "fonts" / "own"
    folder.mkdir(parents=True)
    (folder / "font.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "shipped", lambda name: tmp_path / name)


def test_a_face_that_is_not_the_one_named_is_refused(tmp_path, monkeypatch):
    file = copied("amiri", tmp_path)
    shelf_with(tmp_path, monkeypatch, f'family = "Own"\n[[face]]\nfile = "{file.name}"\nsha256 = "{"0" * 64}"\n')
    file.rename(tmp_path / "fonts" / "own" / file.name)
    with pytest.raises(ThemeError, match="is not the file that"):
        fonts.load("own")


def test_a_face_changed_after_it_was_checked_is_checked_again(tmp_path, own_cache):
    file = copied("amiri", tmp_path)
    before = font_file.read_font_file(file).sha256
    file.write_bytes(file.read_bytes() + b"\0")
    assert font_file.read_font_file(file).sha256 != before


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('package = "fontpkg-of-nobody"\n[[face]]\nfile = "x.ttf"', "fontpkg-of-nobody is not installed"),
        ('[[face]]\nfile = "../../../etc/passwd"', "leads out of"),
        ('[[face]]\nfiel = "x.ttf"', "unknown key `fiel`"),
        ('[[face]]\nfile = "x.ttf"', "cannot be read"),
        ("family = 3\n[[face]]\nfile = 3", "`file` must be a text"),
        ("", r"has no \[\[face\]\]"),
    ],
)
def test_a_broken_font_toml_is_refused_with_a_sentence(tmp_path, monkeypatch, text, complaint):
    shelf_with(tmp_path, monkeypatch, text)
    with pytest.raises(ThemeError, match=complaint):
        fonts.load("own")


def test_a_font_file_becomes_a_family_named_as_it_names_itself(tmp_path):
    family = fonts.from_file(copied("amiri", tmp_path, "anything.ttf"))
    assert family.name == "Amiri"
    assert family.faces[0].weight == 400
    assert {"ar", "fa", "en"} <= set(family.languages)
    assert "he" not in family.languages


def woff(tmp_path: Path) -> Path:
    (tmp_path / "x.woff2").write_bytes(b"wOF2" + b"\0" * 60)
    return tmp_path / "x.woff2"


def collection(tmp_path: Path) -> Path:
    gathered = TTCollection()
    gathered.fonts = [opened(fonts.load("amiri").faces[0].file)]
    gathered.save(tmp_path / "x.ttc")
    return tmp_path / "x.ttc"


def text(tmp_path: Path) -> Path:
    (tmp_path / "x.ttf").write_text("no font")
    return tmp_path / "x.ttf"


def truncated(tmp_path: Path) -> Path:
    (tmp_path / "x.ttf").write_bytes(fonts.load("amiri").faces[0].file.read_bytes()[:5000])
    return tmp_path / "x.ttf"


def missing(tmp_path: Path) -> Path:
    return tmp_path / "nowhere.ttf"


def a_folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (woff, "compressed for the web"),
        (collection, "a collection of several fonts"),
        (text, "is no font"),
        (truncated, "is a broken font"),
        (missing, "cannot be read: No such file"),
        (a_folder, "cannot be read: Is a directory"),
    ],
)
def test_what_is_no_single_static_font_is_refused_with_a_cure(tmp_path, make, complaint):
    with pytest.raises(ThemeError, match=complaint) as refused:
        fonts.from_file(make(tmp_path))
    assert refused.value.hint


def test_a_variable_font_becomes_its_regular_and_its_bold(tmp_path, own_cache):
    source = variable(tmp_path)
    family = fonts.from_file(source)
    assert [(face.weight, face.style) for face in family.faces] == [(400, "normal"), (700, "normal")]
    assert all(face.file.is_relative_to(own_cache) for face in family.faces)
    assert [opened(face.file)["OS/2"].usWeightClass for face in family.faces] == [400, 700]
    assert family.name == "Frank Ruhl Libre"
    made = {face.file: face.file.stat().st_mtime_ns for face in family.faces}
    assert {face.file: face.file.stat().st_mtime_ns for face in fonts.from_file(source).faces} == made


def test_a_variable_font_without_names_for_its_weights_is_made_static_too(tmp_path, own_cache):
    source = variable(tmp_path)
    nameless = opened(source)
    del nameless["STAT"]
    nameless.save(source)
    assert [face.weight for face in fonts.from_file(source).faces] == [400, 700]


def test_a_variable_font_that_does_not_go_so_far_has_no_bold(tmp_path, own_cache):
    from fontTools.varLib import instancer

    source = variable(tmp_path)
    light = instancer.instantiateVariableFont(opened(source), {"wght": (300, 500)})
    light.save(source)
    assert [face.weight for face in fonts.from_file(source).faces] == [400]


def named(source: Path, family: str, target: Path) -> Path:
    """A font under another family's name."""
    renamed = opened(source)
    for record in renamed["name"].names:
        if record.nameID in {1, 16}:
            record.string = family
    renamed.save(target)
    return target


def test_a_folder_of_files_is_one_family_with_its_bold(tmp_path):
    for face in fonts.load("amiri").faces:
        shutil.copy(face.file, tmp_path)
    family = fonts.from_folder(tmp_path)
    assert (family.name, family.has_bold, len(family.faces)) == ("Amiri", True, 2)
    assert family.faces[0].weight == 400


def test_a_folder_of_two_families_is_refused(tmp_path):
    copied("amiri", tmp_path)
    copied("noto-sans-arabic", tmp_path)
    with pytest.raises(ThemeError, match="holds 2 families: Amiri, Noto Sans Arabic"):
        fonts.from_folder(tmp_path)


def test_a_folder_without_a_font_is_refused(tmp_path):
    with pytest.raises(ThemeError, match="holds no font"):
        fonts.from_folder(tmp_path)


def test_what_was_remembered_by_another_version_is_not_believed(tmp_path, own_cache, monkeypatch):
    file = copied("amiri", tmp_path)
    before = set(own_cache.rglob("*.json"))
    font_file.read_font_file(file)
    (memory,) = set(own_cache.rglob("*.json")) - before
    memory.write_text('{"sha256": "0", "characters": [], "heights": {}}')
    assert font_file.read_font_file(file).family == "Amiri"


def test_a_font_without_the_letters_of_any_language_is_refused(tmp_path):
    from fontTools.subset import Subsetter

    file = copied("amiri", tmp_path)
    cut = opened(file)
    subsetter = Subsetter()
    subsetter.populate(unicodes=[0x20, 0x30])
    subsetter.subset(cut)
    cut.save(file)
    with pytest.raises(ThemeError, match="the whole alphabet of no language"):
        fonts.from_file(file)


def test_a_family_knows_how_high_its_letters_stand():
    amiri: Family = fonts.load("amiri")
    assert amiri.heights.alef > amiri.heights.dal > 0.3
    assert amiri.heights.hebrew_alef == 0


def test_odd_dates_in_a_font_are_not_talked_about(tmp_path, caplog):
    file = copied("amiri", tmp_path)
    data = bytearray(file.read_bytes())
    head = opened(file).reader.tables["head"].offset
    data[head + 20 : head + 24] = b"\1\0\0\0"  # the upper half of the date it was made
    file.write_bytes(data)
    assert fonts.from_file(file).name == "Amiri"
    assert caplog.records == []


def test_a_family_knows_whether_its_arabic_letters_join():
    assert fonts.load("amiri").joins
    assert not fonts.load("noto-serif").joins


SHELF = Path(__file__).parent.parent / "fonts"
PACKED = sorted(SHELF.rglob("*.woff2"))


def test_the_shelf_holds_no_fonts_but_small_woff2_files_with_their_licence_beside_them():
    others = {path.suffix for path in SHELF.rglob("*") if path.is_file()} - {".toml", ".txt"}
    assert others == {".woff2"}
    for path in PACKED:
        assert path.stat().st_size < 400_000
        assert "SIL OPEN FONT LICENSE" in (path.parent / "OFL.txt").read_text(encoding="utf-8")
        assert path.name in (path.parent / "font.toml").read_text(encoding="utf-8")


def test_a_packed_face_is_unpacked_once_to_the_same_bytes(own_cache):
    first = fonts.load("noto-naskh-arabic").faces[0].file
    made = first.read_bytes()
    assert made[:4] == b"\0\1\0\0"
    shutil.rmtree(own_cache)
    assert fonts.load("noto-naskh-arabic").faces[0].file.read_bytes() == made


def test_a_packed_face_that_is_not_the_one_named_is_refused(tmp_path, monkeypatch):
    text = f'family = "Own"\n[[face]]\nfile = "{PACKED[0].name}"\nsha256 = "{"0" * 64}"\n'
    shelf_with(tmp_path, monkeypatch, text)
    shutil.copy(PACKED[0], tmp_path / "fonts" / "own")
    with pytest.raises(ThemeError, match="is not the file that"):
        fonts.load("own")


def test_urdu_is_set_in_nastaliq_and_arabic_in_naskh():
    from typeset.model import theme

    classic = theme.load("classic")
    for role in ("body", "heading"):
        assert classic.stack(role, "ur")[0].name == "Noto Nastaliq Urdu"
        assert classic.stack(role, "ar")[0].name == "Amiri"
        assert classic.stack(role, "fa")[0].name == "Amiri"
