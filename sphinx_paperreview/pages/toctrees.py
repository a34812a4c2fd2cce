"""Gathered lists (``archive``, ``papers``, ``orgs`` …) as entries of toctrees and as targets.

A toctree may name pages without a document, as ``genindex``. ``:doc:`` and ``:any:`` find the lists
as well, and ``:ref:`` has a label for each (:meth:`.PaperDomain.note_labels`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import set_generated_pages
from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.pages.navigation import navigation
from sphinx_paperreview.rendering.phrases import list_titles

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def lists_of(app: Sphinx) -> dict[str, str]:
    """Return the titles of the lists that this build writes, by page name; asked after reading.

    A document of the author with the name of a list is not among them.
    """
    env, archive = app.env, domain_of(app.env).archive
    if not writes_gathered_pages(app.builder):
        return {}
    written = set(navigation(archive, env, app.builder)) - env.found_docs
    titles = {archive.segment(name): title for name, title in list_titles().items()}
    return {page: title for page, title in titles.items() if page in written}


def offer_lists(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let toctrees name the lists (``env-before-read-docs``), unless a document has the name."""
    segment = domain_of(env).archive.segment
    pages = {segment(name): title for name, title in list_titles().items()}
    set_generated_pages({page: pages[page] for page in pages.keys() - env.found_docs})


def withdraw_lists(app: Sphinx, exception: Exception | None) -> None:
    """Undo what :func:`offer_lists` did, for other builds of this process (``build-finished``)."""
    set_generated_pages({})


def resolve_list(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve ``:doc:`` and ``:any:`` with the name of a list (``missing-reference``)."""
    if node.get("reftype") not in {"doc", "any"} or node.get("refdomain") not in {"std", "", None}:
        return None
    page = str(node["reftarget"]).strip("/")
    title = lists_of(app).get(page)
    if title is None:
        return None
    content = contnode.deepcopy()
    if not node.get("refexplicit"):
        content[:] = [nodes.Text(title)]
    return make_refnode(app.builder, node.get("refdoc", ""), page, "", content, title)
