"""Lists and tables that are nested deeply.

LaTeX stops at a list of more than six levels unless more are requested, and Sphinx's writer raises
an error for a table within three others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.domain.builders import latex_builder
from sphinx_paperreview.domain.scope import SiteTransform
from sphinx_paperreview.nodes import replace_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Nodes that are lists in LaTeX; an admonition and a code block are frames with a list within.
_LISTS = (
    nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list,
    nodes.line_block, nodes.block_quote, nodes.literal_block, nodes.Admonition,
)  # fmt: skip
#: Levels of lists that LaTeX has, and of tables that Sphinx's writer accepts.
_LIST_LEVELS = 6
_TABLE_LEVELS = 3


class LatexNesting(SiteTransform):
    """Set Sphinx's ``maxlistdepth`` to the levels of the book, unless the project sets it.

    A table that is nested too deeply is replaced by the contents of its cells.
    """

    formats = ("latex",)
    # After Sphinx's transforms that move targets and footnotes (400 to 600).
    default_priority = 700

    def run(self, **kwargs: Any) -> None:
        """Measure the lists and tables of the document."""
        for table in list(self.document.findall(nodes.table)):
            if _depth(table, (nodes.table,)) > _TABLE_LEVELS:
                parts = [part for cell in _cells(table) for part in cell.children]
                replace_nodes([(table, parts)])
        lists = self.document.findall(lambda node: isinstance(node, _LISTS))
        deepest = max((_depth(node, _LISTS) for node in lists), default=0)
        context = latex_builder(builder_of(self.env)).context
        if deepest >= _LIST_LEVELS and not context["maxlistdepth"]:
            context["maxlistdepth"] = str(deepest + 1)


def _cells(table: nodes.table) -> Iterator[nodes.entry]:
    """Yield the cells of *table*, without those of tables within it."""
    groups = [group for group in table.children if isinstance(group, nodes.tgroup)]
    for part in [part for group in groups for part in group.children]:
        if isinstance(part, nodes.thead | nodes.tbody):
            for row in part.children:
                yield from row.children  # type: ignore[misc]  # what a row may hold


def _depth(node: nodes.Node, kinds: tuple[type, ...]) -> int:
    """Return the number of nodes of *kinds* among *node* and its ancestors."""
    depth, outer = 0, cast("nodes.Node | None", node)
    while outer is not None:
        depth += isinstance(outer, kinds)
        outer = outer.parent
    return depth
