"""Dates and time zones as authors write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

#: Years of the days that names and titles give; eight digits in a row may also be a number.
_YEARS = range(1990, 10_000)
_COMPACT_YEARS = range(1990, 3000)
#: ``2025-11-14``, ``2025/11/14``, ``2025. 11. 14.``, ``2025년 11월 14일``.
_WRITTEN = (
    r"(?P<y>[0-9]{4})(?:(?P<sep>[-/]|\. ?)(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})"
    r"| ?[년年] ?(?P<m2>[0-9]{1,2}) ?[월月] ?(?P<d2>[0-9]{1,2}) ?[일日号號])"
)
#: The English names of months, whatever the locale of the process is.
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
#: The name of a month, or its first three letters (four of September) with or without a dot.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINAL = r"[0-9]{1,2}(?:st|nd|rd|th|\.)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
#: What stands between the parts of a date in words.
_GAP = r"(?:[-_/]|,? ?)"
#: ``Nov 14, 2025`` and ``November 14th 2025``; ``14 November 2025``; ``2025-Nov-14``.
_WORDS = (
    rf"(?P<month>{_MONTH}){_GAP}(?P<day>{_ORDINAL}){_GAP}(?P<y>[0-9]{{4}})",
    rf"(?P<day>{_ORDINAL}){_GAP}(?:of )?(?P<month>{_MONTH}){_GAP}(?P<y>[0-9]{{4}})",
    rf"(?P<y>[0-9]{{4}}){_GAP}(?P<month>{_MONTH}){_GAP}(?P<day>{_ORDINAL})",
)
#: ``14.11.2025``, ``14/11/2025``, ``11-14-2025``: which of the first two is the day may be open.
_YEAR_LAST = r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})"
_COMPACT = r"(?P<y>[0-9]{4}|[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"
_TIME = (
    r"\.?(?:\s?\((?:[월화수목금토일月火水木金土日](?:요일|曜日)?|" + _WEEKDAY + r")\))?"
    r"(?:(?:T|,?\s{1,4}(?:at\s)?)(?P<half>오전\s?|오후\s?)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?P<noon>\s?[ap]\.?m\.?)?"
    # JavaScript writes "GMT+0900 (Korean Standard Time)".
    r"\s{0,4}(?:GMT(?=[+-]))?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
    r"(?:\s\([A-Za-z ]{3,40} Time\))?)?"
)
_VALUES = tuple(
    pattern(rf"(?:{_WEEKDAY},?\s)?(?:{form}){_TIME}", re.IGNORECASE)
    for form in (_WRITTEN, *_WORDS, _YEAR_LAST)
)
_AT = tuple(
    pattern(rf"(?:{form})(?!\w)", re.IGNORECASE) for form in (_WRITTEN, *_WORDS, _YEAR_LAST)
)
_COMPACT_VALUE = pattern(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_OFFSET = pattern(r"(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?")
#: Forms of a date in a path that cannot be anything else.
_IN_PATH = (
    pattern(
        r"(?<![0-9])(?P<y>[0-9]{4})(?P<sep>[-/_])(?P<m>[0-9]{1,2})[-/_](?P<d>[0-9]{1,2})(?![0-9])"
    ),
    pattern(
        r"(?<![0-9])(?P<y>[0-9]{4}|[0-9]{2})[년年][-_/ ]?(?P<m2>[0-9]{1,2})[월月][-_/ ]?"
        r"(?P<d2>[0-9]{1,2})[일日号號]"
    ),
    *(pattern(rf"(?<![^\W_]){form}(?![^\W_])", re.IGNORECASE) for form in _WORDS),
)
#: ``2025.11.14``, which may also be a version: only at the beginning or the end of a name.
_DOTTED_IN_PATH = pattern(
    r"(?<![\w.])(?P<y>[0-9]{4}|[0-9]{2})(?P<sep>\. ?)(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})"
    r"(?![0-9]|\.[0-9])"
)
#: What a name may begin with that is no day: ``2025-11``, ``2025-W46``, ``2025-Q4``.
_SPAN_IN_PATH = pattern(
    r"(?<![^/])(?P<y>2[0-9]{3})(?:[-_ ]|[년年][-_ ]?)"
    r"(?:(?P<m>0?[1-9]|1[0-2])[월月]?|W(?P<week>[0-5][0-9])|Q(?P<quarter>[1-4]))(?![^\W_])",
    re.IGNORECASE,
)
#: A week of ISO 8601, as digests have it: ``2025-W46``, ``2025/week46``, ``2025년 46주차``.
_WEEK_IN_PATH = pattern(
    r"(?<![^\W_])(?P<y>(?:19|20)[0-9]{2})"
    r"(?:[-_/. ]?W(?:(?:ee)?k)?[-_ ]?|[년年][-_/ ]?(?:제|第)?(?=[0-9]{1,2}[주週周]))"
    r"(?P<week>[0-5]?[0-9])(?:[주週周]차?)?(?![^\W_])",
    re.IGNORECASE,
)
#: A name that is a year and no more.
_YEAR_ALONE = pattern(r"[\W_]*(?P<y>2[0-9]{3}|3000|9999)[년年]?[\W_]*$")
#: What a name begins with where its day is not known: letters, zeros or nines for digits.
_NO_DAY_IN_PATH = pattern(
    r"(?<![^/])(?:(?:[0-9]{4}|[0-9]{2}(?:XX|YY)|XXXX|YYYY)[-_.]?(?:XX(?:[-_.]?(?:[0-9]{2}|XX))?|MM[-_.]?DD)"
    r"|[0-9]{4}[-_.]?[0-9]{2}[-_.]?(?:XX|DD)|(?:0000|9999)[-_.]?[0-9]{2}[-_.]?[0-9]{2})(?![^\W_])",
    re.IGNORECASE,
)
_YEAR_LAST_IN_PATH = pattern(rf"(?<![\w.])(?:{_YEAR_LAST})(?![0-9]|\.[0-9])")
_COMPACT_IN_PATH = pattern(rf"(?<![0-9.])(?:{_COMPACT})(?![0-9]|\.[0-9])")
_IN_TEXT = (
    pattern(rf"(?<![0-9.])(?:{_WRITTEN})(?![0-9])\.?"),
    *(pattern(rf"(?<![^\W_]){form}(?![^\W_])", re.IGNORECASE) for form in _WORDS),
    pattern(r"(?<![\w.])(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9]|\.[0-9])"),
)
_SHORT_IN_TEXT = pattern(r"\W{0,9}(?P<y>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9]|\.[0-9])")
_SUFFIX = pattern(r"\.(?:mdx?|rst|txt)$", re.IGNORECASE)
_FILLER = pattern(r"papers?|reviews?|논문|리뷰|[(\[][월화수목금토일](?:요일)?[)\]]", re.IGNORECASE)


class OpenDateError(ValueError):
    """A text names two days, one if its first number is the day and one if it is the month.

    :ivar days: these, as ``2025-11-14``, or the one of them that a calendar has
    """

    def __init__(self, message: str, days: tuple[str, ...]) -> None:
        super().__init__(message)
        self.days = days


def zone(name: str) -> tzinfo:
    """Return the zone called *name*: ``UTC``, ``Asia/Seoul``, or an offset such as ``+09:00``.

    Raise :exc:`ValueError` if there is none; its text says what to write instead. Names of the
    IANA database need the zone data of the system or (on Windows) the package ``tzdata``.
    """
    name = name.strip()
    if name.upper() in {"UTC", "Z", "GMT"}:
        return UTC
    if offset := _OFFSET.fullmatch(name):
        return _offset(offset)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"no time zone is called {name!r}; write 'UTC', a name such as 'Asia/Seoul'"
            " (Windows needs the package tzdata for it) or an offset such as '+09:00'"
        ) from error


def parse_date(value: object, zone: tzinfo) -> datetime:
    """Return the moment that *value* (of a front matter or an option) names.

    *value* is a date, a datetime or a text: ``2025-11-14``, ``2025/11/14``, ``2025.11.14``,
    ``20251114``, ``2025년 11월 14일``, ``Nov 14, 2025``, ``14 November 2025``, or ``14.11.2025``
    where the day cannot be a month. All but the compact form may have a time (``T09:00``,
    `` 09:00:30``, `` 9:00 PM``) and a zone (``Z``, ``+09:00``), which the result keeps, so that its
    day is the day that is written. Without a zone it is in *zone*; without a time it is midnight.
    Raise :exc:`ValueError` for everything else, and for moments that some zone cannot express.

    No library reads these: ``dateutil`` completes ``Nov 14`` by the present year and takes one of
    two readings of ``03/04/2025``, either of which may publish what was not meant to be.
    """
    if isinstance(value, datetime):
        found = value if value.tzinfo else value.replace(tzinfo=zone)
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day, tzinfo=zone)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        found = _parse_text(str(value).strip(), zone)
    else:
        raise ValueError(f"{value!r} is no date; write it as 2025-11-14")  # noqa: TRY004  # one error
    if found.year < 1900:
        raise ValueError(f"the year {found.year} is no year of a post; write a date as 2025-11-14")
    try:
        found.astimezone(UTC)
        found.astimezone(zone)
    except OverflowError as error:
        raise ValueError(f"{value} is beyond the calendar; write a date as 2025-11-14") from error
    return found


def date_at(text: str, start: int) -> str:
    """Return the date that begins at the offset *start* of *text*, as it is written; else nothing.

    It has one of the forms of :func:`parse_date` but the compact one, and no time.
    """
    return next((match[0] for form in _AT if (match := form.match(text, start))), "")


def date_from_name(path: str, zone: tzinfo) -> datetime | None:
    """Return the date in the names of the files and folders of *path*, or None.

    The last ``2025-11-14`` counts (also ``2025/11/14`` in folders, ``2025_11_14``,
    ``2025년 11월 14일`` and ``14-Nov-2025``), or ``2025.11.14`` at the beginning or the end of a
    name; else the last ``20251114``; else ``251114`` or ``25.11.14`` at the beginning or the end of
    a name. It must be a day of the years 1990 to 9999 (2999 if nothing is between year, month and
    day). Without a day, the Monday of the last week (``2025-W46``, ``2025/week46``) counts.
    """
    path = _SUFFIX.sub("", path.replace("\\", "/"))
    if not any(char.isdecimal() for char in path):
        return None
    dotted = _dotted(path)
    found = _last([*_plain_days(path), *(match for match in dotted if len(match["y"]) == 4)], zone)
    if found is not None:
        return found
    compact = list(_COMPACT_IN_PATH.finditer(path))
    long = [match for match in compact if len(match["y"]) == 4]
    short = [match for match in compact if len(match["y"]) == 2 and _at_end_of_name(path, match)]
    short += [match for match in dotted if len(match["y"]) == 2]
    return _last(long, zone) or _last(short, zone) or _monday(path, zone)


def _monday(path: str, zone: tzinfo) -> datetime | None:
    """Return the Monday of the last week that *path* names."""
    weeks = [match for match in _WEEK_IN_PATH.finditer(path) if match["week"] != "0"]
    day = _first_of_span(weeks[-1]) if weeks else None
    return datetime(day.year, day.month, day.day, tzinfo=zone) if day else None


def names_impossible_day(path: str) -> bool:
    """Tell whether the last day in *path*, with its year in four digits, is in no calendar.

    Or whether a name begins with what stands for a day that nobody knows yet: ``2025-XX-XX``.
    """
    path = _SUFFIX.sub("", path.replace("\\", "/"))
    if _NO_DAY_IN_PATH.search(path):
        return True
    days = [
        match
        for match in (*_plain_days(path), *_dotted(path))
        if len(match["y"]) == 4 and int(match["y"]) in _YEARS
    ]
    return bool(days) and _calendar(max(days, key=lambda match: match.start()), UTC) is None


def names_later_day(path: str, moment: datetime) -> bool:
    """Tell whether *path*, in which no day is plain, names one after *moment*, however it is read.

    ``2999-01``, ``2999-W03`` and ``2999-Q1`` begin a name; ``03-04-2999`` may be either day. A name
    may be a year alone.
    """
    path = _SUFFIX.sub("", path.replace("\\", "/"))
    years = (_YEAR_ALONE.match(_FILLER.sub("", name)) for name in path.split("/"))
    if any(match is not None and int(match["y"]) > moment.year for match in years):
        return True
    spans = (_first_of_span(match) for match in _SPAN_IN_PATH.finditer(path))
    open_days = (_first_of_open(match) for match in _YEAR_LAST_IN_PATH.finditer(path))
    day = moment.date()
    return any(found is not None and found > day for found in (*spans, *open_days))


def _first_of_span(match: re.Match[str]) -> date | None:
    year, week = int(match["y"]), match["week"]
    try:
        if week:
            return date.fromisocalendar(year, int(week), 1)
        return date(year, int(match["m"] or 3 * int(match["quarter"]) - 2), 1)
    except ValueError:
        return None


def _first_of_open(match: re.Match[str]) -> date | None:
    orders = ((match["a"], match["b"]), (match["b"], match["a"]))
    days = (f"{match['y']}-{month:0>2}-{day:0>2}" for month, day in orders)
    return min((date.fromisoformat(each) for each in days if _is_day(each)), default=None)


def _plain_days(path: str) -> list[re.Match[str]]:
    return [match for pattern in _IN_PATH for match in pattern.finditer(path)]


def _dotted(path: str) -> list[re.Match[str]]:
    return [match for match in _DOTTED_IN_PATH.finditer(path) if _at_end_of_name(path, match)]


def date_from_text(text: str, zone: tzinfo) -> datetime | None:
    """Return the first date in *text* (a title), or None.

    ``YYYYMMDD`` is read as well, and ``YYMMDD`` at the beginning of *text*.
    """
    found = day_in_text(text, zone)
    return found[1] if found else None


def day_in_text(text: str, zone: tzinfo) -> tuple[tuple[int, int], datetime] | None:
    """Return where the first date in *text* begins and ends, and the date; None without one."""
    found = [
        (match.span(), day)
        for pattern in _IN_TEXT
        for match in pattern.finditer(text)
        if (day := _calendar(match, zone)) is not None
    ]
    if found:
        return min(found, key=lambda item: item[0])
    match = _SHORT_IN_TEXT.match(text)
    day = _calendar(match, zone) if match else None
    return (match.span(), day) if match and day else None


def is_only_date(title: str, date: datetime) -> bool:
    """Return whether *title* consists of *date* and words for "papers" and "review".

    ``2025-11-14 papers review`` does; a title without a date, or with another one, does not.
    """
    found = day_in_text(title, date.tzinfo or UTC)
    if found is None or found[1].date() != date.date():
        return False
    start, end = found[0]
    rest = _FILLER.sub(" ", f"{title[:start]} {title[end:]}")
    return not any(char.isalnum() for char in rest)


def now(epoch: str | None, configured: object, zone: tzinfo) -> datetime:
    """Return the moment up to which posts are published, in *zone*.

    It is *epoch* (the text of ``SOURCE_DATE_EPOCH``) if given, else *configured* (the setting
    ``paperreview_now``), else the present. Raise :exc:`ValueError` if the value is malformed.
    """
    if epoch is not None and epoch.strip():
        return moment_of_epoch(epoch).astimezone(zone)
    if configured is not None and configured != "":
        return parse_date(configured, zone)
    return datetime.now(zone)


def moment_of_epoch(epoch: str) -> datetime:
    """Return the moment that *epoch* (the text of ``SOURCE_DATE_EPOCH``) names, in UTC.

    Raise :exc:`ValueError`, saying what to write, if it is not a number of seconds since 1970.
    """
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(
            f"the environment variable SOURCE_DATE_EPOCH is {epoch[:40]!r}, which is no number of "
            "seconds since 1970; set it to a whole number such as 1763078400, or unset it"
        ) from error


def _parse_text(text: str, zone: tzinfo) -> datetime:
    """Parse the text of a date with or without a time."""
    found = (pattern.fullmatch(text) for pattern in (*_VALUES, _COMPACT_VALUE))
    match = next((match for match in found if match), None)
    if match is None:
        raise ValueError(f"{text!r} is no date; write it as 2025-11-14 or 2025-11-14T09:00")
    parts = match.groupdict()
    if "a" in parts:
        _check_order(text, parts)
    try:
        moment = datetime(
            *_day_of(parts),
            _hour_of(parts),
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            tzinfo=zone,
        )
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar; write it as 2025-11-14") from error
    written = parts.get("zone")
    if not written:
        return moment
    offset = _OFFSET.fullmatch(written)
    return moment.replace(tzinfo=_offset(offset) if offset else UTC)


def _hour_of(parts: Mapping[str, str | None]) -> int:
    """Return the hour of a match, from 0; 24 (which is none) for ``13:00 PM``."""
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or parts.get("noon") or "").strip().lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return 24
    return hour % 12 + (12 if half == "오후" or half[0] == "p" else 0)


def _check_order(text: str, parts: Mapping[str, str | None]) -> None:
    """Raise :exc:`OpenDateError` unless the first number of ``14.11.2025`` can only be the day.

    With slashes, both orders are in use in English.
    """
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    if parts["sep"] == "/" or (first <= 12 and first != second):
        year = int(parts["y"] or 0)
        orders = (
            f"{year:04}-{month:02}-{day:02}" for month, day in ((first, second), (second, first))
        )
        raise OpenDateError(
            f"{text!r} does not say which number is the day; write the year first, as 2025-11-14",
            tuple(filter(_is_day, orders)),
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day_of(parts: Mapping[str, str | None]) -> tuple[int, int, int]:
    """Return year, month and day of the groups of a match of any form."""
    year = int(parts["y"] or 0)
    if parts.get("month"):
        name = (parts["month"] or "").lower().rstrip(".")
        month = next(n for n, each in enumerate(MONTHS, 1) if each.startswith(name[:3]))
        return year, month, int(re.sub(r"[^0-9]+", "", parts["day"] or ""))
    if parts.get("a"):
        return year, int(parts["b"] or 0), int(parts["a"] or 0)
    return year, int(parts["m"] or parts["m2"] or 0), int(parts["d"] or parts["d2"] or 0)


def _offset(match: re.Match[str]) -> timezone:
    """Return the zone of a written offset; raise :exc:`ValueError` for 24 hours or more."""
    delta = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if delta >= timedelta(days=1):
        raise ValueError(f"{match[0]!r} is no offset of a time zone; write one such as '+09:00'")
    return timezone(-delta if match["sign"] == "-" else delta)


def _calendar(match: re.Match[str], zone: tzinfo) -> datetime | None:
    """Return the day that *match* names, if the calendar has it."""
    parts = match.groupdict()
    year, month, day = _day_of({"m": None, "m2": None, "d": None, "d2": None, **parts})
    if len(parts["y"]) == 2:
        year += 1900 if year >= 90 else 2000
    is_compact = not any(parts.get(name) for name in ("sep", "m2", "month"))
    if year not in (_COMPACT_YEARS if is_compact else _YEARS):
        return None
    try:
        return datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None


def _last(matches: Iterable[re.Match[str]], zone: tzinfo) -> datetime | None:
    """Return the last of *matches*, by their place, that is a day of the calendar."""
    ordered = sorted(matches, key=lambda match: match.start())
    days = (day for match in reversed(ordered) if (day := _calendar(match, zone)) is not None)
    return next(days, None)


def _at_end_of_name(path: str, match: re.Match[str]) -> bool:
    """Return whether *match* is at the beginning or the end of a segment of *path*."""
    before, after = path[: match.start()][-1:], path[match.end() :][:1]
    return (before in {"", "/", "[", "("} and after in set("-_ ]).,/") | {""}) or (
        before in {"-", "_", " "} and after in {"", "/"}
    )
