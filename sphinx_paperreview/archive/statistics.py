"""Statistics of an archive: numbers and names, independent of how they are shown.

Every result has a bounded length, however large the archive is: months are joined to quarters and
years, and names and days beyond a limit are given as one number.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Literal, get_args

from sphinx_paperreview.core.model import ChartKind, Query
from sphinx_paperreview.core.papers.arxiv import arxiv_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import PaperId, Row

#: Most periods, most names, and most years by day in one chart.
PERIODS, NAMES, YEARS = 60, 20, 5
#: Lengths of a period in months: a month, a quarter, a year, ten years and a hundred.
_SPANS = (1, 3, 12, 120, 1200)
#: Least lag of each class; the last class has no upper limit.
_CLASSES: dict[LagUnit, tuple[int, ...]] = {
    "day": (0, 2, 4, 8, 15, 31, 91, 366),
    "month": (0, 1, 2, 3, 6, 12, 24, 60),
}

LagUnit = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of posts, reviews, papers and organisations."""

    posts: int
    reviews: int
    #: Reviewed papers, each counted once.
    papers: int
    orgs: int
    #: Papers reviewed more than once.
    again: int
    #: Papers mentioned but not reviewed; None where a filter selects a part of the archive.
    unreviewed: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """The number of reviews in a period."""

    year: int
    #: The first month, from 1.
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Reviews by period, the oldest first, including periods without any."""

    #: Months of a period: 1, 3, 12, 120 or 1200.
    span: int
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The number of reviews filed under one name."""

    label: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class Names:
    """Reviews by organisation or tag, the most frequent first."""

    kind: Literal["orgs", "tags"]
    shares: tuple[Share, ...]
    #: The number of further names, and of the reviews that have one of them.
    others: int
    others_reviews: int


