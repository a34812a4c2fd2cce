"""Paths of the machine that builds, which Sphinx writes into XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes

from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds


class RelativeSources(PageTransform):
    """Name the sources of a document, and of the files that it includes, from the source folder.

    docutils notes whole paths. Can go when Sphinx writes none.
    """

    builders = ("xml", "pseudoxml")
    # After all that reads a file by this path.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Shorten the paths of files in the source folder; others are left out."""
        for node in nodes_of_kinds(self.document, nodes.Element):
            path = Path(str(node.attributes.get("source", "")))
            if not path.is_absolute():
                continue
            if path.is_relative_to(self.env.srcdir):
                node["source"] = path.relative_to(self.env.srcdir).as_posix()
            else:
                del node["source"]
