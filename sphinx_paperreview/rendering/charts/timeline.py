"""The timeline: reviews by month, quarter, year or longer, as columns and as a table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.rendering.charts.svg import HEIGHT, Chart, Mark, columns, drawing
from sphinx_paperreview.rendering.phrases import reviews_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.archive.statistics import Period, Timeline
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def timeline_figure(renderer: Renderer, timeline: Timeline) -> Chart:
    """Return the figure of *timeline*."""
    titles = {1: _("Reviews per month"), 3: _("Reviews per quarter"), 12: _("Reviews per year")}
    title = titles.get(timeline.span, _("Reviews over time"))
    heads = {1: _("Month"), 3: _("Quarter"), 12: _("Year")}
    names = [_name(renderer, timeline.span, period) for period in timeline.periods]
    caption = _caption(renderer, timeline, names)

    def draw(name: str) -> list[Part]:
        labels = _ticks(renderer, timeline)
        marks = [
            Mark(
                period.count,
                renderer.number(period.count),
                label,
                f"{full}: {reviews_phrase(period.count)}",
                second,
            )
            for period, full, (label, second) in zip(timeline.periods, names, labels, strict=True)
        ]
        drawn = columns(marks, renderer.number)
        return [drawing(drawn, name, title, caption, width="100%", height=HEIGHT)]

    rows = tuple(
        (_link(renderer, timeline.span, period, full),
         renderer.number(period.count))
        for period, full in zip(timeline.periods, names, strict=True)
    )  # fmt: skip
    head = (heads.get(timeline.span, _("Years")), _("Reviews"))
    return Chart("months", title, caption, draw, head, rows)


def _caption(renderer: Renderer, timeline: Timeline, names: Sequence[str]) -> str:
    counts = [period.count for period in timeline.periods]
    values = {"reviews": reviews_phrase(sum(counts)), "first": names[0], "last": names[-1]}
    if len(names) == 1:
        return _("%(first)s: %(reviews)s.") % values
    most = max(counts)
    values |= {"most": names[counts.index(most)], "count": renderer.number(most)}
    return _("%(reviews)s from %(first)s to %(last)s, the most in %(most)s (%(count)s).") % values


def _name(renderer: Renderer, span: int, period: Period) -> str:
    if span > 12:
        return f"{period.year}–{period.year + span // 12 - 1}"
    form = {1: "yMMMM", 3: "yQQQ", 12: "y"}[span]
    return renderer.skeleton(form, dt.date(period.year, period.month, 1))


def _link(renderer: Renderer, span: int, period: Period, name: str) -> Part:
    """Return *name* as a link to the page of the month or year; as text if it has no page."""
    if not period.count or span not in {1, 12}:
        return name
    page = f"{renderer.archive.segment('archive')}/{period.year}"
    page = f"{page}/{period.month:02}" if span == 1 else page
    return renderer.link(page, "", name)


def _ticks(renderer: Renderer, timeline: Timeline) -> list[tuple[str, str]]:
    """Return the two lines of text under each column: month and, when it changes, year."""
    periods, span = timeline.periods, timeline.span
    steps = [1, 2, 3, 6] if span == 1 else [4, 8, 12, 20] if span == 3 else [1, 2, 5, 10]
    step = next((step for step in steps if len(periods) <= 10 * step), steps[-1])
    if span != 1:  # a year is wider than the short name of a month
        step = next((step for step in steps if len(periods) <= 7 * step), steps[-1])
    result = []
    last_year = 0
    for period in periods:
        number = (period.year * 12 + period.month - 1) // span
        first = dt.date(max(period.year, 1), period.month, 1)
        if number % step:
            result.append(("", ""))
        elif span != 1:
            result.append((renderer.skeleton("y", first), ""))
        else:
            is_new = last_year != period.year and (period.month + step <= 12 or len(periods) < 7)
            result.append((renderer.short_month(first),
                           renderer.skeleton("y", first) if is_new else ""))  # fmt: skip
            last_year = period.year if is_new else last_year
    return result
