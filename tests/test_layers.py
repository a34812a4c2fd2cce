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

import pytest

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


@pytest.mark.parametrize("path", MODULES)
def test_a_folder_imports_only_those_before_it(path: str) -> None:
    own = {
        name.split(".")[1]
        for _line, name in imported(path)
        if name.startswith(f"{PACKAGE}.") and name != f"{PACKAGE}.__version__"
    }
    folder, _, inside = path.partition("/")
    if folder == "core":
        assert own <= {"core"}
    elif inside:
        assert own <= {folder, *BASE, *ORDER[: ORDER.index(folder)]}
    elif path.removesuffix(".py") in BASE:
        assert own <= {"core", *BASE}


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


FOLDERS = sorted(path for path in MODULES if path.endswith("/__init__.py"))


@pytest.mark.parametrize("path", FOLDERS)
def test_every_folder_says_in_a_line_what_it_is_for(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.match(r'"""[A-Z][^"\n]+\."""(\n|$)', text)


@pytest.mark.parametrize("path", [path for path in MODULES if folder_of(path) in PLAIN])
def test_plain_folders_do_not_import_sphinx(path: str) -> None:
    outside = {name.split(".")[0] for _line, name in imported(path)}
    outside -= {PACKAGE, *sys.stdlib_module_names}
    assert not outside & {"sphinx", "docutils", "myst_parser"}
    assert outside <= OUTSIDE.get(folder_of(path), outside)


@pytest.mark.parametrize("path", [path for path in MODULES if not path.startswith(REACHING)])
def test_only_fetch_reaches_the_network(path: str) -> None:
    assert not [f"{path}:{line}: {name}" for line, name in imported(path) if NETWORK.match(name)]


@pytest.mark.parametrize("path", [path for path in MODULES if not path.startswith("cli/")])
def test_a_build_imports_nothing_of_the_commands(path: str) -> None:
    names = [name for _line, name in imported(path)]
    assert not COMMANDS_ONLY & {name.partition(".")[0] for name in names}
    if path != "__main__.py":
        assert not [name for name in names if name.startswith(f"{PACKAGE}.cli.")]


@pytest.mark.parametrize("path", sorted(set(MODULES) - WIRING))
def test_only_the_wiring_registers_with_sphinx(path: str) -> None:
    calls = [
        f"{path}:{node.lineno}: app.{node.func.attr}() belongs in extension.py"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and name_of(node.func.value) == "app"
        and re.match(r"add_|connect$|require_|set_translator", node.func.attr)
    ]
    assert not calls


#: What is hung on the application on purpose, for other extensions to call.
OFFERED = {("extension.py", "add_paper_component")}
#: Attributes of Sphinx's own that are replaced, where it has no public way to do so.
REPLACED = {("_compat.py", "project"), ("_compat.py", "settings")}


@pytest.mark.parametrize("path", MODULES)
def test_no_attribute_is_set_on_sphinx_objects(path: str) -> None:
    tree = parse(path)
    written = [
        f"{path}:{target.lineno}: assigns {name_of(target.value)}.{target.attr}"
        for node in ast.walk(tree)
        for target in written_attributes(node)
        if name_of(target.value) in {"env", "app", "config"} and (path, target.attr) not in REPLACED
    ]
    written += [
        f"{path}:{node.lineno}: setattr on {name_of(node.args[0])}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and name_of(node.func) == "setattr"
        and (path, getattr(node.args[1], "value", "")) not in OFFERED
        and name_of(node.args[0]) in {"env", "app", "config"}
    ]
    assert not written


@pytest.mark.parametrize("path", sorted(set(MODULES) - {"domain/domain.py"}))
def test_only_the_domain_touches_its_data(path: str) -> None:
    touched = [
        f"{path}:{node.lineno}: ask the domain instead of env.domaindata"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "domaindata"
    ]
    assert not touched


#: A command talks to the person who typed it, and listens to what a build says.
SPEAKERS = {path for path in MODULES if path.startswith("cli/")} - {
    path for path in MODULES if path.startswith("cli/fetch/") and path != "cli/fetch/command.py"
}


#: Listens to Sphinx's loggers, and logs nothing itself.
LISTENERS = {"outputs/disk.py", "outputs/warning_digest.py"}


@pytest.mark.parametrize("path", sorted(set(MODULES) - SPEAKERS - LISTENERS))
def test_nothing_is_printed_or_logged_past_sphinx(path: str) -> None:
    spoken = [
        f"{path}:{node.lineno}: warn through sphinx_paperreview.warnings"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    spoken += [
        f"{path}:{line}: imports logging" for line, name in imported(path) if name == "logging"
    ]
    assert not spoken


TESTS = sorted(Path(__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_tests_use_no_private_name_of_the_package(path: Path) -> None:
    used = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            used += [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and name_of(node.func) == "setattr":
            used += [str(getattr(argument, "value", "")) for argument in node.args[1:2]]
    private = {name for name in used if re.search(r"(^|\.)_[^_]", name)}
    assert private <= {"_compat"}
