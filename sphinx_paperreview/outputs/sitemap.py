"""``sitemap.xml`` (sitemaps.org, version 0.9) and ``robots.txt`` (RFC 9309)."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.domain.scope import has_own_theme
from sphinx_paperreview.outputs.site import SiteFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sphinx_paperreview.outputs.site import Site

#: How many addresses the protocol allows in one file.
URLS = 50_000

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
#: An extension that writes a sitemap; where it is used, ours is not written.
_OTHER = "sphinx_sitemap"

#: A page or file, and the time of its last change; empty if unknown.
Entry = tuple[str, str]


def sitemap_files(site: Site) -> Iterator[SiteFile]:
    """Yield the sitemap, in parts where it is long, and ``robots.txt``.

    Both need absolute addresses, so neither is written where ``html_baseurl`` has no host. Under
    another theme, ``robots.txt`` is written only if ``paperreview_exports`` is set and names it.
    """
    if not site.has_address:
        return
    other = _OTHER in site.config.extensions
    name = site.config["sitemap_filename"] if other else "sitemap.xml"
    wanted = site.exports("sitemap") and not other
    if wanted:
        yield from _sitemaps(site)
    # Crawlers look for robots.txt only at the root of a host (RFC 9309, section 2.3). It speaks for
    # the whole host, which may have a file of its own, as Read the Docs adds for hidden versions.
    is_ours = has_own_theme(site.builder) or is_set(site.config, "paperreview_exports")
    at_root = urlsplit(site.base).path == "/"
    if site.exports("robots") and (wanted or other) and at_root and is_ours:
        text = f"User-agent: *\nDisallow:\n\nSitemap: {site.file_url(name)}\n"
        yield SiteFile("robots.txt", digest(text), text.encode)


def _sitemaps(site: Site) -> Iterator[SiteFile]:
    pages = tuple(_pages(site))
    builder = site.builder
    common = (site.base, builder.name, builder.link_suffix)
    if len(pages) <= URLS:
        yield SiteFile("sitemap.xml", digest((common, pages)), partial(_urls, site, pages))
        return
    parts: list[Entry] = []
    for start in range(0, len(pages), URLS):
        part = pages[start : start + URLS]
        name = f"sitemap-{len(parts) + 1}.xml"
        parts.append((name, max(changed for _page, changed in part)))
        yield SiteFile(name, digest((common, part)), partial(_urls, site, part))
    yield SiteFile("sitemap.xml", digest((common, parts)), partial(_index, site, parts))


def _pages(site: Site) -> Iterator[Entry]:
    """Yield each page that is not unlisted: documents first, then gathered pages."""
    archive = site.archive
    for docname in sorted(site.env.found_docs):
        post = archive.post(docname)
        if post is None or not post.unlisted:
            yield docname, _time(archive.updated(post)) if post else ""
    pages = (page for page in site.pages if page.kind != "missing")
    newest = cache(partial(_newest, site))  # papers of a post have one page each, and its time
    for page in sorted(pages, key=lambda page: page.name):
        yield page.name, newest(page.documents)


def _newest(site: Site, docnames: tuple[str, ...]) -> str:
    """Return the time of the newest change of the posts among *docnames*."""
    posts = (site.archive.post(docname) for docname in docnames)
    times = [site.archive.updated(post) for post in posts if post]
    return _time(max(times)) if times else ""


def _time(time: datetime) -> str:
    """Return *time* in the format of the protocol (W3C Datetime)."""
    return time.isoformat(timespec="seconds")


def _urls(site: Site, pages: Sequence[Entry]) -> bytes:
    items = ((site.url(page), changed) for page, changed in pages)
    return _document("urlset", "url", items)


def _index(site: Site, parts: Sequence[Entry]) -> bytes:
    items = ((site.file_url(name), changed) for name, changed in parts)
    return _document("sitemapindex", "sitemap", items)


def _document(root: str, tag: str, items: Iterable[Entry]) -> bytes:
    lines = [
        f"<{tag}><loc>{escape(url)}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if changed else "")
        + f"</{tag}>\n"
        for url, changed in items
    ]
    return f"{_HEAD}<{root} {_SPACE}>\n{''.join(lines)}</{root}>\n".encode()
