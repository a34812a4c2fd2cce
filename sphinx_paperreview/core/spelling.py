"""The known word that a misspelt one was probably meant to be."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def near_match(value: object, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` with the most similar word of *known*; empty if none is.

    Case does not count, and syllables of Hangul are compared by their letters.
    """
    words = {_letters(word): word for word in known}
    found = get_close_matches(_letters(value), words, n=1) if isinstance(value, str) else []
    return f" (did you mean {words[found[0]]!r}?)" if found else ""


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word).casefold()
