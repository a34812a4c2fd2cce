"""Which builder it is: the answers for Sphinx's own builders, and that no other module asks."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import builtin_extensions
from sphinx.builders import Builder

import sphinx_paperreview
from sphinx_paperreview.core import builders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(sphinx_paperreview.__file__).parent

HELP = {"applehelp", "devhelp", "htmlhelp", "qthelp"}
PAGES = {"html", "dirhtml", *HELP}
#: The names of Sphinx's builders for which each predicate is true.
EXPECTED = {
    builders.writes_html: {*PAGES, "singlehtml", "json", "pickle", "epub"},
    builders.writes_web_pages: {*PAGES, "singlehtml", "json", "pickle"},
    builders.writes_gathered_pages: {*PAGES, "json", "pickle"},
    builders.writes_site: PAGES,
    builders.stores_context: {"json", "pickle"},
    builders.writes_picture_copies: {"html", "dirhtml", "singlehtml"},
    builders.links_name_files: {"html"},
    builders.writes_epub: {"epub"},
    builders.writes_latex: {"latex"},
    builders.joins_documents: {"latex", "texinfo", "man", "singlehtml"},
    builders.only_reads: {"gettext", "linkcheck"},
    builders.checks_links: {"linkcheck"},
}


def sphinx_builders() -> dict[str, type[Builder]]:
    for extension in builtin_extensions:
        if "builders" in extension or "sphinxcontrib" in extension:
            import_module(extension)

    def below(kind: type[Builder]) -> Iterator[type[Builder]]:
        for found in kind.__subclasses__():
            yield found
            yield from below(found)

    return {
        kind.name: kind
        for kind in below(Builder)
        if kind.__module__.startswith(("sphinx.", "sphinxcontrib."))
    }


@pytest.mark.parametrize("predicate", EXPECTED, ids=lambda predicate: predicate.__name__)
def test_predicates_know_the_builders_of_sphinx(predicate: Callable[..., bool]) -> None:
    found = {name for name, kind in sphinx_builders().items() if predicate(kind)}
    assert found == EXPECTED[predicate]


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_no_other_module_asks_which_builder_it_is(path: Path) -> None:
    if path == ROOT / "core" / "builders.py":
        return
    asked = [
        f"{path.name}:{node.lineno}: ask core/builders.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        for part in (node.left, *node.comparators)
        if isinstance(part, ast.Attribute)
        and part.attr in {"name", "format"}
        and "builder" in ast.unparse(part.value)
    ]
    assert not asked
