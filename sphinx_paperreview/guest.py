"""A small style sheet for what the extension puts into pages of other people's themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

STYLE = "paperreview-guest.css"
#: Where our own theme lies, which does all of this itself.
_OURS = Path(__file__).with_name("theme") / "paperreview"
_FURNITURE = re.compile(r'class="(?:[^"]* )?pr-')


def wants_style(app: Sphinx, body: str) -> bool:
    """Tell whether a page with the HTML *body* has something of ours in a foreign theme."""
    if app.builder.name == "epub":
        return False
    theme = cast("StandaloneHTMLBuilder", app.builder).theme
    return _OURS not in map(Path, theme.get_theme_dirs()) and bool(_FURNITURE.search(body))
