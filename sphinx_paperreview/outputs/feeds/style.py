"""The page that a browser shows for a feed: style sheets for Atom and RSS, in the site's language.

XSLT 1.0 makes a page of the feed. Browsers are about to give it up: what CSS alone can show stands
in for it there, a list that can be read but has no links to click on.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.locale import get_translation

_ = get_translation("paperreview")

#: Names of the files, in the root of the output; a browser takes the first that it knows.
STYLES = ("feed.xsl", "feed.css")


def style_sheets(language: str) -> dict[str, bytes]:
    """Return the style sheets by name, their words in the language that Sphinx is set to."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["css"] = _css
    words = {
        "what": _("A feed"),
        "explanation": _(
            "Copy the address of this page into a feed reader, and it tells you what is new here."
        ),
        "home": _("To the site"),
        "entries": _("Newest entries"),
    }
    return {
        name: environment.get_template(f"{name}.jinja")
        .render(words=words, language=language.replace("_", "-"))
        .encode()
        for name in STYLES
    }


def _css(text: str) -> str:
    """Return *text* as a string of CSS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
