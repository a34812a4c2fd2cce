"""Markdown links to other documents, and to the papers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util.logging import get_node_location
from sphinx.util.nodes import make_refnode

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import (
    checks_links,
    links_name_files,
    writes_gathered_pages,
    writes_web_pages,
)
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.links import document_at, is_page, page_at, route_of_unknown
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import missing_image, nodes_of_kinds, replace_nodes
from sphinx_paperreview.reading.states.publishing import has_hidden_source
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_CORRECT = "correct the link or write the full address"
#: How many names that no document has are shown.
_SHOWN = 5


class DocumentLinks(PageTransform):
    """Resolve the Markdown links to documents that MyST does not resolve.

    A link with the id of a paper leads to its section. A link to a path that is not a document may
    be the address of one on the site that it was written for (:class:`.Routes`), or of a gathered
    page. Any other becomes text, because it would lead nowhere, and is warned of
    (``WarningKind.MDX_LINK``).
    """

    #: Whether a link that leads nowhere keeps its address, for comparisons with Docusaurus.
    keeps_addresses: ClassVar[bool] = False
    # Before MyST's resolver (9), which resolves the other links and warns of the rest.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Resolve each cross-reference that MyST made of a Markdown link."""
        self._anchors: dict[str, set[str]] = {}
        #: Document and id of each label, once one of them is asked for.
        self._label_ids: set[tuple[str, ...]] | None = None
        #: Names that no document has, and the place of the first.
        self._unknown: tuple[str | None, list[str]] | None = None
        replace_nodes(
            (node, new)
            for node in nodes_of_kinds(self.document, addnodes.pending_xref)
            if node["reftype"] == "myst"
            for new in self._resolved(node)
        )
        self._warn_of_unknown()

    def _resolved(self, node: addnodes.pending_xref) -> Iterator[nodes.Node | list[nodes.Node]]:
        """Yield what takes the place of *node*; nothing if MyST is to resolve it."""
        if node.get("refdomain") != "doc":
            yield from self._by_route(node)
            return
        domain = domain_of(self.env)
        target = document_at(domain, node["reftarget"], node.get("address", ""), self._here(node))
        if target is None:
            yield self._without_document(node)
            return
        if link := self._link_to_folder(node, target):
            yield link
            return
        node["reftarget"] = target
        if link := self._link_to_document(node, target):
            yield link

    def _warn_of_unknown(self) -> None:
        """Warn once of the names that no document has (``WarningKind.MDX_LINK``)."""
        if self._unknown is None:
            return
        place, written = self._unknown
        names = list(dict.fromkeys(written))
        if len(names) == 1:
            message, shown = "there is no document %s; %s", repr(names[0])
        else:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            message, shown = (
                "there are no documents %s; %s",
                ", ".join(map(repr, names[:_SHOWN])) + more,
            )
        warn(WarningKind.MDX_LINK, message, shown, _CORRECT, location=place)

    def _here(self, node: addnodes.pending_xref) -> str:
        return str(node.get("refdoc") or self.env.docname)

    def _by_route(self, node: addnodes.pending_xref) -> Iterator[nodes.Node]:
        """Yield a link where MyST found no file, no label has the name, but a document is there."""
        written = str(node.get("reftarget") or "")
        found = route_of_unknown(domain_of(self.env), written, self._here(node))
        if found is not None:
            node["refdomain"], node["reftarget"] = "doc", found
            node["reftargetid"] = written.partition("#")[2] or None
            if link := self._link_to_document(node, found):
                yield link

    def _without_document(self, node: addnodes.pending_xref) -> nodes.Node | list[nodes.Node]:
        """Return what stands for a link to something that is not a document."""
        domain, builder, name = domain_of(self.env), builder_of(self.env), node["reftarget"]
        words = node[0].children if node.children else []
        address = str(node.get("address") or name)
        page = page_at(domain, address)
        if page is not None and writes_gathered_pages(builder):
            uri = builder.get_relative_uri(self.env.docname, page)
            return self._linked(node, words, uri, internal=True)
        served = is_page(domain, name, address)
        # A picture that links to its own file, which is missing, has been reported.
        reported = any(image["uri"] == address for image in node.findall(missing_image))
        if not (served or reported):
            near = domain.routes.suggest(address, self._here(node))
            is_name = not near and "/" not in address
            # Notes that are linked before they are written have names alone.
            shown = unquote(address.partition("#")[0]) if is_name else name
            if is_name and self._unknown is None:
                self._unknown = get_node_location(node), [shown]
            elif is_name and self._unknown is not None:
                self._unknown[1].append(shown)
            else:
                hint = f"did you mean {near!r}?" if near else _CORRECT
                message = "there is no document %r; %s"
                warn(WarningKind.MDX_LINK, message, name, hint, location=node)
        # Docusaurus takes the author's word for `pathname://`.
        may_be_served = (
            served or self.keeps_addresses or node.get("hosted", False)
        ) and writes_web_pages(builder)
        hidden = has_hidden_source(self.env, name)
        if "address" in node and not hidden and (may_be_served or checks_links(builder)):
            return self._linked(node, words, node["address"], internal=False)
        return nodes.inline("", "", *words) if "address" in node else list(words)

    def _linked(
        self, node: addnodes.pending_xref, words: Sequence[nodes.Node], uri: str, *, internal: bool
    ) -> nodes.reference:
        link = nodes.reference("", "", *words, refuri=uri, internal=internal)
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        return link

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
            known = self._anchor(target, anchor)
            if known is None and "address" not in node:
                return None
            if known is None:
                warn(
                    WarningKind.MDX_LINK,
                    "%r has no heading or target %r, so the link leads to its beginning; correct "
                    "what follows the #",
                    target,
                    anchor,
                    location=node,
                )
            anchor = known
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

    def _anchor(self, target: str, name: str) -> str | None:
        """Return the id that *name* means in the document *target*, or None."""
        headings = self.env.metadata[target].get("myst_slugs", {})
        if name in headings:
            return str(headings[name][1])
        if any(each[1] == name for each in headings.values()):
            return name
        std = self.env.domains.standard_domain
        for table in (std.labels, std.anonlabels):
            for label in (name, name.lower()):
                if label in table and table[label][0] == target:
                    return str(table[label][1])
        if self._label_ids is None:
            self._label_ids = {entry[:2] for entry in std.anonlabels.values()}
        return name if (target, name) in self._label_ids else None

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
