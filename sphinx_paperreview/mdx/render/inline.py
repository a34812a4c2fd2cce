"""Marks in running text that MyST renders for HTML alone, or otherwise than MDX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.rules.math import read_characters
from sphinx_paperreview.nodes import hard_break, inline_element

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_hardbreak(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Break the line, in every builder."""
    renderer.current_node.append(hard_break())


def render_strikethrough(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``~~text~~``."""
    node = inline_element("", "", tag="del", attributes={})
    renderer.place(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)


def render_math(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``$x$``, with its dollars as the raw source, for code in which it is no formula."""
    _append_formula(renderer, nodes.math("", read_characters(token.content)), token)


def render_display_math(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``$$x$$`` within a paragraph: in MDX inline, as large as a displayed formula."""
    formula = read_characters(token.content.strip())
    _append_formula(renderer, nodes.math("", formula, displaystyle=True), token)


def _append_formula(renderer: BaseRenderer, node: nodes.math, token: SyntaxTreeNode) -> None:
    node.rawsource = (token.meta or {}).get("written", "") or node.astext()
    renderer.place(node, token)
    renderer.current_node.append(node)
