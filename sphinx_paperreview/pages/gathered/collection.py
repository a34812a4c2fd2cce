"""All gathered pages (``html-collect-pages``), and their rendering."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.archive.statistics import statistics_of
from sphinx_paperreview.core.model import TERM_SEGMENTS, Query
from sphinx_paperreview.core.sentences import LONGEST, first_sentence
from sphinx_paperreview.outputs.feeds.links import visible_links
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gathered.gallery import gallery_of, gallery_pages
from sphinx_paperreview.pages.gathered.maps import map_pages, views_of
from sphinx_paperreview.pages.gathered.not_found import missing_pages
from sphinx_paperreview.pages.gathered.papers import index_pages, paper_pages, queue_pages
from sphinx_paperreview.pages.gathered.posts import archive_pages, front_pages
from sphinx_paperreview.pages.gathered.terms import term_pages
from sphinx_paperreview.rendering.charts.figures import page_nodes
from sphinx_paperreview.rendering.elements import block, links_in
from sphinx_paperreview.rendering.lists import row_list
from sphinx_paperreview.rendering.phrases import posts_phrase, reviews_phrase
from sphinx_paperreview.rendering.renderer import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.citations import Citations
    from sphinx_paperreview.rendering.elements import Part

_ = get_translation("paperreview")

#: Classes of what stands around the entries of a list, and beside their names.
_FURNITURE = frozenset({
    "pr-summary", "pr-calendar", "pr-years", "pr-pagination", "pr-exports", "pr-month",
    "pr-entry-date", "pr-orgs", "pr-facts",
})  # fmt: skip
#: Texts of links that are not names: a day or a page by its number, and an address.
_NUMBER, _ADDRESS = re.compile(r"[\d\W_]*"), re.compile(r"https?://\S+")


def gathered_pages(
    archive: Archive, citations: Citations, settings: Settings, language: str,
    named: Mapping[str, str], pictures: Collection[str],
) -> Iterator[Page]:  # fmt: skip
    """Yield every gathered page of *archive*; nothing is rendered yet.

    :param named: titles of the lists that a toctree names, by page name; last come those of them
        that have nothing to show
    :param pictures: the paths of the pictures that have a small copy
    """
    counts = statistics_of(archive, Query("statistics")) if settings.statistics else ()
    gallery = gallery_of(archive, pictures)
    whole, regions = views_of(archive) if settings.map else (None, [])
    views = (
        ("statistics", _("Statistics"), bool(counts)),
        ("gallery", _("Gallery"), bool(gallery.figures)),
        ("map", _("Map"), whole is not None),
    )
    more = tuple((label, archive.segment(name)) for name, label, is_there in views if is_there)
    if archive.posts:
        yield from archive_pages(archive, citations, language, more)
        yield from front_pages(archive, settings.page_size)
    yield from gallery_pages(archive, gallery, language)
    for kind in TERM_SEGMENTS:
        if archive.terms(kind):
            yield from term_pages(archive, citations, kind, gallery)
    if archive.papers:
        yield from index_pages(archive, citations, more)
        yield from queue_pages(archive)
        yield from paper_pages(archive, citations)
    if whole is not None:
        yield from map_pages(archive, whole, regions)
    if counts:
        make = partial(page_nodes, statistics=counts)
        name, title = archive.segment("statistics"), _("Statistics")
        numbers = posts_phrase(len(archive.posts)), reviews_phrase(len(archive.papers))
        described = f"{title}: {', '.join(numbers)}"
        yield make_page(name, "statistics", title, (counts, language), make, described)
    yield from missing_pages(archive)
    for name, title in named.items():
        yield make_page(name, "empty", title, (), _nothing)


def _nothing(renderer: Renderer) -> list[Part]:
    return row_list(renderer, ())


def render_page(
    page: Page, archive: Archive, env: BuildEnvironment, builder: StandaloneHTMLBuilder,
    write: Callable[[Iterable[Part]], str],
) -> dict[str, Any]:  # fmt: skip
    """Return the template context of *page*, for ``html-collect-pages``.

    :param write: returns parts as HTML (:func:`.writer_of`)
    """
    renderer = Renderer(archive, env, builder, page.name)
    subscribe = visible_links(builder, page.name, page.kind)
    made = page.make(renderer)
    body = block("section", block("h1", page.title), *subscribe, *made)
    return {
        "title": escape(page.title, quote=False),
        "body": write([body]),
        "paperreview_kind": page.kind,
        "paperreview_description": page.description or _names_in(page.title, made),
        "paperreview_subject": page.subject,
        "metatags": page.tags(),
    }


def _names_in(title: str, content: Iterable[Part]) -> str:
    """Return *title* and the texts of the links in the *content* of a list, on one line."""
    names: dict[str, None] = {}
    for link in links_in(content, _FURNITURE):
        name = " ".join(link.astext().split())
        if not _NUMBER.fullmatch(name) and not _ADDRESS.fullmatch(name) and name != title:
            names[name] = None
        if sum(map(len, names)) >= LONGEST:
            break
    text = ", ".join(names)
    return first_sentence(f"{title}: {text}" if text else title)
