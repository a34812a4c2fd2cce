"""What would end a build in the writers of text, man pages and Texinfo.

Each of these transforms can go when the writer that it names writes such nodes.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds

#: What the writer of Texinfo leaves out of the name of a section.
_LEFT_OUT = str.maketrans(",:()", "    ")


class TablesInTables(PageTransform):
    """Write the cells of a table within a table one after another.

    Sphinx's writer of text and docutils' writer of man pages know no such table.
    """

    builders = ("text", "man")
    # After all that makes tables.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Replace the inner tables, from within, by the content of their cells."""
        tables = nodes_of_kinds(self.document, nodes.table)
        for table in reversed([each for each in tables if _is_in_table(each)]):
            titles = [nodes.paragraph("", "", *each) for each in nodes_of_kinds(table, nodes.title)]
            cells = nodes_of_kinds(table, nodes.entry)
            table.parent.replace(table, [*titles, *(block for cell in cells for block in cell)])


def _is_in_table(table: nodes.table) -> bool:
    node = table.parent
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return node is not None


class EmptyNotes(PageTransform):
    """Put a dash into footnotes and citations without words.

    docutils' writer of man pages expects a word behind their label.
    """

    builders = ("man",)
    # After all that makes or removes words.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Add a paragraph to each."""
        for note in nodes_of_kinds(self.document, nodes.footnote, nodes.citation):
            if len(note.astext().split()) < 2:
                note.append(nodes.paragraph("", "\N{EM DASH}"))


class EmptyTitles(PageTransform):
    """Name sections whose title has no words (``## :``).

    Sphinx's writer of Texinfo makes the names of its nodes of titles, and expects one.
    """

    builders = ("texinfo",)
    # After all that makes or removes words.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Add to each title what Sphinx writes where there is no title."""
        for title in nodes_of_kinds(self.document, nodes.title):
            is_of_section = isinstance(title.parent, nodes.section)
            if is_of_section and not title.astext().translate(_LEFT_OUT).strip():
                title.append(nodes.Text("<untitled>"))
