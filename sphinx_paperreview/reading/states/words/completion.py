"""How much of a text is done, as far as it says so: ``progress: 40%``, ``[70% done]``."""

from __future__ import annotations

import re
from urllib.parse import unquote

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.words.vocabulary import fold, lists

#: A part of a whole, perhaps behind a bar of marks: ``40%``, ``3/5``, ``3 of 5``, ``0.4``, ``40``.
_PART = pattern(
    r"[^\w%]{0,40}(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,3})?)"
    r"(?:\s?(?P<percent>[%％])|\s?(?:/|of)\s?(?P<whole>[0-9]{1,4}))?\W{0,3}$"
)
#: What it is of, before or behind it.
_KEY_BEFORE = pattern(
    r"[^\w%]{0,9}(?P<key>[^\d:：=]{2,24}?)[*_\s:：=]{1,9}(?P<part>[^\w%]{0,40}[0-9][^:：]{0,12})$"
)
_WORD_BEHIND = pattern(r"\W{0,9}(?P<part>[0-9]{1,3}\s?[%％])\s?(?P<word>[^\W\d_]{2,12})\W{0,3}$")
_IN_BRACKETS = re.compile(
    r"(?:^|\s)(?:\[\s?(?P<alone>[0-9]{1,2}\s?[%％])\s?\]"
    r"|[\[(（【](?P<part>[0-9]{1,2}\s?[%％])\s?(?P<word>[^\W\d_]{2,12})[\])）】])"
)


def is_unfinished(key: str, value: str) -> bool:
    """Tell whether *key* and *value* are that a text is not done: ``progress`` and ``40%``."""
    name = fold(key)
    return name in lists()["completion"] and _is_part(value, is_count=name in lists()["finished"])


def is_unfinished_note(note: str) -> bool:
    """Tell whether *note* is such a pair, or ``40% done``."""
    text = unquote(note)  # of the address of a badge
    before, behind = _KEY_BEFORE.match(text), _WORD_BEHIND.match(text)
    return (before is not None and is_unfinished(before["key"], before["part"])) or (
        behind is not None
        and fold(behind["word"]) in lists()["finished"]
        and _is_part(behind["part"])
    )


def has_unfinished_mark(title: str) -> bool:
    """Tell whether *title* has in brackets that a part of the text is done: ``x (60% done)``."""
    return any(
        (mark["alone"] is not None and _is_part(mark["alone"]))
        or (
            mark["word"] is not None
            and fold(mark["word"]) in lists()["finished"]
            and _is_part(mark["part"])
        )
        for mark in _IN_BRACKETS.finditer(title[-200:])
    )


def _is_part(value: str, *, is_count: bool = False) -> bool:
    """Tell whether *value* is less than all.

    :param is_count: whether a whole number without a sign is a number of things
    """
    found = _PART.match(value)
    if found is None:
        return False
    number = float(found["number"].replace(",", "."))
    if found["percent"]:
        return number < 100
    if found["whole"]:
        return number < float(found["whole"])
    is_whole_number = found["number"].isdigit()
    if not is_whole_number:
        return number < 1
    return not is_count and number != 1 and number < 100
