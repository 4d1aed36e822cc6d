"""The list of patches: each holds WeasyPrint to what we know of it, changes what it says, and only for whom it says."""

import ast
import ctypes.util
import gc
import inspect
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from galley import FAMILIES, document, fonts, lines, paragraphs, pdf
from PIL import Image, ImageFile

from typeset.errors import EngineError
from typeset.model.fonts import load
from typeset.render import patches
from typeset.render.lines.boxes import LineRun
from typeset.render.text_layer.operators import CodedFont
from typeset.render.weasy import cold_start, limits
from typeset.render.weasy.fontconfig import Faces
from typeset.render.weasy.relied_on import RELIED_ON, ReliedOn

BODY = paragraphs(
    "وأشار كاظم جلالي، في الاجتماع، إلى أن زيارة ممثلي الشركات التقنية الرائدة إلى موسكو ليست مجرد زيارة تجارية."
)
ROOT = Path(__file__).parent.parent
RENDER = ROOT / "typeset" / "render"
WEASYPRINT = Path(weasyprint.__file__).parent


def found(module: str, name: str) -> Any:
    """What stands under a dotted name of a module."""
    thing = import_module(module)
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def printed(program: str, **environment: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1750000000", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# --- every entry ---


def named(entry: Any) -> str:
    return f"{entry.module}.{entry.name}"


@pytest.mark.parametrize("patch", patches.PATCHES, ids=named)
def test_each_patch_says_why_and_has_its_contract(patch: patches.Patch):
    assert patch.why.endswith(".")
    assert callable(globals().get(patch.contract)), f"{patch.contract} is not a test"
    assert (patch.while_importing is None) != (patch.ours is None)


@pytest.mark.parametrize("entry", [*patches.PATCHES, *patches.OVERRIDDEN, *RELIED_ON], ids=named)
def test_each_was_read_in_the_version_that_is_installed(entry: Any):
    assert entry.read_in.partition(".")[0] == weasyprint.VERSION.partition(".")[0] == str(cold_start.MAJOR)


@pytest.mark.parametrize("patch", [patch for patch in patches.PATCHES if patch.parameters], ids=named)
def test_what_is_patched_takes_the_parameters_that_we_know(patch: patches.Patch):
    parameters = tuple(inspect.signature(patches.own(patch)).parameters)
    if not patch.module.startswith("weasyprint"):  # others may add options behind those that WeasyPrint gives
        parameters = parameters[: len(patch.parameters)]
    assert parameters == patch.parameters, f"{named(patch)} has moved"


@pytest.mark.parametrize("patch", [patch for patch in patches.PATCHES if patch.ours], ids=named)
def test_a_lasting_patch_stands_once_it_is_applied(patch: patches.Patch):
    patches.apply()
    standing = found(patch.module, patch.name)
    if callable(standing):
        assert standing.__module__ == patches.__name__
        assert tuple(inspect.signature(standing).parameters) == patch.parameters
    else:
        assert standing == patch.ours(patches.own(patch))


@pytest.mark.parametrize("entry", patches.OVERRIDDEN, ids=named)
def test_what_is_overridden_is_called_as_we_answer(entry: patches.Overridden):
    theirs = found(entry.module, entry.name)
    assert tuple(inspect.signature(theirs).parameters) == entry.parameters, f"{named(entry)} has moved"
    module, name = entry.by.split(":")
    ours = getattr(import_module(module), name).__dict__[entry.name.rpartition(".")[2]]
    inspect.signature(ours).bind(*entry.parameters)


@pytest.mark.parametrize("entry", RELIED_ON, ids=named)
def test_what_is_relied_on_is_there(entry: ReliedOn):
    owner, _, attribute = entry.name.rpartition(".")
    if owner and not hasattr(found(entry.module, owner), attribute):  # it is set on each object
        source = inspect.getsource(import_module(entry.module))
        assert re.search(rf"\.{attribute} = |'{attribute}'", source), f"{named(entry)} has moved"
    elif entry.parameters is None:
        assert found(entry.module, entry.name) is not None
    else:
        parameters = tuple(inspect.signature(found(entry.module, entry.name)).parameters)
        assert parameters == entry.parameters, f"{named(entry)} has moved"


# --- the contract of each patch ---


def uses(module: str, name: str) -> set[str]:
    """The attributes that a file of WeasyPrint asks of a module that it imports."""
    nodes = ast.walk(tree(WEASYPRINT / module))
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }


