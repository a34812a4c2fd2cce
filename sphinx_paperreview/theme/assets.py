"""The script and the style sheet of what the extension adds to pages of any theme.

They stand behind cards of links to papers (:mod:`.cards`) and pictures that open in full size
(:mod:`.picture_html`); a page loads them only where it has one of these. Both features share
one file of each kind, so that a page with both asks the host no more often.
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

SCRIPT, STYLE = "paperreview-page.js", "paperreview-page.css"


def add_static_files(app: Sphinx) -> None:
    """Have the files copied (``builder-inited``); a file of the user's goes before them.

    When a build begins, the configuration has been compared and its digest taken: it must not
    hold the place where this package happens to lie.
    """
    app.config.html_static_path.insert(0, str(Path(__file__).with_name("static")))


def wanted_styles(app: Sphinx, body: str) -> list[str]:
    """Return the style sheets that a page with the HTML *body* needs."""
    ours = [STYLE] if has_cards(body) or has_pictures(body) else []
    return [GUEST_STYLE, *ours] if wants_style(app, body) else ours


def wanted_scripts(body: str) -> dict[str, dict[str, Any]]:
    """Return the scripts that a page needs, each with the words it shows."""
    if not has_cards(body) and not has_zoom(body):
        return {}
    return {SCRIPT: {"data-close": _("Close"), "data-original": _("Full size")}}


GUEST_STYLE = "paperreview-guest.css"
#: Where our own theme lies, which does all of this itself.
_OURS = Path(__file__).with_name("paperreview")
_FURNITURE = re.compile(r'class="(?:[^"]* )?pr-')


def wants_style(app: Sphinx, body: str) -> bool:
    """Tell whether a page with the HTML *body* has something of ours in a foreign theme."""
    if writes_epub(app.builder):
        return False
    theme = cast("StandaloneHTMLBuilder", app.builder).theme
    return _OURS not in map(Path, theme.get_theme_dirs()) and bool(_FURNITURE.search(body))
