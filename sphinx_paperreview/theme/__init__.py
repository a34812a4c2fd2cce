"""The HTML theme ``paperreview``: its registration; templates and styles lie in ``paperreview``."""

from __future__ import annotations

import re
import tomllib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import package_dir
from sphinx.locale import get_translation

from sphinx_paperreview import __version__
from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.images.html import elastic_by_theme
from sphinx_paperreview.outputs.state import State, state_path
from sphinx_paperreview.theme.assets import load_style
from sphinx_paperreview.theme.inline_styles import (
    SHEET,
    StyleLog,
    remove_sheet,
    styles_to_classes,
    write_sheet,
)
from sphinx_paperreview.theme.options import checked
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_ = get_translation("paperreview")

#: Titles of Sphinx's links to headings, figures, tables and others, where it has no translation.
_PERMALINKS = re.compile(r'(<a class="headerlink" href="[^"]*") title="Link to this [a-z ]+"')
_FOLDER = Path(__file__).with_name("paperreview")
#: Elements that need the style sheet of lists, indices and charts; most posts have none of them.
_LISTS = re.compile(
    r'class="(?:[^"]* )?pr-(?:calendar|chart|entries|finder|index|month|pagination|papers'
    r"|statistics|totals|years)\b"
)
#: Elements that need the style sheet of front pages, cards, galleries and maps.
_VIEWS = re.compile(r'class="(?:[^"]* )?pr-(?:again|cards|days|gallery|map|newest|numbers)\b')


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme; Sphinx loads this module when a project names the theme."""
    app.add_html_theme("paperreview", str(_FOLDER))
    app.connect("config-inited", check_options)
    styles = PageStyles()
    app.connect("html-page-context", styles.load_lists)
    # After the context (500), which has the place of a document.
    app.connect("html-page-context", styles.load_places, priority=600)
    # Before our own handler asks which pages are stale (600).
    app.connect("env-get-updated", start_style_log, priority=500)
    app.connect("html-page-context", translate_permalinks, priority=940)
    # After the body is kept for feeds (900), whose readers have no style sheet of ours.
    app.connect("html-page-context", styles.take, priority=950)
    # After pages that nobody wants any more are deleted (900).
    app.connect("build-finished", write_styles, priority=950)
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


class PageStyles:
    """The handlers of each page of one application; they ask only once what theme it has."""

    def __init__(self) -> None:
        self._known: tuple[bool, StyleLog | None] | None = None
        #: The pages that had styles before this build.
        self._styled: frozenset[str] = frozenset()

    def _find(self, app: Sphinx) -> tuple[bool, StyleLog | None]:
        """Return whether the theme is ours, and the log of the pages if they have a style sheet."""
        if self._known is None:
            log = StyleLog(app.builder) if _has_style_sheet(app) else None
            self._known = (_is_ours(app), log)
            self._styled = frozenset(log.read() or ()) if log is not None else frozenset()
        return self._known

    def load_lists(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Add the style sheets of lists and of other views where needed (``html-page-context``)."""
        if not self._find(app)[0]:
            return
        if templatename == "search.html" or _LISTS.search(str(context.get("body", ""))):
            load_style(app, "paperreview-archive.css")
        if _VIEWS.search(str(context.get("body", ""))):
            load_style(app, "paperreview-views.css")

    def load_places(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Add the style sheet of documents with a place or contents (``html-page-context``)."""
        own = context.get("paperreview", {})
        if self._find(app)[0] and (own.get("tree") or own.get("contents")):
            load_style(app, "paperreview-places.css")

    def take(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Replace style attributes of a page by classes (``html-page-context``, in a worker)."""
        log = self._find(app)[1]
        if log is not None:
            body = str(context.get("body", ""))
            if app.config.html_theme == "paperreview":  # one that inherits from it may not
                body = elastic_by_theme(body)
            context["body"], styles = styles_to_classes(body)
            context["paperreview_styles"] = SHEET if styles else ""
            if styles or pagename in self._styled:
                log.add(pagename, styles)


def translate_permalinks(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Translate the titles of links to headings that Sphinx leaves in English.

    Its catalogs lack them in some languages (``html-page-context``, in a worker).
    """
    if doctree is None or not _is_ours(app) or _english_permalinks(app.config.language):
        return
    title = f' title="{escape(_("Link to this place"), quote=True)}"'
    context["body"] = _PERMALINKS.sub(lambda link: link[1] + title, str(context.get("body", "")))


def _english_permalinks(language: str | None) -> bool:
    return not language or language.partition("_")[0] == "en"


def _is_ours(app: Sphinx) -> bool:
    """Return whether the theme of the site is this one, or inherits from it."""
    theme = html_builder(app.builder).theme
    return str(_FOLDER) in map(str, theme.get_theme_dirs())


def _has_style_sheet(app: Sphinx) -> bool:
    return writes_site(app.builder) and _is_ours(app)


def start_style_log(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have all pages written again if the log of their styles is lost (``env-get-updated``)."""
    if _has_style_sheet(app):
        log = StyleLog(app.builder)
        if log.read() is None:
            log.save({})
            state = State(state_path(app.builder))
            state.forget(documents=list(state.documents), pages=list(state.pages))
            state.save()
    return []


def write_styles(app: Sphinx, exception: Exception | None) -> None:
    """Write the style sheet with the rules of these classes (``build-finished``).

    Under another theme, that of an earlier build is deleted.
    """
    if exception is not None or not writes_site(app.builder):
        return
    builder, log = html_builder(app.builder), StyleLog(app.builder)
    if _is_ours(app):
        write_sheet(builder, log)
    else:
        remove_sheet(builder, log)
