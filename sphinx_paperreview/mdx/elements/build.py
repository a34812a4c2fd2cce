"""From the token of any element to nodes: find the builder for its name, and call it.

A builder is a function of an :class:`Element` that returns nodes. It comes from the imports and
exports of the post, else from the registry. An element without a builder keeps its children and
is warned about once a page (``MDX_COMPONENT``).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.mdx.elements.attributes import read_attributes
from sphinx_paperreview.mdx.elements.docusaurus import contents
from sphinx_paperreview.mdx.elements.element import Element, keep_children, nothing
from sphinx_paperreview.mdx.elements.partials import show_partial
from sphinx_paperreview.mdx.elements.shortcodes import listing_builder, template_builder
from sphinx_paperreview.mdx.elements.templates import show_template
from sphinx_paperreview.mdx.elements.titled import show_titled
from sphinx_paperreview.mdx.javascript.scope import OPAQUE
from sphinx_paperreview.mdx.javascript.template import Template
from sphinx_paperreview.mdx.javascript.values import Asset, Imported, Partial
from sphinx_paperreview.mdx.render import sanitize
from sphinx_paperreview.mdx.render.contents import is_block, split
from sphinx_paperreview.mdx.rules.scanner import Tag
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.elements.element import Builder
    from sphinx_paperreview.mdx.render.base import BaseRenderer


def render_element(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render an element of HTML, a component or a fragment (``<>``)."""
    result = _build(renderer, token)
    if token.block:
        template = nodes.paragraph()
        renderer.place(template, token)
        result = split(template, result, images=True, strays=True)
    renderer.current_node.extend(result)


def _build(renderer: BaseRenderer, token: SyntaxTreeNode) -> list[Node]:
    """Return the nodes of the element *token*; warn of its problems (``MDX_JSX``)."""
    renderer.has_elements = True
    tag = token.meta["item"]
    if not isinstance(tag, Tag):
        return []
    for problem in [*tag.problems, *filter(None, [token.meta.get("problem")])]:
        renderer.warn(WarningKind.MDX_JSX, problem, token)
    attributes = read_attributes(tag, renderer.scope, renderer.md_env.get(OPAQUE, ()))
    inline = renderer.inline and not token.block
    element = Element(tag.name, attributes, token, renderer, inline)
    builder = listing_builder(element) or _builder(renderer, element)
    # These ignore attributes, so their problems do not matter.
    for problem in attributes.problems if builder not in {_unknown, nothing, contents} else ():
        refused = problem in attributes.refused
        renderer.warn(WarningKind.MDX_ATTRIBUTE, problem, token, refused=refused)
    result = builder(element)
    if renderer.titled:
        result = [_as_text(node) if is_block(node) else node for node in result]
    _identify(element, result)
    return result


def _as_text(node: Node) -> Node:
    """Return the text of *node*, for a title, which may hold no block."""
    return nodes.inline("", " ".join(node.astext().split()))


def _builder(renderer: BaseRenderer, element: Element) -> Builder:
    name = element.name
    opaque = renderer.md_env.get(OPAQUE, ())
    bound = renderer.scope.get(name)
    if "a" <= name[:1] <= "z" and "." not in name:
        # To JSX a lower-case name is that element of HTML, whatever is imported or defined.
        bound, opaque = None, ()
    if isinstance(bound, Asset):
        element.attributes.values["src"] = bound
        return renderer.registry["img"]
    if isinstance(bound, Template):
        return partial(_from_template, bound)
    if isinstance(bound, Partial):
        return partial(show_partial, bound)
    if isinstance(bound, Imported):
        name = bound.name if bound.name in renderer.registry else name
    if name == "" or "template" in element.token.meta:
        return template_builder if name else keep_children
    found = renderer.registry.get(name)
    if found is None and name.isupper() and name != "A" and bound is None:
        found = renderer.registry.get(name.lower())
        if found is not None and name not in opaque:
            message = f"<{name}> is a component to MDX; write <{name.lower()}>"
            renderer.warn_once(
                f"<{name}>", WarningKind.MDX_COMPONENT, message, element.token, refused=True
            )
    if found is not None and name not in opaque:
        return found
    return _unknown


def _from_template(template: Template, element: Element) -> list[Node]:
    result = show_template(template, element)
    return _unknown(element) if result is None else result


def _unknown(element: Element) -> list[Node]:
    message = f"<{element.name}> has no meaning here; its content is kept"
    renderer, name = element.renderer, element.name.split(".")[0]
    known = name in renderer.scope or name in renderer.md_env.get(OPAQUE, ())
    owner = renderer.scope.get(name)
    if isinstance(owner, dict) and "." in element.name:
        known = element.name.split(".")[1] in owner
    # To React every lower-case name is an element of HTML, even if unknown.
    refused = not known and (not name[:1].islower() or "." in element.name)
    renderer.warn_once(
        f"<{element.name}>", WarningKind.MDX_COMPONENT, message, element.token, refused=refused
    )
    return show_titled(element)


def _identify(element: Element, result: list[Node]) -> None:
    """Give the first node of *result* the element's id, and each node a source and line."""
    for node in result:
        for child in node.findall(nodes.Element):
            if child.line is None:
                element.renderer.place(child, element.token)
    name = element.attributes.text("id")
    if not name and element.name == "a":
        name = element.attributes.text("name")  # of HTML before version 5
    first = next((node for node in result if isinstance(node, nodes.Element)), None)
    document = element.renderer.document
    if first is None or not sanitize.valid_id(name) or name in document.ids:
        return
    first["ids"].append(name)
    document.ids[name] = first
    line = element.renderer.line_of(element.token)
    element.renderer.note_anchor(name, line, first.astext()[:200] or name)
