"""The variables of templates (``html-page-context``); runs in the workers that write pages."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from sphinx_paperreview import __version__
from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import (
    joins_documents,
    stores_context,
    writes_gathered_pages,
)
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_page, changes_site
from sphinx_paperreview.outputs.feeds.links import alternate_links, page_feed_links, site_feed_links
from sphinx_paperreview.outputs.paths.builder_files import source_name, source_suffix
from sphinx_paperreview.outputs.site import Site, tag
from sphinx_paperreview.pages.books import included
from sphinx_paperreview.pages.gathered import not_found as missing
from sphinx_paperreview.pages.head import Shown, metatags, plain_title
from sphinx_paperreview.pages.navigation import about_page, navigation
from sphinx_paperreview.pages.places import Place, variables
from sphinx_paperreview.pages.search import engine
from sphinx_paperreview.pages.sidebars import sidebar
from sphinx_paperreview.reading.excerpts import document_excerpt
from sphinx_paperreview.rendering.phrases import list_titles, locale_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Post
    from sphinx_paperreview.domain.domain import PaperDomain

_ = get_translation("paperreview")


class PageContexts:
    """Gives each page of one application its variables.

    What is the same for all pages of a folder is made once for them.
    """

    def __init__(self) -> None:
        self._known: _Shared | None = None

    def _shared(self, builder: StandaloneHTMLBuilder) -> _Shared:
        if self._known is None or self._known.site.archive is not domain_of(builder.env).archive:
            self._known = _Shared(builder)
        return self._known

    def add(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Add ``paperreview`` to the context of every page, and metadata to its ``metatags``.

        A site without anything of ours is left as it is (``html-page-context``).
        """
        if not changes_site(app.builder):
            return
        builder = html_builder(app.builder)
        shared, domain, is_read = self._shared(builder), domain_of(app.env), app.env.found_docs
        if pagename in is_read and context.get("sourcename"):
            _name_source(builder, pagename, context)
        post = domain.archive.post(pagename)
        gathered = context.pop("paperreview_kind", None)
        document = "post" if post else "document" if pagename in is_read else "special"
        kind, changed = gathered or document, bool(gathered) or changes_page(builder, pagename)
        subject = context.pop("paperreview_subject", None)
        place, contents = context.pop("paperreview_place", (Place(), ()))
        description = context.pop("paperreview_description", "") or (
            post.description if post else _description(domain, pagename, doctree) if changed else ""
        )
        page_feeds = page_feed_links(builder, pagename, kind)
        if changed:
            # Themes that inherit from Sphinx's basic theme write ``metatags`` into the head.
            # Of these pages there are the most, and they link to each format at their end.
            formats = 1 if kind == "paper" else None
            links = alternate_links([*page_feeds, *shared.feeds(pagename)[:formats]])
            before = context["metatags"] = context.get("metatags", "") + links
            if writes_gathered_pages(builder):
                title = post.title if post else plain_title(str(context.get("title", "")))
                shown = Shown(
                    pagename, kind, title, description, subject, post, doctree, place.above
                )
                context["metatags"] = before + metatags(shared.site, shown, before)
        elif stores_context(builder):
            return
        context["paperreview"] = {
            **shared.variables(pagename, post),
            **_about(domain.archive, pagename, post),
            **variables(builder, pagename, place, contents),
            "kind": kind,
            # Whether the page may be changed.
            "own": changed,
            "description": description,
            "page_feeds": page_feeds,
            # The name of a discussion: the docname of a post, or the key of a paper.
            "thread": post.docname if post else subject if isinstance(subject, str) else "",
        }
        # A page of that name that is not ours may stay as it is.
        if pagename == missing.NAME and changed:
            missing.root_links(builder, context)


