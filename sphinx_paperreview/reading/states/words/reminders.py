"""What an author asks of himself: ``publish after the talk``, ``TODO: finish this review``."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.words.vocabulary import (
    LONGEST,
    MOST_WORDS,
    fold,
    lists,
    parts_of,
)

#: What a comment for the author begins with.
_TODO = re.compile(r"\W{0,9}(?:todo|fixme|xxx|note to self)\b[:\s]*", re.IGNORECASE)
_WORD = pattern(r"[^\W_]+(?:[-'’][^\W_]+)*")


def asks_to_finish(note: str) -> bool:
    """Tell whether *note* is that a text has yet to be finished: ``TODO: finish this review``.

    A task for a part of it, such as ``TODO: read the appendix``, is none.
    """
    words = _WORD.findall(note[: 2 * LONGEST])
    sizes = range(1, min(MOST_WORDS + 1, len(words)))
    label = next((n for n in sizes if fold("".join(words[:n])) in lists()["reminders"]), 0)
    task = words[label:] if label else []
    return any(
        (fold("".join(task[:n])) in lists()["finish"] and _is_whole(task[n:], or_none=True))
        # In languages in which the verb is last.
        or (fold("".join(task[n:])) in lists()["finish"] and _is_whole(task[:n], or_none=False))
        for n in range(1, len(task) + 1)
    )


def _is_whole(words: list[str], *, or_none: bool) -> bool:
    """Tell whether *words* name a whole text, perhaps with a clause behind it.

    :param or_none: whether it may be left out
    """
    return any(
        (_names_text(" ".join(words[:number])) if number else or_none)
        and (number == len(words) or fold(words[number]) in lists()["limits"] | lists()["then"])
        for number in range(len(words) + 1)
    )


def _names_text(words: str) -> bool:
    """Tell whether *words* are ``this``, ``the review`` or ``the rest``."""
    parts = set(parts_of(words))
    return fold(words) in lists()["whole"] or (bool(parts) and parts <= {"text", "filler", "draft"})


def waits(phrase: str, *, is_comment: bool) -> bool:
    """Tell whether *phrase* is that something is published after an event: ``publish when ready``.

    In a text it must say that this is to come; a comment is written for the author alone.
    """
    words = _TODO.sub("", phrase).split(maxsplit=MOST_WORDS)
    for number in range(1, len(words)):
        parts = parts_of(" ".join(words[:number]))
        if "draft" in parts and fold(words[number]) in lists()["up_to"]:
            return True  # ``embargoed until the talk``
        is_to_come = "shows" in parts and (is_comment or "before" in parts)
        if is_to_come and fold(words[number]) in lists()["when"]:
            return True
    if not is_comment:
        return False
    if _is_request(words) or {"shows", "adverbs"} <= set(parts_of(phrase)):
        return True
    folded = fold(phrase)
    # In languages in which the verb is last.
    ends = (folded.rpartition(then) for then in lists()["then"])
    return any(event and "shows" in parts_of(end) for event, _then, end in ends)


def _is_request(words: list[str]) -> bool:
    """Tell whether *words* begin as ``publish on Friday``."""
    requests, times = lists()["requests"], lists()["times"]
    return any(
        fold("".join(words[:number])) in requests and fold(words[number]) in times
        for number in range(1, min(3, len(words)))
    )
