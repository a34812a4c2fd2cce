"""The architecture, checked: who may import whom, and who may touch Sphinx's objects.

A module belongs to the layer that its path says; it imports from its own layer or below.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "sphinx_paperreview"
ROOT = Path(__file__).parents[1] / PACKAGE

#: Layer by path pattern, first match counts; what no pattern names is of layer 3.
LAYERS = (
    (r"statistics\.py", 0),
    (
        r"(model|identifiers|identifier_schemes|slugs|dates|archive|archive_.*|related|filestore|wordstore|config|bibliography|lint|lockfile|served|variants|social_text)\.py",
        0,
    ),
    (r"search/(words|index|store)\.py", 0),
    (r"search/(__init__|reading|korean)\.py", 2),
    (r"mdx/(renderer|components|component_.*|parser|render_.*|jsx_nodes)\.py", 2),
    (r"mdx/.*", 1),
    (
        r"(_compat|warnings|nodes|symbols|components|frontmatter|facts|posts|excerpts|proofreading|records|states|site|git|bibfile|indices|domain)\.py",
        2,
    ),
    (
        r"(transforms|roles)\.py",
        2,
    ),
    (r"directives/.*", 2),
    (r"(theme|cli|fetch)/.*", 4),
    (r"(__init__|__main__|extension)\.py", 5),
)
#: Packages from outside that a layer may import, besides the standard library and what lower
#: layers may. Layers 2 and up may use whatever the project declares as a dependency.
L1_PACKAGES = {"markdown_it", "mdit_py_plugins", "tree_sitter", "tree_sitter_javascript", "emoji"}
DECLARED = L1_PACKAGES | {
    "sphinx", "docutils", "myst_parser", "sphinx_design", "PIL", "yaml", "babel", "jinja2",
    "math_core", "requests", "urllib3", "defusedxml", "tqdm",
    "markdownify", "bs4",
    "bibtexparser", "pylatexenc", "rispy", "citeproc", "fontTools", "resvg_py",
}  # fmt: skip
#: What reaches the network, and who may: a build never does.
NETWORK = re.compile(
    r"(requests|urllib3|socket|ssl|ftplib|smtplib|asyncio|http\.client|urllib\.request)(\.|$)"
)
WIRING = {"extension.py", "theme/__init__.py"}

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


def layer_of(path: str) -> int:
    """Return the layer of a module by its path within the package."""
    return next((layer for pattern, layer in LAYERS if re.fullmatch(pattern, path)), 3)


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
def test_a_module_imports_nothing_from_a_layer_above(path: str) -> None:
    upward = [
        f"{path}:{line}: layer {layer_of(path)} imports {name} of layer {layer_of(target)}"
        for line, name in imported(path)
        if name.split(".")[0] == PACKAGE
        and name != f"{PACKAGE}.__version__"
        and layer_of(target := module_path(name)) > layer_of(path)
    ]
    assert not upward


@pytest.mark.parametrize("path", MODULES)
def test_a_layer_imports_only_the_packages_it_may(path: str) -> None:
    allowed = {0: set(), 1: L1_PACKAGES}.get(layer_of(path), DECLARED)
    strangers = [
        f"{path}:{line}: layer {layer_of(path)} imports {name}"
        for line, name in imported(path)
        if (package := name.split(".")[0]) != PACKAGE
        and package not in sys.stdlib_module_names
        and package not in allowed
    ]
    assert not strangers


@pytest.mark.parametrize("path", [path for path in MODULES if not path.startswith("fetch/")])
def test_only_fetch_reaches_the_network(path: str) -> None:
    assert not [f"{path}:{line}: {name}" for line, name in imported(path) if NETWORK.match(name)]


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


@pytest.mark.parametrize("path", MODULES)
def test_no_attribute_is_hung_on_sphinx_objects(path: str) -> None:
    tree = parse(path)
    written = [
        f"{path}:{target.lineno}: assigns {name_of(target.value)}.{target.attr}"
        for node in ast.walk(tree)
        for target in written_attributes(node)
        if name_of(target.value) in {"env", "app", "config"}
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


@pytest.mark.parametrize("path", sorted(set(MODULES) - {"domain.py"}))
def test_only_the_domain_touches_its_data(path: str) -> None:
    touched = [
        f"{path}:{node.lineno}: ask the domain instead of env.domaindata"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "domaindata"
    ]
    assert not touched


#: A command talks to the person who typed it, and listens to what a build says.
SPEAKERS = {path for path in MODULES if path.startswith("cli/")}


@pytest.mark.parametrize("path", sorted(set(MODULES) - SPEAKERS))
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
