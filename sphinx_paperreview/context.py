"""What templates are told (``html-page-context``): pure, and run in the write workers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from sphinx_paperreview import __version__
from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.domain import domain_of
from sphinx_paperreview.incremental import navigation
from sphinx_paperreview.outputs import base_url
from sphinx_paperreview.render import gathers
from sphinx_paperreview.syndication import FEEDS, Feed, feed_of_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.domain import PaperDomain

_ = get_translation("paperreview")


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add ``paperreview`` to the context of every page; its keys are in the documentation."""
    domain = domain_of(app.env)
    builder = cast("StandaloneHTMLBuilder", app.builder)
    post = domain.archive.post(pagename)
    kind = context.pop("paperreview_kind", None) or (
        "post" if post else "document" if pagename in app.env.found_docs else "special"
    )
    if pagename in app.env.found_docs and is_placed(app.env, pagename):
        # There is no source of the author's to show or to edit.
        context["sourcename"] = context["page_source_suffix"] = ""
    own = feed_of_page(domain.archive, domain.settings, kind, pagename)
    context["paperreview"] = {
        "version": __version__,
        "kind": kind,
        "nav": _navigation(domain, builder, pagename),
        "papers": [
            {"anchor": paper.anchor, "number": paper.number, "title": paper.title}
            for paper in domain.archive.papers_in(pagename)
        ],
        "description": context.pop("paperreview_description", "")
        or (post.description if post else domain.settings.description),
        "feeds": _feeds(domain, builder, pagename, Feed("", app.config.root_doc)),
        "page_feeds": _feeds(domain, builder, pagename, own) if own else [],
        "date": post.date.isoformat() if post else "",
        "authors": [domain.archive.person(person).name for person in post.authors] if post else [],
        "language": post.language if post else "",
        "unlisted": bool(post and post.unlisted),
        "_": _,
    }
    named = [*context["paperreview"]["page_feeds"], *context["paperreview"]["feeds"]]
    # Every theme that inherits from Sphinx's own writes these into the head of its pages.
    context["metatags"] = context.get("metatags", "") + "".join(_alternate(feed) for feed in named)


def _navigation(
    domain: PaperDomain, builder: StandaloneHTMLBuilder, pagename: str
) -> list[dict[str, Any]]:
    archive = domain.archive
    labels = {
        archive.segment("archive"): _("Archive"),
        archive.segment("papers"): _("Papers"),
        archive.segment("orgs"): _("Organisations"),
        archive.segment("tags"): _("Tags"),
        archive.segment("authors"): _("Authors"),
        archive.segment("series"): _("Series"),
    }
    pages = navigation(archive, domain.env, builder)
    return [
        {
            "page": page,
            "label": label,
            "url": builder.get_relative_uri(pagename, page),
            "current": pagename == page or pagename.startswith(f"{page}/"),
        }
        for page, label in labels.items()
        if page in pages
    ]


def _feeds(
    domain: PaperDomain, builder: StandaloneHTMLBuilder, pagename: str, feed: Feed
) -> list[dict[str, str]]:
    """Return the three forms of *feed* as the templates know them.

    ``url`` is absolute where the site's address is known, ``href`` leads there from the page.
    """
    if not gathers(builder) or not domain.settings.feed_limit or not domain.archive.posts:
        return []
    project, base, result = str(domain.env.config.project), base_url(builder), []
    for name, media, label in FEEDS:
        href = relative_uri(builder.get_target_uri(pagename), feed.address(name))
        url = href if base == "/" else base + feed.address(name)
        words = f"{feed.title} · {project} ({label})" if feed.title else f"{project} ({label})"
        result.append({"type": media, "title": label, "name": words, "url": url, "href": href})
    return result


def _alternate(feed: dict[str, str]) -> str:
    """Return the element by which readers of feeds find *feed*."""
    words = {key: escape(value) for key, value in feed.items()}
    return (
        f'\n<link rel="alternate" type="{words["type"]}" title="{words["name"]}" '
        f'href="{words["url"]}">'
    )
