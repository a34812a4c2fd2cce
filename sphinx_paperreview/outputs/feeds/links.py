"""Links of pages to feeds: ``<link rel="alternate">`` for feed readers, and links in the text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.feeds.site_feeds import Feed, feed_of_page
from sphinx_paperreview.outputs.site import base_url
from sphinx_paperreview.rendering.elements import internal, paragraph, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.rendering.elements import Part

_ = get_translation("paperreview")


def site_feed_links(builder: StandaloneHTMLBuilder, page: str) -> list[dict[str, str]]:
    """Return the links to the feed of all posts, one for each format, as seen from *page*.

    Each has the keys ``type`` (media type), ``title`` (name of the format), ``name`` (title of the
    feed), ``url`` (absolute where the site's address is known) and ``href`` (relative to *page*).
    Templates know them as ``paperreview.feeds``.
    """
    domain = domain_of(builder.env)
    if (
        not writes_gathered_pages(builder)
        or not domain.settings.feed_limit
        or not domain.archive.posts
    ):
        return []
    return _links(builder, page, Feed("", builder.config.root_doc))


def page_feed_links(builder: StandaloneHTMLBuilder, page: str, kind: str) -> list[dict[str, str]]:
    """Return the links to the feed of the gathered *page* of *kind*; none if it has no feed.

    They have the keys of :func:`site_feed_links`.
    """
    domain = domain_of(builder.env)
    if not writes_gathered_pages(builder):
        return []
    feed = feed_of_page(domain.archive, domain.settings, kind, page)
    return _links(builder, page, feed) if feed else []


def _links(builder: StandaloneHTMLBuilder, page: str, feed: Feed) -> list[dict[str, str]]:
    project, base, result = str(builder.config.project), base_url(builder), []
    for file_name, media_type, label in feed.formats:
        href = relative_uri(builder.get_target_uri(page), feed.address(file_name))
        url = href if base == "/" else base + feed.address(file_name)
        name = f"{feed.title} · {project} ({label})" if feed.title else f"{project} ({label})"
        result.append({"type": media_type, "title": label, "name": name, "url": url, "href": href})
    return result


def alternate_links(links: Iterable[dict[str, str]]) -> str:
    """Return ``<link rel="alternate">`` elements for a page's head, by which readers find feeds.

    :param links: as from :func:`site_feed_links`
    """
    return "".join(
        f'\n<link rel="alternate" type="{link["type"]}" title="{escape(link["name"])}" '
        f'href="{escape(link["url"])}">'
        for link in links
    )


def visible_links(builder: StandaloneHTMLBuilder, page: str, kind: str) -> list[Part]:
    """Return a paragraph of links to the feed of the gathered *page*; nothing if it has none.

    Whether there is a feed follows from the rows of the page and the configuration, which the
    digest of the page covers.
    """
    if kind == "archive":
        found = site_feed_links(builder, page)
    else:
        found = page_feed_links(builder, page, kind)
    if not found:
        return []
    references = [internal(link["href"], link["title"]) for link in found]
    return [paragraph(_("Feeds") + " ", *spaced(references), classes=["pr-feeds"])]
