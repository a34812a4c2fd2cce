"""What can be counted in an archive: numbers and names, nothing of how they are shown.

A pure function of the archive and a query. Every answer is of a bounded length, whatever the
length of the archive: months are joined to quarters and years, names and days are cut off, and
what was cut off is told as a number.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Literal, get_args

from sphinx_paperreview.core.arxiv import arxiv_month
from sphinx_paperreview.core.model import ChartKind, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import PaperId, Row

#: Most periods, names and years of days that one chart shows.
PERIODS, NAMES, YEARS = 60, 20, 5
#: Months that one period may have: a month, a quarter, a year, ten years and so on.
_SPANS = (1, 3, 12, 120, 1200)
#: Least value of each class of the lag; the last class has no end.
_CLASSES: dict[LagUnit, tuple[int, ...]] = {
    "day": (0, 2, 4, 8, 15, 31, 91, 366),
    "month": (0, 1, 2, 3, 6, 12, 24, 60),
}

LagUnit = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is."""

    posts: int
    reviews: int
    #: Papers, however often each is reviewed.
    papers: int
    orgs: int
    #: Papers reviewed more than once.
    again: int
    #: Papers mentioned but not reviewed; not known of a part of the archive.
    unreviewed: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """Papers reviewed in some months."""

    year: int
    #: The first month, from 1.
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Papers by period, the oldest first, without a gap."""

    #: Months in a period: 1, 3, 12 or more.
    span: int
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Papers filed under one name."""

    label: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class Names:
    """Papers by name, the most first."""

    kind: Literal["orgs", "tags"]
    shares: tuple[Share, ...]
    #: Further names, and papers that have one of them.
    others: int
    others_papers: int


@dataclass(frozen=True, slots=True)
class LagClass:
    """Papers whose lag is from *least* to *most*, or without end."""

    least: int
    most: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Lag:
    """How long papers were on arXiv before they were first reviewed."""

    unit: LagUnit
    classes: tuple[LagClass, ...]
    median: float
    #: Papers counted, and those of which the lag is not known.
    papers: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Year:
    """Papers by day of a year: ``(month, day, count)`` in their order."""

    year: int
    days: tuple[tuple[int, int, int], ...]

    @property
    def papers(self) -> int:
        """Return the papers of the year."""
        return sum(count for _month, _day, count in self.days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Papers by day, the newest year first."""

    years: tuple[Year, ...]
    #: Year, papers and days with papers of each earlier year.
    older: tuple[tuple[int, int, int], ...]


Statistic = Totals | Timeline | Names | Lag | Calendar


def statistics_of(archive: Archive, query: Query) -> tuple[Statistic, ...]:
    """Return what *query* asks for, in the order of :data:`ChartKind`; nothing of nothing.

    *query* is of the kind ``statistics``; its filters choose the reviews that are counted, as
    they do in a list of papers.
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
    """Count by month, or by a longer period where the months would be too many."""
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
    """Count in days where most papers' days are known, else in months for all."""
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
    # What was reviewed before it was there has an identifier or a date that cannot be.
    lags = [lag for lag in lags if lag >= 0]
    if not lags:
        return None
    return Lag(unit, _classes(unit, lags), float(median(lags)), len(lags), len(first) - len(lags))


def _first_reviews(archive: Archive, rows: Sequence[Row]) -> Iterator[tuple[PaperId, dt.date]]:
    """Yield each arXiv paper of which the first review is among *rows*, and that review's day."""
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
    """Return the classes up to the last that has a paper."""
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
