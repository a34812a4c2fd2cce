"""Keys and values that hide a document, wherever marks and lines end in what nobody reads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.reading.states.words.keys import (
    FALSE,
    GLUED_FLAGS,
    HIDDEN,
    OTHER_WORDS,
    SPELLINGS,
    TRUE,
    is_near,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.states.words.keys import Meaning

#: Words that hide, by the meaning of their key.
_HIDING: Mapping[Meaning, tuple[str, ...]] = {
    "draft": tuple(TRUE),
    "unlisted": tuple(TRUE),
    "published": tuple(FALSE),
    "status": tuple(HIDDEN),
}
#: Marks that part keys and values, or enclose them, and that prose has not between two words.
_NO_PROSE = re.compile(r"""[:=\uff1a"{}\[\]<>|&%^~`;]|\s'$""")
#: What is between a key and its value on one line, or a colon with its value on the next.
_LINE_OR_COLON = re.compile(r"^[^\n]*$|^\W*[:=\uff1a][^\n]*$")
#: How far from its key a value begins.
_MOST_BETWEEN = 12


def broken_pairs(
    text: str, *, is_metadata: bool = False, has_slips: bool = True
) -> Iterator[tuple[str, str, int]]:
    """Yield the keys and values in *text* that hide a document, wherever marks and lines end.

    The third of each is the offset of the key.

    Only letters and digits count: a pair is found if marks are missing or other ones, or if a line
    is broken within it or joined with another. The key and the value may each have one slip.

    :param is_metadata: whether *text* was plainly meant as such, so that no mark is needed
    :param has_slips: whether the key may have one
    """
    compact = _Compact.of(text)
    end = -1
    for start, name in _near_starts(compact.letters):
        found = compact.spelt_at(start, name) if start >= end else None
        if found is None or not (has_slips or compact.letters[slice(*found)] == name):
            continue
        if value := compact.value_after(found, name, is_metadata=is_metadata):
            end = found[1]
            yield name, value, compact.places[found[0]]


def _near_starts(letters: str) -> Iterator[tuple[int, str]]:
    """Yield where in *letters* a spelling may begin: one of its halves has no slip."""
    halves = _halves()
    sizes = sorted({len(half) for half in halves})
    for begin in _begins().finditer(letters):
        place = begin.start()
        for size in sizes:
            for name, before in halves.get(letters[place : place + size], ()):
                yield place - before, name


@cache
def _begins() -> re.Pattern[str]:
    """Return an expression for the places where a half of a spelling may begin."""
    return re.compile(rf"(?={'|'.join(sorted({half[:2] for half in _halves()}))})")


@cache
def _halves() -> Mapping[str, list[tuple[str, int]]]:
    """Return the halves of each spelling, with its place in it."""
    halves: dict[str, list[tuple[str, int]]] = {}
    for name in SPELLINGS:
        middle = len(name) // 2
        for half, place in ((name[:middle], 0), (name[middle:], middle)):
            halves.setdefault(half, []).append((name, place))
    return halves


@dataclass(frozen=True, slots=True)
class _Compact:
    """The letters and digits of a text in lower case, and the place of each in it."""

    text: str
    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Compact:
        """Return those of *text*."""
        found = [
            (letter, place)
            for place, each in enumerate(text)
            for letter in _folded(each)
            if letter.isalnum()
        ]
        return cls(text, "".join(letter for letter, _ in found), [place for _, place in found])

    def spelt_at(self, start: int, name: str) -> tuple[int, int] | None:
        """Return where a word begins and ends that stands for *name*, near *start*."""
        for first in (start, start - 1, start + 1):
            if not 0 <= first < len(self.places):
                continue
            for size in (0, -1, 1):
                last = first + len(name) + size
                word = self.letters[first:last]
                if last > len(self.letters) or not is_near(word, name) or word in OTHER_WORDS:
                    continue
                is_glued = word == name and name in GLUED_FLAGS
                if is_glued or (self._begins_word(first) and not self._continues(last)):
                    return first, last
        return None

    def value_after(self, found: tuple[int, int], name: str, *, is_metadata: bool) -> str:
        """Return the value after the key *found*, plainly written; ``""`` if it hides nothing."""
        first, last = found
        meaning = SPELLINGS[name]
        start = self.places[last] if last < len(self.places) else len(self.text)
        behind = self.text[self.places[last - 1] + 1 : start]
        before = self.text[max(self.places[first] - 2, 0) : self.places[first]]
        written = before[-1:] + self.text[self.places[first] : start]
        if len(behind) <= _MOST_BETWEEN and (is_metadata or _NO_PROSE.search(written)):
            # Prose may have a short word behind a key in another line.
            # The value of a field may stand on the next line.
            is_close = before in {":", "\n:"} or _LINE_OR_COLON.search(behind) is not None
            for word in _HIDING.get(meaning, ()):
                if self._has_word(last, word) and (len(word) > 3 or is_close):
                    return word
            if meaning not in {"draft", "unlisted", "status"}:
                return self._date_at(last)
        # ``:draft:`` alone; its second mark may stand one letter or one line away.
        within = self.text[self.places[first] : start]
        is_flag = meaning == "draft" and ":" in before and ":" in within
        if is_flag and not any(self._has_word(last, word) for word in FALSE):
            return "true"
        return ""

    def _has_word(self, first: int, word: str) -> bool:
        """Tell whether *word* begins at *first*; a long one may have a slip."""
        is_long = len(word) > 3
        for size in (0, -1, 1) if is_long else (0,):
            last = first + len(word) + size
            written = self.letters[first:last]
            if (
                last <= len(self.letters)
                and (is_near(written, word) if is_long else written == word)
                and (written in {"true", "false"} or not self._continues(last))
            ):
                return True
        return False

    def _date_at(self, first: int) -> str:
        """Return the date that begins at *first*: eight digits, with a letter too much perhaps."""
        start = self.places[first] if first < len(self.places) else len(self.text)
        if written := dates.date_at(self.text, start):
            return written
        value = self.letters[first : first + 9]
        digits = "".join(filter(str.isdigit, value))[:8]
        if len(digits) < 7 or digits < "19" or not any(map(str.isdigit, value[:2])):
            return ""
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"

    def _begins_word(self, first: int) -> bool:
        before = self.text[max(self.places[first] - 2, 0) : self.places[first]]
        # ``conference_date`` is one word.
        return not before[-1:].isalpha() and not re.fullmatch(r"[^\W\d_][_-]", before)

    def _continues(self, last: int) -> bool:
        after = self.places[last - 1] + 1
        return self.text[after : after + 1].isalnum()


def _folded(letter: str) -> str:
    return letter.lower() if letter.isascii() else unicodedata.normalize("NFKC", letter).casefold()
