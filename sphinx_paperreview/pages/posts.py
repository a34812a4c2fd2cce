"""Gathered pages: which there are, those of the archive, and how each is rendered.

They are given to Sphinx by ``html-collect-pages``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.chart_figures import page_nodes
from sphinx_paperreview.excerpts import names_in
from sphinx_paperreview.missing import missing_pages
from sphinx_paperreview.model import TERM_SEGMENTS, Query
from sphinx_paperreview.page import link_to, make_page, summary
from sphinx_paperreview.pages_papers import index_pages, paper_pages, queue_pages
from sphinx_paperreview.pages_terms import term_pages
from sphinx_paperreview.render import Renderer, pagination
from sphinx_paperreview.render_parts import (
    block,
    locale_of,
)
from sphinx_paperreview.statistics import count
from sphinx_paperreview.subscriptions import visible_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.citations import Citations
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.page import Page

_ = get_translation("paperreview")

#: Posts on the first page of the archive.
LIST_ROWS = 100


def gathered_pages(
    archive: Archive, citations: Citations, settings: Settings, language: str
) -> Iterator[Page]:
    """Yield every gathered page that *archive* calls for, nothing rendered yet."""
    counts = count(archive, Query("statistics")) if settings.statistics else ()
    more = archive.segment("statistics") if counts else ""
    if archive.posts:
        yield from _archive_pages(archive, citations, language, more)
        yield from _front_pages(archive, settings.page_size)
    for kind in TERM_SEGMENTS:
        if archive.terms(kind):
            yield from term_pages(archive, citations, kind)
    if archive.papers:
        yield from index_pages(archive, citations, more)
        yield from queue_pages(archive)
        yield from paper_pages(archive, citations)
    if counts:
        yield make_page(more, "statistics", _("Statistics"), (counts, language),
                    lambda renderer: page_nodes(renderer, counts))  # fmt: skip
    yield from missing_pages(archive)


def _archive_pages(
    archive: Archive, citations: Citations, language: str, statistics: str
) -> Iterator[Page]:
    base = archive.segment("archive")
    years = tuple(dict.fromkeys(year for year, _month in archive.months))

    def periods(renderer: Renderer) -> Node:
        links = [renderer.link(f"{base}/{year}", "", nodes.Text(str(year))) for year in years]
        items = [block("li", link) for link in links]
        return block("nav", block("ul", *items), classes=["pr-years"], aria_label=_("Archive"))

    def body(query: Query, *, whole: bool) -> Callable[[Renderer], list[Node]]:
        def make(renderer: Renderer) -> list[Node]:
            rows = archive.answer(query)
            papers = len(archive.papers) if whole else sum(row.count for row in rows)
            total = len(archive.posts) if whole else len(rows)
            lists = renderer.archive_rows(rows) if query.month is None else renderer.rows(rows)
            years_nav = [periods(renderer)] if len(years) > 1 or not whole else []
            more = link_to(renderer, statistics) if whole else []
            folder = f"{renderer.page}/" if query.month else ""
            links = citations.links(renderer.builder, renderer.page, folder) if papers else []
            links = links if whole or (query.month and not query.day) else []
            line = summary(total, papers, *more)
            return [line, renderer.calendar(rows), *years_nav, *lists, *links]

        return make

    newest = Query("archive", limit=LIST_ROWS)
    counts = (len(archive.posts), len(archive.papers))
    shown = (archive.answer(newest), years, counts, statistics)
    yield make_page(base, "archive", _("Archive"), shown, body(newest, whole=True))
    for year in years:
        query = Query("archive", year=year)
        yield make_page(f"{base}/{year}", "year", str(year), (archive.answer(query), years),
                    body(query, whole=False))  # fmt: skip
    for day, posts in archive.days.items():
        if len(posts) > 1:  # a day with one post leads to it: see redirects.py
            query = Query("archive", year=day[0], month=day[1], day=day[2])
            yield make_page("{}/{}/{:02}/{:02}".format(base, *day), "day", _day_name(day, language),
                        (archive.answer(query), years), body(query, whole=False))  # fmt: skip
    for year, month in archive.months:
        query = Query("archive", year=year, month=month)
        yield make_page(f"{base}/{year}/{month:02}", "month", _month_name(year, month, language),
                    (archive.answer(query), years), body(query, whole=False))  # fmt: skip


def _month_name(year: int, month: int, language: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))


def _day_name(day: tuple[int, int, int], language: str) -> str:
    return str(format_date(date(*day), "long", locale=locale_of(language)))


def _front_pages(archive: Archive, page_size: int) -> Iterator[Page]:
    """Yield ``page/2`` and on: the front list beyond what the index shows."""
    pages = -(-len(archive.posts) // page_size) if page_size else 1
    base = archive.segment("page")
    for number in range(2, pages + 1):
        query = Query("posts", offset=(number - 1) * page_size, limit=page_size)

        def make(renderer: Renderer, query: Query = query, number: int = number) -> list[Node]:
            links: list[tuple[str, str]] = []
            if number > 2:  # the first page is the author's own document
                links.append((_("Newer"), f"{base}/{number - 1}"))
            if number < pages:
                links.append((_("Older"), f"{base}/{number + 1}"))
            return [*renderer.archive_rows(archive.answer(query)), *pagination(renderer, links)]

        title = _("Posts, page %(number)d") % {"number": number}
        rows = (archive.answer(query), number < pages)
        yield make_page(f"{base}/{number}", "posts", title, rows, make)


def render_page(page: Page, archive: Archive, env: BuildEnvironment,
                builder: StandaloneHTMLBuilder) -> dict[str, Any]:  # fmt: skip
    """Return the template context of *page*."""
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
