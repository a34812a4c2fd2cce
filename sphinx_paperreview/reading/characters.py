r"""Read-time transform: characters that no page, book or feed can hold are left out.

Text that is copied from PDFs often has control characters. They come from the source, from files
that it includes, and from escapes (``&#12;``, ``{"\u0008"}``), so the doctree is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.core.text import has_unfit, whole
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Node


class FitCharacters(SphinxTransform):
    """Leave out control characters, halves of emoji and noncharacters; warn once a document.

    The kind of the warning is :attr:`WarningKind.FILE`.
    """

    # Before all that read the text of a document; substitutions come at 220.
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Change the nodes that have such characters."""
        first: Node | None = None
        for node in list(self.document.findall()):
            changed = _mend_text(node) if isinstance(node, nodes.Text) else _mend_attributes(node)
            first = first or changed
        if first is not None:
            line = next((each.line for each in _upwards(first) if each.line), 1)
            warn(
                WarningKind.FILE,
                "the text has control characters, which no page can hold (as from a PDF); they "
                "are left out, delete them",
                location=(self.env.docname, line),
            )


def _mend_text(node: nodes.Text) -> Node | None:
    if not has_unfit(node):
        return None
    mended = nodes.Text(whole(str(node)))
    node.parent.replace(node, mended)
    return mended


def _mend_attributes(node: Node) -> Node | None:
    changed = None
    for key, value in getattr(node, "attributes", {}).items():
        if value and isinstance(value, str | list | tuple | dict):
            mended = _mended(value)
            if mended != value:
                node.attributes[key] = mended  # type: ignore[attr-defined]  # an element
                changed = node
    return changed


def _mended(value: Any) -> Any:
    """Return *value* with the texts in it changed; the same object if there is nothing to do."""
    if isinstance(value, str):
        return whole(value) if has_unfit(value) else value
    if isinstance(value, list | tuple) and type(value) in {list, tuple}:
        items = [_mended(item) for item in value]
        return value if items == list(value) else type(value)(items)
    if isinstance(value, dict):
        return {key: _mended(item) for key, item in value.items()}
    return value


def _upwards(node: Node | None) -> list[nodes.Element]:
    found = []
    while node is not None:
        if isinstance(node, nodes.Element):
            found.append(node)
        node = node.parent
    return found
