"""Gathered pages of posts: the archive by time, and the pages that continue the front page.

:func:`sphinx_paperreview.pages.gathered.collection.gathered_pages` calls them with all the others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from sphinx.locale import get_translation

from sphinx_paperreview.core.model import Query
from sphinx_paperreview.outputs.page import make_page
from sphinx_paperreview.pages.gathered.paging import from_oldest, neighbour_pages
from sphinx_paperreview.rendering.charts.calendar import calendar_table
from sphinx_paperreview.rendering.elements import block, inline
from sphinx_paperreview.rendering.lists import (
    LIST_ROWS,
    links_to,
    month_lists,
    other_archives,
    pagination,
    row_list,
    summary,
)
from sphinx_paperreview.rendering.phrases import list_titles, locale_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.outputs.page import Page
    from sphinx_paperreview.rendering.citations import Citations
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def archive_pages(
    archive: Archive, citations: Citations, language: str, more: Sequence[tuple[str, str]]
) -> Iterator[Page]:
    """Yield the page of the newest posts, then a page for each year, day and month.

    *more* are other views of the archive, pairs of label and page. A day with one post has no
    page: its address redirects to the post (:mod:`sphinx_paperreview.outputs.paths.redirects`).
    """
    base = archive.segment("archive")
    years = tuple(dict.fromkeys(year for year, _month in archive.months))
    newest = archive.answer(Query("archive", limit=LIST_ROWS))
    counts = (len(archive.posts), len(archive.keys))
    yield make_page(base, "archive", list_titles()["archive"], (newest, years, counts, more,
                                                                 archive.others_shown),
                    partial(_newest, rows=newest, years=years, citations=citations,
                            more=more))  # fmt: skip
    for year in years:
        rows = _rows_of_year(archive.answer(Query("archive", year=year)))
        yield make_page(f"{base}/{year}", "year", str(year), (rows, years),
                        partial(_year, rows=rows, years=years))  # fmt: skip
    for (year, month, day), posts in archive.days.items():
        if len(posts) > 1:
            rows = archive.answer(Query("archive", year=year, month=month, day=day))
            title = format_date(date(year, month, day), "long", locale=locale_of(language))
            yield make_page(f"{base}/{year}/{month:02}/{day:02}", "day", title, (rows, years),
                            partial(_day, rows=rows, years=years))  # fmt: skip
    for year, month in archive.months:
        rows = archive.answer(Query("archive", year=year, month=month))
        title = format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language))
        yield make_page(f"{base}/{year}/{month:02}", "month", str(title), (rows, years),
                        partial(_month, rows=rows, years=years, citations=citations))  # fmt: skip


def _rows_of_year(rows: Sequence[Row]) -> Sequence[Row]:
    """Return *rows* as the page of their year shows them: many without their papers and pictures.

    The pages of the months have these.
    """
    if len(rows) <= LIST_ROWS:
        return rows
    return tuple(replace(row, children=(), pictures=()) for row in rows)


def _newest(
    renderer: Renderer,
    rows: Sequence[Row],
    years: Sequence[int],
    citations: Citations,
    more: Sequence[tuple[str, str]],
) -> list[Part]:
    """Return the newest posts by month, with the counts and the bibliography of all posts."""
    archive = renderer.archive
    return [
        summary(len(archive.posts), len(archive.keys), *links_to(renderer, more)),
        calendar_table(renderer, rows),
        *([_year_links(renderer, years)] if len(years) > 1 else []),
        *month_lists(renderer, rows),
        *other_archives(renderer),
        *(citations.links(renderer.builder, renderer.page, "") if archive.papers else []),
    ]


def _year(renderer: Renderer, rows: Sequence[Row], years: Sequence[int]) -> list[Part]:
    return [*_period_head(renderer, rows, years), *month_lists(renderer, rows)]


def _day(renderer: Renderer, rows: Sequence[Row], years: Sequence[int]) -> list[Part]:
    return [*_period_head(renderer, rows, years), *row_list(renderer, rows, within_month=True)]


def _month(
    renderer: Renderer, rows: Sequence[Row], years: Sequence[int], citations: Citations
) -> list[Part]:
    page = renderer.page
    has_papers = any(row.count for row in rows)
    return [
        *_period_head(renderer, rows, years),
        *row_list(renderer, rows, within_month=True),
        *(citations.links(renderer.builder, page, f"{page}/") if has_papers else []),
    ]


def _period_head(renderer: Renderer, rows: Sequence[Row], years: Sequence[int]) -> list[Part]:
    """Return what the pages of a year, a month and a day begin with."""
    papers = sum(row.count for row in rows)
    return [
        summary(len(rows), papers),
        calendar_table(renderer, rows),
        *([_year_links(renderer, years)] if len(years) > 1 or _is_within(renderer) else []),
    ]


def _is_within(renderer: Renderer) -> bool:
    """Return whether the page is that of a month or a day, from which a link leads to its year."""
    return renderer.page.removeprefix(renderer.archive.segment("archive")).count("/") > 1


def _year_links(renderer: Renderer, years: Sequence[int]) -> Part:
    base = renderer.archive.segment("archive")
    pages = ((str(year), f"{base}/{year}") for year in years)
    items = (
        block("li", renderer.link(page, "", year) if page != renderer.page
              else inline("span", year, aria_current="page"))
        for year, page in pages
    )  # fmt: skip
    return block(
        "nav", block("ul", *items), classes=["pr-years"], aria_label=list_titles()["archive"]
    )


def front_pages(archive: Archive, page_size: int) -> Iterator[Page]:
    """Yield ``page/1`` and so on, which continue the front page's list of *page_size* posts.

    They are counted from the oldest post, so that a new post changes only the last of them.
    """
    if not page_size:
        return
    rest = archive.answer(Query("posts", offset=page_size))
    pages = from_oldest(rest, page_size)
    for number, rows in enumerate(pages, 1):
        is_last = number == len(pages)
        yield make_page(f"{archive.segment('page')}/{number}", "posts",
                        _("Posts, page %(number)d") % {"number": number}, (rows, is_last),
                        partial(_front, rows=rows, number=number, count=len(pages)))  # fmt: skip


def _front(renderer: Renderer, rows: Sequence[Row], number: int, count: int) -> list[Part]:
    # The front page is the author's own document, which may be any.
    links = neighbour_pages(renderer.archive.segment("page"), "", number, count)
    return [*month_lists(renderer, rows), *pagination(renderer, links)]
