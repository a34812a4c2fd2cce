"""Scripts and style sheets that the extension adds to pages of any theme.

``paperreview-page.js`` and ``.css`` are for cards of links to papers (:mod:`.pages.link_cards`),
images that open in full size (:mod:`.images.markup`) and citations that can be copied and saved
(:mod:`.rendering.citations`); they share one file, so that a page with all of them needs no further
request. A page loads only the files that it needs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from sphinx_paperreview._compat import drop_assets
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.scope import changes_site, has_own_theme
from sphinx_paperreview.images.markup import has_pictures, has_zoom
from sphinx_paperreview.pages.link_cards import has_cards
from sphinx_paperreview.pages.search import SCRIPTS as SEARCH_SCRIPTS
from sphinx_paperreview.pages.search import STYLE as SEARCH_STYLE
from sphinx_paperreview.pages.search import engine, has_place, show_page
from sphinx_paperreview.pages.sidebars import is_in_sidebars

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("paperreview")

_SCRIPT, _STYLE = "paperreview-page.js", "paperreview-page.css"
#: Styles of lists, charts and headers for themes that are not ours.
GUEST_STYLE = "paperreview-guest.css"
#: The order in which Sphinx writes the files of extensions.
_PRIORITY = 500
#: An element of ours: each has a class that begins with ``pr-``.
_DESIGN = "sphinx_design"
_DESIGN_FILE = re.compile(r"(?:^|/)(?:sphinx-design[\w.]*\.css|design-tabs\.js)$")
_DESIGN_ELEMENT = re.compile(r'class="(?:[^"]* )?sd-')
_OWN_ELEMENT = re.compile(r'class="(?:[^"]* )?pr-')


def add_static_files(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let Sphinx copy the files (``env-updated``); files of the project with their names win.

    Not at ``config-inited``: Sphinx then still compares the configuration with that of the last
    build, and it must not contain the path of this package. Not in an EPUB either: none of its
    pages loads them, and readers (and ``epubcheck``) know less of CSS than browsers do.
    """
    folder = str(Path(__file__).with_name("static"))
    is_wanted = changes_site(app.builder) and not writes_epub(app.builder)
    if is_wanted and folder not in app.config.html_static_path:
        app.config.html_static_path.insert(0, folder)
    return []


class DesignAssets:
    """Keeps the files of sphinx-design from pages that do not need them.

    The extension loads sphinx-design for the tabs and cards of MDX, and sphinx-design adds its
    files to every page. In a project that uses sphinx-design itself nothing is changed.
    """

    def __init__(self, app: Sphinx) -> None:
        """To be called before sphinx-design is set up."""
        self._is_ours = not {_DESIGN} & {*app.extensions, *app.config.extensions}

    def leave_out(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Let Sphinx copy no file if no page may need it (``env-updated``)."""
        if self._is_ours and not changes_site(app.builder):
            paths = app.config.html_static_path
            paths[:] = [path for path in paths if _DESIGN not in str(path)]
            drop_assets(app, _DESIGN_FILE.search)
        return []

    def unload(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Let a page without its elements not load its files (``html-page-context``)."""
        if not self._is_ours or has_own_theme(app.builder):
            return
        if not _DESIGN_ELEMENT.search(str(context.get("body", ""))):
            for name in {"css_files", "script_files"} & context.keys():
                context[name] = [
                    file
                    for file in context[name]
                    if not _DESIGN_FILE.search(str(getattr(file, "filename", file)))
                ]


def load_style(app: Sphinx, name: str) -> None:
    """Let the page that is being written load the style sheet *name* (``html-page-context``).

    ``Sphinx.add_css_file`` would do so, too, but notes it each time for builders to come.
    """
    html_builder(app.builder).add_css_file(name, priority=_PRIORITY)


def load_script(app: Sphinx, name: str, **attributes: str) -> None:
    """Let the page that is being written load the script *name*, as :func:`load_style` does."""
    builder = html_builder(app.builder)
    builder.add_js_file(name, priority=_PRIORITY, defer="defer", **attributes)


def _wanted_styles(app: Sphinx, body: str) -> list[str]:
    """Return the style sheets that a page with the HTML *body* needs; none in an EPUB."""
    if writes_epub(app.builder):
        return []
    found = [_STYLE] if has_cards(body) or has_pictures(body) else []
    return [GUEST_STYLE, *found] if _needs_third_party_style(app, body) else found


def _wanted_scripts(body: str) -> dict[str, dict[str, Any]]:
    """Return the scripts that a page with the HTML *body* needs, each with its attributes.

    The attributes hold the texts that the script shows.
    """
    if not has_cards(body) and not has_zoom(body) and not _has_citation(body):
        return {}
    return {_SCRIPT: {"data-close": _("Close"), "data-original": _("Full size")}}


def _has_citation(body: str) -> bool:
    """Return whether *body* is that of the page of a paper, which says how to cite it."""
    return 'class="pr-citation' in body


def _needs_third_party_style(app: Sphinx, body: str) -> bool:
    """Return whether a page of a third-party theme has elements of ours."""
    return not has_own_theme(app.builder) and bool(_OWN_ELEMENT.search(body))


def load_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let a page load what its body needs (``html-page-context``)."""
    if is_in_sidebars(context) and changes_site(app.builder) and not has_own_theme(app.builder):
        load_style(app, GUEST_STYLE)
    if not context.get("paperreview", {}).get("own"):
        return
    body = str(context.get("body", ""))
    for style in _wanted_styles(app, body):
        load_style(app, style)
    for script, words in _wanted_scripts(body).items():
        load_script(app, script, **words)


def load_search(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> str | None:
    """Make the page of search one of ours, where our index is searched (``html-page-context``).

    A page with a search of papers loads its script; that loads the rest where it is used.
    """
    template = show_page(app, pagename, templatename, context, doctree)
    if template:
        load_style(app, SEARCH_STYLE)
        for script in SEARCH_SCRIPTS[engine(app.builder)]:
            load_script(app, script)
    elif context.get("paperreview", {}).get("own") and has_place(str(context.get("body", ""))):
        load_style(app, SEARCH_STYLE)
        load_script(app, SEARCH_SCRIPTS["paperreview"][1])
    return template
