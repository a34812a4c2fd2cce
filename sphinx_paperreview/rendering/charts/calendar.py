"""The calendars of reviews: the table of days on pages of the archive, and the chart of years."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.dates import format_interval
from sphinx.locale import get_translation

from sphinx_paperreview.rendering.charts.svg import Chart, drawing, element, short, svg_text
from sphinx_paperreview.rendering.elements import block, inline, paragraph, span
from sphinx_paperreview.rendering.phrases import papers_phrase, reviews_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.archive.statistics import Calendar, Year
    from sphinx_paperreview.core.model import Row
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")

#: Papers of a day from which it is shown in the colour of the next level.
_LEVELS = (1, 3, 6, 9)
#: Opacity of each level without a style sheet.
_OPACITIES = (".08", ".25", ".45", ".7", "1")
#: Edge of a day; distance of one day from the next; left and top of the first, in user units.
_DAY, _STEP, _LEFT, _TOP = 9.5, 10.5, 16, 20
#: Days of a week; most weeks that half a year touches.
_WEEK, _WEEKS = 7, 28
#: Width of an entry of the legend, in pixels.
_ENTRY = 44
#: Months from one with a post to the next, up to which those between them are shown.
_PAUSE = 12
#: The weekdays whose lines are labelled: Monday, Wednesday and Friday.
_NAMED = (0, 2, 4)


# -- the table of days -----------------------------------------------------------------------------


def calendar_table(renderer: Renderer, rows: Sequence[Row]) -> Element:
    """Return the days of *rows*, which are posts: a line for each month.

    Of months without a post, those in a pause of less than a year have a line.
    """
    days: dict[dt.date, list[Row]] = {}
    for row in rows:
        assert row.date is not None  # noqa: S101  # a post has a date
        days.setdefault(row.date.date(), []).append(row)
    months = _with_pauses(sorted({(day.year, day.month) for day in days}))
    body = block("tbody", *(_month_line(renderer, month, days) for month in months))
    table = block("table", body)
    return block("nav", table, classes=["pr-calendar"], aria_label=_("Calendar"))


def _with_pauses(months: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *months*, and those between two of them that are less than :data:`_PAUSE` apart."""
    numbers = [year * 12 + month - 1 for year, month in months]
    found = numbers[:1]
    for before, after in pairwise(numbers):
        found += range(before + 1, after) if after - before <= _PAUSE else ()
        found.append(after)
    return [(number // 12, number % 12 + 1) for number in found]


def _month_line(
    renderer: Renderer, month: tuple[int, int], days: Mapping[dt.date, Sequence[Row]]
) -> Element:
    first = dt.date(*month, 1)
    cells = [block("th", renderer.skeleton("yMMM", first), scope="row")]
    last = calendar.monthrange(*month)[1]
    for number in range(1, 32):
        if number > last:
            cells.append(block("td", classes=["pr-none"]))
            continue
        day = first.replace(day=number)
        posts = days.get(day, ())
        cells.append(_cell(renderer, day, posts) if posts else block("td"))
    return block("tr", *cells)


def month_calendar(renderer: Renderer, rows: Sequence[Row]) -> Element:
    """Return the month of the first of *rows*, which are posts, as a table of weeks."""
    assert rows[0].date is not None  # noqa: S101  # a post has a date
    first = rows[0].date.date().replace(day=1)
    # EPUB does not know the attribute "abbr".
    head = (
        block("th", narrow, scope="col", aria_label=wide) for narrow, wide in _day_names(renderer)
    )
    lines = _weeks(renderer, first, rows, "pr-no-post")
    page = f"{renderer.archive.segment('archive')}/{first.year}/{first.month:02}"
    caption = block("caption", renderer.link(page, "", renderer.skeleton("yMMMM", first)))
    table = block("table", caption, block("thead", block("tr", *head)), block("tbody", *lines))
    return block("nav", table, classes=["pr-calendar", "pr-days"], aria_label=_("Calendar"))


def month_table(renderer: Renderer, first: dt.date, rows: Sequence[Row]) -> Element:
    """Return the month that begins with *first*, a line for each week; *rows* are its posts."""
    head = (
        block("th", block("abbr", narrow, title=wide), scope="col")
        for narrow, wide in _day_names(renderer)
    )
    lines = _weeks(renderer, first, rows)
    table = block("table", block("thead", block("tr", *head)), block("tbody", *lines))
    return block("nav", table, classes=["pr-calendar", "pr-month-table"], aria_label=_("Calendar"))


def _day_names(renderer: Renderer) -> list[tuple[str, str]]:
    """Return the names of the days of a week in its order, each in a letter and in full."""
    start, names = renderer.locale.first_week_day, renderer.locale.days["stand-alone"]
    order = ((start + number) % _WEEK for number in range(_WEEK))
    return [(names["narrow"][weekday], names["wide"][weekday]) for weekday in order]


def _weeks(
    renderer: Renderer, first: dt.date, rows: Sequence[Row], *classes: str
) -> Iterator[Element]:
    """Yield a line for each week of the month that begins with *first*.

    :param rows: posts, of this month or of any
    :param classes: of the number of a day without a post
    """
    days: dict[dt.date, list[Row]] = {}
    for row in rows:
        if row.date is not None:
            days.setdefault(row.date.date(), []).append(row)

    def cell(day: dt.date) -> Element:
        if day.month != first.month:
            return block("td", classes=["pr-none"])
        if posts := days.get(day):
            return _cell(renderer, day, posts)
        return block("td", span(str(day.day), *classes))

    start = renderer.locale.first_week_day
    for week in calendar.Calendar(start).monthdatescalendar(first.year, first.month):
        yield block("tr", *map(cell, week))


def _cell(renderer: Renderer, day: dt.date, posts: Sequence[Row]) -> Element:
    papers = sum(post.count for post in posts)
    label = f"{renderer.long_date(day)} · {papers_phrase(papers)}"
    # The visible number alone would give many links the same name, so the name is the date.
    children = (inline("span", str(day.day), aria_hidden="true"),
                span(label, "visually-hidden"))  # fmt: skip
    link = renderer.link(posts[0].docname, "", *children)
    # A post without papers has the lowest colour.
    return block("td", link, classes=[f"pr-level-{max(1, _level(papers))}"])


def _level(papers: int) -> int:
    """Return the level of the colour of a day with *papers*, from 0 to 4."""
    return sum(papers >= least for least in _LEVELS)


# -- the chart -------------------------------------------------------------------------------------


def calendar_figure(renderer: Renderer, shown: Calendar) -> Chart:
    """Return the chart of the days of *shown*, by week, with a table of the same days."""
    caption = _caption(renderer, shown)
    rows = (row for year in shown.years for row in _year_rows(renderer, year))
    return Chart(
        "calendar",
        _("Calendar"),
        caption,
        lambda name: _draw(renderer, shown, name),
        (_("Month"), _("Days, with their reviews")),
        (*rows, *_older_rows(renderer, shown)),
    )


def _caption(renderer: Renderer, shown: Calendar) -> str:
    days = sum(len(year.days) for year in shown.years) + sum(
        number for _year, _papers, number in shown.older
    )
    year, (month, day, reviews) = max(
        ((year.year, found) for year in shown.years for found in year.days),
        key=lambda item: item[1][2],
    )
    texts = _("Days with a review: %(days)s. The most on %(date)s (%(count)s).")
    caption = texts % {
        "days": renderer.number(days),
        "date": renderer.long_date(dt.date(year, month, day)),
        "count": reviews_phrase(reviews),
    }
    if shown.older:
        caption += " " + _("Years before %(year)s are in the table alone.") % {
            "year": shown.years[-1].year
        }
    return caption


def _year_rows(renderer: Renderer, year: Year) -> Iterator[tuple[Part, ...]]:
    months = dict.fromkeys(month for month, _day, _count in year.days)
    base = renderer.archive.segment("archive")
    for month in reversed(months):
        name = renderer.skeleton("yMMMM", dt.date(year.year, month, 1))
        days = ", ".join(
            f"{day}\u00a0({reviews})" for found, day, reviews in year.days if found == month
        )
        link = renderer.link(f"{base}/{year.year}/{month:02}", "", name)
        yield link, days


def _older_rows(renderer: Renderer, shown: Calendar) -> Iterator[tuple[Part, ...]]:
    base = renderer.archive.segment("archive")
    for year, reviews, days in shown.older:
        name = renderer.skeleton("y", dt.date(year, 1, 1))
        text = _("Days with a review: %(days)s (%(reviews)s)") % {
            "days": renderer.number(days),
            "reviews": reviews_phrase(reviews),
        }
        yield renderer.link(f"{base}/{year}", "", name), text


def _draw(renderer: Renderer, shown: Calendar, name: str) -> list[Part]:
    """Return each year as two halves, and the legend.

    The style sheet puts the halves side by side where there is room for it.
    """
    counts = {
        dt.date(year.year, month, day): reviews
        for year in shown.years
        for month, day, reviews in year.days
    }
    result: list[Part] = []
    for year in shown.years:
        first, second = dt.date(year.year, 1, 1), dt.date(year.year, 7, 1)
        ends = ((first, dt.date(year.year, 6, 30)), (second, dt.date(year.year, 12, 31)))
        # Halves before the first review and after the last would be empty.
        halves = (
            _draw_half(renderer, counts, *half, f"{name}-{year.year}-{half[0].month}")
            for half in ends
            if half[0] <= max(counts) and min(counts) <= half[1]
        )
        head = f"{renderer.skeleton('y', first)} · {reviews_phrase(year.reviews)}"
        result += [
            paragraph(head, classes=["pr-chart-year"]),
            block("div", *halves, classes=["pr-halves"]),
        ]
    return [*result, _legend(_("reviews a day"))]


def _draw_half(
    renderer: Renderer, counts: Mapping[dt.date, int], first: dt.date, last: dt.date, name: str
) -> Element:
    """Return the days from *first* to *last*, a column for each week.

    A ``viewBox`` keeps the days square at any size.
    """
    start = renderer.locale.first_week_day
    offset = (first.weekday() - start) % _WEEK
    parts: list[Part] = list(_weekdays(renderer, start))
    places: dict[int, list[str]] = {}
    reviews = 0
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(number)
        column, line = divmod(offset + number, _WEEK)
        x, y = _LEFT + column * _STEP, _TOP + line * _STEP
        if day.day == 1:
            parts.append(svg_text(renderer.short_month(day), "tick", x=x, y=_TOP - 7))
        places.setdefault(_level(counts.get(day, 0)), []).append(_square(x, y))
        reviews += counts.get(day, 0)
    parts += [_path(level, places[level]) for level in sorted(places)]
    width, height = _LEFT + _WEEKS * _STEP, _TOP + _WEEK * _STEP
    title = str(format_interval(first, last, "yMMM", locale=renderer.locale))
    return drawing(parts, name, title, reviews_phrase(reviews), width=width, height=height,
                   viewBox=f"0 0 {short(width)} {short(height)}")  # fmt: skip


def _weekdays(renderer: Renderer, start: int) -> Iterator[Element]:
    names = renderer.locale.days["stand-alone"]["narrow"]
    for weekday in _NAMED:
        line = (weekday - start) % _WEEK
        yield svg_text(names[weekday], "tick", x=0, y=_TOP + line * _STEP + _DAY)


def _square(x: float, y: float) -> str:
    return f"M{short(x)} {short(y)}h{_DAY}v{_DAY}h-{_DAY}z"


def _path(level: int, places: Sequence[str]) -> Element:
    return element("path", class_=f"pr-level-{level}", d="".join(places),
                   fill_opacity=_OPACITIES[level])  # fmt: skip


def _legend(label: str) -> Element:
    """Return the meaning of the colours, hidden from screen readers: the table has the numbers."""
    ends = [f"{a}" if b - a == 1 else f"{a}–{b - 1}" for a, b in pairwise((0, *_LEVELS))]
    parts: list[Part] = []
    for level, text in enumerate((*ends, f"{_LEVELS[-1]}+")):
        x = level * _ENTRY
        parts += [_path(level, [_square(x, 4)]), svg_text(text, "tick", x=x + 14, y=13)]
    parts.append(svg_text(label, "tick", x=len(_OPACITIES) * _ENTRY, y=13))
    return element("svg", *parts, aria_hidden="true", fill="currentColor", font_size="12",
                   width="100%", height=18)  # fmt: skip
