"""The variables of templates (``html-page-context``); runs in the workers that write pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview import __version__
from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import (
    joins_documents,
    stores_context,
    writes_gathered_pages,
)
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import changes_page, changes_site
from sphinx_paperreview.outputs.builder_files import source_name, source_suffix
from sphinx_paperreview.outputs.feeds.links import alternate_links, page_feed_links, site_feed_links
from sphinx_paperreview.outputs.site import Site, tag
from sphinx_paperreview.pages import not_found as missing
from sphinx_paperreview.pages.books import included
from sphinx_paperreview.pages.head import Shown, metatags, plain_title
from sphinx_paperreview.pages.navigation import about_page, navigation
from sphinx_paperreview.pages.places import Place, variables
from sphinx_paperreview.pages.search import engine
from sphinx_paperreview.pages.sidebars import sidebar
from sphinx_paperreview.reading.excerpts import excerpt
from sphinx_paperreview.rendering.phrases import list_titles, locale_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.domain.domain import PaperDomain

_ = get_translation("paperreview")


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add ``paperreview`` to the context of every page, and metadata to its ``metatags``.

    A site without anything of ours is left as it is.
    """
    if not changes_site(app.builder):
        return
    domain = domain_of(app.env)
    builder = cast("StandaloneHTMLBuilder", app.builder)
    site = Site(builder)
    post = domain.archive.post(pagename)
    gathered = context.pop("paperreview_kind", None)
    kind = gathered or (
        "post" if post else "document" if pagename in app.env.found_docs else "special"
    )
    if pagename in app.env.found_docs and context.get("sourcename"):
        # Sphinx looks for the suffix where the docname would end, which another Unicode form
        # moves. Of a document that was placed, the author wrote no source to show or to edit.
        placed = is_placed(app.env, pagename)
        context["sourcename"] = source_name(builder, pagename)
        context["page_source_suffix"] = "" if placed else source_suffix(app.env, pagename)
    changed = bool(gathered) or changes_page(builder, pagename)
    feeds, own_feeds = site_feed_links(builder, pagename), page_feed_links(builder, pagename, kind)
    if changed:
        # Themes that inherit from Sphinx's basic theme write ``metatags`` into the head.
        context["metatags"] = context.get("metatags", "") + alternate_links([*own_feeds, *feeds])
    description = context.pop("paperreview_description", "") or (
        post.description if post else _description(domain, pagename, doctree) if changed else ""
    )
    subject = context.pop("paperreview_subject", None)
    place, contents = context.pop("paperreview_place", (Place(), ()))
    if writes_gathered_pages(builder) and changed:
        title = str(context.get("title", ""))
        title = post.title if post else plain_title(title)
        shown = Shown(pagename, kind, title, description, subject, post, doctree, place.above)
        before = context.get("metatags", "")
        context["metatags"] = before + metatags(site, shown, before)
    if stores_context(builder) and not changed:
        return
    own_language = post.language if post else ""
    context["paperreview"] = {
        "version": __version__,
        "kind": kind,
        # Whether the page may be changed.
        "own": changed,
        "nav": _navigation(domain, builder, pagename),
        "languages": _other_languages(site),
        # The address of the page from the root of the site, where that is asked for.
        "place": site.place(pagename) if site.languages else "",
        "papers": [
            {"anchor": paper.anchor, "number": paper.number, "title": paper.title}
            for paper in domain.archive.papers_in(pagename)
        ],
        **variables(builder, pagename, place, contents),
        "description": description,
        "feeds": feeds,
        "page_feeds": own_feeds,
        "date": post.date.isoformat() if post else "",
        "authors": [domain.archive.person(person).name for person in post.authors] if post else [],
        "language": own_language,
        # The name of a discussion: the docname of a post, or the key of a paper.
        "thread": post.docname if post else subject if isinstance(subject, str) else "",
        "unlisted": bool(post and post.unlisted),
        "search": engine(builder),
        "direction": locale_of(app.config.language).text_direction,
        "own_direction": locale_of(own_language or app.config.language).text_direction,
        **(
            {}
            if stores_context(builder)
            else {"_": _, "sidebar": partial(sidebar, builder, pagename)}
        ),
    }
    # A page of that name that is not ours may stay as it is.
    if pagename == missing.NAME and changed:
        missing.root_links(builder, context)


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
    section = next(doctree.findall(nodes.section), doctree)
    return excerpt(section) or own


def _navigation(
    domain: PaperDomain, builder: StandaloneHTMLBuilder, pagename: str
) -> list[dict[str, Any]]:
    archive = domain.archive
    labels = {archive.segment(name): title for name, title in list_titles().items()}
    pages = navigation(archive, domain.env, builder)
    about = about_page(archive, domain.env)
    shown = [(page, label) for page, label in labels.items() if page in pages]
    shown += [about] if about is not None else []
    if joins_documents(builder):  # on a site of one page, what is not on it
        there = included(domain.env, domain.env.config.root_doc)
        shown = [(page, label) for page, label in shown if page in there]
    return [
        {
            "page": page,
            "label": label,
            "url": builder.get_relative_uri(pagename, page),
            "current": pagename == page or pagename.startswith(f"{page}/"),
        }
        for page, label in shown
    ]
