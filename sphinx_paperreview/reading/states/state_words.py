"""The words by which a source says whether it is published, and what may stand for them.

A word may be written in another case, with other marks, or with a slip of the pen. What nobody
reads as metadata is searched for such words (:func:`pairs`, :func:`broken_pairs`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.core.metadata import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Meaning = Literal["draft", "unlisted", "published", "expires", "from", "date", "status"]

#: What each key means, in its exact spelling. ``from`` is a date that is not the one shown.
MEANINGS: Mapping[str, Meaning] = {
    "draft": "draft",
    "private": "draft",
    "hidden": "draft",
    "unpublished": "draft",
    "unlisted": "unlisted",
    "published": "published",  # Jekyll
    "publish": "published",  # Obsidian
    "expires": "expires",
    "expiry_date": "expires",
    "expiryDate": "expires",  # Hugo
    "expirydate": "expires",
    "expiry": "expires",
    "expiration": "expires",
    "expiration_date": "expires",
    "unpublishDate": "expires",
    "publishDate": "from",  # Hugo
    "publishdate": "from",
    "publish_date": "from",
    "pubDate": "from",  # Astro
    "datePublished": "from",  # Hashnode
    "pubdate": "from",
    "published_at": "from",  # Ghost
    "publishedAt": "from",
    "date": "date",
    "status": "status",  # Pelican, Ghost
    "visibility": "status",  # Ghost
    "post_status": "status",  # WordPress
}
#: The keys that a misspelt one may stand for. The others are words of everyday use.
_SPELLINGS: Mapping[str, Meaning] = {
    "draft": "draft",
    "private": "draft",
    "unpublished": "draft",
    "unlisted": "unlisted",
    "published": "published",
    "publish": "published",
    "expires": "expires",
    "expirydate": "expires",
    "publishdate": "from",
    "pubdate": "from",
    "publishedat": "from",
    "unpublishdate": "expires",
    "hidden": "draft",
    "date": "date",
    "status": "status",
    "visibility": "status",
}
#: Words of one letter's difference that are keys of their own.
_OTHER_WORDS = frozenset({
    "publisher", "publishers", "publishes", "publishing", "data", "rate", "gate", "late", "mate",
    "fate", "hate", "bate", "dare", "dame", "dale", "daze", "dane", "dote", "craft", "graft",
    "drift", "primate", "update", "updated",
    "dateline", "bidden", "ridden", "midden",
})  # fmt: skip
#: Words of ``status`` and ``visibility`` that mean "not published".
HIDDEN = frozenset({
    "draft", "drafts", "private", "hidden", "unpublished", "scheduled", "future", "pending",
    "trash", "embargo", "embargoed", "internal", "notpublished", "pendingreview",
})  # fmt: skip

#: Keys before which ``is_`` may stand, or the end of the line before, without a line end.
_GLUED_FLAGS = frozenset({"draft", "private", "unpublished", "unlisted", "published"})
#: Shorter keys are the end of other words.
_GLUED_LENGTH = 6
TRUE, FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})

#: The program that a key is meant for: ``hugo_publishdate``.
_OF_PROGRAM = re.compile(r"^(?:hugo|jekyll|ghost|quarto|nikola|pelican)[_. -]?", re.IGNORECASE)
#: What parts the pairs of a flow mapping, of JSON, and of an option behind the name of a directive.
_BETWEEN_PAIRS = re.compile(r"[,{}\[\]]")
COMMENT = re.compile(r"(?:^|(?<=\s))#(?!\+\w).*")  # ``#+DRAFT: t`` of Org is none
#: ``key: value``, behind whatever marks.
PAIR = re.compile(r"[\W\d_]*+(?P<key>[^:=\uff1a\n]{1,60}+)[:=\uff1a]++(?P<value>.*)$")
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


def flag_of(value: object) -> bool | None:
    """Return whether *value* is true or false; None if it is something else.

    ``yes`` and ``on`` are words in YAML 1.2 and true in YAML 1.1, and mean the same in both.
    """
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    return True if word in TRUE else False if word in FALSE else None


def pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the keys and values that *line* may have been meant to have: of YAML, TOML or JSON."""
    key = value = ""
    for part in _BETWEEN_PAIRS.split(COMMENT.sub("", line)):
        if match := PAIR.match(part):
            if key:
                yield key, value
            key, value = match["key"].strip(" \t\"'"), match["value"]
        else:
            value += part
    if key:
        yield key, value
    if ";" in line:  # beside the colon on many keyboards
        yield from pairs(line.replace(";", ":"))


