"""The page that a host shows for an address without a file (``404.html``).

The host shows it at any depth, so its links begin at the path of the site and not at the requested
address.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import stores_context
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.urls import join
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.pages.search import engine
from sphinx_paperreview.rendering.elements import block, paragraph
from sphinx_paperreview.rendering.phrases import list_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.outputs.site import Site
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Name of the page, which hosts expect, and its kind.
NAME, KIND = "404", "missing"
_LINK = re.compile(r' (href|src|srcset|poster)="([^"]*)"')


def missing_pages(archive: Archive) -> Iterator[Page]:
    """Yield the page, unless the archive is empty."""
    if not (archive.posts or archive.papers):
        return
    names = (["archive"] if archive.posts else []) + (["papers"] if archive.papers else [])
    places = [(archive.segment(name), list_titles()[name]) for name in names]
    shown = tuple(places)
    yield make_page(NAME, KIND, _("Page not found"), shown, partial(_missing, places=shown))


def _missing(renderer: Renderer, places: Sequence[tuple[str, str]]) -> list[Part]:
    found = [(renderer.env.config.root_doc, _("Home")), *places]
    found += [("search", _("Search"))] if engine(renderer.builder) else []
    items = [block("li", renderer.link(page, "", name)) for page, name in found]
    text = _("Nothing is at this address. These pages are there:")
    return [paragraph(text), block("ul", *items, classes=["pr-terms"])]


def root_links(builder: StandaloneHTMLBuilder, context: dict[str, Any]) -> None:
    """Let the links in the *context* of the page begin at the path of ``html_baseurl``, if set.

    The host is left out, so that the links of a copy on another host stay in the copy. The
    templates of other themes make links that are not seen here: their page gets a ``<base>``,
    which a Content-Security-Policy may forbid (``base-uri``).
    """
    base = builder.config.html_baseurl
    if not base:
        return
    path = urlsplit(base).path.rstrip("/") + "/" + builder.get_target_uri(NAME)
    robots = '<meta name="robots" content="noindex">'
    if builder.config.html_theme != "paperreview" or stores_context(builder):
        context["metatags"] = f'\n<base href="{escape(path)}">\n{robots}{context["metatags"]}'
        return
    context["metatags"] = f"\n{robots}{_from_root(context['metatags'], path)}"
    context["body"] = _from_root(context.get("body", ""), path)
    for name in ("favicon_url", "logo_url", "content_root"):
        if context.get(name):
            context[name] = join(path, context[name])
    for link in context["paperreview"]["nav"]:
        link["url"] = join(path, link["url"])
    for link in context["paperreview"]["feeds"]:
        link["href"] = join(path, link["href"])
    for name in ("css_tag", "js_tag"):
        context[name] = partial(_tag_from_root, context[name], path)
    context["pathto"] = partial(_path_from_root, context["pathto"], path)


def _path_from_root(pathto: Callable[..., str], path: str, *args: Any, **kwargs: Any) -> str:
    return join(path, pathto(*args, **kwargs))


def _tag_from_root(tag: Callable[[Any], str], path: str, asset: Any) -> str:
    return _from_root(tag(asset), path)


def _from_root(html: str, path: str) -> str:
    """Return *html* with the links of a page at *path* beginning at the root of the host."""

    def replace(match: re.Match[str]) -> str:
        name, value = match[1], unescape(match[2])
        if name == "srcset":
            value = ", ".join(join(path, each.strip()) for each in value.split(","))
        elif not value.startswith("#"):
            value = join(path, value)
        return f' {name}="{escape(value)}"'

    return _LINK.sub(replace, html)


def missing_files(site: Site) -> Iterator[SiteFile]:
    """Yield ``404.html``, a copy, where the builder writes the page elsewhere (``dirhtml``)."""
    builder = site.builder
    path = Path(builder.get_output_path(NAME))
    if NAME in site.page_digests and path.name != f"{NAME}.html" and path.is_file():
        # The theme decides the rest of the page, so the digest is that of the file.
        yield SiteFile(f"{NAME}.html", digest(path.read_bytes().hex()), path.read_bytes)
