"""The page that a host shows for an address without a file (``404.html``).

The host shows it at any depth, so its links are relative to the base of the site and not to the
requested address.
"""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.pages.search import engine
from sphinx_paperreview.rendering.phrases import list_titles
from sphinx_paperreview.rendering.renderer import block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.outputs.site import Site
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Name of the page, which hosts expect, and its kind.
NAME, KIND = "404", "missing"


def missing_pages(archive: Archive) -> Iterator[Page]:
    """Yield the page, unless the archive is empty."""
    if not (archive.posts or archive.papers):
        return
    names = (["archive"] if archive.posts else []) + (["papers"] if archive.papers else [])
    places = [(archive.segment(name), list_titles()[name]) for name in names]
    shown = tuple(places)
    yield make_page(NAME, KIND, _("Page not found"), shown, partial(_missing, places=shown))


def _missing(renderer: Renderer, places: Sequence[tuple[str, str]]) -> list[Node]:
    found = [(renderer.env.config.root_doc, _("Home")), *places]
    found += [("search", _("Search"))] if engine(renderer.builder) else []
    items = [block("li", renderer.link(page, "", nodes.Text(name))) for page, name in found]
    text = _("Nothing is at this address. These pages are there:")
    return [nodes.paragraph("", text), block("ul", *items, classes=["pr-terms"])]


def base_tag(builder: StandaloneHTMLBuilder) -> str:
    """Return the ``<base>`` of the page; empty if ``html_baseurl`` is not set.

    It is a path without a host, so that the links of a copy on another host stay in the copy.
    """
    base = builder.config.html_baseurl
    if not base:
        return ""
    path = urlsplit(base).path.rstrip("/") + "/" + builder.get_target_uri(NAME)
    return f'\n<base href="{escape(path)}">\n<meta name="robots" content="noindex">'


def missing_files(site: Site) -> Iterator[SiteFile]:
    """Yield ``404.html``, a copy, where the builder writes the page elsewhere (``dirhtml``)."""
    builder = site.builder
    path = Path(builder.get_output_path(NAME))
    if NAME in site.page_digests and path.name != f"{NAME}.html" and path.is_file():
        # The theme decides the rest of the page, so the digest is that of the file.
        yield SiteFile(f"{NAME}.html", digest(path.read_bytes().hex()), path.read_bytes)
