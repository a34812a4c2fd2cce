"""The parts of a front page, for documents: each stands alone, and one holds them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.rendering.charts.calendar import month_calendar
from sphinx_paperreview.rendering.elements import block, paragraph, spaced, span
from sphinx_paperreview.rendering.lists import month_lists, row_list
from sphinx_paperreview.rendering.phrases import (
    list_titles,
    orgs_phrase,
    papers_phrase,
    posts_phrase,
    tags_phrase,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def front_part(
    renderer: Renderer, kind: str, answer: tuple[Any, ...], more: Sequence[Part] = ()
) -> list[Part]:
    """Return the part *kind* of a front page, which shows *answer*.

    :param more: what follows the list of days
    """
    parts: dict[str, Callable[[Renderer, Any], list[Part]]] = {
        "newest": newest_day,
        "month": month_days,
        "again": read_again,
        "numbers": numbers,
    }
    if kind in parts:
        return parts[kind](renderer, answer) or row_list(renderer, ())
    return _home(renderer, answer, more)


def _home(renderer: Renderer, answer: tuple[Any, ...], more: Sequence[Part]) -> list[Part]:
    counts, newest, before, month, again, series, papers = answer
    main = [*newest_day(renderer, newest), *month_lists(renderer, before), *more]
    main += _undated(renderer, papers)
    main = main or row_list(renderer, ())
    if not renderer.html:
        return [*numbers(renderer, counts), *main]
    beside = (
        month_days(renderer, month),
        _titled(_("Met again"), read_again(renderer, again)),
        _titled(list_titles()["series"], row_list(renderer, series) if series else []),
    )
    aside = [block("section", *part) for part in beside if part]
    return [
        *numbers(renderer, counts),
        block(
            "div",
            block("div", *main, classes=["pr-home-main"]),
            *([block("div", *aside, classes=["pr-home-side"])] if aside else []),
            classes=["pr-home"],
        ),
    ]


def _undated(renderer: Renderer, papers: Sequence[Row]) -> list[Part]:
    """Return the list of *papers* of an archive without posts, below a title."""
    if not (papers and renderer.html):
        return row_list(renderer, papers) if papers else []
    title: Part = list_titles()["papers"]
    if writes_gathered_pages(renderer.builder):
        title = renderer.link(renderer.archive.segment("papers"), "", title)
    return [block("h2", title, classes=["pr-newest"]), *row_list(renderer, papers)]


def _titled(title: str, parts: list[Part]) -> list[Part]:
    return [block("h2", title, classes=["pr-home-title"]), *parts] if parts else []


def newest_day(renderer: Renderer, posts: Sequence[tuple[Row, Sequence[Row]]]) -> list[Part]:
    """Return the posts of one day, each with all of its papers.

    A title that is that of its only paper stands once.
    """
    result: list[Part] = []
    for row, papers in posts:
        assert row.date is not None  # noqa: S101  # a post has a date
        day = renderer.time(row.date, renderer.long_date(row.date.date()))
        if not renderer.html:
            result += row_list(renderer, [row])
            continue
        head: list[Part] = [renderer.link(row.docname, "", day, classes=["pr-day"])]
        if row.title and (row.children or not papers):
            head += [" ", renderer.link(row.docname, "", row.title, classes=["pr-day-title"])]
        if papers:
            head += [" ", span(papers_phrase(len(papers)), "pr-count")]
        result.append(block("h2", *head, classes=["pr-newest"]))
        if papers:
            result += row_list(renderer, papers)
        elif row.summary:
            result.append(paragraph(row.summary, classes=["pr-entry-summary"]))
    return result


def month_days(renderer: Renderer, rows: Sequence[Row]) -> list[Part]:
    """Return the calendar of the month of *rows*, which are posts; elsewhere a list of them."""
    if not rows or not renderer.html:
        return row_list(renderer, rows) if rows else []
    return [month_calendar(renderer, rows)]


def read_again(renderer: Renderer, found: Sequence[tuple[Row, int]]) -> list[Part]:
    """Return the papers of *found*, each with how often it was met."""
    if not found or not renderer.html:
        return row_list(renderer, [row for row, _count in found]) if found else []
    items = []
    for row, count in found:
        target = (row.page, "") if row.page else (row.docname, row.anchor)
        times = span(_("%(count)d times") % {"count": count}, "pr-count")
        items.append(block("li", renderer.link(*target, row.title), " ", times))
    return [block("ol", *items, classes=["pr-again"])]


def numbers(renderer: Renderer, counts: Sequence[tuple[str, int]]) -> list[Part]:
    """Return the line that counts posts, papers, organisations and tags, with links to them."""
    if not counts:
        return []
    archive = renderer.archive
    phrases = {
        "posts": posts_phrase,
        "papers": papers_phrase,
        "orgs": orgs_phrase,
        "tags": tags_phrase,
    }
    has_pages = writes_gathered_pages(renderer.builder)
    parts: list[Part] = []
    for kind, number in counts:
        words = phrases[kind](number)
        page = archive.segment("archive" if kind == "posts" else kind)
        parts.append(renderer.link(page, "", words) if has_pages else words)
    return [paragraph(*spaced(parts, " · "), classes=["pr-summary", "pr-numbers"])]
