"""``paperreview stats``: the statistics of an archive in a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.cells import cell_len

from sphinx_paperreview.archive.statistics import (
    Lag,
    Names,
    Timeline,
    Totals,
    statistics_of,
)
from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.project import ProjectError, application, found_project
from sphinx_paperreview.core.model import Query
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sphinx_paperreview.archive.statistics import Statistic

#: Version of the JSON; it stays the same when a key is added.
_VERSION = 1
#: Most months and names that are shown, and the length of the longest bar.
_MONTHS, _NAMES, _BAR = 12, 10, 40
_STYLES = {r"(?m)^\S.*$": "bold", r"[█▏▎▍▌▋▊▉]+": "cyan"}


def show_numbers(folder: Path, doctrees: Path | None, form: str) -> int:
    """Print the statistics of the project in *folder*; return the exit status, 0 or 2."""
    try:
        confdir = found_project(folder)
        with application(confdir, confdir, {"intersphinx_mapping": {}}, doctrees=doctrees) as app:
            domain = domain_of(app.env)
            app.builder.read()
            found = statistics_of(domain.archive, Query("statistics"))
            posts = len(domain.archive.posts)
    except ProjectError as error:
        console.complain(f"paperreview stats: {error}")
        return 2
    if form == "json":
        console.write(_as_json(found))
    elif not found:
        console.say(f"{console.number_of(posts, 'post')}, no reviewed papers")
    else:
        console.say("\n".join(_lines(found)), _STYLES)
    return 0


def _as_json(found: Sequence[Statistic]) -> str:
    data = {
        "version": _VERSION,
        **{_key(each): asdict(each) for each in found},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _key(statistic: Statistic) -> str:
    return statistic.kind if isinstance(statistic, Names) else type(statistic).__name__.lower()


def _lines(found: Sequence[Statistic]) -> Iterator[str]:
    number_of = console.number_of
    for each in found:
        if isinstance(each, Totals):
            yield (
                f"{number_of(each.posts, 'post')}, {number_of(each.reviews, 'review')} of "
                f"{number_of(each.papers, 'paper')}, {number_of(each.orgs, 'organisation')}"
            )
            if each.again:
                yield f"  {number_of(each.again, 'paper')} reviewed more than once"
            if each.unreviewed:
                yield f"  {number_of(each.unreviewed, 'paper')} mentioned and not reviewed"
        elif isinstance(each, Timeline):
            rows = [
                (f"{period.year}-{period.month:02}" if each.span < 12 else f"{period.year}",
                 period.count)
                for period in each.periods[-_MONTHS:]
            ]  # fmt: skip
            yield from _bars("Reviews by time", rows)
        elif isinstance(each, Names):
            title = "Organisations" if each.kind == "orgs" else "Tags"
            yield from _bars(title, [(one.label, one.count) for one in each.shares[:_NAMES]])
        elif isinstance(each, Lag):
            unit = number_of(max(round(each.median), 1), each.unit)
            yield ""
            yield f"Half of the papers were reviewed within {unit} of their publication"
        elif each.years:  # a calendar
            year = each.years[0]
            days = number_of(len(year.days), "day")
            yield f"{number_of(year.reviews, 'review')} on {days} of {year.year}"


def _bars(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    yield ""
    yield title
    most = max((count for _label, count in rows), default=1)
    width = max((_width(label) for label, _count in rows), default=0)
    sign = "█" if console.shows("█") else "#"
    for label, count in rows:
        bar = sign * max(round(count / most * _BAR), 1 if count else 0)
        yield f"  {label}{' ' * (width - _width(label))}  {count:>5,}  {bar}".rstrip()


def _width(text: str) -> int:
    """Return the columns of *text* in a terminal, where a Hangul syllable takes two."""
    return cell_len(text)
