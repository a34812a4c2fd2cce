"""Footnotes and their references, each kept only where the other exists."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer

from sphinx_paperreview.mdx.language import is_message
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Put before a label of digits, which MyST would take for the number itself.
_PREFIX = "footnote-"


def note_labels(renderer: BaseRenderer, tokens: list[Token]) -> None:
    """Note the labels of the footnotes and references among *tokens* before they are rendered."""
    renderer.footnotes.defined.update(
        token.meta["label"] for token in tokens if token.type == "footnote_reference_open"
    )
    renderer.footnotes.referenced.update(
        child.meta["label"]
        for token in tokens
        for child in token.children or []
        if child.type == "footnote_ref"
    )


def render_footnote(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a footnote; leave out one that nothing refers to, and warn (``MDX_REFUSED``)."""
    label = token.meta["label"]
    if label in renderer.footnotes.referenced:
        with renderer.within(inline=False), _numbered_by_use(token):
            SphinxRenderer.render_footnote_reference(renderer, token)
    else:
        message = f"nothing refers to the footnote [^{label}]; it is left out"
        renderer.warn(WarningKind.MDX_REFUSED, message, token, refused=False)


def render_reference(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a reference to a footnote, or its source if there is no such footnote.

    The footnotes of a translated message are in its document, to which Sphinx moves the reference.
    """
    label = token.meta["label"]
    if label in renderer.footnotes.defined or is_message(renderer.document):
        with _numbered_by_use(token):
            SphinxRenderer.render_footnote_ref(renderer, token)
    else:
        renderer.current_node.append(nodes.Text(f"[^{label}]"))


@contextmanager
def _numbered_by_use(token: SyntaxTreeNode) -> Iterator[None]:
    """Render *token* with a label that is not a number.

    Docusaurus numbers footnotes by their first references, whatever their labels are.
    """
    label = token.meta["label"]
    token.meta["label"] = _PREFIX + label if label.isdigit() else label
    try:
        yield
    finally:
        token.meta["label"] = label


def drop_unmatched(document: nodes.document) -> None:
    """Turn references to footnotes that are not in the tree into text.

    An element may have dropped either of the two. docutils keeps lists of both beside the tree;
    what is not in the tree must leave them too, because the LaTeX builder fails at a reference
    without its footnote.
    """
    footnotes = list(document.findall(nodes.footnote))
    names = {name for footnote in footnotes for name in footnote["names"]}
    for reference in list(document.findall(nodes.footnote_reference)):
        label = reference.get("refname", "")
        if label not in names or _is_within(reference, label):
            text = f"[^{label.removeprefix(_PREFIX)}]"
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
    """Return whether *reference* is in the very footnote that it refers to."""
    node: nodes.Node | None = reference.parent
    while node is not None and not isinstance(node, nodes.footnote):
        node = node.parent
    return isinstance(node, nodes.footnote) and label in node["names"]
