"""The HTML theme ``paperreview``: a thin entry point; the look lies in the folder beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme; Sphinx loads this module when a project names the theme."""
    app.add_html_theme("paperreview", str(Path(__file__).with_name("paperreview")))
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
