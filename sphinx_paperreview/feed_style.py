"""The page that a browser shows for a feed: one style sheet in XSLT 1.0 for Atom and RSS.

The words are the site's language; everything that the page needs is in the one file.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.locale import get_translation

_ = get_translation("paperreview")

#: Name of the file, in the root of the output.
STYLE = "feed.xsl"


def style_sheet(language: str) -> bytes:
    """Return the style sheet with its words in the language that Sphinx is set to."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    words = {
        "what": _("A feed"),
        "explanation": _(
            "Copy the address of this page into a feed reader, and it tells you what is new here."
        ),
        "home": _("To the site"),
        "entries": _("Newest entries"),
    }
    template = environment.get_template("feed.xsl.jinja")
    return template.render(words=words, language=language.replace("_", "-")).encode()
