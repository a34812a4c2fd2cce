"""Pelican: its configuration is Python, of which only literals are read; it is never run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, folder_in, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, patterns
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: Settings whose folders and files are no articles and pages.
_EXCLUDES = ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "IGNORE_FILES")


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    settings = _literals(text_in(site.srcdir, site.root, "pelicanconf.py"))
    folder = folder_in(site.root, settings.get("PATH"), "content")
    if folder is None:
        return Layout()
    given = settings.get("DEFAULT_METADATA")
    metadata = given if isinstance(given, dict) else {}
    if metadata.get("status") in {"draft", "hidden"}:
        metadata = {**metadata, "draft": True}  # of pages that are no posts as well
    left_out = [each for name in _EXCLUDES for each in patterns(settings.get(name))]
    return Layout(
        contents=(Content(folder, "", "pages"),),
        excluded=expressions(folder, left_out, end=AND_BELOW),
        inherited=(("Pelican", folder, [{"values": metadata}]),),
    )


def _literals(source: str) -> dict[str, object]:
    """Return the names to which *source* gives a literal, or ``dict`` with literals."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, object] = {}
    for statement in statements:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                found[statement.targets[0].id] = _literal(statement.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                continue
    return found


def _literal(node: ast.expr) -> object:
    """Return the value of *node*; raise :exc:`ValueError` if it is no literal."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return {each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg}
    return ast.literal_eval(node)


PROGRAM = Program(_layout)
