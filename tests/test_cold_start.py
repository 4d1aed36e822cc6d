"""Starting the engine: what is put off is the real thing, and every kind of page comes out of a fresh process."""

import email
import email.policy
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import fontpkg_frank_ruhl_libre
import pikepdf
import pytest
from fontTools.ttLib.woff2 import compress
from PIL import Image

from typeset.render import patches

ROOT = Path(__file__).parent.parent
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><path d="M0 0h60v30H0z" fill="#036"/></svg>'
HEAD = "---\nheadline: افتتاح المكتبة الجديدة\n"
BODY = "بغداد – افتتحت مؤسسة المثال مكتبتها الجديدة{more} صباح اليوم بحضور عدد كبير من القراء والكتّاب.\n"
ENGLISH = """---
headline: The library opens its doors
language: en
---
BAGHDAD – Internationalization considerations notwithstanding, organizational responsibilities were reallocated among
interdepartmental representatives, notwithstanding disproportionate administrative overrepresentation.
"""


def release(field: str = "", more: str = "", after: str = "") -> str:
    return f"{HEAD}{field}---\n{BODY.format(more=more)}\n{after}"


RELEASES: Mapping[str, str] = {
    "plain": release(),
    "logo": release(),
    "drawing": release(after="![رسم المبنى](drawing.svg)\n"),
    "jpeg": release(after="![رفوف المكتبة](photo.jpeg)\n"),
    "png": release(after="![رفوف المكتبة](photo.png)\n"),
    "webp": release(after="![رفوف المكتبة](photo.webp)\n"),
    "code": release("link: https://example.org/library\n"),
    "footnotes": release(more="[^1]", after="[^1]: تضم المكتبة عشرة آلاف كتاب.\n"),
    "table": release(after="| القسم | الكتب |\n|---|---|\n| الأدب | ٤٠٠٠ |\n| العلوم | ٦٠٠٠ |\n"),
    "hyphens": ENGLISH,
    "print": release(after="![رسم المبنى](drawing.svg)\n"),
    "archive": release(after="![رسم المبنى](drawing.svg)\n"),
}
EDITIONS = {"print", "archive"}
PLAINLY = """
import weasyprint, weasyprint.svg, fontTools.subset, fontTools.varLib.instancer, json, sys
from typeset import cli
for arguments in json.loads(sys.argv[1]):
    cli.run(arguments)
"""
"""A process in which everything has been imported before ours begins, as WeasyPrint's own users import it."""
NAMES = """
import json, sys, types
{start}
kinds = (types.ModuleType, type, types.FunctionType)
print(json.dumps({{
    f"{{module}}.{{name}}": getattr(value, "__module__", "") + ":" + getattr(value, "__qualname__", value.__name__)
    for module, loaded in sorted(sys.modules.items()) if module.split(".")[0] == "weasyprint"
    for name, value in sorted(vars(loaded).items()) if issubclass(type(value), kinds) and not name.startswith("__")
}}))
"""
CONFINED = {"weasyprint.text.ffi.cffi", "weasyprint.pdf.fonts.instantiateVariableFont"}
"""The names that WeasyPrint only calls, and nobody else has: its own `cffi` and the instancer's function."""
PATCHED = {f"{patch.module}.{patch.name}" for patch in patches.PATCHES if patch.ours}


