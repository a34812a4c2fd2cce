"""The HTML theme ``paperreview``: its registration; templates and styles lie in ``paperreview``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx import package_dir

from sphinx_paperreview import __version__
from sphinx_paperreview.theme.options import checked
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_FOLDER = Path(__file__).with_name("paperreview")
#: Elements that need the style sheet of lists, indices and charts; most posts have none of them.
_LISTS = re.compile(
    r'class="(?:[^"]* )?pr-(?:calendar|chart|entries|index|month|pagination|statistics|totals'
    r"|years)\b"
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme; Sphinx loads this module when a project names the theme."""
    app.add_html_theme("paperreview", str(_FOLDER))
    app.connect("config-inited", check_options)
    app.connect("html-page-context", load_list_style)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def check_options(app: Sphinx, config: Config) -> None:
    """Warn of theme options that cannot be used, and leave these out (``config-inited``).

    The kind is :attr:`.WarningKind.CONFIG`. What is left out is not reported by Sphinx again.
    """
    if config.html_theme != "paperreview" or not isinstance(config.html_theme_options, dict):
        return
    basic = Path(package_dir, "themes", "basic", "theme.toml").read_text(encoding="utf-8")
    options, problems = checked(config.html_theme_options, tomllib.loads(basic)["options"])
    config["html_theme_options"] = options
    for problem in problems:
        warn(WarningKind.CONFIG, "%s", problem, location=None)


def load_list_style(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add the style sheet of lists, indices and charts where needed (``html-page-context``)."""
    theme = cast("StandaloneHTMLBuilder", app.builder).theme
    if _FOLDER not in map(Path, theme.get_theme_dirs()):
        return
    if templatename == "search.html" or _LISTS.search(str(context.get("body", ""))):
        app.add_css_file("paperreview-archive.css")
