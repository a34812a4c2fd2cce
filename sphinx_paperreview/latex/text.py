"""Text for LaTeX: characters that fonts lack, and blank lines, which would end a paragraph."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.latex import symbols

_BLANK_LINES = re.compile(r"\n\s*\n")
#: Spaces of a fixed width, which few fonts have.
_SPACES = re.compile("[\u2000-\u200a\u202f\u205f]")
#: Nodes whose text is not written as text.
_NOT_TEXT = (nodes.FixedTextElement, nodes.raw, nodes.math, nodes.math_block, nodes.comment)


def without_blank_lines(text: str) -> str:
    """Return *text* without blank lines, which end a paragraph in TeX, an error in an argument."""
    return _BLANK_LINES.sub("\n", text)


class LatexText(SiteTransform):
    """Replace characters that fonts lack and blank lines in the text of a book.

    Inline elements with an id get a target, which Sphinx's writer makes of no inline element.
    """

    formats = ("latex",)
    # After references have their text (10), before Sphinx collects footnotes (600).
    default_priority = 450

    def run(self, **kwargs: Any) -> None:
        """Rewrite each text of the document, and add the targets."""
        for inline in self.document.findall(nodes.inline):
            if inline["ids"]:
                inline.insert(0, nodes.target("", "", ids=inline["ids"]))
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, _NOT_TEXT) or "language" in parent:
                continue
            plain = _SPACES.sub(" ", without_blank_lines(text))
            parts = list(symbols.split(plain))
            if parts != [(text, "")]:
                parent.replace(text, [_node(*part) for part in parts])


def _node(part: str, command: str) -> nodes.Node:
    return nodes.raw(part, command, format="latex") if command else nodes.Text(part)
