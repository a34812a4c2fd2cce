"""The style sheet for Atom and RSS, by which a browser shows a feed as a list.

It is CSS, which makes no links: the address of each entry is shown as text. XSLT could make them,
but browsers are removing it, and put a warning across the page until then.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.locale import get_translation

_ = get_translation("paperreview")

#: Paths of the files from the output folder, in the order in which feeds name them.
STYLESHEETS = ("feed.css",)


def stylesheets() -> dict[str, bytes]:
    """Return the content of each style sheet by its path, in the language of the site."""
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
    }
    return {
        name: environment.get_template(f"{name}.jinja").render(words=words).encode()
        for name in STYLESHEETS
    }


def _css(text: str) -> str:
    """Return *text* as a CSS string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
