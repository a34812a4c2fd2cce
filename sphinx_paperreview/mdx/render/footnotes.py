"""Keep references and footnotes in step, where an element dropped one of the two."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.tree import SyntaxTreeNode

#: Stands before a label of digits, which MyST would take for the number itself.
PREFIX = "footnote-"


@contextmanager
def numbered_by_use(token: SyntaxTreeNode) -> Iterator[None]:
    """Have *token* rendered with a label that is no number.

    ``[^4]`` that is used first is the footnote 1 to Docusaurus.
    """
    label = token.meta["label"]
    token.meta["label"] = PREFIX + label if label.isdigit() else label
    try:
        yield
    finally:
        token.meta["label"] = label


def keep_in_step(document: nodes.document) -> None:
    """Turn references to footnotes that are not in the tree into text.

    docutils keeps lists of both beside the tree; what is not in the tree must leave them too,
    for the LaTeX builder fails at a reference without its footnote.
    """
    footnotes = list(document.findall(nodes.footnote))
    names = {name for footnote in footnotes for name in footnote["names"]}
    for reference in list(document.findall(nodes.footnote_reference)):
        label = reference.get("refname", "")
        if label not in names or _is_within(reference, label):
            text = f"[^{label.removeprefix(PREFIX)}]"
            reference.parent.replace(reference, nodes.Text(text))
    kept = {id(node) for node in footnotes}
    kept |= {id(node) for node in document.findall(nodes.footnote_reference)}
    document.footnotes[:] = [node for node in document.footnotes if id(node) in kept]
    document.autofootnotes[:] = [node for node in document.autofootnotes if id(node) in kept]
    references = document.autofootnote_refs
    references[:] = [node for node in references if id(node) in kept]
    for label, found in list(document.footnote_refs.items()):
        document.footnote_refs[label] = [node for node in found if id(node) in kept]


def _is_within(reference: nodes.footnote_reference, label: str) -> bool:
    """Return whether *reference* stands in the very footnote that it refers to."""
    node: nodes.Node | None = reference.parent
    while node is not None and not isinstance(node, nodes.footnote):
        node = node.parent
    return isinstance(node, nodes.footnote) and label in node["names"]
