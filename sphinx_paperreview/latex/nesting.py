"""Lists and tables as deep as a text has them.

LaTeX makes lists of no more than six levels unless it is told, and Sphinx refuses the whole book
for a table within three others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.latex import LaTeXBuilder

#: What LaTeX counts as a list; an admonition and a title of code are frames with lists within.
_LISTS = (
    nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list,
    nodes.line_block, nodes.block_quote, nodes.literal_block, nodes.Admonition,
)  # fmt: skip
_ENOUGH = 6
_TABLES = 3


class LatexNesting(SphinxPostTransform):
    """Ask LaTeX for as many levels as the book has (``maxlistdepth``), if a project does not.

    Of a table that is too deep, the contents of the cells are left.
    """

    formats = ("latex",)
    default_priority = 700

    def run(self, **kwargs: Any) -> None:
        """Measure the lists and tables of the document."""
        for table in list(self.document.findall(nodes.table)):
            if _depth(table, (nodes.table,)) > _TABLES:
                table.replace_self([part for cell in _cells(table) for part in cell.children])
        lists = self.document.findall(lambda node: isinstance(node, _LISTS))
        deepest = max((_depth(node, _LISTS) for node in lists), default=0)
        context = cast("LaTeXBuilder", builder_of(self.env)).context
        if deepest >= _ENOUGH and not context["maxlistdepth"]:
            context["maxlistdepth"] = str(deepest + 1)


def _cells(table: nodes.table) -> Iterator[nodes.entry]:
    """Yield the cells of *table*, not those of tables within it."""
    groups = [group for group in table.children if isinstance(group, nodes.tgroup)]
    for part in [part for group in groups for part in group.children]:
        if isinstance(part, nodes.thead | nodes.tbody):
            for row in part.children:
                yield from row.children  # type: ignore[misc]  # what a row may hold


def _depth(node: nodes.Node, kinds: tuple[type, ...]) -> int:
    """Return how many nodes of *kinds* there are from the document to *node*, itself included."""
    depth, outer = 0, cast("nodes.Node | None", node)
    while outer is not None:
        depth += isinstance(outer, kinds)
        outer = outer.parent
    return depth
