"""The architecture, checked: who may import whom, and who may touch Sphinx's objects.

The folders of the package are its layers, in one order.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from graphlib import TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "sphinx_paperreview"
ROOT = Path(__file__).parents[1] / PACKAGE

#: Each folder imports itself and the folders before it; its ``__init__.py`` says what it is for.
ORDER = (
    "core", "archive", "citations", "search", "mdx", "reading", "domain", "rendering",
    "outputs", "images", "pages", "latex", "theme", "cli",
)  # fmt: skip
#: Modules that every folder but ``core`` may import; they import only ``core`` and one another.
BASE = {"_compat", "components", "config", "nodes", "warnings"}
#: What may be imported from outside where not everything may, besides the standard library.
OUTSIDE = {
    "core": {"yaml"},
    "archive": set(),
    "mdx/rules": {"markdown_it", "mdit_py_plugins", "emoji"},
    "mdx/javascript": {"tree_sitter", "tree_sitter_javascript"},
}
#: Where papers are cited without a thought of Sphinx.
PLAIN = {"citations", *OUTSIDE}
#: What reaches the network, and who may: a build never does.
NETWORK = re.compile(
    r"(requests|urllib3|socket|ssl|ftplib|smtplib|asyncio|http\.client|urllib\.request)(\.|$)"
)
#: ``cli/serve`` listens on loopback, and asks nobody.
REACHING = ("cli/fetch/", "cli/serve/")
#: What only commands need, so that a build does not wait for it.
COMMANDS_ONLY = {"typer", "rich", "watchfiles", "starlette", "uvicorn", "platformdirs"}
WIRING = {"extension.py", "theme/__init__.py"}

#: A folder with more modules says where to begin.
LARGE = 15

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


def folder_of(path: str) -> str:
    """Return the folder of a module as :data:`OUTSIDE` names it."""
    return next((name for name in PLAIN if path.startswith(f"{name}/")), path.partition("/")[0])


@functools.cache
def parse(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of each import, at whatever depth it stands."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def module_path(name: str) -> str:
    """Return the path of the module that an import of the package itself reaches."""
    parts = name.split(".")[1:]
    for length in range(len(parts), 0, -1):
        stem = PurePosixPath(*parts[:length])
        for path in (f"{stem}.py", f"{stem}/__init__.py"):
            if (ROOT / path).is_file():
                return path
    return "__init__.py"


def calls_in(path: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parse(path)) if isinstance(node, ast.Call))


def written_attributes(node: ast.AST) -> Iterator[ast.Attribute]:
    """Yield each attribute that a statement assigns to, also inside a tuple."""
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            yield from (part for part in parts if isinstance(part, ast.Attribute))


def name_of(node: ast.AST) -> str:
    """Return the last name of ``app``, ``self.app`` or ``env.app``."""
    return getattr(node, "id", getattr(node, "attr", ""))


def test_a_folder_imports_only_those_before_it() -> None:
    wrong = {}
    for path in MODULES:
        own = {
            name.split(".")[1]
            for _line, name in imported(path)
            if name.startswith(f"{PACKAGE}.") and name != f"{PACKAGE}.__version__"
        }
        folder, _, inside = path.partition("/")
        if folder == "core":
            allowed = {"core"}
        elif inside:
            allowed = {folder, *BASE, *ORDER[: ORDER.index(folder)]}
        elif path.removesuffix(".py") in BASE:
            allowed = {"core", *BASE}
        else:
            continue
        if not own <= allowed:
            wrong[path] = own - allowed
    assert wrong == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        path: {
            module_path(name)
            for _line, name in imported(path)
            if name.startswith(f"{PACKAGE}.") and name != f"{PACKAGE}.__version__"
        } - {path}
        for path in MODULES
    }  # fmt: skip
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_root_is_small_and_every_folder_has_its_place() -> None:
    assert len([path for path in MODULES if "/" not in path]) <= 9
    assert {path.partition("/")[0] for path in MODULES if "/" in path} == set(ORDER)


def test_every_folder_says_in_a_line_what_it_is_for() -> None:
    texts = {
        path: (ROOT / path).read_text(encoding="utf-8")
        for path in MODULES
        if path.endswith("/__init__.py")
    }
    line = re.compile(r'"""[A-Z][^"\n]+\.("""\n|"""$|\n\n)')
    assert [path for path, text in texts.items() if not line.match(text)] == []


def test_large_folders_say_where_to_begin() -> None:
    wrong = []
    for folder in sorted({path.rpartition("/")[0] for path in MODULES} - {""}):
        modules = {path.stem for path in (ROOT / folder).glob("*.py")}
        named = re.findall(
            r":mod:`\.(\w+)`", ast.get_docstring(parse(f"{folder}/__init__.py")) or ""
        )
        if not set(named) <= modules or (len(modules) > LARGE and not named):
            wrong.append(folder)
    assert wrong == []


def test_plain_folders_do_not_import_sphinx() -> None:
    wrong = {}
    for path in MODULES:
        if (folder := folder_of(path)) in PLAIN:
            outside = {name.split(".")[0] for _line, name in imported(path)}
            outside -= {PACKAGE, *sys.stdlib_module_names}
            refused = outside & {"sphinx", "docutils", "myst_parser"}
            refused |= outside - OUTSIDE.get(folder, outside)
            if refused:
                wrong[path] = refused
    assert wrong == {}


def test_only_fetch_reaches_the_network() -> None:
    reaching = [
        f"{path}:{line}: {name}"
        for path in MODULES
        if not path.startswith(REACHING)
        for line, name in imported(path)
        if NETWORK.match(name)
    ]
    assert reaching == []


def test_a_build_imports_nothing_of_the_commands() -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path in MODULES
        if not path.startswith("cli/")
        for line, name in imported(path)
        if name.partition(".")[0] in COMMANDS_ONLY
        or (path != "__main__.py" and name.startswith(f"{PACKAGE}.cli."))
    ]
    assert wrong == []


def test_only_the_wiring_registers_with_sphinx() -> None:
    calls = [
        f"{path}:{node.lineno}: app.{node.func.attr}() belongs in extension.py"
        for path in sorted(set(MODULES) - WIRING)
        for node in calls_in(path)
        if isinstance(node.func, ast.Attribute)
        and name_of(node.func.value) == "app"
        and re.match(r"add_|connect$|require_|set_translator", node.func.attr)
    ]
    assert calls == []


#: What is hung on the application on purpose, for other extensions to call.
OFFERED = {("extension.py", "add_paper_component")}
#: Attributes of Sphinx's own that are replaced, where it has no public way to do so.
REPLACED = {("_compat.py", "project"), ("_compat.py", "settings")}
#: Names of Sphinx's objects.
SPHINX_OBJECTS = {"env", "app", "config"}


def test_no_attribute_is_set_on_sphinx_objects() -> None:
    written = [
        f"{path}:{target.lineno}: assigns {name_of(target.value)}.{target.attr}"
        for path in MODULES
        for node in ast.walk(parse(path))
        for target in written_attributes(node)
        if name_of(target.value) in SPHINX_OBJECTS and (path, target.attr) not in REPLACED
    ]
    written += [
        f"{path}:{node.lineno}: setattr on {name_of(node.args[0])}"
        for path in MODULES
        for node in calls_in(path)
        if name_of(node.func) == "setattr"
        and (path, getattr(node.args[1], "value", "")) not in OFFERED
        and name_of(node.args[0]) in SPHINX_OBJECTS
    ]
    assert written == []


def test_only_the_domain_touches_its_data() -> None:
    touched = [
        f"{path}:{node.lineno}: ask the domain instead of env.domaindata"
        for path in sorted(set(MODULES) - {"domain/domain.py"})
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "domaindata"
    ]
    assert touched == []


#: A command talks to the person who typed it, and listens to what a build says.
SPEAKERS = {path for path in MODULES if path.startswith("cli/")} - {
    path for path in MODULES if path.startswith("cli/fetch/") and path != "cli/fetch/command.py"
}
#: Listens to Sphinx's loggers, and logs nothing itself.
LISTENERS = {"domain/debugging.py", "outputs/disk.py", "outputs/warning_digest.py"}


def test_nothing_is_printed_or_logged_past_sphinx() -> None:
    silent = sorted(set(MODULES) - SPEAKERS - LISTENERS)
    spoken = [
        f"{path}:{node.lineno}: warn through sphinx_paperreview.warnings"
        for path in silent
        for node in calls_in(path)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    spoken += [
        f"{path}:{line}: imports logging"
        for path in silent
        for line, name in imported(path)
        if name == "logging"
    ]
    assert spoken == []


def test_tests_use_no_private_name_of_the_package() -> None:
    used = []
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.Call) and name_of(node.func) == "setattr":
                names = [str(getattr(argument, "value", "")) for argument in node.args[1:2]]
            used += [(path.name, name) for name in names if re.search(r"(^|\.)_[^_]", name)]
    assert [(path, name) for path, name in used if name != "_compat"] == []
