"""How LaTeX writes our nodes."""

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
    """Show the content in LaTeX, centred if it asks for that, as a place for links to lead to."""
    if node["ids"] and not translator.in_title:
        translator.body.append(translator.hypertarget_to(node, anchor=True))
    if _is_centred(node):
        translator.body.append("\n\\begin{center}")


def depart_element_latex(translator: Any, node: Element) -> None:
    """Close what :func:`visit_element_latex` opened."""
    if _is_centred(node):
        translator.body.append("\n\\end{center}\n")


def _is_centred(node: Element) -> bool:
    attributes: dict[str, str] = node.get("attributes") or {}
    is_block = isinstance(node, block_element)
    return is_block and "text-align: center" in attributes.get("style", "")


def visit_break_latex(translator: Any, node: Element) -> None:
    """Break the line in LaTeX, also where none has begun and in a table."""
    translator.body.append("\\leavevmode\\newline{}")
    raise nodes.SkipNode


def visit_fenced_code_latex(translator: Any, node: Element) -> None:
    """Show the code so in LaTeX, whose fonts of code have few signs."""
    start = len(translator.body)
    try:
        visit_fenced_code(translator, node)
    finally:
        translator.body[start:] = [symbols.replaced(part) for part in translator.body[start:]]