def in_a_fresh_process(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def arguments(name: str, output: str) -> list[str]:
    edition = name if name in EDITIONS else "email"
    return ["make", f"{name}/{name}.md", "-o", output, "--edition", edition]


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def saved(form: str) -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(file, form)
    return file.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One release for each thing that may be on a page, with the files that it needs."""
    folder = tmp_path_factory.mktemp("releases")
    for name, text in RELEASES.items():
        put(folder, f"{name}/{name}.md", text.encode())
        put(folder, f"{name}/drawing.svg", DRAWING.encode())
        for form in ("jpeg", "png", "webp"):
            put(folder, f"{name}/photo.{form}", saved(form))
    put(folder, "logo/brand.toml", 'name = "مؤسسة المثال"\nlogo = "drawing.svg"\n'.encode())
    return folder


@pytest.fixture(scope="module")
def plainly(folder: Path) -> Path:
    """The PDFs, all made by one process that had imported everything beforehand."""
    done = in_a_fresh_process(
        "-c", PLAINLY, json.dumps([arguments(name, "plainly") for name in RELEASES]), folder=folder
    )
    assert done.returncode == 0, done.stderr
    return folder / "plainly"


@pytest.mark.parametrize("name", RELEASES)
def test_each_release_comes_out_of_a_process_in_which_nothing_has_run(folder: Path, plainly: Path, name: str):
    done = in_a_fresh_process("-m", "typeset", *arguments(name, "fresh"), folder=folder)
    assert done.stdout, done.stderr
    assert "render/" not in done.stderr
    made = Path(done.stdout.strip()).name
    assert (folder / "fresh" / made).read_bytes() == (plainly / made).read_bytes()


@pytest.mark.parametrize("name", ["logo", "drawing"])
def test_the_pdf_in_the_mail_of_a_fresh_process_is_the_one_that_make_makes(folder: Path, plainly: Path, name: str):
    done = in_a_fresh_process("-m", "typeset", "mail", f"{name}/{name}.md", "-o", f"{name}.eml", folder=folder)
    assert done.returncode == 0, done.stderr
    letter = email.message_from_bytes((folder / f"{name}.eml").read_bytes(), policy=email.policy.default)
    [attached] = letter.iter_attachments()
    assert attached.get_content() == (plainly / f"{name}.pdf").read_bytes()


def test_every_name_in_weasyprint_is_what_its_own_import_binds(tmp_path: Path):
    ours = in_a_fresh_process(
        "-c",
        NAMES.format(start="from typeset.render import patches; patches.apply()"),
        folder=tmp_path,
    )
    theirs = in_a_fresh_process("-c", NAMES.format(start="import weasyprint"), folder=tmp_path)
    bound, expected = json.loads(ours.stdout), json.loads(theirs.stdout)
    assert {name for name in bound if bound[name] != expected.get(name)} <= CONFINED | PATCHED
    assert bound.keys() == expected.keys()


LATE = """
from typeset.render import patches
patches.apply()
import sys
import http.client, ssl, email.message, urllib.request, cffi
from fontTools import subset, varLib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import woff2
from fontTools.varLib.instancer import OverlapMode
assert isinstance(Subsetter(Options()), subset.Subsetter)
assert isinstance(http.client.HTTPConnection("localhost").debuglevel, int)
assert issubclass(ssl.SSLError, OSError) and isinstance(email.message.EmailMessage(), email.message.Message)
assert issubclass(woff2.WOFF2FlavorData, object) and issubclass(cffi.CDefError, Exception)
assert urllib.request.build_opener().handlers
from weasyprint.pdf import fonts
assert fonts.subset is sys.modules["fontTools.subset"] is subset
"""


def test_whoever_asks_a_late_module_for_anything_gets_the_real_thing(tmp_path: Path):
    done = in_a_fresh_process("-c", LATE, folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_takes_longest_is_not_loaded_for_a_plain_page(folder: Path):
    script = (
        f"import sys; from typeset import cli; cli.run({arguments('plain', 'late')}); print(*sys.modules, sep='\\n')"
    )
    loaded = in_a_fresh_process("-c", script, folder=folder).stdout.splitlines()
    assert {"fontTools.subset.svg", "fontTools.varLib.instancer", "fontTools.ttLib.tables._g_l_y_f"}.isdisjoint(loaded)


FACES = """
{start}
import sys, weasyprint
style = "@font-face{{font-family:web;src:url(web.woff2)}} @font-face{{font-family:variable;src:url(variable.ttf)}}"
text = "<p style='font: 700 12pt web'>שלום<p style='font: 300 12pt variable'>שלום"
weasyprint.HTML(string=f"<style>{{style}}</style>{{text}}", base_url=sys.argv[1]).write_pdf("made.pdf")
"""


def test_web_and_variable_fonts_are_embedded_by_a_fresh_process(tmp_path: Path):
    """As WeasyPrint's own users give them, on a page that is not ours."""
    face = Path(fontpkg_frank_ruhl_libre.__file__).parent / "files/FrankRuhlLibre[wght].ttf"
    (tmp_path / "variable.ttf").write_bytes(face.read_bytes())
    with (tmp_path / "web.woff2").open("wb") as web:
        compress(face, web)
    made = []
    for start in ("from typeset.render import patches; patches.apply()", "import weasyprint"):
        done = in_a_fresh_process("-c", FACES.format(start=start), f"{tmp_path}/", folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        with pikepdf.open(tmp_path / "made.pdf") as printed:
            made.append({str(one.BaseFont).split("+")[-1] for one in printed.pages[0].Resources.Font.values()})
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_the_subsetter_is_loaded_for_an_instance_made_after_the_engine(tmp_path):
    """The instancer calls a method that the subsetter adds to GSUB, which the engine has only by name."""
    script = (
        "from typeset.render import patches; patches.apply()\n"
        "from fontTools.ttLib import newTable\n"
        "assert not hasattr(newTable('GSUB'), 'prune_lookups'), 'it is loaded already'\n"
        "from typeset.model import fonts; fonts.load('frank-ruhl-libre')\n"
        "assert hasattr(newTable('GSUB'), 'prune_lookups')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]


HOLDING = """
import sys
from pathlib import Path
from typeset.jobs import make
sys.held = make
make.run(make.Job(Path(sys.argv[1])))
"""
"""A process in which something holds our modules until the interpreter is taken down, as test runners do."""


@pytest.mark.long
@pytest.mark.parametrize("engine", ["whose declarations are parsed", "whose tables are in the cache"])
def test_a_process_that_has_made_a_release_ends_without_a_crash(folder: Path, engine: str):
    done = in_a_fresh_process("-c", HOLDING, "plain/plain.md", folder=folder, XDG_CACHE_HOME=str(folder / "cache"))
    assert (done.returncode, done.stderr) == (0, ""), engine
