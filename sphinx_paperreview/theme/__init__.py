"""The HTML theme ``paperreview``: a thin entry point; the look lies in the folder beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.theme.options import checked
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme; Sphinx loads this module when a project names the theme."""
    app.add_html_theme("paperreview", str(Path(__file__).with_name("paperreview")))
    app.connect("config-inited", check_options)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def check_options(app: Sphinx, config: Config) -> None:
    """Warn of options that are not used because of their form (``config-inited``)."""
    if config.html_theme != "paperreview" or not isinstance(config.html_theme_options, dict):
        return
    options, problems = checked(config.html_theme_options)
    config["html_theme_options"] = options
    for problem in problems:
        warn(WarningKind.CONFIG, "%s; it is left out", problem, location=None)
