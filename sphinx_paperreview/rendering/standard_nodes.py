"""Nodes of docutils in place of ours, for builders of other extensions (Markdown, PDF, a wiki)."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import needs_standard_nodes
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import (
    block_element,
    fenced_code,
    hard_break,
    header_cell,
    inline_element,
    leveled_section,
    missing_image,
    nodes_of_kinds,
    svg_element,
)

#: Our nodes that add something for HTML to a node of docutils.
_BASES: dict[type[nodes.Element], type[nodes.Element]] = {
    fenced_code: nodes.literal_block,
    header_cell: nodes.entry,
    leveled_section: nodes.section,
}


class StandardNodes(PageTransform):
    """Replace our nodes where a writer would not know them: each by what it shows in a text."""

    # After all that makes nodes of ours.
    default_priority = 990

    def is_supported(self) -> bool:
        """Return whether it runs (``SphinxPostTransform.is_supported``)."""
        return needs_standard_nodes(builder_of(self.env)) and super().is_supported()

    def run(self, **kwargs: Any) -> None:
        """Replace them from within, so that what is replaced holds standard nodes alone."""
        elements = (block_element, inline_element, hard_break, missing_image, svg_element)
        for node in reversed(nodes_of_kinds(self.document, *elements, *_BASES)):
            node.parent.replace(node, _standard(node))


def _standard(node: nodes.Element) -> nodes.Node | list[nodes.Node]:
    """Return the node of docutils for *node*, which takes over its content."""
    if isinstance(node, svg_element):
        return []
    if isinstance(node, hard_break):
        return nodes.Text("\n")
    kind = _BASES.get(type(node), nodes.inline)
    if isinstance(node, block_element):
        has_words = any(isinstance(child, nodes.Text | nodes.Inline) for child in node.children)
        kind = nodes.paragraph if has_words else nodes.container
    standard = kind()
    if kind in _BASES.values():
        standard.attributes = node.attributes
    else:
        standard.update_basic_atts(node)
    standard.extend(node.children)
    return standard
