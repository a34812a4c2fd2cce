"""The builder of an application as the class that it is, for what only this class offers.

What a builder writes is asked of :mod:`sphinx_paperreview.core.builders`, which knows no class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.latex import LaTeXBuilder

if TYPE_CHECKING:
    from sphinx.builders import Builder


def html_builder(builder: Builder) -> StandaloneHTMLBuilder:
    """Return *builder*, which writes HTML.

    :raises TypeError: it is no builder of HTML
    """
    if isinstance(builder, StandaloneHTMLBuilder):
        return builder
    raise TypeError(f"the builder {builder.name} is none of HTML")


def latex_builder(builder: Builder) -> LaTeXBuilder:
    """Return *builder*, which writes LaTeX.

    :raises TypeError: it is no builder of LaTeX
    """
    if isinstance(builder, LaTeXBuilder):
        return builder
    raise TypeError(f"the builder {builder.name} is none of LaTeX")
