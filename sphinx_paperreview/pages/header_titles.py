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
    # The theme has the titles of the entries of the root document, and its own for ``self``.
    root = env.config.root_doc
    toctrees = nodes_of_kinds(env.tocs[root], addnodes.toctree)
    entries = [toctree["entries"] for toctree in toctrees]
    named = {root, *(docname for found in entries for _title, docname in found)} & env.titles.keys()
    titles = {docname: env.titles[docname] for docname in named}
    env.titles.update({docname: _escaped(title) for docname, title in titles.items()})
    for toctree, found in zip(toctrees, entries, strict=True):
        toctree["entries"] = [(title and escape(title), docname) for title, docname in found]
    try:
        return make(*arguments, **options)
    finally:
        env.titles.update(titles)
        for toctree, found in zip(toctrees, entries, strict=True):
            toctree["entries"] = found


def _escaped(title: nodes.title) -> nodes.title:
    parts = (
        each.deepcopy() if isinstance(each, nodes.math) else nodes.Text(escape(each.astext()))
        for each in title.children
    )
    return nodes.title("", "", *parts)
