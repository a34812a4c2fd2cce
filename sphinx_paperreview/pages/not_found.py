"""The page that a host shows for an address where nothing is (``404.html``).

It is shown at any depth, so its links lead from the site's base and not from the address that
was asked for.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.outputs.output import SiteFile
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.search import engine
from sphinx_paperreview.rendering.phrases import list_titles
from sphinx_paperreview.rendering.renderer import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.outputs.output import Site
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Name of the page and its kind; hosts look for a file of this name.
NAME, KIND = "404", "missing"


def missing_pages(archive: Archive) -> Iterator[Page]:
    """Yield the page, for an archive that has something to lead to."""
    if not (archive.posts or archive.papers):
        return
    names = (["archive"] if archive.posts else []) + (["papers"] if archive.papers else [])
    places = [(archive.segment(name), list_titles()[name]) for name in names]

    def make(renderer: Renderer) -> list[Node]:
        found = [(renderer.env.config.root_doc, _("Home")), *places]
        found += [("search", _("Search"))] if engine(renderer.builder) else []
        items = [block("li", renderer.link(page, "", nodes.Text(name))) for page, name in found]
        words = _("Nothing is at this address. These pages are there:")
        return [nodes.paragraph("", words), block("ul", *items, classes=["pr-terms"])]

    yield make_page(NAME, KIND, _("Page not found"), tuple(places), make)


def base_tag(builder: StandaloneHTMLBuilder) -> str:
    """Return the tag by which links lead from the page's own place; nothing without a base.

    The host is left out, so that a copy of the site on another one stays within itself.
    """
    base = builder.config.html_baseurl
    if not base:
        return ""
    path = urlsplit(base).path.rstrip("/") + "/" + builder.get_target_uri(NAME)
    return f'\n<base href="{escape(path)}">\n<meta name="robots" content="noindex">'


def missing_files(site: Site) -> Iterator[SiteFile]:
    """Yield ``404.html`` where the builder writes the page to another place (``dirhtml``)."""
    builder = site.builder
    path = Path(builder.get_output_path(NAME))
    if NAME in site.page_digests and path.name != f"{NAME}.html" and path.is_file():
        # What the page holds besides its rows is the theme's to know.
        yield SiteFile(f"{NAME}.html", digest(path.read_bytes().hex()), path.read_bytes)
