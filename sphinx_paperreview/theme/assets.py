"""Scripts and style sheets that the extension adds to pages of any theme.

``paperreview-page.js`` and ``.css`` are for cards of links to papers (:mod:`.pages.link_cards`),
images that open in full size (:mod:`.images.markup`) and citations that can be copied and saved
(:mod:`.rendering.citations`); they share one file, so that a page with all of them needs no further
request. A page loads only the files that it needs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.images.markup import has_pictures, has_zoom
from sphinx_paperreview.pages.link_cards import has_cards

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_ = get_translation("paperreview")

_SCRIPT, _STYLE = "paperreview-page.js", "paperreview-page.css"
#: Styles of lists, charts and headers for themes that are not ours.
_THIRD_PARTY_STYLE = "paperreview-guest.css"
#: Our own theme, which has these styles.
_OWN_THEME = Path(__file__).with_name("paperreview")
#: An element of ours: each has a class that begins with ``pr-``.
_OWN_ELEMENT = re.compile(r'class="(?:[^"]* )?pr-')


def add_static_files(app: Sphinx) -> None:
    """Let Sphinx copy the files (``builder-inited``); files of the project with their names win.

    Not at ``config-inited``: Sphinx then still compares the configuration with that of the last
    build, and it must not contain the path of this package.
    """
    app.config.html_static_path.insert(0, str(Path(__file__).with_name("static")))


def wanted_styles(app: Sphinx, body: str) -> list[str]:
    """Return the style sheets that a page with the HTML *body* needs."""
    found = [_STYLE] if has_cards(body) or has_pictures(body) else []
    return [_THIRD_PARTY_STYLE, *found] if _needs_third_party_style(app, body) else found


def wanted_scripts(body: str) -> dict[str, dict[str, Any]]:
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
    if writes_epub(app.builder):
        return False
    theme = cast("StandaloneHTMLBuilder", app.builder).theme
    return _OWN_THEME not in map(Path, theme.get_theme_dirs()) and bool(_OWN_ELEMENT.search(body))
