"""Builders of the components that a site registers (``add_component``)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.components import Component
from sphinx_paperreview.mdx.javascript.template import Template
from sphinx_paperreview.mdx.javascript.values import Asset, Imported, Partial, show
from sphinx_paperreview.mdx.render.files import find_file
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.components import ComponentFunction
    from sphinx_paperreview.mdx.elements.element import Builder, Element
    from sphinx_paperreview.mdx.javascript.values import Value


def builders(components: Mapping[str, ComponentFunction]) -> dict[str, Builder]:
    """Return a builder for each of *components*."""
    return {name: partial(_build, function) for name, function in components.items()}


def _build(function: ComponentFunction, element: Element) -> list[Node]:
    """Call *function* for *element*; if it fails, warn (``MDX_COMPONENT``) and keep the content."""
    renderer = element.renderer
    children = element.phrases() if element.inline else element.blocks()
    component = Component(
        name=element.name,
        attributes={
            name: _plain(element, value) for name, value in element.attributes.props.items()
        },
        children=[child.deepcopy() for child in children],
        inline=element.inline,
        docname=renderer.sphinx_env.docname,
        line=renderer.line_of(element.token),
        env=renderer.sphinx_env,
    )
    try:
        result: object = function(component)
    except Exception as error:  # noqa: BLE001  # the site's code may raise anything
        problem = f"failed with {type(error).__name__}: {error}"
    else:
        if isinstance(result, list) and all(isinstance(node, nodes.Node) for node in result):
            return result
        problem = f"returned {type(result).__name__}, not a list of docutils nodes"
    message = f"the component <{element.name}> {problem}; its content is kept"
    element.warn(WarningKind.MDX_COMPONENT, message)
    return children


def _plain(element: Element, value: Value) -> Any:
    """Return *value* as plain data: files as paths from the source folder."""
    if isinstance(value, Asset):
        renderer = element.renderer
        return find_file(renderer.sphinx_env, value.path, renderer.base) or value.path
    if isinstance(value, Imported | Partial | Template):
        return show(value)
    if isinstance(value, list):
        return [_plain(element, item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(element, item) for name, item in value.items()}
    return value
