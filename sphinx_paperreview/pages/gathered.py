"""All gathered pages (``html-collect-pages``), and their rendering."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.archive.statistics import statistics_of
from sphinx_paperreview.core.model import TERM_SEGMENTS, Query
from sphinx_paperreview.outputs.feeds.links import visible_links
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.not_found import missing_pages
from sphinx_paperreview.pages.papers import index_pages, paper_pages, queue_pages
from sphinx_paperreview.pages.posts import archive_pages, front_pages
from sphinx_paperreview.pages.terms import term_pages
from sphinx_paperreview.reading.excerpts import names_in
from sphinx_paperreview.rendering.charts.figures import page_nodes
from sphinx_paperreview.rendering.renderer import Renderer, block

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.citations import Citations

_ = get_translation("paperreview")


def gathered_pages(
    archive: Archive, citations: Citations, settings: Settings, language: str
) -> Iterator[Page]:
    """Yield every gathered page of *archive*; nothing is rendered yet."""
    counts = statistics_of(archive, Query("statistics")) if settings.statistics else ()
    more = archive.segment("statistics") if counts else ""
    if archive.posts:
        yield from archive_pages(archive, citations, language, more)
        yield from front_pages(archive, settings.page_size)
    for kind in TERM_SEGMENTS:
        if archive.terms(kind):
            yield from term_pages(archive, citations, kind)
    if archive.papers:
        yield from index_pages(archive, citations, more)
        yield from queue_pages(archive)
        yield from paper_pages(archive, citations)
    if counts:
        yield make_page(more, "statistics", _("Statistics"), (counts, language),
                        partial(page_nodes, statistics=counts))  # fmt: skip
    yield from missing_pages(archive)


def render_page(page: Page, archive: Archive, env: BuildEnvironment,
                builder: StandaloneHTMLBuilder) -> dict[str, Any]:  # fmt: skip
    """Return the template context of *page*, for ``html-collect-pages``."""
    renderer = Renderer(archive, env, builder, page.name)
    subscribe = visible_links(builder, page.name, page.kind)
    made = page.make(renderer)
    body = block("section", block("h1", nodes.Text(page.title)), *subscribe, *made)
    return {
        "title": page.title,
        "body": builder.render_partial(body)["fragment"],
        "paperreview_kind": page.kind,
        "paperreview_description": page.description or names_in(page.title, made),
        "paperreview_subject": page.subject,
        "metatags": page.tags(),
    }
