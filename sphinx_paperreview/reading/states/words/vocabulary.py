"""The words by which people of any program and language say whether a text is for readers.

The words are data, in ``state_words.toml``; here is what several of them mean together.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What each word is: the names of the lists.
Words = tuple[str, ...]
#: A longer text is no key, and no word of a state.
LONGEST = 60
#: As many words of a mark are at the begin of a title or a name.
MOST_WORDS = 4
_NO_LETTER = re.compile(r"[\W_]+")
#: The number of a draft: ``v2``, ``2nd``, ``2차``.
_NUMBER = re.compile(r"(?<![^\W\d_])v(?=[0-9])|[0-9]+(?:(?:st|nd|rd|th)\b|차|稿|版)?")
_OF_HIDING = frozenset({"draft", "hides", "ends"})
#: Under construction, as a character and by its name.
_BARRIERS = ("\N{CONSTRUCTION SIGN}", ":construction:")


def flag_in(text: str) -> bool | None:
    """Return whether *text* is "yes" or "no" in one of the languages; None if it is neither."""
    return next(iter(sorted(flags_in(text), reverse=True)), None)


def flags_in(text: str) -> set[bool]:
    """Return what *text* says; ``x`` is a tick for some, and a cross for others."""
    word = fold(text)
    return {flag for flag in (True, False) if word in lists()[str(flag).lower()]}


def is_hidden(text: str) -> bool:
    """Tell whether all words of *text* together say "not for readers"."""
    return hidden_by(parts_of(text)) is True


def is_of_few(text: str) -> bool:
    """Tell whether *text* names those for whom alone something is: ``me``, ``team only``."""
    return fold(text).removesuffix("only").removesuffix("internal") in lists()["nobody"]


def is_waiting(text: str) -> bool:
    """Tell whether *text* says that somebody has yet to see the text that it is about."""
    return fold(text) in lists()["waiting"] | lists()["unready"]


def is_state_before(text: str) -> bool:
    """Tell whether *text*, a state, says that a text is not done or has yet to be seen."""
    return is_waiting(text) or fold(text) in lists()["progress"]


def is_draft(text: str) -> bool:
    """Tell whether *text* consists of words for a draft, and perhaps of what stands beside them."""
    words = parts_of(text)
    is_topic = "moment" in words  # a note on drafts
    return "draft" in words and not is_topic and hidden_by(words) is True


def is_negated(words: Words) -> bool:
    """Tell whether *words* are ``not``, or ``not yet``, and ``published``."""
    return (
        "shows" in words
        and not {"negations", "before"}.isdisjoint(words)
        and hidden_by(words) is True
    )


def hidden_by(words: Words) -> bool | None:
    """Return the flag with which *words* say "not for readers"; None if they say nothing."""
    if "notices" in words and "draft" not in words:
        return None
    is_negated = words.count("negations") % 2 == 1
    if "shows" in words:
        return is_negated or not {"before", "draft", "hides"}.isdisjoint(words)
    if _hides(words):
        return not is_negated
    return True if is_negated else None


def _hides(words: Words) -> bool:
    return not _OF_HIDING.isdisjoint(words)


def has_barrier(text: str) -> bool:
    """Tell whether *text* has the sign of a building site."""
    return any(barrier in text for barrier in _BARRIERS)


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """Return the words of each list of ``state_words.toml``, folded."""
    text = resources.files(__package__).joinpath("state_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(map(fold, words)) for name, words in tomllib.loads(text).items()}


def fold(text: str) -> str:
    """Return *text* without case, blanks and marks; one that has nothing else keeps its marks."""
    plain = unicodedata.normalize("NFKC", text[:200]).casefold()
    return _NO_LETTER.sub("", plain) or plain.strip().replace("\ufe0f", "")


@cache
def _kinds() -> tuple[Mapping[str, str], Mapping[str, tuple[int, ...]]]:
    """Return the list of each word, and by its first letter the lengths that words have."""
    names = (
        "notices",
        "adverbs",
        "moment",
        "filler",
        "text",
        "locks",
        "status",
        "until",
        "ends",
        "before",
        "negations",
        "shows",
        "hides",
        "draft",
    )
    kinds = {word: name for name in names for word in lists()[name]}
    kinds |= dict.fromkeys(lists()["forbids"], "draft")
    lengths: dict[str, set[int]] = {}
    for word in kinds:
        lengths.setdefault(word[0], set()).add(len(word))
    return kinds, {letter: tuple(sorted(found)) for letter, found in lengths.items()}


@lru_cache(maxsize=2048)  # documents have the same keys
def parts_of(text: str) -> Words:
    """Return the list of each word of *text*; none if one is unknown.

    Where it can be divided in several ways, later words are as long as can be.
    """
    folded = fold(_NUMBER.sub("", text.lower())) if len(text) <= 2 * LONGEST else ""
    if not 0 < len(folded) <= LONGEST:
        return ()
    kinds, lengths = _kinds()
    found: dict[int, Words] = {0: ()}
    for start in range(len(folded)):
        before = found.get(start)
        if before is None:
            continue
        for length in lengths.get(folded[start], ()):
            if (kind := kinds.get(folded[start : start + length])) is not None:
                found.setdefault(start + length, (*before, kind))
    return found.get(len(folded), ())
