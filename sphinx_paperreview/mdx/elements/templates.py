"""Components that the post itself defines as functions that return JSX."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.mdx.elements.partials import MAX_COUNT
from sphinx_paperreview.mdx.javascript.literals import evaluate
from sphinx_paperreview.mdx.javascript.scope import OPAQUE, scope_of
from sphinx_paperreview.mdx.javascript.values import NotLiteral
from sphinx_paperreview.mdx.render.data import read_data

if TYPE_CHECKING:
    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Element
    from sphinx_paperreview.mdx.javascript.template import Template
    from sphinx_paperreview.mdx.javascript.values import Value

#: Most templates within one another.
MAX_DEPTH = 8


def show_template(template: Template, element: Element) -> list[Node] | None:
    """Return the nodes of *template* for *element*; None if that takes running JavaScript."""
    renderer = element.renderer
    if renderer.template_depth >= MAX_DEPTH or renderer.partial_count >= MAX_COUNT:
        return None
    scope = _filled(template, element)
    if scope is None:
        return None
    children = element.phrases() if element.inline else element.children()
    env: dict[str, Any] = {OPAQUE: renderer.md_env.get(OPAQUE, set())}
    scope_of(env).update(scope)
    source = dedent(template.source)
    tokens = (
        renderer.md.parseInline(" ".join(source.split()), env)
        if element.inline
        else renderer.md.parse(source, env)
    )
    for token in tokens:
        token.map = list(element.token.map or [0, 1])
    holder: nodes.Element = nodes.paragraph() if element.inline else nodes.container()
    renderer.template_depth += 1
    try:
        with (
            renderer.filling(env, children, template.children),
            renderer.within(inline=element.inline),
            renderer.current_node_context(holder),
        ):
            read_data(renderer)
            renderer.render_tokens(tokens)
    finally:
        renderer.template_depth -= 1
    return list(holder.children)


def _filled(template: Template, element: Element) -> dict[str, Value] | None:
    """Return the scope of the template; None if an expression in it has no known value."""
    scope = dict(element.renderer.scope)
    given = element.attributes.props
    try:
        if template.whole:
            scope[template.whole] = {"children": None, **given}
        for key, name, default in template.parts:
            value = given.get(key)
            scope[name] = evaluate(default, scope) if value is None and default else value
        for expression in template.expressions:
            evaluate(expression.removeprefix("..."), scope)
    except NotLiteral:
        return None
    return scope
