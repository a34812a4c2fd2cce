"""Gathered pages: which there are, those of the archive, and how each is rendered.

They are given to Sphinx by ``html-collect-pages``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core.model import Query
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.rendering.builders import locale_of
from sphinx_paperreview.rendering.lists import link_to, pagination, summary
from sphinx_paperreview.rendering.renderer import block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.citations import Citations
    from sphinx_paperreview.rendering.lists import Renderer

_ = get_translation("paperreview")

#: Posts on the first page of the archive.
LIST_ROWS = 100


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
