"""Dates in names, titles and front matter are read by one rule."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.core.metadata import dates

SEOUL = timezone(timedelta(hours=9))
DAY = datetime(2025, 11, 14, tzinfo=SEOUL)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2999-12-31", datetime(2999, 12, 31, tzinfo=SEOUL)),
        ("9999-12-31", datetime(9999, 12, 31, tzinfo=SEOUL)),
        ("2025-11-14", DAY),
        (" 2025/11/14 ", DAY),
        ("2025.11.14", DAY),
        ("2025. 11. 14.", DAY),
        ("2025년 11월 14일", DAY),
        ("20251114", DAY),
        (20251114, DAY),
        (date(2025, 11, 14), DAY),
        (datetime(2025, 11, 14, 9), DAY.replace(hour=9)),  # noqa: DTZ001  # YAML makes such
        (datetime(2025, 11, 14, tzinfo=UTC), DAY.replace(hour=9)),
        ("2025-11-14T09:00", DAY.replace(hour=9)),
        ("2025-11-14 9:00:30", DAY.replace(hour=9, second=30)),
        ("2025-11-14T00:00:00.000Z", DAY.replace(hour=9)),
        ("2025-11-14T00:00-0100", DAY.replace(hour=10)),
        ("2025-11-14T09:00:00+09:00", DAY.replace(hour=9)),
        ("2025-11-14 09:00:00 +0900", DAY.replace(hour=9)),
        ("Nov 14, 2025", DAY),
        ("Nov. 14 2025", DAY),
        ("November 14th, 2025", DAY),
        ("14 November 2025", DAY),
        ("14th of November, 2025", DAY),
        ("14. Nov 2025", DAY),
        ("2025-Nov-14", DAY),
        ("Friday, November 14, 2025 at 9:00 AM", DAY.replace(hour=9)),
        ("Fri, 14 Nov 2025 00:00:00 GMT", DAY.replace(hour=9)),
        ("Fri Nov 14 2025 09:00:00 GMT+0900 (Korean Standard Time)", DAY.replace(hour=9)),
        ("2025-11-14 9:30 p.m.", DAY.replace(hour=21, minute=30)),
        ("2025-11-14 12:00 AM", DAY),
        ("2025년 11월 14일 (금) 오후 3:00", DAY.replace(hour=15)),
        ("2025년 11월 14일 오전 12:00", DAY),
        ("2025年11月14日", DAY),
        ("2025年11月14号", DAY),
        ("14.11.2025", DAY),
        ("14-11-2025", DAY),
        ("11.11.2025", DAY.replace(day=11)),
    ],
)
def test_parse_date(value: object, expected: datetime) -> None:
    assert dates.parse_date(value, SEOUL) == expected


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("2025-11-14", 9),
        ("2025-11-14 00:00 +0100", 1),
        ("2025-11-14T23:59:59-0800", -8),
        ("2025-11-14T00:00:00Z", 0),
        (datetime(2025, 11, 14, tzinfo=UTC), 0),
    ],
)
def test_the_day_is_the_one_that_is_written(value: object, hours: int) -> None:
    made = dates.parse_date(value, SEOUL)
    assert made.date() == date(2025, 11, 14)
    assert made.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2025-02-30", "2025-11-14T25:00", "2025-11-14T09:00+99:00", "2025-11", "0000-1-1",
     "0001-01-01", "2025-11-14 and more", None, True, 3.5, [], 12, date.min, "10000-01-01",
     "Nov 14", "Nov 2025", "14 2025", "31 November 2025", "Smarch 14, 2025", "251114", "25.11.14",
     "2025-11-14 13:00 PM", "2025-11-14 0:00 AM", "9999-12-31T23:59-12:00", datetime.min],  # noqa: DTZ901
)  # fmt: skip
def test_values_that_are_not_dates(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.parse_date(value, SEOUL)


@pytest.mark.parametrize(
    "value", ["03/04/2025", "3.4.2025", "03-04-2025", "14/11/2025", "12/25/2030", "04.03.2025 9:00"]
)
def test_values_that_may_be_two_days(value: str) -> None:
    with pytest.raises(dates.OpenDateError, match="year first, as 2025-11-14"):
        dates.parse_date(value, SEOUL)


@given(st.text(max_size=40) | st.integers() | st.datetimes() | st.none())
def test_nothing_but_value_error(value: object) -> None:
    with contextlib.suppress(ValueError):
        assert dates.parse_date(value, SEOUL).utcoffset() is not None


@given(days)
def test_every_day_is_read_from_names_titles_and_values(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
        assert dates.date_from_name(f"posts/{day.strftime(form)}", UTC) == moment
        assert dates.date_from_text(f"Papers of {day.strftime(form)}, read", UTC) == moment
        assert dates.parse_date(day.strftime(form), UTC) == moment
        assert dates.is_only_date(f"{day.strftime(form)} papers review", moment)
    if day.year < 2090:  # two digits from 90 mean the last century
        assert dates.date_from_name(f"posts/{day:%y%m%d}-papers.mdx", UTC) == moment


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("posts/2025-11-14", "2025-11-14"),
        ("posts/2025-11-14-title.mdx", "2025-11-14"),
        ("posts/2025/11/14/index", "2025-11-14"),
        ("posts/2025/1/4-title", "2025-01-04"),
        ("posts\\2025\\11\\14\\index.mdx", "2025-11-14"),
        ("blog/2024-01-01/2025-02-02-x", "2025-02-02"),
        ("blog/2024-01-01/2025-02-30-x", "2024-01-01"),
        ("posts/20251114", "2025-11-14"),
        ("posts/251114", "2025-11-14"),
        ("posts/papers-251114", "2025-11-14"),
        ("posts/991231-x", "1999-12-31"),
        ("posts/2511.10643", None),
        ("posts/251114.10643", None),
        ("posts/a251114b", None),
        ("posts/123456", None),
        ("posts/1889-01-01", None),
        ("posts/2100-01-01", "2100-01-01"),
        ("posts/2999-12-31-x", "2999-12-31"),
        ("posts/9999/12/31", "9999-12-31"),
        ("posts/29991231", "2999-12-31"),
        ("posts/99991231", None),
        ("posts/2025-13-01", None),
        ("about", None),
        ("posts/2025.11.14 title", "2025-11-14"),
        ("posts/2025. 11. 14. title", "2025-11-14"),
        ("posts/25.11.14-title", "2025-11-14"),
        ("posts/title 25.11.14", "2025-11-14"),
        ("posts/[251114] title", "2025-11-14"),
        ("posts/[2025-11-14] title", "2025-11-14"),
        ("posts/20251114_title", "2025-11-14"),
        ("posts/2025_11_14", "2025-11-14"),
        ("posts/2025년 11월 14일", "2025-11-14"),
        ("posts/25년 11월 14일 논문", "2025-11-14"),
        ("posts/2025년/11월/14일", "2025-11-14"),
        ("posts/2025年11月14日", "2025-11-14"),
        ("posts/2025年11月14号", "2025-11-14"),
        ("posts/14-Nov-2025-title", "2025-11-14"),
        ("posts/november_14_2025", "2025-11-14"),
        ("posts/2025/11-14-title", "2025-11-14"),
        ("posts/2025-11/14-title", "2025-11-14"),
        ("posts/v2025.11.14", None),
        ("posts/1.2.3", None),
        ("posts/2025.13.14", None),
        ("posts/a2025.11.14b", None),
        ("posts/maybe-14-2025", None),
        ("digests/2024-W12", "2024-03-18"),
        ("digests/2024w03-papers", "2024-01-15"),
        ("digests/2024/week-7.md", "2024-02-12"),
        ("digests/2020-W53", "2020-12-28"),
        ("digests/2024년 12주차", "2024-03-18"),
        ("digests/2024年第3週", "2024-01-15"),
        ("digests/2024-W12/2024-03-20", "2024-03-20"),
        ("digests/2021-W53", None),
        ("digests/2024-W60", None),
        ("digests/2024-W00", None),
        ("digests/2024년 12", None),
        ("posts/model2024w2x", None),
    ],
)
def test_date_from_name(path: str, expected: str | None) -> None:
    found = dates.date_from_name(path, UTC)
    assert (found and f"{found:%Y-%m-%d}") == expected


@pytest.mark.parametrize(
    ("title", "found", "only"),
    [
        ("2025-11-14 papers review", True, True),
        ("[2025.11.14] 논문 리뷰", True, True),
        ("2025년 11월 14일 (금) 논문 리뷰", True, True),
        ("251114 논문", True, True),
        ("2025-11-14", True, True),
        ("Papers of 2025-11-14", True, False),
        ("2025-11-14 Black-Box Distillation", True, False),
        ("20251114: Great Paper", True, False),
        ("paper review", False, False),
        ("arXiv 2511.10643", False, False),
        ("Gemini 1.5", False, False),
        ("November 14, 2025", True, True),
        ("Papers of 14 Nov 2025", True, False),
        ("The 14 novels of 2025", False, False),
    ],
)
def test_titles(title: str, found: bool, only: bool) -> None:
    assert dates.date_from_text(title, SEOUL) == (DAY if found else None)
    assert dates.is_only_date(title, DAY) is only
    assert not dates.is_only_date(title, DAY + timedelta(days=1))


@pytest.mark.parametrize("name", ["", "Asia", "../etc/passwd", "Mars/Base", "+99:00", "/", "a\0b"])
def test_names_that_are_not_zones(name: str) -> None:
    with pytest.raises(ValueError, match=r"\+09:00"):
        dates.zone(name)


def test_zones() -> None:
    assert dates.zone("utc") is UTC
    assert DAY.astimezone(dates.zone("-05:30")).utcoffset() == timedelta(hours=-5, minutes=-30)
    assert DAY.astimezone(dates.zone("Asia/Seoul")).utcoffset() == timedelta(hours=9)


def test_now() -> None:
    assert dates.now("1763046000", "2020-01-01", SEOUL) == DAY
    assert dates.now(None, "2025-11-14", SEOUL) == DAY
    assert dates.now("", date(2025, 11, 14), SEOUL) == DAY
    assert abs(dates.now(None, None, SEOUL) - datetime.now(UTC)) < timedelta(minutes=1)
    for wrong in ("soon", "9" * 40):
        with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
            dates.now(wrong, None, UTC)