def at_import(file: Path) -> Iterator[ast.AST]:
    """What runs of a file while it is imported."""
    waiting: list[ast.AST] = [tree(file)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def calls(module: str, name: str) -> list[ast.Call]:
    """The calls by a plain name in a file of WeasyPrint."""
    nodes = ast.walk(tree(WEASYPRINT / module))
    return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def binds(module: str, name: str) -> bool:
    """Whether a file of WeasyPrint imports a name once and for all, and not each time that it asks for it."""
    found = (node for node in tree(WEASYPRINT / module).body if isinstance(node, ast.ImportFrom))
    return any(alias.name == name for node in found for alias in node.names)


def importers(module: str) -> set[str]:
    """The files of WeasyPrint that import a module."""
    statement = re.compile(rf"^(import {module}\b|from {module}\b)", re.MULTILINE)
    files = WEASYPRINT.rglob("*.py")
    return {str(file.relative_to(WEASYPRINT)) for file in files if statement.search(file.read_text("utf-8"))}


def test_importing_prints_nothing():
    assert "print(" in (WEASYPRINT / "text" / "ffi.py").read_text("utf-8")
    assert printed("import sys; own = sys.stdout\nfrom typeset.render import patches\npatches.apply()\n"
                   "print(sys.stdout is own)") == "True"  # fmt: skip


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_it_was_before_the_import(was_on):
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        with cold_start.without_collecting():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are searched for")
def test_libraries_are_found_by_the_last_name_tried():
    """cffi searches only for names without a suffix; each library has one that the loader knows by itself."""
    search = ctypes.util.find_library
    with cold_start.libraries_by_name():
        assert ctypes.util.find_library("pango-1.0") is None
    assert ctypes.util.find_library is search
    for call in calls("text/ffi.py", "_dlopen"):
        names = [name.value for name in call.args[1:] if isinstance(name, ast.Constant)]
        assert any(re.search(r"\.so\.\d+$", name) for name in names), names


def test_weasyprint_calls_nothing_of_cffi_but_its_binding():
    assert importers("cffi") == {"text/ffi.py"}
    assert uses("text/ffi.py", "cffi") == {"FFI"}


@pytest.mark.parametrize("declarations", ["parsed", "kept"])
def test_a_library_stays_loaded_to_the_end_of_the_process(declarations: str, tmp_path: Path):
    """Pango's own thread still runs in it when Python, which is about to end, lets it go."""
    start = "from typeset.render import patches\npatches.apply()\nfrom weasyprint.text import ffi as theirs\n"
    let_go = "theirs.ffi.dlclose(theirs.pangoft2)\nprint('libpangoft2-1.0' in open('/proc/self/maps').read())"
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    if declarations == "kept":
        printed(f"{start}from typeset.render.weasy import cold_start\ncold_start.keep()", **cache)
    assert printed(f"{start}{let_go}", **cache) == "True"


def test_late_modules_are_bound_as_modules():
    """A module that is bound by its own name can be filled later; one that is asked while importing is loaded."""
    for file, name in (("pdf/fonts.py", "subset"), ("text/fonts.py", "woff2")):
        asked = [node for node in at_import(WEASYPRINT / file) if isinstance(node, ast.Name) and node.id == name]
        assert uses(file, name)
        assert not asked
    asked = [node for node in at_import(Path(Image.__file__)) if isinstance(node, ast.Name) and node.id == "ExifTags"]
    assert not asked
    kinds = "print(*(type(sys.modules[name]).__name__ for name in cold_start.LATE_MODULES))"
    start = "import sys\nfrom typeset.render import patches\nfrom typeset.render.weasy import cold_start\n"
    assert printed(f"{start}patches.apply()\n{kinds}") == "_LazyModule _LazyModule _LazyModule"


def test_the_instancer_s_one_function_is_bound_by_name():
    assert importers("fontTools.varLib") == {"pdf/fonts.py"}
    (call,) = calls("pdf/fonts.py", "instantiateVariableFont")
    own = found("fontTools.varLib.instancer", "instantiateVariableFont")
    options = {option.arg: None for option in call.keywords}
    inspect.signature(own).bind(*call.args, **options)


def test_the_only_sheets_parsed_while_importing_are_filled_when_asked():
    sheets = {
        target.id
        for node in tree(WEASYPRINT / "html.py").body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if getattr(node.value.func, "id", "") == "CSS" and isinstance(target, ast.Name)
    }
    assert sheets == {"UA_STYLESHEET", "UA_FORM_STYLESHEET", "PH_STYLESHEET"}
    parsing = [
        str(file.relative_to(WEASYPRINT))
        for file in WEASYPRINT.rglob("*.py")
        for node in at_import(file)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CSS"
    ]
    assert parsing == ["html.py"] * 3
    count = "print(len(weasyprint.HTML(string='x')._ua_stylesheets()[0].matcher.lower_local_name_selectors) > 20)"
    assert printed(f"from typeset.render import patches\nweasyprint = patches.apply()\n{count}") == "True"


def test_what_we_declare_weasyprint_does_not():
    theirs = (WEASYPRINT / "text" / "ffi.py").read_text("utf-8")
    (call,) = (
        node
        for node in ast.walk(tree(RENDER / "shape" / "harfbuzz.py"))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "cdef"
    )
    declared = re.findall(r"(\w+) \(", ast.literal_eval(call.args[0]))
    assert len(declared) > 20
    assert not [name for name in declared if re.search(rf"\b{name} ?\(", theirs)]
    ffi = import_module("weasyprint.text.ffi")
    libraries = ffi.harfbuzz, ffi.pango, ffi.gobject
    assert not [name for name in declared if not any(hasattr(library, name) for library in libraries)]


def test_paragraphs_ask_for_their_lines_by_name():
    (call,) = calls("layout/inline.py", "get_next_linebox")
    assert len(call.args) == 10


def test_widths_are_asked_for_by_name():
    """What binds the function for itself asks for the width of a first line, which is left to WeasyPrint."""
    for name, arguments in (("inline_min_content_width", 3), ("inline_max_content_width", 3)):
        (call,) = calls("layout/preferred.py", name)
        assert len(call.args) == arguments
        assert [keyword.arg for keyword in call.keywords] == ["is_line_start"]
    (bound,) = calls("layout/inline.py", "inline_min_content_width")
    assert "first_line" in {keyword.arg for keyword in bound.keywords}


def test_blocks_are_laid_out_by_name():
    """Those of a page, a column and a flex line; what binds the function for itself lays out roots and notes."""
    assert len(calls("layout/block.py", "block_level_layout")) == 2
    assert "block_level_layout" in uses("layout/flex.py", "block")
    files = "__init__", "column", "grid", "page"
    bound = {file for file in files if binds(f"layout/{file}.py", "block_level_layout")}
    assert bound == {"__init__", "page"}


def test_blocks_ask_for_their_columns_by_name():
    """Once as they come, and once more with room for the padding below them."""
    asked = calls("layout/block.py", "columns_layout")
    assert [len(call.args) for call in asked] == [11, 11]
    assert binds("layout/block.py", "columns_layout")


def test_text_boxes_ask_for_their_writing_by_name():
    (call,) = calls("draw/text.py", "draw_first_line")
    assert len(call.args) == 5
    (in_drawings,) = calls("svg/text.py", "draw_first_line")  # which never hand on a style of ours
    assert len(in_drawings.args) == 5


def test_the_pdf_asks_for_its_tags_by_name():
    (call,) = calls("pdf/__init__.py", "add_tags")
    assert len(call.args) == 4


def test_pillow_refuses_pictures_past_our_limit():
    patches.apply()
    assert limits.LARGEST_PICTURE == Image.MAX_IMAGE_PIXELS
    side = int((2 * limits.LARGEST_PICTURE) ** 0.5) + 1
    with pytest.raises(Image.DecompressionBombError):
        Image._decompression_bomb_check((side, side))


def test_weasyprint_s_import_lets_half_photos_pass_and_we_do_not():
    assert printed("import weasyprint\nfrom PIL import ImageFile\nprint(ImageFile.LOAD_TRUNCATED_IMAGES)") == "True"
    patches.apply()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# --- the list is whole ---

BOUND = """
import json, sys, types
{start}
def kind(value):
    if type(value) is types.FunctionType:  # isinstance would ask a late module for its class, and load it
        return value.__code__.co_filename.rpartition("site-packages")[2] + ":" + str(value.__code__.co_firstlineno)
    name = type(value).__name__
    return "binding" if name in {{"FFI", "Binding"}} or "Lib" in name else name
found = {{}}
for module in ["weasyprint", *sorted(name for name in sys.modules if name.startswith("weasyprint."))]:
    for name, value in vars(sys.modules[module]).items():
        if name.startswith("__"):
            continue
        found[f"{{module}}.{{name}}"] = kind(value)
        if issubclass(type(value), type) and value.__module__ == module:
            found |= {{f"{{module}}.{{name}}.{{inner}}": kind(part) for inner, part in vars(value).items()}}
print(json.dumps(found))
"""


def test_what_weasyprint_binds_in_a_process_of_ours_differs_by_the_list_alone():
    start = "from typeset.render import patches; patches.apply(); from typeset.render import engine"
    ours = json.loads(printed(BOUND.format(start=start)))
    theirs = json.loads(printed(BOUND.format(start="import weasyprint")))
    changed = {name for name in ours if name in theirs and ours[name] != theirs[name]}
    lasting = {named(patch) for patch in patches.PATCHES if patch.ours and patch.module.startswith("weasyprint")}
    left = {name for patch in patches.PATCHES for name in patch.leaves}
    binding = {"weasyprint.text.ffi.cffi", "weasyprint.text.ffi.ffi"}  # the same by another object
    assert changed | binding == lasting | left


FOREIGN = """
{start}
import hashlib, weasyprint
text = "<html lang=ar dir=rtl><title>t</title><h1>عنوان</h1><p>نص <b>عربي</b> لا يخصنا 123.<ol><li>x</ol>"
print(hashlib.sha256(weasyprint.HTML(string=text).write_pdf(pdf_tags=True)).hexdigest())
"""


def test_the_pdf_of_a_document_that_is_not_ours_is_byte_for_byte_weasyprint_s_own():
    ours = FOREIGN.format(start="from typeset.render import patches; patches.apply()")
    assert printed(ours) == printed(FOREIGN.format(start=""))


def imported_names(module: ast.Module) -> dict[str, str]:
    """Local name -> what it is, for all that a module of ours imports from others."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {(part.asname or part.name).partition(".")[0]: part.name for part in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {part.asname or part.name: f"{node.module}.{part.name}" for part in node.names}
    return {name: source for name, source in names.items() if not source.startswith("typeset")}


def root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def changes(module: ast.Module) -> list[str]:
    """Where a module sets or deletes an attribute of something that it has imported, or uses setattr."""
    foreign = imported_names(module)
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and root(node) in foreign:
            found.append(ast.unparse(node))
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found += [text for text in [ast.unparse(node)] if text.startswith("sys.modules") or "__dict__" in text]
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"setattr", "delattr"} or called.endswith((".__setattr__", ".meta_path.insert", ".cdef")):
                found.append(called)
            if called.endswith((".__dict__.update", ".__dict__.setdefault")) and root(node.func) in foreign:
                found.append(called)
    return found


def test_no_other_module_of_render_changes_what_it_imports():
    made = {str(file.relative_to(RENDER)): changes(tree(file)) for file in RENDER.rglob("*.py")}
    assert made.pop("patches.py") == ["setattr"]
    assert made.pop("weasy/cold_start.py")
    assert made.pop("shape/harfbuzz.py") == ["ffi.cdef"]
    assert {file: found for file, found in made.items() if found} == {}


@pytest.mark.parametrize(
    "text",
    [
        "import weasyprint.pdf\nweasyprint.pdf.add_tags = None",
        "from weasyprint.layout import inline\ninline.get_next_linebox = None",
        "from weasyprint import HTML\nsetattr(HTML, 'x', 1)",
        "import sys\nsys.modules['cffi'] = None",
        "from weasyprint.text.ffi import ffi\nffi.cdef('int x;')",
    ],
)
def test_a_change_that_is_not_in_the_list_would_be_found(text: str):
    assert changes(ast.parse(text))


PUBLIC = {
    "weasyprint.CSS", "weasyprint.HTML", "weasyprint.logger.LOGGER", "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher", "weasyprint.urls.URLFetcherResponse", "weasyprint.urls.URLFetchingError",
}  # fmt: skip
"""What WeasyPrint's own documentation offers."""


def test_all_that_is_imported_beside_the_public_interface_is_in_the_list():
    used = {
        source
        for file in RENDER.rglob("*.py")
        for source in imported_names(tree(file)).values()
        if source.startswith("weasyprint.") and not inspect.ismodule(import_or_value(source))
    }
    listed = {named(entry) for entry in (*RELIED_ON, *patches.PATCHES)}
    assert used - listed - PUBLIC == set()


def import_or_value(source: str) -> Any:
    module, _, name = source.rpartition(".")
    return getattr(import_module(module), name)


def test_all_that_is_asked_of_imported_modules_is_in_the_list():
    """As `inline.line_box_verticality` and `boxes.TextBox`."""
    listed = {named(entry) for entry in RELIED_ON}
    for file in RENDER.rglob("*.py"):
        module = tree(file)
        sources = {
            name: source
            for name, source in imported_names(module).items()
            if source.startswith("weasyprint.") and name != "weasyprint" and inspect.ismodule(import_or_value(source))
        }
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in sources:
                source = f"{sources[node.value.id]}.{node.attr}"
                assert source in listed, file.name


def test_all_that_is_private_to_others_is_in_the_list():
    """Attributes with an underscore, of anything but `self`."""
    listed = {entry.name.rpartition(".")[2] for entry in RELIED_ON} | {"_replace"}  # that of a named tuple
    used = {
        node.attr
        for file in RENDER.rglob("*.py")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute)
        and re.match(r"_[a-z]", node.attr)
        and root(node.value) not in {"self", "cls"}
    }
    assert used <= listed


def test_the_list_is_read_without_weasyprint():
    assert printed("import sys\nfrom typeset.render import patches\nprint('weasyprint' in sys.modules)") == "False"


# --- for whom ---


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    with pytest.raises(EngineError, match=r"WeasyPrint 71\.0") as refused:
        patches.take_over(object())
    assert "weasyprint>=70,<71" in str(refused.value.hint)


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
