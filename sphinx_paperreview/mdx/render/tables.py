"""Tables of Markdown (GFM); those written in HTML are in ``elements/tables.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer

from sphinx_paperreview.mdx.render.contents import emit
from sphinx_paperreview.mdx.render.paragraphs import fill

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_table(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a table; one without a body gets an empty one, which the LaTeX writer needs."""
    SphinxRenderer.render_table(renderer, token)
    table = renderer.current_node.children[-1]
    group = next(iter(table.findall(nodes.tgroup)))
    if not any(isinstance(child, nodes.tbody) for child in group.children):
        group.append(nodes.tbody())


def render_row(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a row; a cell may hold what a paragraph may."""
    row = nodes.row()
    renderer.place(row, token)
    for child in token.children or []:
        entry = nodes.entry()
        renderer.place(entry, child)
        style = str(child.attrGet("style") or "")
        if style.startswith("text-align:"):
            entry["classes"].append("text-" + style.removeprefix("text-align:"))
        # What translators translate.
        paragraph = nodes.paragraph(child.children[0].content if child.children else "")
        renderer.place(paragraph, child)
        for text in child.children or []:
            fill(renderer, paragraph, text)
        emit(entry, paragraph)
        row.append(entry)
    renderer.current_node.append(row)
