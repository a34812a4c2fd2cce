"""Markdown links to other documents, and to the papers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.archive.paths import is_served
from sphinx_paperreview.core.builders import checks_links, links_name_files, writes_web_pages
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import replace_nodes
from sphinx_paperreview.reading.publishing import has_hidden_source
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class DocumentLinks(PageTransform):
    """Resolve the Markdown links to documents that MyST does not resolve.

    A link with the id of a paper leads to its section. A link to a path that is not a document
    keeps its address, because the host may serve it; it is warned of (``WarningKind.MDX_LINK``)
    unless it is a path of this site. A link to an unpublished document becomes text.
    """

    # Before MyST's resolver (9), which resolves the other links and warns of the rest.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Resolve each cross-reference that MyST made of a Markdown link."""
        self._anchors: dict[str, set[str]] = {}
        replace_nodes(
            (node, new)
            for node in list(self.document.findall(addnodes.pending_xref))
            if node.get("refdomain") == "doc" and node["reftype"] == "myst"
            for new in self._resolved(node)
        )

    def _resolved(self, node: addnodes.pending_xref) -> Iterator[nodes.Node | list[nodes.Node]]:
        """Yield what takes the place of *node*; nothing if MyST is to resolve it."""
        target = next(
            (name for name in (node["reftarget"], node["reftarget"] + "/index", *(
                ["index"] if node["reftarget"] in {"", "."} else []))
             if name in self.env.found_docs), None,
        )  # fmt: skip
        if target is None:
            domain = domain_of(self.env)
            name = node["reftarget"]
            if not is_served(name, domain.archive, domain.settings, self.env.found_docs):
                warn(
                    WarningKind.MDX_LINK,
                    "there is no document %r; correct the link or write the full address",
                    name,
                    location=node,
                )
            words = node[0].children if node.children else []
            yield self._as_written(node, words) if "address" in node else list(words)
            return
        if link := self._link_to_folder(node, target):
            yield link
            return
        node["reftarget"] = target
        if link := self._link_to_document(node, target):
            yield link

    def _link_to_document(self, node: addnodes.pending_xref, target: str) -> nodes.reference | None:
        """Return a link with the author's words to a document, a paper or a heading in it.

        None for the other links, which MyST resolves in the same way, one by one: each time it
        goes through what is beside them.
        """
        anchor = node.get("reftargetid")
        is_paper = anchor in self._anchors_in(target)
        if not node.children or target not in self.env.all_docs:
            return None
        if not is_paper and not node.get("refexplicit"):
            return None
        if anchor and not is_paper:
            headings = self.env.metadata[target].get("myst_slugs", {})
            if anchor not in headings:
                return None
            anchor = headings[anchor][1]
        classes = ["std", "std-ref" if anchor else "std-doc"]
        content = nodes.inline("", "", *node[0].children, classes=classes)
        try:
            link = make_refnode(
                builder_of(self.env), self.env.docname, target, anchor or "", content
            )
        except NoUri:
            return None
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        return link

    def _anchors_in(self, docname: str) -> set[str]:
        """Return the anchors of the papers in a document, looked up once."""
        if docname not in self._anchors:
            papers = domain_of(self.env).archive.papers_in(docname)
            self._anchors[docname] = {paper.anchor for paper in papers}
        return self._anchors[docname]

    def _link_to_folder(self, node: addnodes.pending_xref, target: str) -> nodes.reference | None:
        """Return a link to a folder (``../``) where the author wrote one, else None.

        The host serves the index of the folder.
        """
        builder = builder_of(self.env)
        path, _, fragment = str(node.get("address", "")).partition("#")
        is_index = target.rpartition("/")[2] == "index"
        if not links_name_files(builder) or not path.endswith("/") or not is_index:
            return None
        uri = builder.get_relative_uri(self.env.docname, target)
        folder = uri[: uri.rfind("/") + 1] or "./"
        link = nodes.reference("", "", *node[0].children, internal=True)
        link["refuri"] = f"{folder}#{fragment}" if fragment else folder
        return link

    def _as_written(
        self, node: addnodes.pending_xref, words: Sequence[nodes.Node]
    ) -> nodes.Element:
        builder = builder_of(self.env)
        if has_hidden_source(self.env, node["reftarget"]) or not (
            writes_web_pages(builder) or checks_links(builder)
        ):
            return nodes.inline("", "", *words)
        link = nodes.reference("", "", *words, refuri=node["address"], internal=False)
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        return link
