"""Headings that say when, where or by whom a paper was read: "New York - May 24", "Week 3".

They are no titles. A place cannot be told from the short name of a paper without a list of places,
so that a heading with one counts for less than one that has a day or a number alone.
"""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.reading.papers.facts.names import PERSON, is_date, venue_of

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"(?:(?:,|\.)?\s?(?:19|20)[0-9]{2})?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?"
_COUNTED = (
    "week|weekly|session|day|meeting|meetup|lecture|seminar|round|episode|ep|issue|vol|volume|no"
    "|semana|sesión|sessão|semaine|séance|woche|sitzung|неделя|встреча"
)
#: A day, a month or a number of meetings, and nothing else.
_WHEN = pattern(
    rf"(?:{_WEEKDAY}\.?,?\s)?(?:{_MONTH}\s{_DAY}{_YEAR}|{_DAY}(?:\sof)?\s{_MONTH}{_YEAR})"
    r"|[01]?[0-9][/.][0-3]?[0-9]|(?:19|20)[0-9]{2}-?W[0-5]?[0-9]"
    rf"|{_WEEKDAY}|{_MONTH}(?:\s(?:19|20)[0-9]{{2}})?|(?:19|20)[0-9]{{2}}"
    rf"|(?:{_COUNTED})\.?\s?#?[0-9]{{1,4}}|[0-9]{{1,3}}(?:st|nd|rd|th)\s(?:{_COUNTED})|#[0-9]{{1,4}}"
    r"|(?:(?:19|20)?[0-9]{2}\s?[년年]\s?)?[0-9]{1,2}\s?[월月]\s?(?:第?[0-9]{1,2}\s?(?:[일日号]|주차?|周))?"
    r"|(?:제|第)?\s?[0-9一二三四五六七八九十]{1,4}\s?(?:주차?|회차?|번째\s?(?:주|모임|시간)|차시|周|週目?|期|次|回|讲|講)",
    re.IGNORECASE,
)
_PRESENTED = pattern(
    r"(?:presenters?|presented by|speakers?|readers?|leads?|hosts?|moderators?"
    r"|발표자?|진행자?|主讲人?|分享人?|报告人|讲者|発表者|担当者?|présentateur|докладчик)\s?[:：]\s?(?=\S)",
    re.IGNORECASE,
)
#: Who presents a paper, before its title: "Ann Lee and Bo Kim on Alpha".
_SPEAKERS = pattern(
    rf"(?:^|[:：|]\s)\W{{0,4}}{PERSON}\W{{0,4}}(?:\s(?:and|&)\s\W{{0,4}}{PERSON}\W{{0,4}})?"
    r"\s(?:on|presents|presenting|discusses|introduces|explains)[:：]?(?:\s|$)"
)
#: What divides the parts of such a heading, and what is between it and a title.
_SIGNS = pattern(rf"{BLANKS}(?:\s[-–—/@]\s|[|,，:：·()（）\[\]])\s*")
_BEFORE_TITLE = pattern(rf"{BLANKS}(?:\s[-–—]\s|[|:：])\s*")
_DIGIT = re.compile("[0-9]")
#: A place or a person: most parts beside a day, and most words of one.
_NAMES, _WORDS = 2, 4


def names_occasion(heading: str) -> bool:
    """Return whether *heading* is a day, a numbered meeting or who presents, and no title.

    >>> names_occasion("Week 3 (May 24)"), names_occasion("Presenter: Ann Lee")
    (True, True)
    >>> names_occasion("Week 3: Alpha"), names_occasion("New York - May 24")
    (False, False)
    """
    if _PRESENTED.match(heading):
        return True
    parts = _parts(heading)
    return bool(parts) and not heading.strip().isdigit() and all(map(_is_when, parts))


def names_meeting(heading: str) -> bool:
    """Return whether *heading* is a day with short names beside it, which may be a place's.

    >>> names_meeting("New York - May 24"), names_meeting("Alpha for Beta and Gamma - May 24")
    (True, False)
    """
    parts = _parts(heading)
    others = [part for part in parts if not _is_when(part)]
    return (
        0 < len(others) < len(parts)
        and len(others) <= _NAMES
        and all(len(part.split()) <= _WORDS and not part.islower() for part in others)
    )


def names_group(heading: str) -> bool:
    """Return whether a heading is a day, a year, a venue or a meeting, and no title of a paper."""
    return is_date(heading) or venue_of(heading) is not None or names_occasion(heading)


def without_occasion(title: str) -> str:
    """Return *title* without a day or a numbered meeting, and a sign, before it.

    >>> without_occasion("Week 3: Alpha for Beta"), without_occasion("2019: Alpha for Beta")
    ('Alpha for Beta', '2019: Alpha for Beta')
    """
    sign = _BEFORE_TITLE.search(title)
    before = title[: sign.start()].strip() if sign is not None else ""
    if sign is None or before.isdigit() or not _DIGIT.search(before):
        return title
    return title[sign.end() :] if _WHEN.fullmatch(before) and title[sign.end() :] else title


def without_speaker(text: str) -> str:
    """Return the title in *text*, in which it follows who presents it; empty if nobody does.

    >>> without_speaker("Talk: Ann Lee on Alpha for Beta"), without_speaker("Notes on Alpha")
    ('Alpha for Beta', '')
    """
    speakers = _SPEAKERS.search(text)
    return text[speakers.end() :].strip() if speakers is not None else ""


def announces_speaker(text: str) -> bool:
    """Return whether *text*, which stands before a title, says only who presents the paper.

    >>> announces_speaker("Ann Lee on "), announces_speaker("Notes on ")
    (True, False)
    """
    speakers = _SPEAKERS.match(text)
    return speakers is not None and not text[speakers.end() :].strip()


def _parts(heading: str) -> list[str]:
    return [part for part in _SIGNS.split(" ".join(heading.split())) if part]


def _is_when(part: str) -> bool:
    whole = _WHEN.fullmatch(part) is not None or is_date(part)
    return whole or (" " in part and all(map(_is_when, part.split())))  # "第3回 2017年5月24日"
