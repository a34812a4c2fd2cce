"""Lists as deep as a text has them: LaTeX goes no deeper than six levels unless it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of

if TYPE_CHECKING:
    from sphinx.builders.latex import LaTeXBuilder

#: What LaTeX counts as a list; an admonition and a title of code are frames with lists within.
_LISTS = (
    nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list,
    nodes.line_block, nodes.block_quote, nodes.literal_block, nodes.Admonition,
)  # fmt: skip
_ENOUGH = 6


class LatexNesting(SphinxPostTransform):
    """Ask LaTeX for as many levels as the book has (``maxlistdepth``), if a project does not."""

    formats = ("latex",)
    default_priority = 700

    def run(self, **kwargs: Any) -> None:
        """Measure the lists of the document."""
        deepest = max(
            (_depth(node) for node in self.document.findall(lambda node: isinstance(node, _LISTS))),
            default=0,
        )
        context = cast("LaTeXBuilder", builder_of(self.env)).context
        if deepest >= _ENOUGH and not context["maxlistdepth"]:
            context["maxlistdepth"] = str(deepest + 1)


def _depth(node: nodes.Node) -> int:
    depth, outer = 0, cast("nodes.Node | None", node)
    while outer is not None:
        depth += isinstance(outer, _LISTS)
        outer = outer.parent
    return depth
