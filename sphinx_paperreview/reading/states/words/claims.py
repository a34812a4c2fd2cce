"""What a key and its value say of publication, in the words of any program and language.

A key says something only if all of its words are known ones: ``hide_post`` does, ``hide_title``
does not. What is found so is only a doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.reading.states.words.completion import is_unfinished
from sphinx_paperreview.reading.states.words.vocabulary import (
    flags_in,
    fold,
    has_barrier,
    hidden_by,
    is_draft,
    is_hidden,
    is_of_few,
    is_state_before,
    is_waiting,
    lists,
    parts_of,
)

if TYPE_CHECKING:
    from sphinx_paperreview.reading.states.words.vocabulary import Words

#: ``scheduled`` and ``ended``: not published before or from the day that the value names.
#: ``period``: the value names the year that a text is of, which may be the next.
Claim = Literal["", "hidden", "scheduled", "ended", "period"]
_OF_STATES = frozenset({"draft", "hides", "shows", "negations", "status", "ends"})
_OF_DRAFTS = frozenset({"draft", "status", "until", "filler"})
_OF_DAYS = frozenset({"moment", "until"})
_OF_TIMES = frozenset({"draft", "hides", "shows", "before"})
_YEAR = re.compile(r"[0-9]{4}")
_OF_PROGRAM = re.compile(
    r"[a-z]{2,20}[-_.:]{1,2}(?:is[-_])?(?P<word>publish|published|draft)", re.IGNORECASE
)


def claim_of(key: str, value: object) -> Claim:
    """Return what *key*, which is none of the documented ones, says with *value*.

    It is ``""`` if the value says nothing, the key has other words, or both say "for readers".
    """
    words = parts_of(key)
    if isinstance(value, list | tuple):
        hides = is_hidden if "status" in words else partial(_is_cleared_by, fold(key))
        return "hidden" if any(isinstance(each, str) and hides(each) for each in value) else ""
    text = "" if value is None else str(value).strip()
    if text.startswith("/") or "://" in text:
        return ""  # an address
    is_dated = isinstance(value, dt.date) or _YEAR.search(text) is not None
    if not words and _is_of_program(key, text):
        return "hidden"
    if _hides_with(fold(key), words, text, is_dated=is_dated):
        return "hidden"
    return _claim_of_day(key, words) if is_dated else ""


def _claim_of_day(key: str, words: Words) -> Claim:
    """Return what *key*, which consists of *words*, says with a value that has a year."""
    if "ends" in words or ("until" in words and "shows" in words):
        return "ended"
    if not _OF_TIMES.isdisjoint(words) or {"text", "moment"} <= set(words) or is_day(key):
        return "scheduled"
    return "period" if fold(key) in lists()["periods"] else ""


def _hides_with(key: str, words: Words, text: str, *, is_dated: bool) -> bool:
    """Tell whether *key*, which consists of *words*, hides with the value *text*."""
    flags = flags_in(text)
    is_sign = has_barrier(text) and not any(map(str.isalnum, text))
    waits = text != "" and not is_dated and _waits(key)
    if is_sign or waits or _is_kept_by(key, text) or is_unfinished(key, text):
        return True
    if _OF_STATES.isdisjoint(words):
        is_locked = "locks" in words and flags != {False} and text != ""
        is_of_text = set(words) == {"text"}
        is_free = key in lists()["free"] or any(map(key.startswith, lists()["subjects"]))
        return is_locked or (not is_free and (is_draft(text) or (is_of_text and is_waiting(text))))
    if not text:
        return "draft" in words or key in lists()["asks"]
    if flags:
        is_of_days = "shows" in words and not _OF_DAYS.isdisjoint(words)
        return hidden_by(words) in flags and not is_of_days
    is_asked = "shows" in words and ("moment" in words or key in lists()["asks"])
    if (is_asked and fold(text) in lists()["later"]) or ("status" in words and is_of_few(text)):
        return True
    # ``embargo: until the conference``; what is said of a draft says that there is one.
    is_of_draft = "draft" in words and _OF_DRAFTS.issuperset(words) and not is_dated
    is_waited_for = "status" in words and is_state_before(text)
    return (
        is_waited_for or is_hidden(text) or (is_of_draft and hidden_by(parts_of(text)) is not False)
    )


def _is_kept_by(key: str, text: str) -> bool:
    """Tell whether *text* hides as the value of *key* for what this is a key of.

    It is no address, the label of a sort, not for everybody, or waited for.
    """
    flags = flags_in(text)
    if key in lists()["places"]:
        is_plain = key not in lists()["free"] or text.lower() == "false"
        return is_plain and flags == {False}
    return (
        (key in lists()["sorts"] and fold(text) in lists()["labels"])
        or _is_cleared_by(key, text)
        or (key in lists()["waiting"] | lists()["unready"] and flags == {True})
    )


def _is_cleared_by(key: str, text: str) -> bool:
    """Tell whether *text* is the value of a key of who may read, and not everybody."""
    return key in lists()["clearances"] and bool(text) and fold(text) not in lists()["everybody"]


def _is_of_program(key: str, text: str) -> bool:
    """Tell whether *key* has the name of a program before it: ``connie-publish: false``."""
    found = _OF_PROGRAM.fullmatch(key)
    if found is None or any(map(fold(key).startswith, lists()["subjects"])):
        return False
    return flags_in(text) == {fold(found["word"]) == "draft"}


def _waits(key: str) -> bool:
    """Tell whether *key* is ``publish after`` or the like, whose value is an event."""
    return any(
        key.endswith(when) and key.removesuffix(when) in lists()["requests"]
        for when in lists()["when"]
    )


def is_day(key: str) -> bool:
    """Tell whether *key* is that of the day on which a text was written, such as ``created``."""
    return fold(key) in lists()["days"]


def is_of_text(key: str) -> bool:
    """Tell whether *key* is one of a text, not of what it is about: ``status``, ``draft``."""
    return not {"status", "draft"}.isdisjoint(parts_of(key)) or fold(key) in lists()["completion"]


def is_place(key: str) -> bool:
    """Tell whether *key* is one of where something is, which parts of a page have as well."""
    return fold(key) in lists()["places"]


def is_claim(key: str) -> bool:
    """Tell whether all words of *key* are such as say something of a text."""
    return bool(parts_of(key))
