"""Text as LaTeX can set it: characters that fonts lack, and lines that would end a paragraph."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview.latex import symbols

#: TeX takes an empty line for the end of a paragraph, also within the argument of a command.
_BLANK_LINES = re.compile(r"\n\s*\n")
#: Spaces of a width of their own, which few fonts have.
_SPACES = re.compile("[\u2000-\u200a\u202f\u205f]")
#: What shows its text by other means than the words within.
_OTHER = (nodes.FixedTextElement, nodes.raw, nodes.math, nodes.math_block, nodes.comment)


class LatexText(SphinxPostTransform):
    """Take care of characters and blank lines in the text of a book."""

    formats = ("latex",)
    # Once references have their words (10), before Sphinx collects footnotes (600).
    default_priority = 450

    def run(self, **kwargs: Any) -> None:
        """Look at each text of the document, and at each place that a link may lead to."""
        for inline in self.document.findall(nodes.inline):
            if inline["ids"]:  # Sphinx's writer passes over them
                inline.insert(0, nodes.target("", "", ids=inline["ids"]))
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, _OTHER) or "language" in parent:
                continue
            plain = _SPACES.sub(" ", _BLANK_LINES.sub("\n", text))
            parts = list(symbols.split(plain))
            if parts != [(text, "")]:
                parent.replace(text, [_node(*part) for part in parts])


def _node(part: str, command: str) -> nodes.Node:
    return nodes.raw(part, command, format="latex") if command else nodes.Text(part)
