"""How pages name the feeds: for programs in the head, for people where a feed is the page's own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.feeds.site_feeds import FEEDS, Feed, feed_of_page
from sphinx_paperreview.outputs.output import base_url
from sphinx_paperreview.rendering.renderer import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders.html import StandaloneHTMLBuilder

_ = get_translation("paperreview")


def site_feeds(builder: StandaloneHTMLBuilder, page: str) -> list[dict[str, str]]:
    """Return the forms of the feed of all posts, as templates of *page* know them."""
    domain = domain_of(builder.env)
    if (
        not writes_gathered_pages(builder)
        or not domain.settings.feed_limit
        or not domain.archive.posts
    ):
        return []
    return _forms(builder, page, Feed("", builder.config.root_doc))


def page_feeds(builder: StandaloneHTMLBuilder, page: str, kind: str) -> list[dict[str, str]]:
    """Return the forms of the feed that belongs to the gathered *page* of *kind*, if one does."""
    domain = domain_of(builder.env)
    if not writes_gathered_pages(builder):
        return []
    feed = feed_of_page(domain.archive, domain.settings, kind, page)
    return _forms(builder, page, feed) if feed else []


def _forms(builder: StandaloneHTMLBuilder, page: str, feed: Feed) -> list[dict[str, str]]:
    """Return the forms of *feed*.

    ``url`` is absolute where the site's address is known, ``href`` leads there from the page.
    """
    project, base, result = str(builder.config.project), base_url(builder), []
    for name, media, label in FEEDS:
        href = relative_uri(builder.get_target_uri(page), feed.address(name))
        url = href if base == "/" else base + feed.address(name)
        words = f"{feed.title} · {project} ({label})" if feed.title else f"{project} ({label})"
        result.append({"type": media, "title": label, "name": words, "url": url, "href": href})
    return result


def alternate_links(forms: Iterable[dict[str, str]]) -> str:
    """Return the elements of a head by which readers of feeds find *forms*."""
    return "".join(
        f'\n<link rel="alternate" type="{form["type"]}" title="{escape(form["name"])}" '
        f'href="{escape(form["url"])}">'
        for form in forms
    )


def visible_links(builder: StandaloneHTMLBuilder, page: str, kind: str) -> list[nodes.Node]:
    """Return the line of links to the feeds of what the gathered *page* shows.

    Whether there is one follows from the rows of the page and the configuration.
    """
    forms = site_feeds(builder, page) if kind == "archive" else page_feeds(builder, page, kind)
    if not forms:
        return []
    links = [nodes.reference("", form["title"], refuri=form["href"], internal=True)
             for form in forms]  # fmt: skip
    return [nodes.paragraph("", _("Feeds") + " ", *spaced(links), classes=["pr-feeds"])]
