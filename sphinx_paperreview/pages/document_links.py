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
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") == "doc" and node["reftype"] == "myst":
                self._resolve(node)

    def _resolve(self, node: addnodes.pending_xref) -> None:
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
            node.replace_self([self._as_written(node, words)] if "address" in node else words)
            return
        if self._link_folder(node, target):
            return
        node["reftarget"] = target
        domain = domain_of(self.env)
        anchors = {paper.anchor for paper in domain.archive.papers_in(target)}
        if node.get("reftargetid") in anchors and node.children:
            builder = builder_of(self.env)
            with contextlib.suppress(NoUri):
                content = nodes.inline("", "", *node[0].children, classes=["std", "std-ref"])
                node.replace_self(
                    make_refnode(builder, self.env.docname, target, node["reftargetid"], content)
                )

    def _link_folder(self, node: addnodes.pending_xref, target: str) -> bool:
        """Link to a folder (``../``) where the author wrote one; return whether that was so.

        The host serves the index of the folder.
        """
        builder = builder_of(self.env)
        path, _, fragment = str(node.get("address", "")).partition("#")
        is_index = target.rpartition("/")[2] == "index"
        if not links_name_files(builder) or not path.endswith("/") or not is_index:
            return False
        uri = builder.get_relative_uri(self.env.docname, target)
        folder = uri[: uri.rfind("/") + 1] or "./"
        link = nodes.reference("", "", *node[0].children, internal=True)
        link["refuri"] = f"{folder}#{fragment}" if fragment else folder
        node.replace_self(link)
        return True

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
