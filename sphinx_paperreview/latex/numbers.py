"""What would be there twice in a book: numbers of headings, and addresses of papers as notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.domain.scope import SiteTransform

if TYPE_CHECKING:
    from typing import Any


class NumbersOnce(SiteTransform):
    """Remove the number before the title of a review, as in ``1. Title``.

    It stays where the project decides which headings LaTeX numbers: ``latex_elements`` that set
    ``secnumdepth`` (as ``docs/snippets/pdf/conf.py`` does), because there may be no other number.
    """

    formats = ("latex",)
    # After the transforms that look for reviews (8), before LaTeX's replacements of texts (700).
    default_priority = 600

    def run(self, **kwargs: Any) -> None:
        """Change the titles of the document."""
        if "secnumdepth" in str(self.config.latex_elements):
            return
        for title in self.document.findall(nodes.title):
            first = title[0] if title.children else None
            if isinstance(first, nodes.inline) and "pr-number" in first["classes"]:
                # The space after the number goes with it.
                title[:2] = []


class AddressesOnce(SiteTransform):
    """Leave the address of a paper to the line under the title of its review.

    Where ``latex_show_urls`` prints addresses, Sphinx would add it to the title as well, and so to
    the contents and to the head of each page.
    """

    formats = ("latex",)
    # Before Sphinx's ShowUrlsTransform (400).
    default_priority = 390

    def run(self, **kwargs: Any) -> None:
        """Replace links in titles of reviews by their words."""
        if self.config.latex_show_urls in {False, "no"}:
            return
        for title in self.document.findall(nodes.title):
            for link in list(title.findall(nodes.reference)):
                if "pr-title" in link["classes"]:
                    link.replace_self(nodes.inline("", "", *link.children))