class _Shared:
    """What the pages of a site have in common, and those of one folder."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self.site = Site(builder)
        domain = domain_of(builder.env)
        self._navigation = _navigation(domain, builder)
        self._targets = frozenset(
            path for page, _label in self._navigation for path in _with_folders(page)
        )
        self._links: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self._feeds: dict[tuple[str, int], list[dict[str, str]]] = {}

    def _folder(self, pagename: str) -> tuple[str, int]:
        """Return the same for pages from which all links that they share are the same.

        With the builder ``dirhtml`` the number of slashes differs for an index. A page to which
        or below which the navigation links is alone.
        """
        depth = self._builder.get_target_uri(pagename).count("/")
        alone = pagename in self._targets or pagename == self.site.config.root_doc
        return pagename if alone else posixpath.dirname(pagename) + "/", depth

    def feeds(self, pagename: str) -> list[dict[str, str]]:
        """Return the links to the feed of all posts, as seen from the page."""
        key = self._folder(pagename)
        if key not in self._feeds:
            self._feeds[key] = site_feed_links(self._builder, pagename)
        return [dict(link) for link in self._feeds[key]]

    def navigation(self, pagename: str) -> list[dict[str, Any]]:
        """Return the pages to which every page links, as seen from the page."""
        key = self._folder(pagename)
        if key not in self._links:
            self._links[key] = [
                {
                    "page": page,
                    "label": label,
                    "url": self._builder.get_relative_uri(pagename, page),
                    "current": pagename == page or pagename.startswith(f"{page}/"),
                }
                for page, label in self._navigation
            ]
        return [dict(link) for link in self._links[key]]

    def variables(self, pagename: str, post: Post | None) -> dict[str, Any]:
        """Return the variables that say what is around the page."""
        builder, site = self._builder, self.site
        language = site.config.language
        own = (post.language if post else "") or language
        found = {
            "version": __version__,
            "nav": self.navigation(pagename),
            "languages": _other_languages(site),
            # The address of the page from the root of the site, where that is asked for.
            "place": site.place(pagename) if site.languages else "",
            "feeds": self.feeds(pagename),
            "search": engine(builder),
            "direction": locale_of(language).text_direction,
            "own_direction": locale_of(own).text_direction,
        }
        if stores_context(builder):
            return found
        return {**found, "_": _, "sidebar": partial(sidebar, builder, pagename)}


def _with_folders(page: str) -> Iterator[str]:
    """Yield *page* and the folders that it is in."""
    while page:
        yield page
        page = posixpath.dirname(page)


def _about(archive: Archive, pagename: str, post: Post | None) -> dict[str, Any]:
    """Return the variables that say what a document is about."""
    return {
        "papers": [
            {"anchor": paper.anchor, "number": paper.number, "title": paper.title}
            for paper in archive.papers_in(pagename)
        ],
        "date": post.date.isoformat() if post else "",
        "authors": [archive.person(person).name for person in post.authors] if post else [],
        "language": post.language if post else "",
        "unlisted": bool(post and post.unlisted),
    }


def _name_source(builder: StandaloneHTMLBuilder, docname: str, context: dict[str, Any]) -> None:
    """Set where the page links to its source.

    Sphinx looks for the suffix where the docname would end, which another Unicode form moves. Of a
    document that was placed, the author wrote no source to show or to edit.
    """
    placed = is_placed(builder.env, docname)
    context["sourcename"] = source_name(builder, docname)
    context["page_source_suffix"] = "" if placed else source_suffix(builder.env, docname)


def _other_languages(site: Site) -> list[dict[str, str]]:
    """Return the other languages of the site: tag, name in that language, address of the site."""
    here = tag(site.config.language)
    return [
        {"tag": code, "name": locale_of(code).get_display_name() or code, "url": url}
        for code, url in site.languages.items()
        if code != here
    ]


def _description(domain: PaperDomain, pagename: str, doctree: Any) -> str:
    """Return the description of a page that is not a post: its first sentence, or the site's."""
    own = domain.settings.description
    if doctree is None or (own and pagename == domain.env.config.root_doc):
        return own
    return document_excerpt(doctree) or own


def _navigation(domain: PaperDomain, builder: StandaloneHTMLBuilder) -> list[tuple[str, str]]:
    """Return name and label of each page to which every page links."""
    archive = domain.archive
    labels = {archive.segment(name): title for name, title in list_titles().items()}
    pages = navigation(archive, domain.env, builder)
    about = about_page(archive, domain.env)
    shown = [(page, label) for page, label in labels.items() if page in pages]
    shown += [about] if about is not None else []
    if joins_documents(builder):  # on a site of one page, what is not on it
        there = included(domain.env, domain.env.config.root_doc)
        shown = [(page, label) for page, label in shown if page in there]
    return shown
