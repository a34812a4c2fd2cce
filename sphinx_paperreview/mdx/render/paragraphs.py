"""Paragraphs, which in MDX may hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.render.contents import emit, is_flow

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_paragraph(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a paragraph; the blocks in it split it, and tags alone make none."""
    text = token.children[0] if token.children else None
    paragraph = nodes.paragraph(text.content if text is not None else "")
    renderer.copy_attributes(token, paragraph, keys=("class", "id"))
    renderer.place(paragraph, token)
    if text is not None:
        fill(renderer, paragraph, text)
    if paragraph["flow"] and isinstance(renderer.current_node, nodes.document | nodes.section):
        # React puts a line break between the elements that a document itself holds.
        parts = [part for child in paragraph for part in (child, nodes.Text("\n"))]
        paragraph.children = parts[:-1]
    emit(renderer.current_node, paragraph)


def fill(renderer: BaseRenderer, node: Element, token: SyntaxTreeNode) -> None:
    """Render the children of the inline *token* into *node*; note whether they are tags alone."""
    flow = is_flow(token.children)
    node["flow"] = flow
    with renderer.within(inline=not flow), renderer.current_node_context(node):
        renderer.render_children(token)