@dataclass(frozen=True, slots=True)
class LagClass:
    """The number of papers whose lag is from *least* to *most*; None means no upper limit."""

    least: int
    most: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Lag:
    """The time between the publication of papers on arXiv and their first review."""

    unit: LagUnit
    classes: tuple[LagClass, ...]
    median: float
    #: The number of papers counted, and of those whose lag is unknown.
    papers: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Year:
    """Reviews by day of a year: ``(month, day, count)`` in ascending order."""

    year: int
    days: tuple[tuple[int, int, int], ...]

    @property
    def reviews(self) -> int:
        """Return the number of reviews in the year."""
        return sum(count for _month, _day, count in self.days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Reviews by day, the newest year first."""

    years: tuple[Year, ...]
    #: Year, number of reviews and number of days with reviews, of each earlier year.
    older: tuple[tuple[int, int, int], ...]


Statistic = Totals | Timeline | Names | Lag | Calendar


def statistics_of(archive: Archive, query: Query) -> tuple[Statistic, ...]:
    """Return the statistics that *query* asks for, in the order of :data:`ChartKind`.

    *query* is of the kind ``statistics``; its filters select the reviews as in a list of papers.
    The result is empty if there are none.
    """
    rows = archive.answer(replace(query, kind="papers", chart=""))
    if not rows:
        return ()
    makers: dict[ChartKind, Callable[[], Statistic | None]] = {
        "totals": lambda: _totals(archive, query, rows),
        "months": lambda: _timeline(rows),
        "orgs": lambda: _names("orgs", (row.orgs for row in rows)),
        "tags": lambda: _names("tags", (row.tags for row in rows)),
        "lag": lambda: _lag(archive, rows),
        "calendar": lambda: _calendar(rows),
    }
    wanted = [query.chart] if query.chart else get_args(ChartKind)
    found = (makers[kind]() for kind in wanted)
    return tuple(statistic for statistic in found if statistic is not None)


def _totals(archive: Archive, query: Query, rows: Sequence[Row]) -> Totals:
    reviews = Counter(row.identifier for row in rows)
    is_whole = query == Query("statistics", chart=query.chart)
    return Totals(
        posts=len(archive.answer(replace(query, kind="posts", chart=""))),
        reviews=len(rows),
        papers=len(reviews),
        orgs=len({slug for row in rows for _label, slug in row.orgs}),
        again=sum(number > 1 for number in reviews.values()),
        unreviewed=len(archive.unreviewed) if is_whole else None,
    )


def _timeline(rows: Sequence[Row]) -> Timeline | None:
    """Count by month, or by a longer period if there are too many months."""
    months = Counter(row.date.year * 12 + row.date.month - 1 for row in rows if row.date)
    if not months:
        return None
    first, last = min(months), max(months)
    span = next((n for n in _SPANS if last // n - first // n < PERIODS), _SPANS[-1])
    periods: Counter[int] = Counter()
    for month, number in months.items():
        periods[month // span] += number
    return Timeline(
        span,
        tuple(
            Period(*_month(number * span), periods[number])
            for number in range(first // span, last // span + 1)
        ),
    )


def _month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def _names(
    kind: Literal["orgs", "tags"], found: Iterable[tuple[tuple[str, str], ...]]
) -> Names | None:
    papers = [dict.fromkeys(names) for names in found]
    counts = Counter(name for names in papers for name in names)
    order = sorted(counts, key=lambda name: (-counts[name], name))
    if not order:
        return None
    others = set(order[NAMES:])
    return Names(
        kind,
        tuple(Share(label, slug, counts[label, slug]) for label, slug in order[:NAMES]),
        len(others),
        sum(not others.isdisjoint(names) for names in papers),
    )


def _lag(archive: Archive, rows: Sequence[Row]) -> Lag | None:
    """Count in days if the day is known of at least half of the papers, else in months."""
    first = tuple(_first_reviews(archive, rows))
    unit: LagUnit = "day"
    lags = [
        (reviewed - day).days
        for identifier, reviewed in first
        if (day := _day(archive.about(identifier.key).published))
    ]
    if 2 * len(lags) < len(first):
        unit = "month"
        lags = [
            (reviewed.year - month[0]) * 12 + reviewed.month - month[1]
            for identifier, reviewed in first
            if (month := arxiv_month(identifier))
        ]
    # A review before the publication has a wrong identifier or a wrong date.
    lags = [lag for lag in lags if lag >= 0]
    if not lags:
        return None
    return Lag(unit, _classes(unit, lags), float(median(lags)), len(lags), len(first) - len(lags))


def _first_reviews(archive: Archive, rows: Sequence[Row]) -> Iterator[tuple[PaperId, dt.date]]:
    """Yield each arXiv paper whose first review is among *rows*, and the day of that review."""
    for row in rows:
        identifier = row.identifier
        if row.date is None or identifier is None or identifier.scheme != "arxiv":
            continue
        reviews = archive.reviews_of(identifier.key)
        if len(reviews) > 1:
            first = [review for review in reviews if archive.date_of(review.docname)][-1]
            if (first.docname, first.anchor) != (row.docname, row.anchor):
                continue
        yield identifier, row.date.date()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _classes(unit: LagUnit, lags: Sequence[int]) -> tuple[LagClass, ...]:
    """Return the classes up to the last one that has a paper."""
    result = []
    least = _CLASSES[unit]
    for start, following in zip(least, (*least[1:], None), strict=True):
        if start > max(lags):
            break
        found = sum(start <= lag and (following is None or lag < following) for lag in lags)
        result.append(LagClass(start, None if following is None else following - 1, found))
    return tuple(result)


def _calendar(rows: Sequence[Row]) -> Calendar | None:
    years: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for row in rows:
        if row.date:
            years[row.date.year][row.date.month, row.date.day] += 1
    if not years:
        return None
    newest = sorted(years, reverse=True)
    return Calendar(
        tuple(
            Year(year, tuple((*day, years[year][day]) for day in sorted(years[year])))
            for year in newest[:YEARS]
        ),
        tuple((year, years[year].total(), len(years[year])) for year in newest[YEARS:]),
    )
