"""What the name of a file or of a folder says of the publication of what it holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sphinx_paperreview.reading.states.words.reminders import waits
from sphinx_paperreview.reading.states.words.titles import is_draft_title
from sphinx_paperreview.reading.states.words.vocabulary import (
    MOST_WORDS,
    fold,
    hidden_by,
    is_draft,
    is_negated,
    is_of_few,
    is_waiting,
    lists,
    parts_of,
)

#: A folder for unpublished texts, and one with a mark such as ``[WIP] x``.
FolderClaim = Literal["", "draft", "doubt"]
#: Words that are part of a name as well as of a mark: a draft model, private learning.
_OF_MODELS = ("draft", "private")
_LAST_WORD = re.compile(r"(?P<mark>[._\- ])(?P<word>[^\W\d_]+)[0-9]*$")
#: What a name may begin with, and a year behind it.
_DATE_BEFORE = re.compile(r"^[0-9]{4}[-._][0-9]{2}[-._][0-9]{2}[-._ ]+")
_JOINTS = re.compile(r"[._\- ~+=!#@]+")
_BEFORE_JOINT = re.compile(
    r"\W{0,9}(?P<mark>_?)(?P<word>[^\W\d_]{1,40})"
    r"(?:[._\- ]{1,9}(?P<year>[0-9]{4})|[._-](?![._\- ]))"
)
#: What puts a folder behind all others: ``zz_private``.
_TO_SORT = re.compile(r"^[xz]{1,4}[._\- ]+", re.IGNORECASE)
#: Copies that programs make of what was written at two places, of what is open, and Medium's name
#: of a draft.
_COPY = re.compile(
    r"sync-conflict-[0-9]|conflicted copy|~$|^~|^draft_.*-[0-9a-f]{8,12}$", re.IGNORECASE
)


def is_draft_name(name: str) -> bool:
    """Tell whether the name of a file has a mark at its begin or end: ``x.draft``, ``wip-x``.

    ``draft-x`` is none, as there are draft models, but ``draft-2025-11-14`` is one.
    """
    name = _DATE_BEFORE.sub("", name)
    last, first = _LAST_WORD.search(name), _BEFORE_JOINT.match(name)
    if last is not None and last["mark"] == ".":
        word = fold(last["word"])
        if word in lists()["copies"] or parts_of(word) == ("hides",):
            return True
    words = _JOINTS.split(name)
    ends = [" ".join(words[-number:]) for number in range(1, min(MOST_WORDS, len(words) - 1) + 1)]
    begins = [" ".join(words[:number]) for number in range(2, min(MOST_WORDS, len(words) - 1) + 1)]
    return (
        _COPY.search(name) is not None
        or is_draft_title(name)
        or any(is_draft(each) or is_negated(parts_of(each)) for each in ends)
        or any(
            is_negated(parts_of(each)) or is_waiting(each) or fold(each) in lists()["marks"]
            for each in begins
        )
        or (
            first is not None
            and (is_draft(first["word"]) or fold(first["word"]) == "private")
            and (
                first["mark"] != ""
                or first["year"] is not None
                or not fold(first["word"]).startswith(_OF_MODELS)
            )
        )
    )


@lru_cache(maxsize=1024)  # asked for each document
def claim_of_folder(name: str) -> FolderClaim:
    """Return what a folder of the name *name* says: it is for such texts alone, or has a mark."""
    if _is_draft_folder(name):
        return "draft"
    words = _JOINTS.sub(" ", name).strip("0123456789 ")
    parts = set(parts_of(words))
    is_mark = (
        {"hides", "text"} <= parts <= {"hides", "text", "filler"}
        or (fold(words).endswith("only") and is_of_few(words))
        or is_waiting(words)
        or fold(words) in lists()["labels"]
        or waits(words, is_comment=True)
        or is_draft_title(name)
    )
    return "doubt" if is_mark else ""


def _is_draft_folder(name: str) -> bool:
    words = _TO_SORT.sub("", name.strip("0123456789 .-_~()[]")).removesuffix(".nosync")
    begin, _joint, language = words.rpartition("-")
    words = begin if language.lower() in lists()["languages"] else words
    parts = parts_of(words)
    is_own = any(fold(word) in lists()["folders"] for word in words.split(maxsplit=1)[:1])
    return (
        is_draft(words)
        or is_negated(parts)
        or fold(words) in lists()["folders"]
        or (is_own and hidden_by(parts) is True)
    )
