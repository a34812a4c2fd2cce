"""Markdown links to other documents, and to the papers in them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.archive.paths import is_served
from sphinx_paperreview.core.builders import checks_links, links_name_files, writes_web_pages
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.nodes import replace_nodes
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class DocumentLinks(SphinxPostTransform):
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
        if node.get("reftargetid") in self._anchors_in(target) and node.children:
            builder = builder_of(self.env)
            with contextlib.suppress(NoUri):
                content = nodes.inline("", "", *node[0].children, classes=["std", "std-ref"])
                yield make_refnode(builder, self.env.docname, target, node["reftargetid"], content)

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
        is_source = self.env.doc2path(node["reftarget"]).exists()
        if is_source or not (writes_web_pages(builder) or checks_links(builder)):
            return nodes.inline("", "", *words)
        link = nodes.reference("", "", *words, refuri=node["address"], internal=False)
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        return link
