"""Counts of papers by month, name, lag and day; the size of every answer is bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.archive.archive import Archive
from sphinx_paperreview.archive.sources import Records, SharedFacts
from sphinx_paperreview.archive.statistics import (
    NAMES,
    PERIODS,
    YEARS,
    Calendar,
    Lag,
    LagClass,
    Names,
    Period,
    Share,
    Timeline,
    Totals,
    statistics_of,
)
from sphinx_paperreview.config import Settings
from sphinx_paperreview.core.model import Mention, Metadata, Paper, Post, Query
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.rendering.charts import svg as charts

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import ChartKind


def paper(docname: str, position: int, name: str, **more: Any) -> Paper:
    anchor = f"{name.replace('.', '-')}-{position}"
    found = identifiers.identify_url(f"https://arxiv.org/abs/{name}")
    return Paper(docname, anchor, 1, found, position, "", f"T {name}", "", **more)


def archive(
    posts: dict[str, tuple[str, list[tuple[str, dict[str, Any]]]]],
    published: dict[str, str] | None = None,
    unlisted: tuple[str, ...] = (),
    mentions: dict[str, tuple[Mention, ...]] | None = None,
) -> Archive:
    """Return an archive of *posts*: docname → day and the papers (identifier, fields)."""
    records = Records(
        posts={
            name: Post(name, 1, name, (when := datetime.fromisoformat(f"{day}T09:00+00:00")), when,
                       unlisted=name in unlisted)
            for name, (day, _papers) in posts.items() if day
        },
        papers={
            name: tuple(paper(name, n, one, **more) for n, (one, more) in enumerate(papers))
            for name, (_day, papers) in posts.items()
        },
        mentions=mentions or {},
    )  # fmt: skip
    known = {f"arxiv:{key}": Metadata(published=day) for key, day in (published or {}).items()}
    return Archive(Settings(), records, SharedFacts(known))


def one(found: Archive, chart: ChartKind, **filters: Any) -> Any:
    """Return the one statistic of *chart*, or nothing."""
    return next(iter(statistics_of(found, Query("statistics", chart=chart, **filters))), None)


TWICE = archive(
    {
        "a": ("2025-11-14", [("2511.00001", {"orgs": ("google", "meta")}), ("2510.00002", {})]),
        "b": ("2026-02-01", [("2511.00001", {"orgs": ("google",), "tags": ("agents",)})]),
        "hidden": ("2025-11-20", [("2511.00009", {"orgs": ("secret",)})]),
        "page": ("", [("2401.00005", {"orgs": ("meta",)})]),
    },
    unlisted=("hidden",),
    mentions={
        "a": (
            Mention("a", "x", 1, identifiers.identify_url("arxiv:1706.03762"), "X"),
            Mention("a", "x", 1, identifiers.identify_url("arxiv:2401.00005"), "X"),
        )
    },
)


def test_totals() -> None:
    assert one(TWICE, "totals") == Totals(
        posts=2, reviews=4, papers=3, orgs=2, again=1, unreviewed=1
    )
    assert one(TWICE, "totals", year=2026) == Totals(1, 1, 1, 1, 0, None)


def test_months_have_no_gap() -> None:
    assert one(TWICE, "months") == Timeline(
        1, (Period(2025, 11, 2), Period(2025, 12, 0), Period(2026, 1, 0), Period(2026, 2, 1))
    )


@pytest.mark.parametrize(
    ("first", "span", "start", "number"),
    [
        ("2020-12-31", 1, (2020, 12), 60),
        ("2020-11-30", 3, (2020, 10), 21),
        ("2010-06-01", 12, (2010, 1), 16),
        ("0202-11-14", 1200, (200, 1), 19),
    ],
)
def test_long_times_are_counted_by_longer_periods(
    first: str, span: int, start: tuple[int, int], number: int
) -> None:
    found = one(archive({"a": (first, [("2511.00001", {})]),
                         "b": ("2025-11-14", [("2511.00002", {})])}), "months")  # fmt: skip
    assert found.span == span
    assert (found.periods[0].year, found.periods[0].month) == start
    assert len(found.periods) == number
    assert found.periods[0].count == found.periods[-1].count == 1


def test_names_are_ranked_and_the_rest_is_counted() -> None:
    many = [(f"2511.{n:05}", {"orgs": (f"org{n:02}", "big", "also")}) for n in range(1, 25)]
    found = one(archive({"a": ("2025-11-14", many)}), "orgs")
    assert found.shares[:3] == (Share("also", "also", 24), Share("big", "big", 24),
                                Share("org01", "org01", 1))  # fmt: skip
    assert (len(found.shares), found.others, found.others_reviews) == (NAMES, 6, 6)
    assert one(TWICE, "tags") == Names("tags", (Share("agents", "agents", 1),), 0, 0)


def test_filters_choose_reviews() -> None:
    assert one(TWICE, "orgs", org="meta").shares == (
        Share("meta", "meta", 2),
        Share("google", "google", 1),
    )
    assert one(TWICE, "tags", year=2025) is None
    assert statistics_of(TWICE, Query("statistics", org="nobody")) == ()


def test_lag_in_months_counts_the_first_review_alone() -> None:
    assert one(TWICE, "lag") == Lag("month", (LagClass(0, 0, 1), LagClass(1, 1, 1)), 0.5, 2, 0)
    assert one(TWICE, "lag", year=2026) is None


def test_lag_in_days_where_most_days_are_known() -> None:
    days = {"2511.00001": "2025-11-13", "2510.00002": "not a day"}
    posts = {"a": ("2025-11-16", [("2511.00001", {}), ("2510.00002", {})])}
    assert one(archive(posts, days), "lag") == Lag(
        "day", (LagClass(0, 1, 0), LagClass(2, 3, 1)), 3.0, 1, 1
    )
    posts["a"][1].append(("2510.00003", {}))
    found = one(archive(posts, days), "lag")
    assert (found.unit, found.papers, found.unknown) == ("month", 3, 0)


def test_what_was_reviewed_before_it_was_there_is_not_counted() -> None:
    posts = {"a": ("2025-11-16", [("2512.00001", {}), ("2511.00002", {}), ("2513.00003", {})])}
    assert one(archive(posts), "lag") == Lag("month", (LagClass(0, 0, 1),), 0.0, 1, 2)
    assert one(archive({"a": ("2025-11-16", [("2512.00001", {})])}), "lag") is None


def test_days_of_the_newest_years_and_sums_of_the_others() -> None:
    posts = {f"p{year}": (f"{year}-03-01", [("0711.0001", {}), ("0711.0002", {})])
             for year in range(2017, 2025)}  # fmt: skip
    found = one(archive(posts), "calendar")
    assert isinstance(found, Calendar)
    assert [year.year for year in found.years] == [2024, 2023, 2022, 2021, 2020]
    assert len(found.years) == YEARS
    assert found.years[0].days == ((3, 1, 2),)
    assert found.years[0].reviews == 2
    assert found.older == ((2019, 2, 1), (2018, 2, 1), (2017, 2, 1))


def test_an_archive_without_dates_has_names_but_no_times() -> None:
    found = statistics_of(archive({"page": ("", [("2401.00005", {"orgs": ("meta",)})])}),
                  Query("statistics"))  # fmt: skip
    assert [type(each) for each in found] == [Totals, Names]
    assert statistics_of(archive({}), Query("statistics")) == ()


@given(st.lists(st.integers(0, 12_000), min_size=1, max_size=40))
def test_sums_agree_and_lengths_are_bounded(offsets: list[int]) -> None:
    start = datetime(1992, 1, 1, tzinfo=UTC)
    posts = {
        f"p{n}": (f"{start + timedelta(offset):%Y-%m-%d}", [(f"2511.{n + 1:05}", {})])
        for n, offset in enumerate(offsets)
    }
    found = archive(posts)
    timeline, calendar = one(found, "months"), one(found, "calendar")
    assert sum(period.count for period in timeline.periods) == len(offsets)
    assert len(timeline.periods) <= PERIODS
    days = sum(year.reviews for year in calendar.years)
    assert days + sum(papers for _year, papers, _days in calendar.older) == len(offsets)
    assert len(calendar.years) <= YEARS


# -- drawing ---------------------------------------------------------------------------------------


def test_long_names_are_cut_with_an_ellipsis() -> None:
    assert charts.shorten("google", 9) == "google"
    assert charts.shorten("한국과학기술원 인공지능대학원", 9) == "한국과학기술원…"
    assert charts.shorten("MILA QUEBEC AI INSTITUTE", 9) == "MILA QUEBEC…"
    assert charts.shorten("e\u0301" * 40, 2) == "e\u0301…"


def test_grid_lines_are_at_round_numbers() -> None:
    marks = [charts.Mark(value, str(value), "", "") for value in range(70, 90)]
    drawn = charts.columns(marks, str)
    numbers = [node.astext() for node in drawn if node.tag == "text"]
    assert numbers == ["50", "100"]
