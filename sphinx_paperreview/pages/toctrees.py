"""Gathered lists (``archive``, ``papers``, ``orgs`` …) as entries of toctrees and as targets.

A toctree may name pages without a document, as ``genindex``. ``:doc:`` and ``:any:`` find the lists
as well, and ``:ref:`` has a label for each (:func:`.note_labels`). Themes ask for the titles of
what stands in a toctree, and builders that join documents ask for its content: the lists have a
title, and no content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import builder_of, set_generated_pages
from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import SiteTransform, changes_site
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.pages.navigation import navigation, written_besides
from sphinx_paperreview.rendering.phrases import page_titles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment


def _titles(env: BuildEnvironment) -> dict[str, str]:
    """Return the titles of all lists that may be, by page name, but for an author's documents."""
    segment = domain_of(env).archive.segment
    pages = {}
    for name, title in page_titles().items():
        first, *rest = name.split("/")
        pages["/".join([segment(first), *rest])] = title
    return {page: pages[page] for page in pages.keys() - env.found_docs}


def lists_of(app: Sphinx) -> dict[str, str]:
    """Return the titles of the lists that this build writes, by page name; asked after reading.

    A document of the author with the name of a list is not among them.
    """
    env, domain = app.env, domain_of(app.env)
    if not writes_gathered_pages(app.builder) or not changes_site(app.builder):
        return {}
    written = {*navigation(domain.archive, env, app.builder), *domain.named_lists}
    written |= set(written_besides(domain.archive, domain.settings))
    return {page: title for page, title in _titles(env).items() if page in written}


def offer_lists(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let toctrees name the lists (``env-before-read-docs``), unless a document has the name."""
    set_generated_pages(_titles(env))


def leave_content(app: Sphinx, doctree: nodes.document) -> None:
    """Keep builders that join documents from looking for the doctree of a list (``doctree-read``).

    To be called after Sphinx's collector has noted what stands in the toctrees.
    """
    titles = _titles(app.env)
    for toctree in nodes_of_kinds(doctree, addnodes.toctree):
        toctree["includefiles"] = [
            name for name in toctree["includefiles"] if name not in titles
        ]  # fmt: skip


def name_lists(app: Sphinx, builder: Builder) -> None:
    """Give the lists titles and contents, or take them out of the toctrees (``write-started``).

    The environment has been saved before.
    """
    titles = _titles(app.env)
    if writes_gathered_pages(builder):
        for page in domain_of(app.env).named_lists:
            app.env.titles[page] = nodes.title("", titles[page])
            app.env.tocs[page] = _contents(page, titles[page])
        return
    for tree in (app.env.master_doctree, *app.env.tocs.values()):
        _leave_out(tree, titles)


class ListsOfToctrees(SiteTransform):
    """Take lists out of toctrees where the builder writes no page for them."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Remove the entries."""
        if not writes_gathered_pages(builder_of(self.env)):
            _leave_out(self.document, _titles(self.env))


def _contents(page: str, title: str) -> nodes.bullet_list:
    """Return the contents of a page without sections, in the form that Sphinx keeps for each."""
    link = nodes.reference("", title, internal=True, refuri=page, anchorname="")
    item = nodes.list_item("", addnodes.compact_paragraph("", "", link))
    return nodes.bullet_list("", item)


def _leave_out(tree: Element, names: Iterable[str]) -> None:
    for toctree in nodes_of_kinds(tree, addnodes.toctree):
        toctree["entries"] = [entry for entry in toctree["entries"] if entry[1] not in names]


def surroundings(builder: StandaloneHTMLBuilder, page: str) -> dict[str, Any]:
    """Return what themes show of the pages around the list *page* in the toctrees.

    :return: the variables of templates that Sphinx gives to documents alone
    """

    def link(other: str) -> dict[str, str]:
        title = builder.env.titles.get(other)
        words = builder.render_partial(title)["title"] if title is not None else other
        return {"link": builder.get_relative_uri(page, other), "title": words}

    above, before, after = builder.relations.get(page, ("", "", ""))
    parents: list[str] = []
    while above and above not in parents:
        parents.insert(0, above)
        above = builder.relations.get(above, ("", "", ""))[0] or ""
    return {
        "prev": link(before) if before else None,
        "next": link(after) if after else None,
        "parents": [link(parent) for parent in parents[1:]],
    }


def relate_list(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give a list the links to what is around it in the toctrees (``html-page-context``)."""
    if pagename in domain_of(app.env).named_lists and writes_gathered_pages(app.builder):
        context.update(surroundings(html_builder(app.builder), pagename))


def withdraw_lists(app: Sphinx, exception: Exception | None) -> None:
    """Undo what :func:`offer_lists` did, for other builds of this process (``build-finished``)."""
    set_generated_pages({})


def resolve_list(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve ``:doc:`` and ``:any:`` with the name of a list (``missing-reference``)."""
    if node.get("reftype") not in {"doc", "any"} or node.get("refdomain") not in {"std", "", None}:
        return None
    target, titles = str(node["reftarget"]), lists_of(app)
    # From the folder of the document, as for documents, or else from the source folder.
    places = (docname_join(node.get("refdoc", ""), target), target.strip("/"))
    page = next((place for place in places if place in titles), None)
    if page is None:
        return None
    title = titles[page]
    content = contnode.deepcopy()
    if not node.get("refexplicit"):
        content[:] = [nodes.Text(title)]
    return make_refnode(app.builder, node.get("refdoc", ""), page, "", content, title)
