"""Drafts of some time, in notes and at the ends of titles: ``Draft as of Nov 2025``."""

from __future__ import annotations

import re

from sphinx_paperreview.reading.states.words.vocabulary import MOST_WORDS, fold, is_draft, lists

#: A month and a year, or a day without a year: of when a draft is.
_WHEN = re.compile(
    r"(?:(?:[0-9]{1,2}(?:st|nd|rd|th|\.)?[ ,]{1,2})?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?:[ ,]{1,2}[0-9]{1,4}(?:st|nd|rd|th)?)?(?:[ ,]{1,2}[0-9]{4})?"
    r"|[0-9]{4}(?:[-./][0-9]{1,2}){0,2}|[0-9]{4}년(?: [0-9]{1,2}월)?(?: [0-9]{1,2}일)?"
    r"|today|yesterday)$",
    re.IGNORECASE,
)


def is_day(text: str) -> bool:
    """Tell whether *text* is a day, or a month, and no more; a year may be that of a paper."""
    return not text.isdigit() and _WHEN.match(text) is not None


def is_dated_draft(note: str) -> bool:
    """Tell whether *note* is a draft of some time, such as ``Draft as of Nov 2025``."""
    when = _WHEN.search(note.rstrip("."))
    if when is None:
        return False
    words = note[: when.start()].split(maxsplit=2 * MOST_WORDS)
    return any(
        is_draft(" ".join(words[:number])) and fold("".join(words[number:])) in lists()["as_of"]
        for number in range(1, len(words) + 1)
    )
