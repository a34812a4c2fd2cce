r"""Read-time transform: remove characters that XML or HTML forbids.

Text that is copied from PDFs often has control characters. They come from the source, from
included files, and from escapes (``&#12;``, ``{"\u0008"}``), so the doctree is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview._compat import app_of
from sphinx_paperreview.core.text import has_unfit, whole
from sphinx_paperreview.mdx.parser import MdxParser, parser_of
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.posts.posts import is_post
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from docutils.nodes import Node


class FitCharacters(SphinxTransform):
    """Remove control characters, lone surrogates and noncharacters from what we publish.

    That is a post, or a document that our parser reads. One warning for each document is given
    (:attr:`.WarningKind.FILE`).
    """

    # Before all transforms that read the text of a document; substitutions are at 220.
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Change the nodes that have such characters."""
        if not self._is_ours():
            return
        first: Node | None = None
        for node in nodes_of_kinds(self.document, nodes.Element, nodes.Text):
            changed = _clean_text(node) if isinstance(node, nodes.Text) else _clean_attributes(node)
            first = first or changed
        if first is not None:
            line = next((each.line for each in _upwards(first) if each.line), 1)
            warn(
                WarningKind.FILE,
                "the text has control characters (often copied from a PDF), which HTML and XML "
                "forbid; they are left out, delete them",
                location=(self.env.docname, line),
            )

    def _is_ours(self) -> bool:
        parser = parser_of(app_of(self.env), self.env.doc2path(self.env.docname))
        return issubclass(parser, MdxParser) or is_post(self.env, self.document)


def _clean_text(node: nodes.Text) -> Node | None:
    # reStructuredText notes a backslash as a null character, which ``astext`` leaves out.
    if not has_unfit(node) or not has_unfit(node.astext()):
        return None
    cleaned = nodes.Text(whole(node.astext()))
    node.parent.replace(node, cleaned)
    return cleaned


def _clean_attributes(node: Node) -> Node | None:
    changed = None
    for key, value in getattr(node, "attributes", {}).items():
        if value and isinstance(value, str | list | tuple | dict):
            cleaned = _cleaned(value)
            if cleaned != value:
                node.attributes[key] = cleaned  # type: ignore[attr-defined]  # an element
                changed = node
    return changed


def _cleaned(value: Any) -> Any:
    """Return *value* with the texts in it cleaned; the same object if nothing changes."""
    if isinstance(value, str):
        return whole(value) if has_unfit(value) else value
    if isinstance(value, list | tuple) and type(value) in {list, tuple}:
        items = [_cleaned(item) for item in value]
        return value if items == list(value) else type(value)(items)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def _upwards(node: Node | None) -> list[nodes.Element]:
    found = []
    while node is not None:
        if isinstance(node, nodes.Element):
            found.append(node)
        node = node.parent
    return found
