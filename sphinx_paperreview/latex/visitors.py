"""Visitors of our nodes for Sphinx's LaTeX writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.latex import symbols
from sphinx_paperreview.nodes import block_element
from sphinx_paperreview.rendering.visitors import visit_fenced_code

if TYPE_CHECKING:
    from typing import Any

    from docutils.nodes import Element


def visit_element_latex(translator: Any, node: Element) -> None:
    """Write the content, as a target of links if it has an id, and centred if its style says so."""
    if node["ids"] and not translator.in_title:
        translator.body.append(translator.hypertarget_to(node, anchor=True))
    if _is_centred(node):
        translator.body.append("\n\\begin{center}")


def depart_element_latex(translator: Any, node: Element) -> None:
    """End the centring that :func:`visit_element_latex` begins."""
    if _is_centred(node):
        translator.body.append("\n\\end{center}\n")


def _is_centred(node: Element) -> bool:
    attributes: dict[str, str] = node.get("attributes") or {}
    is_block = isinstance(node, block_element)
    return is_block and "text-align: center" in attributes.get("style", "")


def visit_break_latex(translator: Any, node: Element) -> None:
    """Break the line, also at the start of a paragraph and in a table."""
    translator.body.append("\\leavevmode\\newline{}")
    raise nodes.SkipNode


def visit_fenced_code_latex(translator: Any, node: Element) -> None:
    """Write the code, with a command for each sign that fonts for code often lack."""
    start = len(translator.body)
    try:
        visit_fenced_code(translator, node)
    finally:
        translator.body[start:] = [symbols.replaced(part) for part in translator.body[start:]]
