"""Labels of tabs that are valid HTML."""

from __future__ import annotations

from typing import Any

from sphinx_design.tabs import sd_tab_label

from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds


class TabLabels(PageTransform):
    """Leave ``aria-controls`` out of the labels of tabs: HTML allows it on their inputs alone.

    sphinx-design 0.8 writes it there; this can be removed when it does no longer.
    """

    # After TabSetHtmlTransform of sphinx-design (200), which makes the labels.
    default_priority = 210
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the labels of the document."""
        for label in nodes_of_kinds(self.document, sd_tab_label):
            label.attributes.pop("aria_controls", None)
