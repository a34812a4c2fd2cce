"""Marks in running text that MyST renders for HTML alone, or otherwise than MDX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.nodes import inline_element, line_break

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_hardbreak(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Break the line, in every builder."""
    renderer.current_node.append(line_break())


def render_strikethrough(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``~~text~~``."""
    node = inline_element("", "", tag="del", attributes={})
    renderer.place(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)


def render_display_math(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``$$x$$`` within a paragraph: in MDX inline, as large as a displayed formula."""
    content = token.content.strip()
    node = nodes.math(content, content, displaystyle=True)
    renderer.place(node, token)
    renderer.current_node.append(node)
