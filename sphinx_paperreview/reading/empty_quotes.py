"""Read-time transform: keep of a quotation of nothing only its place."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.nodes import nodes_of_kinds


class EmptyQuotes(SphinxTransform):
    """Replace quotations without content (``<blockquote id="x"></blockquote>``) by their ids.

    Sphinx's ``HandleCodeBlocks`` takes them for quotations that consist of doctest blocks alone,
    and docutils raises an error where such an element has an id or a class. Can go when it leaves
    empty ones alone.
    """

    default_priority = 209  # before Sphinx's HandleCodeBlocks (210)

    def apply(self, **kwargs: Any) -> None:
        """Put a target, or nothing, in the place of each."""
        # From within: what holds only such quotations is one.
        for quote in reversed([*nodes_of_kinds(self.document, nodes.block_quote)]):
            if not quote.children:
                ids = quote["ids"]
                quote.parent.replace(quote, [nodes.target("", "", ids=ids)] if ids else [])
