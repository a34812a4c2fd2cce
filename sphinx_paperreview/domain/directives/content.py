"""``paper:note`` and ``paper:figure``: MDX's ``:::note`` and centred image, as directives."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node


class PaperNote(SphinxDirective):
    """A note of the reviewer, as ``:::note`` in MDX; the argument is its title."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[Node]:
        """Return the admonition."""
        self.assert_has_content()
        note: nodes.Element = nodes.note()
        if self.arguments:
            note = nodes.admonition(classes=["note"])
            inner, messages = self.parse_inline(self.arguments[0])
            note += [nodes.title(self.arguments[0], "", *inner), *messages]
        self.set_source_info(note)
        note += self.parse_content_to_nodes()
        return [note]


class PaperFigure(SphinxDirective):
    """A centred figure; the content is its caption."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "width": directives.length_or_percentage_or_unitless,
        "alt": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return the image, in a figure if there is a caption."""
        # Without a source text Sphinx takes the line away, and MyST 5.1 has none.
        source = self.block_text or self.arguments[0]
        image = nodes.image(source, uri=directives.uri(self.arguments[0]))
        self.set_source_info(image)
        image["alt"] = self.options.get("alt", "")
        if self.options.get("alt") == "":
            image["decorative"] = True
        if "width" in self.options:
            width = self.options["width"]
            image["width"] = f"{width}px" if width.isdigit() else width
        image["align"] = "center"
        if not self.content:
            return [image]
        figure = nodes.figure("", image, align="center")
        del image["align"]
        self.set_source_info(figure)
        content = self.parse_content_to_nodes()
        caption = next((node for node in content if isinstance(node, nodes.paragraph)), None)
        if caption is not None:
            figure += nodes.caption(caption.rawsource, "", *caption.children)
            rest = [node for node in content if node is not caption]
            if rest:
                figure += nodes.legend("", *rest)
        return [figure]
