"""Style sheets for Atom and RSS, by which a browser shows a feed as a page.

``feed.xsl`` (XSLT 1.0) turns the feed into an HTML page. Browsers are removing XSLT: those without
it use ``feed.css``, which shows a list without links.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.locale import get_translation

_ = get_translation("paperreview")

#: Paths of the files from the output folder, in the order in which feeds name them.
STYLESHEETS = ("feed.xsl", "feed.css")
#: The style sheet of the page that ``feed.xsl`` makes of a feed.
_PAGE_STYLESHEET = "feed-page.css"


def stylesheets(language: str) -> dict[str, bytes]:
    """Return the content of each style sheet by its path.

    :param language: the site's language, of which Sphinx has loaded the catalogs
    """
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
        for name in (*STYLESHEETS, _PAGE_STYLESHEET)
    }


def _css(text: str) -> str:
    """Return *text* as a CSS string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
