"""Tables under our theme: a box that scrolls sideways, a first column that stays, whole numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.domain.scope import SiteTransform, has_own_theme
from sphinx_paperreview.nodes import block_element, nodes_of_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: Longest text of a cell that is kept on one line because it has numbers.
_LONGEST = 24
#: Digits without a word beside them: ``±0.3``, ``12.5%``, ``86.2 (+1.3)``, ``GPT-4``.
_FIGURES = re.compile(r"(?!.*[^\W\d_]{4}).*\d", re.DOTALL)
#: Columns from which on a table may be wider than a phone.
_WIDE = 3
#: Characters of a first column that is not to be made as narrow as its longest word.
_NAME = 14


class TableBoxes(SiteTransform):
    """Put every table into a box of its own, and mark what the style sheet has to know of cells.

    The box of three columns or more has the class ``pr-broad``, and ``pr-named`` if the first of
    them says much: it stays in sight while the box is scrolled. A cell of numbers has the class
    ``pr-whole``. The first cell of a row under a cell that spans rows is not in the first column,
    and has the class ``pr-inner``.
    """

    # After the transforms that replace what cells say: ours (8 to 20), ReferencesResolver (10).
    default_priority = 710
    formats = ("html",)

    def is_supported(self) -> bool:
        """Return whether the site has our theme; an EPUB has none."""
        builder = builder_of(self.env)
        return super().is_supported() and has_own_theme(builder) and not writes_epub(builder)

    def run(self, **kwargs: Any) -> None:
        """Wrap the tables of the document."""
        for table in nodes_of_kinds(self.document, nodes.table):
            columns, name = _mark(table)
            classes = ["pr-table"]
            if columns >= _WIDE:
                classes += ["pr-broad", "pr-named"] if name >= _NAME else ["pr-broad"]
            box = block_element("", classes=classes, tag="div")
            # Not ``replace_self``, which would give the box the ids and classes of the table, too.
            table.parent.replace(table, box)
            box.append(table)


def _mark(table: nodes.table) -> tuple[int, int]:
    """Mark the cells; return the number of columns, and the most characters in the first."""
    columns = longest = 0
    for group in table.children:
        if not isinstance(group, nodes.tgroup):
            continue
        columns = max(columns, int(group.get("cols", 0)))
        for part in group.children:
            if isinstance(part, nodes.thead | nodes.tbody):
                rows = (row for row in part.children if isinstance(row, nodes.row))
                longest = max(longest, _mark_rows(rows))
    return columns, longest


def _mark_rows(rows: Iterable[nodes.row]) -> int:
    """Mark the cells of *rows*; return the most characters of a cell in the first column."""
    below = longest = 0
    for row in rows:
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        for entry in entries:
            if len(entry.children) == 1 and _has_figures(entry):
                entry["classes"].append("pr-whole")
        if below:
            below -= 1
            for entry in entries[:1]:
                entry["classes"].append("pr-inner")
        elif entries:
            below = int(entries[0].get("morerows", 0))
            longest = max(longest, len(entries[0].astext()))
    return longest


def _has_figures(entry: nodes.entry) -> bool:
    text = entry.astext().strip()
    return len(text) <= _LONGEST and bool(_FIGURES.match(text))
