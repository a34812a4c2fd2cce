"""What a key and its value say of publication, in the words of any program and language.

The words are data, in ``state_words.toml``. A key says something only if all of its words are
known ones: ``hide_post`` does, ``hide_title`` does not. What is found so is only a doubt.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: ``scheduled`` and ``ended``: not published before or from the day that the value names.
Claim = Literal["", "hidden", "scheduled", "ended"]
#: What each word is: the names of the lists.
_Words = tuple[str, ...]

#: A longer text is no key, and no word of a state.
_LONGEST = 40
#: As much of the end of a title is looked at.
_END_OF_TITLE = 60
_OF_STATES = frozenset({"draft", "hides", "shows", "negations", "status", "ends"})
_OF_DAYS = frozenset({"moment", "until"})
_OF_HIDING = frozenset({"draft", "hides", "ends"})
_OF_TIMES = frozenset({"draft", "hides", "shows"})
_YEAR = re.compile(r"[0-9]{4}")
_NO_LETTER = re.compile(r"[\W_]+")
_OPEN, _CLOSE = r"[\[(<{【「（]", r"[\])>}】」）]"
_WORD = r"(?P<word>[^\[\](){}<>【】「」（）\n]{1,30})"
#: Where a title has a mark: enclosed, or parted by a sign from what follows; or nothing else.
_MARKED = tuple(
    re.compile(each)
    for each in (
        rf"\W{{0,9}}{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}",
        r"\W{0,9}(?P<word>[^\W\d_][^:：\n]{0,24})[:：]\s",
        r"\W{0,9}(?P<word>[^\W\d_][^-–—|\n]{0,24})\s[-–—|]+\s",
        r"(?P<word>.{1,30})$",
    )
)
#: The same at its end.
_MARKED_END = tuple(
    re.compile(each)
    for each in (
        rf"{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}\W{{0,3}}$",
        r"\s[-–—|]+\s(?P<word>[^-–—|\n]{1,30})$",
    )
)
_FIRST_WORD = re.compile(r"\W{0,9}(?P<word>[^\W\d_]+)(?=[\W_])")
_LAST_WORD = re.compile(r"(?P<mark>[._\- ])(?P<word>[^\W\d_]+)$")
_BEFORE_JOINT = re.compile(
    r"\W{0,9}(?P<word>[^\W\d_]{1,40})(?:[._\- ]{1,9}(?P<year>[0-9]{4})|[._-](?![._\- ]))"
)


def claim_of(key: str, value: object) -> Claim:
    """Return what *key*, which is none of the documented ones, says with *value*.

    It is ``""`` if the value says nothing, the key has other words, or both say "for readers".
    """
    words = _parts(key)
    if isinstance(value, list | tuple):
        hides = "status" in words and any(
            isinstance(each, str) and is_hidden(each) for each in value
        )
        return "hidden" if hides else ""
    text = "" if value is None else str(value)
    flag = flag_in(text)
    if _OF_STATES.isdisjoint(words):
        is_locked = "locks" in words and flag is not False and text != ""
        hides = is_locked or (_fold(key) not in _lists()["free"] and _is_draft(text))
    elif flag is not None:
        is_of_days = "shows" in words and not _OF_DAYS.isdisjoint(words)
        hides = flag is _hidden_by(words) and not is_of_days
    elif "moment" in words and "shows" in words and _fold(text) in _lists()["later"]:
        hides = True
    else:
        hides = is_hidden(text) if text else "draft" in words
    if hides or not (isinstance(value, dt.date) or _YEAR.search(text)):
        return "hidden" if hides else ""
    if "ends" in words or ("until" in words and "shows" in words):
        return "ended"
    is_start = not _OF_TIMES.isdisjoint(words) or {"text", "moment"} <= set(words)
    return "scheduled" if is_start else ""


def flag_in(text: str) -> bool | None:
    """Return whether *text* is "yes" or "no" in one of the languages; None if it is neither."""
    word = _fold(text)
    return True if word in _lists()["true"] else False if word in _lists()["false"] else None


def is_hidden(text: str) -> bool:
    """Tell whether all words of *text* together say "not for readers"."""
    return _hidden_by(_parts(text)) is True


def is_draft_title(title: str) -> bool:
    """Tell whether *title* has a mark such as ``[WIP]``, ``Draft:`` or ``(draft)``, or is one."""
    end = title.rstrip()[-_END_OF_TITLE:]
    found = [pattern.match(title) for pattern in _MARKED]
    found += [pattern.search(end) for pattern in _MARKED_END]
    first = _FIRST_WORD.match(title)
    return any(match is not None and _is_draft(match["word"]) for match in found) or (
        first is not None and _fold(first["word"]) in _lists()["marks"]
    )


def is_draft_tag(tag: object) -> bool:
    """Tell whether *tag* alone says so: ``draft``, ``do not publish``, or ``private`` (Nikola)."""
    if not isinstance(tag, str):
        return False
    return _is_draft(tag) or _fold(tag) == "private" or _is_negated(_parts(tag))


def is_draft_name(name: str) -> bool:
    """Tell whether the name of a file has a mark at its begin or end: ``x.draft``, ``wip-x``.

    ``draft-x`` is none, as there are draft models, but ``draft-2025-11-14`` is one.
    """
    last, first = _LAST_WORD.search(name), _BEFORE_JOINT.match(name)
    if last is not None and last["mark"] == "." and not _is_draft(last["word"]):
        word = _fold(last["word"])
        return word in _lists()["copies"] or _parts(word) == ("hides",)
    return (
        is_draft_title(name)
        or (last is not None and _is_draft(last["word"]))
        or (
            first is not None
            and _is_draft(first["word"])
            and (first["year"] is not None or not _fold(first["word"]).startswith("draft"))
        )
    )


def is_draft_folder(name: str) -> bool:
    """Tell whether a folder of the name *name* is for such texts alone, or for one of them."""
    words = name.lstrip("0123456789 .-_")
    parts = _parts(words)
    is_own = any(_fold(word) in _lists()["folders"] for word in words.split(maxsplit=1)[:1])
    return (
        _is_draft(words)
        or _is_negated(parts)
        or _fold(words) in _lists()["folders"]
        or (is_own and _hidden_by(parts) is True)
    )


def _is_draft(text: str) -> bool:
    words = _parts(text)
    return "draft" in words and _hidden_by(words) is True


def _hides(words: _Words) -> bool:
    return not _OF_HIDING.isdisjoint(words)


def _is_negated(words: _Words) -> bool:
    """Tell whether *words* are ``not``, or the like, and ``published``."""
    return "shows" in words and "negations" in words and _hidden_by(words) is True


def _hidden_by(words: _Words) -> bool | None:
    """Return the flag with which *words* say "not for readers"; None if they say nothing."""
    is_negated = words.count("negations") % 2 == 1
    if "shows" in words:
        return is_negated
    if _hides(words):
        return not is_negated
    return True if is_negated else None


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("state_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(map(_fold, words)) for name, words in tomllib.loads(text).items()}


def _fold(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text[:200]).casefold())


@cache
def _kinds() -> tuple[Mapping[str, str], int]:
    """Return the list of each word, and the length of the longest."""
    names = (
        "moment",
        "filler",
        "text",
        "locks",
        "status",
        "until",
        "ends",
        "negations",
        "shows",
        "hides",
        "draft",
    )
    kinds = {word: name for name in names for word in _lists()[name]}
    return kinds, max(map(len, kinds))


def _parts(text: str) -> _Words:
    """Return the list of each word of *text*; none if one is unknown.

    Where it can be divided in several ways, later words are as long as can be.
    """
    folded = _fold(text) if len(text) <= 2 * _LONGEST else ""
    if not 0 < len(folded) <= _LONGEST:
        return ()
    kinds, longest = _kinds()
    found: dict[int, _Words] = {0: ()}
    for start in range(len(folded)):
        before = found.get(start)
        if before is None:
            continue
        for end in range(start + 1, min(start + longest, len(folded)) + 1):
            if (kind := kinds.get(folded[start:end])) is not None:
                found.setdefault(end, (*before, kind))
    return found.get(len(folded), ())
