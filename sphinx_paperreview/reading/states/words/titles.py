"""Marks in a title by which people say that a text is a draft: ``[WIP] x``, ``x (draft)``."""

from __future__ import annotations

import re

from sphinx_paperreview.reading.states.words.completion import has_unfinished_mark
from sphinx_paperreview.reading.states.words.dated_drafts import is_dated_draft
from sphinx_paperreview.reading.states.words.reminders import asks_to_finish
from sphinx_paperreview.reading.states.words.vocabulary import (
    MOST_WORDS,
    fold,
    has_barrier,
    is_draft,
    is_negated,
    lists,
    parts_of,
)

#: As much of the end of a title is looked at.
_END_OF_TITLE = 60
_OPEN, _CLOSE = r"[\[(<{【「『（《〈〔［«]", r"[\])>}】」』）》〉〕］»]"
_WORD = r"(?P<word>[^\[\](){}<>【】「」『』（）《》〈〉〔〕［］«»\n]{1,40})"
#: Marks of Markdown around a word.
_STRONG = r"[*_`~]{1,3}"
#: Where a title has a mark: enclosed, or parted by a sign from what follows; or nothing else.
_MARKED = tuple(
    re.compile(each)
    for each in (
        rf"\W{{0,9}}{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}",
        r"\W{0,9}(?P<word>[^\W\d_][^:：\n]{0,24})[:：]\s",
        r"\W{0,9}(?P<word>[^\W\d_][^-–—|\n]{0,24})\s[-–—|]+\s",
        rf"{_STRONG}(?P<word>[^*_`~\n]{{1,30}}){_STRONG}\s",
        r"(?P<word>[^\W\d_]{1,20}\s?#?[0-9]{1,2})\s",
        r"(?P<word>.{1,30})$",
    )
)
#: What stands in square brackets at its begin, and what WordPress has before it.
_LABEL = re.compile(r"\W{0,9}[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]")
_LABEL_AT_END = re.compile(r"\s[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]\W{0,3}$")
_PREFIX = re.compile(r"(?P<word>[^\W\d_]{1,20}): ")
#: What a file was called: ``DRAFT_x``. In lower case it is a name of code: ``draft_model``.
_JOINED = re.compile(r"(?P<word>(?![a-z])[^\W\d_]{1,20})_")
#: A word, and how a title begins such as ``Rough draft of the review``.
_WORD_ALONE = re.compile(r"(?<!\w)[^\W\d_]{3,20}(?!\w)")
_DRAFT_OF = re.compile(r"(?P<word>[^\W\d_]{1,30}(?: [^\W\d_]{1,30}){0,3}?) (?:of|on|about) ")
#: The same at its end.
_MARKED_END = tuple(
    re.compile(each)
    for each in (
        rf"{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}\W{{0,3}}$",
        r"\.(?P<word>[^\W\d_]{1,20})$",
        r"\{[^{}]{0,60}\.(?P<word>[\w-]{1,20})[^{}]{0,60}\}$",
        r"\s[-–—|·•]+\s(?P<word>[^-–—|·•\n]{1,30})$",
        r",\s(?P<word>[^,\s]{1,20}\s[^,]{1,30})$",
        rf"\s(?:{_STRONG}|#)(?P<word>[^*_`~#\s]{{1,30}})(?:{_STRONG})?$",
        r"\s:(?P<word>[^\s:]{1,30}):(?:[^\s:]{1,30}:){0,9}$",  # the first tag of Org, the last
        r":(?P<word>[^\s:]{1,30}):$",
    )
)
#: The one of these for what stands behind a dash or a dot.
_BEHIND_SIGN = 3
_FIRST_WORD = re.compile(r"\W{0,9}(?P<word>[^\W\d_]+)(?=[\W_])")
#: HTML, of which the words count.
TAG, END_TAG = re.compile(r"<[A-Za-z][^<>]*>"), re.compile(r"</[A-Za-z][^<>]*>")
_STRUCK = re.compile(r"\s*~~[^~]+~~\s*")


def is_draft_title(title: str) -> bool:
    """Tell whether *title* has a mark such as ``[WIP]``, ``Draft:`` or ``(draft)``, or is one."""
    if has_barrier(title) or _STRUCK.fullmatch(title) or fold(title) in lists()["no_titles"]:
        return True
    title = END_TAG.sub("] ", TAG.sub(" [", title)).strip()
    end = title[-_END_OF_TITLE:]
    found = [pattern.match(title) for pattern in _MARKED]
    found += [pattern.search(end) for pattern in _MARKED_END]
    labels = _LABEL.match(title), _LABEL_AT_END.search(end)
    prefix, joined, begin = (each.match(title) for each in (_PREFIX, _JOINED, _DRAFT_OF))
    return (
        any(
            match is not None and (is_draft(match["word"]) or is_dated_draft(match["word"]))
            for match in found
        )
        or any(
            match is not None and is_negated(parts_of(match["word"]))
            for match in (*found[:2], found[len(_MARKED)], found[len(_MARKED) + _BEHIND_SIGN])
        )
        or any(label is not None and fold(label["word"]) in lists()["labels"] for label in labels)
        or (prefix is not None and fold(prefix["word"]) in lists()["prefixes"])
        or (joined is not None and is_draft(joined["word"]))
        or any(
            word.isupper() and is_draft(word)
            for word in ([] if title.isupper() else _WORD_ALONE.findall(title))
        )
        or (begin is not None and is_draft(begin["word"]))
        or begins_with_mark(title)
        or asks_to_finish(title)
        or has_unfinished_mark(title)
    )


def begins_with_mark(title: str, *, is_note: bool = False) -> bool:
    """Tell whether *title* begins with a mark.

    :param is_note: whether it is a line of text: then one word of a language without blanks
        between words is not enough, and a word that follows must be one of a state as well
    """
    words = title[:_END_OF_TITLE].split(maxsplit=MOST_WORDS)
    begins = ("".join(words[:number]) for number in range(1, len(words[:MOST_WORDS]) + 1))
    first = _FIRST_WORD.match(title)
    marks = lists()["marks"] | lists()["forbids"]
    is_first = first is not None and (not is_note or first["word"].isascii())
    return (is_first and first is not None and fold(first["word"]) in marks) or any(
        fold(each) in marks
        for number, each in enumerate(begins, 1)
        if len(each) < len(title)
        and (not is_note or (number > 1 and _goes_on_as_state(words[number - 1 :])))
    )


def _goes_on_as_state(words: list[str]) -> bool:
    """Tell whether behind the first of *words* is a mark, a word of a state, or nothing.

    So may be a word such as ``without``, which limits what is forbidden.
    """
    if len(words) < 2 or not words[0][-1].isalnum():
        return True
    following = words[1].split()[0]
    return bool(parts_of(following)) or fold(following) in lists()["limits"]
