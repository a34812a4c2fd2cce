"""The days that a value may mean: those of other orders, of a month, of a year."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = re.compile(r"[0-9]{4}")
#: A later year is a slip.
_LAST_YEAR = 2150
#: A longer text is no date with a few words.
LONGEST_DATE = 80


def is_too_late(moment: dt.datetime) -> bool:
    """Tell whether the year of *moment* is a slip; the begin or end of a late one means "never"."""
    is_bound = (moment.month, moment.day) in {(12, 31), (1, 1)}
    return moment.year > _LAST_YEAR and not is_bound


def is_like_a_date(value: object) -> bool:
    """Tell whether *value* is a date, or has a year."""
    return isinstance(value, dt.date) or (
        isinstance(value, str | int) and _YEAR.search(str(value)) is not None
    )


def days_of(value: str, zone: dt.tzinfo) -> Iterable[str]:
    """Return both days that ``04/02/2019`` may be, the bounds of ``May 2019``, or *value*."""
    days: Iterable[str] = ()
    try:
        dates.parse_date(value, zone)
    except dates.OpenDateError as error:
        days = error.days
    except ValueError:
        days = [f"{year}{day}" for year in _years_in(value) for day in ("-01-01", "-12-31")]
    return days or (value,)


def years_before(value: object) -> list[str]:
    """Return the first day of the year before each that *value*, a year or a part of one, names."""
    return [f"{int(year) - 1}-01-01" for year in _years_in(str(value)[:LONGEST_DATE])]


def _years_in(value: str) -> list[str]:
    return re.findall(r"(?<![0-9])(?:19|2[0-9])[0-9]{2}(?![0-9])", value)
