"""Replace a date in a text by another one that is written in the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
#: Days of the week, Monday first, in the forms that stand beside a date.
_WEEKDAYS = (
    ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
    ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("(월)", "(화)", "(수)", "(목)", "(금)", "(토)", "(일)"),
    ("(月)", "(火)", "(水)", "(木)", "(金)", "(土)", "(日)"),
    ("(Mon)", "(Tue)", "(Wed)", "(Thu)", "(Fri)", "(Sat)", "(Sun)"),
)


def _forms(day: dt.date) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of *day*: with numbers alone (groups a, b), and with a month's name."""
    name = _MONTHS[day.month - 1]
    y = f"(?P<y>{day.year}|{day.year % 100:02})"
    m, d = f"(?P<m>0?{day.month})", f"(?P<d>0?{day.day})"
    month = f"(?P<month>{name}|{name[:4]}|{name[:3]})(?![a-z])"
    patterns = (
        rf"(?<!\d){y}(?P<a>[-/_.년年] ?){m}(?P<b>[-/_.월月] ?){d}(?!\d)",
        rf"(?<!\d){y}(?P<a>)(?P<m>{day.month:02})(?P<b>)(?P<d>{day.day:02})(?!\d)",
        rf"{month}[-_ .]*(?<!\d){d}(?!\d)(?:st|nd|rd|th)?[-_ ,]*(?P<y>{day.year})",
        rf"(?<!\d){d}[-_ .]*{month}[-_ .,]*(?P<y>{day.year})",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def date_span(text: str, day: dt.date) -> tuple[int, int] | None:
    """Return where *day* is written in *text*; None if it is not."""
    return next((match.span() for form in _forms(day) if (match := form.search(text))), None)


def redated(text: str, old: dt.date, new: dt.date) -> str:
    """Return *text* with *new* wherever *old* is written, in the same form.

    The forms are year, month and day in this order, with or without something between, and the
    name of the month before or after the day. A day of the week beside them changes as well.
    """
    changed = text
    for form in _forms(old):
        changed = form.sub(lambda match: _rewritten(match, new), changed)
    if changed != text:
        for days in _WEEKDAYS:
            changed = changed.replace(days[old.weekday()], days[new.weekday()])
    return changed


def _rewritten(match: re.Match[str], new: dt.date) -> str:
    """Return *match*, of one of the forms, with the parts of *new*."""

    def number(written: str, value: int) -> str:
        return f"{value:02}" if len(written) == 2 else f"{value}"

    groups = match.groupdict()
    parts = {
        "y": f"{new.year % 100:02}" if len(match["y"]) == 2 else f"{new.year}",
        "d": number(match["d"], new.day),
    }
    if "month" in groups:
        month = _MONTHS[new.month - 1]
        # "May" may be the whole name or a short one.
        is_short = len(match["month"]) < len(_MONTHS[new.month - 1]) and len(match["month"]) < 5
        month = month[:3] if is_short else month
        parts["month"] = month.lower() if match["month"].islower() else month
    else:
        parts["m"] = number(match["m"], new.month)
    pieces, place = [], match.start()
    for name in sorted(parts, key=match.start):
        pieces += [match.string[place : match.start(name)], parts[name]]
        place = match.end(name)
    return "".join([*pieces, match.string[place : match.end()]])


def redated_folders(path: str, old: dt.date, new: dt.date) -> str:
    """Return *path* with the folders of a year and a month changed from *old* to *new*.

    The last part of *path* stays as it is.
    """
    *folders, name = path.split("/")
    for place, folder in enumerate(folders):
        changed = re.sub(rf"(?<!\d){old.year}(?!\d)", f"{new.year}", folder)
        is_below_year = place > 0 and f"{new.year}" in folders[place - 1]
        if f"{new.year}" in changed or is_below_year:
            changed = re.sub(rf"(?<!\d){old.month:02}(?!\d)", f"{new.month:02}", changed)
        folders[place] = changed
    return "/".join([*folders, name])
