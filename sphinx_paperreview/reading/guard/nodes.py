"""Replace nodes at which writers end.

The transforms of docutils leave some unresolved in documents with errors, as in copies of what a
substitution shows: no writer knows a ``pending``, and each takes it for granted that a reference to
a footnote leads to one, and that for LaTeX, not to the one in which it stands. Cross-references
within others are never resolved. Footnotes within ``eval-rst`` may have no label, which the writers
for manual pages and Texinfo expect. That for plain text knows no ``footer`` and no item without a
list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.nodes import ancestor, nodes_of_kinds
from sphinx_paperreview.reading.guard.documents import MAY_BE_UNWRITABLE

if TYPE_CHECKING:
    from collections.abc import Mapping


class WritableNodes(SphinxTransform):
    """Show in a guarded document what a writer would end at as text, or not at all."""

    # After all transforms of docutils and Sphinx that resolve something.
    default_priority = 990

    def apply(self, **kwargs: Any) -> None:
        """Replace the nodes that no writer can show."""
        if not self.env.current_document.get(MAY_BE_UNWRITABLE):
            return
        kinds = (nodes.pending, nodes.math_block, nodes.footnote, nodes.decoration,
                 nodes.list_item, nodes.footnote_reference, nodes.citation_reference,
                 addnodes.pending_xref)  # fmt: skip
        found = nodes_of_kinds(self.document, *kinds)
        notes = {name: node["ids"][0] for node in found if isinstance(node, nodes.footnote)
                 and ancestor(node, nodes.decoration) is None for name in node["ids"]}  # fmt: skip
        for node in found:
            if isinstance(node, nodes.footnote_reference):
                _lead_to_note(node, notes)
            else:
                _make_writable(node, has_figure_numbers=self.config.numfig)


def _lead_to_note(node: nodes.footnote_reference, notes: Mapping[str, str]) -> None:
    """Have *node* lead to a note by its first id, as *notes* have it; else show it as text."""
    target = node.get("refid")
    own = ancestor(node, nodes.footnote)
    if target not in notes or (own is not None and target in own["ids"]):
        node.parent.replace(node, nodes.Text(f"[{node.astext()}]"))
    else:
        node["refid"] = notes[target]


def _make_writable(node: Any, *, has_figure_numbers: bool) -> None:
    """Replace *node* if a writer would end at it."""
    if isinstance(node, nodes.pending | nodes.decoration):
        node.parent.remove(node)
    elif isinstance(node, nodes.math_block):
        if has_figure_numbers and not node["ids"]:
            node["number"] = None  # it has the name of another one
    elif isinstance(node, nodes.footnote):
        if not isinstance(next(iter(node.children), None), nodes.label):
            node.insert(0, nodes.label("", "*"))  # docutils found no number for it
    elif isinstance(node, nodes.list_item):
        if not isinstance(node.parent, nodes.bullet_list | nodes.enumerated_list):
            node.replace_self(nodes.container("", *node.children))
    elif isinstance(node, addnodes.pending_xref):
        if ancestor(node, addnodes.pending_xref) is not None:
            node.parent.replace(node, node.children)
    elif isinstance(node, nodes.citation_reference) and "refid" not in node:
        node.parent.replace(node, nodes.Text(f"[{node.astext()}]"))
