"""Titles in the header of the PyData theme, which writes them as they are."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.nodes import nodes_of_kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The function of the theme that returns the links of the header as HTML.
_MAKER = "generate_header_nav_html"


def escape_header_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Have the links of the header made of escaped titles (``html-page-context``)."""
    make = context.get(_MAKER)
    if make is not None:
        context[_MAKER] = partial(_made_of_escaped, app.env, make)


def _made_of_escaped(
    env: BuildEnvironment, make: Callable[..., Any], *arguments: Any, **options: Any
) -> Any:
    root = env.config.root_doc
    titles, toc = dict(env.titles), env.tocs[root]
    env.titles.update({docname: _escaped(title) for docname, title in titles.items()})
    env.tocs[root] = _with_escaped_entries(toc)
    try:
        return make(*arguments, **options)
    finally:
        env.titles.update(titles)
        env.tocs[root] = toc


def _with_escaped_entries(toc: nodes.bullet_list) -> nodes.bullet_list:
    copy = toc.deepcopy()
    for toctree in nodes_of_kinds(copy, addnodes.toctree):
        entries = toctree["entries"]
        toctree["entries"] = [(title and escape(title), target) for title, target in entries]
    return copy


def _escaped(title: nodes.title) -> nodes.title:
    parts = (
        each.deepcopy() if isinstance(each, nodes.math) else nodes.Text(escape(each.astext()))
        for each in title.children
    )
    return nodes.title("", "", *parts)
