"""The keys by which a source says whether it is published, and what may stand for them.

A key may be written in another case, with other marks, or with a slip of the pen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

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
#: Keys whose date is shown where there is no other, in this order.
PUBLICATION_KEYS = tuple(
    key for key, meaning in MEANINGS.items() if meaning in {"from", "published"}
)
#: The keys that a misspelt one may stand for. The others are words of everyday use.
SPELLINGS: Mapping[str, Meaning] = {
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
OTHER_WORDS = frozenset({
    "publisher", "publishers", "publishes", "publishing", "data", "rate", "gate", "late", "mate",
    "fate", "hate", "bate", "dare", "dame", "dale", "daze", "dane", "dote", "craft", "graft",
    "drift", "primate", "update", "updated",
    "dateline", "duedate", "bidden", "ridden", "midden",
})  # fmt: skip
#: Words of ``status`` and ``visibility`` that mean "not published".
HIDDEN = frozenset({
    "draft", "drafts", "private", "hidden", "unpublished", "scheduled", "future", "pending",
    "trash", "embargo", "embargoed", "internal", "notpublished", "pendingreview",
})  # fmt: skip
#: Keys before which ``is_`` may stand, or the end of the line before, without a line end.
GLUED_FLAGS = frozenset({"draft", "private", "unpublished", "unlisted", "published"})
#: Shorter keys are the end of other words.
_GLUED_LENGTH = 6
TRUE, FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})
#: The program that a key is meant for: ``hugo_publishdate``.
_OF_PROGRAM = re.compile(r"^(?:hugo|jekyll|ghost|quarto|nikola|pelican)[_. -]?", re.IGNORECASE)
#: What parts the pairs of a flow mapping, of JSON, and of an option behind the name of a directive.
_BETWEEN_PAIRS = re.compile(r"[,{}\[\]]")
#: Neither ``#+DRAFT: t`` of Org nor ``type:: #draft`` of Logseq is one.
COMMENT = re.compile(r"(?:^|(?<=\s)(?<!:: ))#(?!\+\w).*")
#: What stands before a value of YAML: a tag, an anchor. And an alias, as a whole value.
_PROPERTY = re.compile(r"(?<=[:\s])(?:![\w!:/.-]{0,200}|&[\w-]+)[ \t]+(?=\S)")
_ALIAS = re.compile(r"\s*\*[\w-]+[\s,}]*$")
#: ``key: value``, behind whatever marks.
PAIR = re.compile(r"[\W\d_]*+(?P<key>[^:=\uff1a\n]{1,60}+)[:=\uff1a]++(?P<value>.*)$")


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


def without_properties(text: str) -> str:
    """Return *text* without the tags and anchors of YAML before values."""
    return _PROPERTY.sub("", text)


def is_alias(value: str) -> bool:
    """Tell whether *value* stands for one that is elsewhere in a text of YAML."""
    return _ALIAS.match(value) is not None


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


@lru_cache(maxsize=4096)  # documents have the same keys
def keys_meant_by(key: str) -> tuple[tuple[str, Meaning], ...]:
    """Return the keys that *key*, which is none of them, may stand for: by case or one edit."""
    if len(key) > 40 or key.lower() in OTHER_WORDS:
        return ()
    key = _OF_PROGRAM.sub("", key)
    spelt = (_plain(key), letters_of(key).casefold())
    for word in spelt:
        if word in _by_plain_name():
            return (_by_plain_name()[word],)
    words = {word for word in spelt if word and word not in OTHER_WORDS}
    return tuple(
        (name, meaning)
        for name, meaning in SPELLINGS.items()
        if any(is_near(word, name) or _ends_with_flag(word, name) for word in words)
    )


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
    if word in OTHER_WORDS:
        return []
    if flag_of(value) is not None or letters_of(text).casefold() in HIDDEN:
        meanings: tuple[Meaning, ...] = ("draft", "published", "status")
    elif re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        meanings = ("published", "from", "expires")
    else:
        return []
    return [
        (name, meaning)
        for name, meaning in SPELLINGS.items()
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
    return word.endswith(name) and name in GLUED_FLAGS


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
