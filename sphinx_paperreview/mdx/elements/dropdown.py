"""``<details>`` and ``<Details>`` as sphinx-design's dropdown, which every builder supports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.render.admonitions import make_dropdown
from sphinx_paperreview.mdx.render.contents import phrases, split

if TYPE_CHECKING:
    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.elements.element import Element


def _is_summary(token: SyntaxTreeNode) -> bool:
    return token.type == "mdx_jsx" and (token.meta or {}).get("name") == "summary"


def _find_summary(tokens: list[SyntaxTreeNode]) -> SyntaxTreeNode | None:
    """Return the first summary among *tokens* and in the paragraphs among them."""
    for token in tokens:
        if _is_summary(token):
            return token
        if token.type in {"paragraph", "inline"}:
            found = _find_summary(list(token.children or []))
            if found is not None:
                return found
    return None


def dropdown(element: Element) -> list[Node]:
    """Return a dropdown; the summary may be in one paragraph with the text after it."""
    renderer = element.renderer
    summary = _find_summary(list(element.token.children or []))
    title: list[Node] = []
    if summary is not None:
        holder = nodes.inline()
        context = renderer.within(inline=True, titled=True)
        with context, renderer.current_node_context(holder):
            renderer.render_children(summary)
        title = phrases(holder.children)
        _remove(summary)
    else:
        title = element.shown(element.attributes.values.get("summary"))
    if not title:
        title = [nodes.Text("Details")]
    template = nodes.paragraph()
    renderer.place(template, element.token)
    body = split(template, element.children(), images=True)
    opened = bool(element.attributes.values.get("open"))
    node = make_dropdown(title, opened=opened, classes=element.attributes.classes)
    node.extend(body)
    return [node]


def _remove(token: SyntaxTreeNode) -> None:
    """Remove the summary, and the line break after it, from its parent."""
    parent = token.parent
    if parent is None:
        return
    siblings = list(parent.children)
    at = next(index for index, sibling in enumerate(siblings) if sibling is token)
    del siblings[at]
    if at < len(siblings) and siblings[at].type == "softbreak":
        del siblings[at]
    parent.children = siblings
