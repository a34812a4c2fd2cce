"""Admonitions, written as ``:::note`` or ``<Admonition>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels, get_translation
from sphinx_design.shared import create_component

from sphinx_paperreview.mdx.render import sanitize
from sphinx_paperreview.mdx.rules.admonition import TYPES
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer
    from sphinx_paperreview.mdx.rules.admonition import Opening

_ = get_translation("paperreview")

#: Types that docutils has a node for; its title is in the site's language.
_STANDARD: dict[str, type[nodes.Element]] = {
    "note": nodes.note,
    "tip": nodes.tip,
    "warning": nodes.warning,
    "danger": nodes.danger,
    "caution": nodes.caution,
}


def make_admonition(name: str, title: list[Node], classes: list[str]) -> Element:
    """Return an admonition without content; the default *title* is that of the type."""
    kind = TYPES.get(name.lower(), name.lower())
    if not title and name.lower() in _STANDARD:
        return _STANDARD[kind]("", classes=classes)
    title = title or [nodes.Text(_default_title(name))]
    # An alias (``info`` …) is a class before the type, whose class themes style.
    names = [name.lower(), kind] if kind in TYPES else ["note", nodes.make_id(kind) or "note"]
    heading = nodes.title("", "", *title)
    return nodes.admonition("", heading, classes=[*dict.fromkeys(names), *classes])


def make_dropdown(title: Sequence[Node], *, opened: bool, classes: list[str]) -> Element:
    """Return a box without content that readers open, as sphinx-design's, for every builder."""
    node = create_component(
        "dropdown",
        opened=opened,
        type="dropdown",
        has_title=True,
        icon=None,
        chevron=None,
        container_classes=["sd-mb-3", *classes],
        title_classes=[],
        body_classes=[],
    )
    node.append(nodes.rubric("", "", *title))
    return node


def _default_title(name: str) -> str:
    lower = name.lower()
    if lower == "info":
        return _("Info")
    if lower in admonitionlabels:
        return str(admonitionlabels[lower])
    return name.capitalize() if lower in TYPES else name


def warn_unknown(renderer: BaseRenderer, name: str, token: SyntaxTreeNode) -> None:
    """Warn once (``MDX_ADMONITION``) about a type that Docusaurus does not have."""
    if name.lower() not in TYPES:
        message = f"“{name}” is no type of admonition; write note, tip, info, warning or danger"
        renderer.warn_once(f":::{name}", WarningKind.MDX_ADMONITION, message, token)


def render_admonition(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render ``:::name``; warn (``MDX_REFUSED``) of what Docusaurus refuses in its first line.

    Warn (``MDX_ADMONITION``) if a heading ended it for want of its last line.
    """
    opening: Opening = token.meta["opening"]
    warn_unknown(renderer, opening.name, token)
    if opening.problem:
        renderer.warn(WarningKind.MDX_REFUSED, opening.problem, token)
    if opening.is_unclosed:
        message = f":::{opening.name} is not closed, so the next heading ends it; write ::: before"
        renderer.warn(WarningKind.MDX_ADMONITION, message, token)
    children = list(token.children or [])
    title = nodes.title()
    if children and children[0].type == "mdx_admonition_title":
        context = renderer.within(inline=True, titled=True)
        with context, renderer.current_node_context(title):
            renderer.render_children(children.pop(0))
    classes = [name for name in opening.classes if sanitize.valid_id(name)]
    node = make_admonition(opening.name, list(title.children), classes)
    if opening.fold:
        node = make_dropdown(
            title.children or [nodes.Text(_default_title(opening.name))],
            opened=opening.fold == "+",
            classes=[opening.name.lower(), *classes],
        )
    renderer.place(node, token)
    for heading in nodes_of_kinds(node, nodes.title, nodes.rubric):
        heading.rawsource = opening.title  # what translators translate
        renderer.place(heading, token)
    if sanitize.valid_id(opening.id) and opening.id not in renderer.document.ids:
        node["ids"].append(opening.id)
        renderer.document.ids[opening.id] = node
        renderer.note_anchor(opening.id, renderer.line_of(token), opening.title or opening.name)
    with renderer.within(inline=False), renderer.current_node_context(node, append=True):
        for child in children:
            renderer.rules[f"render_{child.type}"](child)
