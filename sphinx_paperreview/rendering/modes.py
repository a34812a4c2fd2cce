"""Pictures for light pages or for dark ones alone.

Authors write them for GitHub and Docusaurus (``#gh-dark-mode-only``, ``<ThemedImage>``). The
classes are those of PyData's theme and Furo, which show one of the two.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.config import THEME
from sphinx_paperreview.core.builders import writes_web_pages
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import DARK, LIGHT, nodes_of_kinds

#: Themes that hide the picture for the other pages.
_THEMES = frozenset(
    {THEME, "furo", "pydata_sphinx_theme", "sphinx_book_theme", "shibuya", "sphinxawesome_theme"}
)


class OnePicture(PageTransform):
    """Leave the pictures for light pages where nothing hides those for dark ones."""

    # Before the transforms that prepare pictures for a builder.
    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Remove the pictures for dark pages, if there is one for light pages."""
        if writes_web_pages(builder_of(self.env)) and self.config.html_theme in _THEMES:
            return
        images = nodes_of_kinds(self.document, nodes.image)
        dark = [node for node in images if DARK in node["classes"]]
        if any(LIGHT in node["classes"] for node in images):
            for node in dark:
                node.parent.remove(node)
