"""Roles of the domain that lead to another project, by ``sphinx.ext.intersphinx``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.model import PAPER_ROLES, TERM_SEGMENTS
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.links import paper_of

if TYPE_CHECKING:
    from typing import Any


class TargetsElsewhere(PageTransform):
    """Name a paper of another project by its key and a term by its slug, as its inventory does.

    Within a project any address and spelling of a paper will do; an inventory is looked up.
    """

    # Before intersphinx resolves its roles (9).
    default_priority = 8

    def is_supported(self) -> bool:
        """Return whether it runs: where other projects are named."""
        return super().is_supported() and bool(getattr(self.config, "intersphinx_mapping", None))

    def run(self, **kwargs: Any) -> None:
        """Change the targets of the roles ``external+…:paper:…``."""
        for node in nodes_of_kinds(self.document, addnodes.pending_xref):
            if not node.get("intersphinx") or node.get("refdomain") != "paper":
                continue
            if node["reftype"] in TERM_SEGMENTS:
                node["reftarget"] = slugs.slug(node["reftarget"])
            elif node["reftype"] in PAPER_ROLES and (paper := paper_of(node)) is not None:
                node["reftarget"] = paper.key