def letters_of(key: str) -> str:
    """Return the letters of *key*: what is left of a word behind other marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", key) if letter.isalpha())


def first_word(text: str) -> str:
    """Return the first run of letters of *text*, in lower case: ``draft`` of ``draft (of May)``."""
    found = re.search(r"[^\W\d_]+", unicodedata.normalize("NFKC", text))
    return found[0].casefold() if found else ""


@cache
def _by_plain_name() -> Mapping[str, tuple[str, Meaning]]:
    return {_plain(key): (key, meaning) for key, meaning in MEANINGS.items()}


def _plain(word: str) -> str:
    """Return *word* without case, marks that cannot be seen, and what joins words."""
    word = unicodedata.normalize("NFKC", word).casefold()
    return "".join(c for c in word if c not in " _-.\t\n" and unicodedata.category(c) != "Cf")


def keys_meant_by(key: str) -> list[tuple[str, Meaning]]:
    """Return the keys that *key*, which is none of them, may stand for: by case or one edit."""
    if len(key) > 40 or key.lower() in _OTHER_WORDS:
        return []
    key = _OF_PROGRAM.sub("", key)
    spelt = (_plain(key), letters_of(key).casefold())
    for word in spelt:
        if word in _by_plain_name():
            return [_by_plain_name()[word]]
    words = {word for word in spelt if word and word not in _OTHER_WORDS}
    return [
        (name, meaning)
        for name, meaning in _SPELLINGS.items()
        if any(is_near(word, name) or _ends_with_flag(word, name) for word in words)
    ]


def key_at_end_of(word: str) -> str:
    """Return the long key that *word* ends with, where two lines have become one; else *word*."""
    lower = word.lower()
    for name in MEANINGS:
        before = word[: -len(name)][-1:]
        if len(name) >= _GLUED_LENGTH and lower.endswith(name.lower()) and before.isalpha():
            return name
    return word


def keys_two_slips_away(key: str, value: object) -> list[tuple[str, Meaning]]:
    """Return the keys that *key* may stand for with two edits, if *value* is a word of theirs."""
    word, text = letters_of(key).casefold(), str(value)[:40].strip()
    if flag_of(value) is not None or letters_of(text).casefold() in HIDDEN:
        meanings: tuple[Meaning, ...] = ("draft", "published", "status")
    elif re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        meanings = ("published", "from", "expires")
    else:
        return []
    return [
        (name, meaning)
        for name, meaning in _SPELLINGS.items()
        if meaning in meanings and len(word) < 16 and _edits(word, name) == 2
    ]


def keys_of_days(key: str, value: object) -> list[tuple[str, Meaning]]:
    """Return ``date`` for a word such as ``fate`` if *value* is a day; else nothing."""
    word = letters_of(key).casefold()
    is_day = re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) is not None
    return (
        [("date", "date")] if is_day and len(word) == len("date") and is_near(word, "date") else []
    )


def _edits(word: str, other: str) -> int:
    """Return the least number of insertions, deletions, substitutions and swaps between both."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for n, letter in enumerate(word, 1):
        last, before, row = before, row, [n]
        for m, wanted in enumerate(other, 1):
            row.append(min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != wanted)))
            if n > 1 and m > 1 and letter == other[m - 2] and word[n - 2] == wanted:
                row[m] = min(row[m], last[m - 2] + 1)
    return row[-1]


def _ends_with_flag(word: str, name: str) -> bool:
    """Tell whether *word* is ``isdraft`` or the like, or has what stood before ``draft``."""
    return word.endswith(name) and name in _GLUED_FLAGS


def is_near(word: str, other: str) -> bool:
    """Tell whether one insertion, deletion, substitution or swap makes *word* *other*."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    a, b = word[start:], other[start:]
    return (
        a[1:] == b
        or a == b[1:]
        or a[1:] == b[1:]
        or (len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])
    )


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
    for place in range(len(letters)):
        for size in sizes:
            for name, before in halves.get(letters[place : place + size], ()):
                yield place - before, name


@cache
def _halves() -> Mapping[str, list[tuple[str, int]]]:
    """Return the halves of each spelling, with its place in it."""
    halves: dict[str, list[tuple[str, int]]] = {}
    for name in _SPELLINGS:
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
                if last > len(self.letters) or not is_near(word, name) or word in _OTHER_WORDS:
                    continue
                is_glued = word == name and name in _GLUED_FLAGS
                if is_glued or (self._begins_word(first) and not self._continues(last)):
                    return first, last
        return None

    def value_after(self, found: tuple[int, int], name: str, *, is_metadata: bool) -> str:
        """Return the value after the key *found*, plainly written; ``""`` if it hides nothing."""
        first, last = found
        meaning = _SPELLINGS[name]
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
