"""Markdown that is imported and shown as a component: ``import A from './_a.mdx'``, ``<A x="1"/>``.

A partial has its own imports and exports, and the attributes of its element as ``props``. Its
links and images are relative to its own folder, and the document depends on its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.mdx.javascript.scope import scope_of
from sphinx_paperreview.mdx.javascript.values import Asset, plain_value
from sphinx_paperreview.mdx.render.contents import phrases
from sphinx_paperreview.mdx.render.data import read_data
from sphinx_paperreview.mdx.render.files import find_file, look_up, read_text
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from docutils.nodes import Node

    from sphinx_paperreview.core.files.paths import SourcePath
    from sphinx_paperreview.mdx.elements.element import Element
    from sphinx_paperreview.mdx.javascript.values import Partial, Value
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most partials within one another, and most partials and templates of a document.
MAX_DEPTH = 20
MAX_COUNT = 500
#: Most characters of all partials of a document.
MAX_SIZE = 10 << 20


def show_partial(partial: Partial, element: Element) -> list[Node]:
    """Return the nodes of *partial*, which *element* names.

    A block that may hold sections gets the partial rendered into it, so that the headings become
    sections of the document; then nothing is returned. If the file is missing, includes itself or
    exceeds a limit, the element's own content is returned, with a warning (``MDX_COMPONENT``).
    """
    renderer = element.renderer
    found = look_up(renderer.sphinx_env, partial.path, renderer.base)
    problem = _problem_with(element, partial, found)
    text = read_text(renderer.sphinx_env, found.path) if not problem else None
    if text is None:
        problem = problem or f"the file of <{element.name}> cannot be read as text"
        element.warn(WarningKind.MDX_COMPONENT, f"{problem}; correct the import")
        return element.phrases() if element.inline else element.blocks()
    renderer.partial_size += len(text)
    children = element.children()
    env_of_file: dict[str, Any] = {}
    scope_of(env_of_file)["props"] = _props(element)
    at_place = element.token.block and isinstance(
        renderer.current_node, nodes.document | nodes.section
    )
    holder = nodes.container()
    renderer.partials.append(found.path)
    try:
        with renderer.filling(env_of_file, children, frozenset({"props.children"})):
            if at_place:
                _render(renderer, text)
            else:
                with renderer.within(inline=False), renderer.current_node_context(holder):
                    _render(renderer, text)
    finally:
        renderer.partials.pop()
    if element.inline and renderer.titled:
        return phrases(holder.children)
    return list(holder.children)


def _problem_with(element: Element, partial: Partial, found: SourcePath) -> str:
    """Return why *partial*, the file *found*, is not shown by *element*; empty if it may be."""
    renderer = element.renderer
    if not found.exists:
        if found.path:
            # The document is read again once the file exists.
            renderer.sphinx_env.note_dependency(found.path)
        what = found.problem or "is not there"
        return f"the file of <{element.name}> {what}: {partial.path[:200]}"
    if found.path in renderer.partials or len(renderer.partials) >= MAX_DEPTH:
        return f"<{element.name}> would show {found.path} within itself"
    if renderer.partial_count >= MAX_COUNT or renderer.partial_size > MAX_SIZE:
        return f"a document shows at most {MAX_COUNT} partials, of {MAX_SIZE} characters"
    return ""


def _render(renderer: BaseRenderer, text: str) -> None:
    env = renderer.md_env
    tokens = renderer.md.parse(text, env)
    if tokens and tokens[0].type == "front_matter":
        del tokens[0]
        scope_of(env)["frontMatter"] = plain_value(frontmatter.parse(text).data)
    read_data(renderer)
    renderer.render_tokens(tokens)


def _props(element: Element) -> dict[str, Value]:
    """Return the ``props`` of the partial; paths of files are relative to the outer file."""
    env, base = element.renderer.sphinx_env, element.renderer.base
    props: dict[str, Value] = {}
    for name, value in element.attributes.props.items():
        if isinstance(value, Asset):
            found = find_file(env, value.path, base)
            props[name] = Asset(f"@site/{found}") if found else value
        else:
            props[name] = value
    return props
