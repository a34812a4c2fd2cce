"""The calendar of reviews: the days of each year by week, as a drawing and as a table."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.dates import format_interval
from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.rendering.charts.svg import Figure, drawing, element, short, words
from sphinx_paperreview.rendering.lists import LEVELS
from sphinx_paperreview.rendering.renderer import block, papers_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.archive.statistics import Calendar, Year
    from sphinx_paperreview.rendering.lists import Renderer

_ = get_translation("paperreview")

#: Opacity of the levels where no style sheet gives them a colour.
_OPACITIES = (".08", ".25", ".45", ".7", "1")
#: Edge of a day, and from one to the next; where the days of a half-year begin.
_DAY, _STEP, _LEFT, _TOP = 9.5, 10.5, 16, 20
#: Days of a week; weeks that half a year can touch.
_WEEK, _WEEKS = 7, 28
#: Width of an entry of the legend.
_ENTRY = 44
#: Monday, Wednesday, Friday: the days whose lines have a name.
_NAMED = (0, 2, 4)


def calendar_figure(renderer: Renderer, calendar: Calendar) -> Figure:
    """Return the figure of *calendar*."""
    caption = _caption(renderer, calendar)
    rows = (row for year in calendar.years for row in _year_rows(renderer, year))
    return Figure(
        "calendar",
        _("Calendar"),
        caption,
        lambda name: _draw(renderer, calendar, name),
        (_("Month"), _("Days, with their papers")),
        (*rows, *_older_rows(renderer, calendar)),
    )


def _caption(renderer: Renderer, calendar: Calendar) -> str:
    days = sum(len(year.days) for year in calendar.years) + sum(
        number for _year, _papers, number in calendar.older
    )
    year, (month, day, papers) = max(
        ((year.year, found) for year in calendar.years for found in year.days),
        key=lambda item: item[1][2],
    )
    texts = _("Days with a review: %(days)s. The most on %(date)s (%(count)s).")
    caption = texts % {
        "days": renderer.number(days),
        "date": renderer.long_date(dt.date(year, month, day)),
        "count": papers_phrase(papers),
    }
    if calendar.older:
        caption += " " + _("Years before %(year)s are in the table alone.") % {
            "year": calendar.years[-1].year
        }
    return caption


# -- table ----------------------------------------------------------------------------------------


def _year_rows(renderer: Renderer, year: Year) -> Iterator[tuple[Node, ...]]:
    months = dict.fromkeys(month for month, _day, _count in year.days)
    base = renderer.archive.segment("archive")
    for month in reversed(months):
        name = renderer.skeleton("yMMMM", dt.date(year.year, month, 1))
        days = ", ".join(
            f"{day}\u00a0({papers})" for found, day, papers in year.days if found == month
        )
        link = renderer.link(f"{base}/{year.year}/{month:02}", "", nodes.Text(name))
        yield link, nodes.Text(days)


def _older_rows(renderer: Renderer, calendar: Calendar) -> Iterator[tuple[Node, ...]]:
    base = renderer.archive.segment("archive")
    for year, papers, days in calendar.older:
        name = renderer.skeleton("y", dt.date(year, 1, 1))
        text = _("Days with a review: %(days)s (%(papers)s)") % {
            "days": renderer.number(days),
            "papers": papers_phrase(papers),
        }
        yield renderer.link(f"{base}/{year}", "", nodes.Text(name)), nodes.Text(text)


# -- drawing ---------------------------------------------------------------------------------------


def _draw(renderer: Renderer, calendar: Calendar, name: str) -> list[Node]:
    """Return the years that are shown day by day, each as two halves, and the legend.

    The halves stand side by side or one below the other, whatever there is room for.
    """
    counts = {
        dt.date(year.year, month, day): papers
        for year in calendar.years
        for month, day, papers in year.days
    }
    result: list[Node] = []
    for year in calendar.years:
        first, second = dt.date(year.year, 1, 1), dt.date(year.year, 7, 1)
        ends = ((first, dt.date(year.year, 6, 30)), (second, dt.date(year.year, 12, 31)))
        # Nothing is to be seen before the first review and behind the last.
        halves = (
            _draw_half(renderer, counts, *half, f"{name}-{year.year}-{half[0].month}")
            for half in ends
            if half[0] <= max(counts) and min(counts) <= half[1]
        )
        head = f"{renderer.skeleton('y', first)} · {papers_phrase(year.papers)}"
        result += [
            nodes.paragraph("", head, classes=["pr-chart-year"]),
            block("div", *halves, classes=["pr-halves"]),
        ]
    return [*result, _legend(_("papers a day"))]


def _draw_half(
    renderer: Renderer, counts: Mapping[dt.date, int], first: dt.date, last: dt.date, name: str
) -> Element:
    """Return the days from *first* to *last*, a column for each week.

    Their shape is a square at any size, so the drawing has a ``viewBox``.
    """
    start = renderer.locale.first_week_day
    offset = (first.weekday() - start) % _WEEK
    parts: list[Node] = list(_weekdays(renderer, start))
    places: dict[int, list[str]] = {}
    papers = 0
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(number)
        column, line = divmod(offset + number, _WEEK)
        x, y = _LEFT + column * _STEP, _TOP + line * _STEP
        if day.day == 1:
            parts.append(words(renderer.short_month(day), "tick", x=x, y=_TOP - 7))
        places.setdefault(_level(counts.get(day, 0)), []).append(_square(x, y))
        papers += counts.get(day, 0)
    parts += [_path(level, places[level]) for level in sorted(places)]
    width, height = _LEFT + _WEEKS * _STEP, _TOP + _WEEK * _STEP
    title = str(format_interval(first, last, "yMMM", locale=renderer.locale))
    return drawing(parts, name, title, papers_phrase(papers), width=width, height=height,
                   viewBox=f"0 0 {short(width)} {short(height)}")  # fmt: skip


def _weekdays(renderer: Renderer, start: int) -> Iterator[Element]:
    names = renderer.locale.days["stand-alone"]["narrow"]
    for weekday in _NAMED:
        line = (weekday - start) % _WEEK
        yield words(names[weekday], "tick", x=0, y=_TOP + line * _STEP + _DAY)


def _level(papers: int) -> int:
    """Return how deep the colour of a day is, from 0 to 4."""
    return sum(papers >= least for least in LEVELS)


def _square(x: float, y: float) -> str:
    return f"M{short(x)} {short(y)}h{_DAY}v{_DAY}h-{_DAY}z"


def _path(level: int, places: Sequence[str]) -> Element:
    return element("path", class_=f"pr-level-{level}", d="".join(places),
                   fill_opacity=_OPACITIES[level])  # fmt: skip


def _legend(label: str) -> Element:
    """Return what the colours mean; who does not see them has no need of it."""
    ends = [f"{a}" if b - a == 1 else f"{a}–{b - 1}" for a, b in pairwise((0, *LEVELS))]
    parts: list[Node] = []
    for level, text in enumerate((*ends, f"{LEVELS[-1]}+")):
        x = level * _ENTRY
        parts += [_path(level, [_square(x, 4)]), words(text, "tick", x=x + 14, y=13)]
    parts.append(words(label, "tick", x=len(_OPACITIES) * _ENTRY, y=13))
    return element("svg", *parts, aria_hidden="true", fill="currentColor", font_size="12",
                   width="100%", height=18)  # fmt: skip
