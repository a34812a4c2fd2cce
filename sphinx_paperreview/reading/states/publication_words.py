"""What a key and its value say of publication, in the words of any program and language.

The words are data, in ``state_words.toml``. A key says something only if all of its words are
known ones: ``hide_post`` does, ``hide_title`` does not. What is found so is only a doubt.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: ``scheduled`` and ``ended``: not published before or from the day that the value names.
Claim = Literal["", "hidden", "scheduled", "ended"]
#: A folder for unpublished texts, and one with a mark such as ``[WIP] x``.
FolderClaim = Literal["", "draft", "doubt"]
#: What each word is: the names of the lists.
_Words = tuple[str, ...]

#: Words that are part of a name as well as of a mark: a draft model, private learning.
_OF_MODELS = ("draft", "private")
#: A longer text is no key, and no word of a state.
_LONGEST = 60
#: As much of the end of a title is looked at.
_END_OF_TITLE = 60
_OF_STATES = frozenset({"draft", "hides", "shows", "negations", "status", "ends"})
_OF_DRAFTS = frozenset({"draft", "status", "until", "filler"})
_OF_DAYS = frozenset({"moment", "until"})
_OF_HIDING = frozenset({"draft", "hides", "ends"})
_OF_TIMES = frozenset({"draft", "hides", "shows", "before"})
_YEAR = re.compile(r"[0-9]{4}")
_NO_LETTER = re.compile(r"[\W_]+")
#: The number of a draft: ``v2``, ``2nd``, ``2차``.
_NUMBER = re.compile(r"(?<![^\W\d_])v(?=[0-9])|[0-9]+(?:(?:st|nd|rd|th)\b|차|稿|版)?")
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
        r"(?P<word>.{1,30})$",
    )
)
#: What stands in square brackets at its begin, and what WordPress has before it.
_LABEL = re.compile(r"\W{0,9}[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]")
_LABEL_AT_END = re.compile(r"\s[\[【](?P<word>[^\[\]【】\n]{1,30})[\]】]\W{0,3}$")
_PREFIX = re.compile(r"(?P<word>[^\W\d_]{1,20}): ")
#: The same at its end.
_MARKED_END = tuple(
    re.compile(each)
    for each in (
        rf"{_OPEN}\W{{0,9}}{_WORD}{_CLOSE}\W{{0,3}}$",
        r"\s[-–—|]+\s(?P<word>[^-–—|\n]{1,30})$",
        rf"\s(?:{_STRONG}|#)(?P<word>[^*_`~#\s]{{1,30}})(?:{_STRONG})?$",
    )
)
_FIRST_WORD = re.compile(r"\W{0,9}(?P<word>[^\W\d_]+)(?=[\W_])")
_TAG_OF_HUGO = re.compile(r"\{\{[<%][^{}]*[>%]\}\}")
_TAG, _END_TAG = re.compile(r"<[A-Za-z][^<>]*>"), re.compile(r"</[A-Za-z][^<>]*>")
_STRUCK = re.compile(r"\s*~~[^~]+~~\s*")
#: Under construction, as a character and by its name.
_BARRIERS = ("\N{CONSTRUCTION SIGN}", ":construction:")
#: As many words of a mark are at the begin of a title or a name.
_MOST_WORDS = 4
#: What parts the phrases of a short note, and of a comment.
_BETWEEN_PHRASES = re.compile(r"\s[-–—]+\s|[—;,.!?|()（）。、！]+")
_BETWEEN_PHRASES_OR_COLON = re.compile(rf"{_BETWEEN_PHRASES.pattern}|[:：]")
#: Drafts by these words may be what a paper is: ``Unpublished, 2023``.
_OF_PAPERS = frozenset({"unpublished", "unreleased", "notpublished", "private"})
#: Blanks, and what encloses a comment.
_OF_COMMENTS = " \t\n<!->{}/*%"
#: What begins a sentence about another text.
_OF_ANOTHER = re.compile(r"\W*the\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?P<mark>[._\- ])(?P<word>[^\W\d_]+)[0-9]*$")
_JOINTS = re.compile(r"[._\- ]+")
_BEFORE_JOINT = re.compile(
    r"\W{0,9}(?P<word>[^\W\d_]{1,40})(?:[._\- ]{1,9}(?P<year>[0-9]{4})|[._-](?![._\- ]))"
)
#: Copies that programs make of what was written at two places, of what is open, and Medium's name
#: of a draft.
_COPY = re.compile(
    r"sync-conflict-[0-9]|conflicted copy|~$|^~|^draft_.*-[0-9a-f]{10,12}$", re.IGNORECASE
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
    text = "" if value is None else str(value).strip()
    if text.startswith("/") or "://" in text:
        return ""  # an address
    is_dated = isinstance(value, dt.date) or _YEAR.search(text) is not None
    if _hides_with(_fold(key), words, text, is_dated=is_dated):
        return "hidden"
    if not is_dated:
        return ""
    if "ends" in words or ("until" in words and "shows" in words):
        return "ended"
    is_start = not _OF_TIMES.isdisjoint(words) or {"text", "moment"} <= set(words) or is_day(key)
    return "scheduled" if is_start else ""


def _hides_with(key: str, words: _Words, text: str, *, is_dated: bool) -> bool:
    """Tell whether *key*, which consists of *words*, hides with the value *text*."""
    flags = _flags_in(text)
    if _is_no_place(key, text) or (key in _lists()["sorts"] and _fold(text) in _lists()["labels"]):
        return True
    if _OF_STATES.isdisjoint(words):
        is_locked = "locks" in words and flags != {False} and text != ""
        return is_locked or (key not in _lists()["free"] and _is_draft(text))
    if not text:
        return "draft" in words or key in _lists()["asks"]
    if flags:
        is_of_days = "shows" in words and not _OF_DAYS.isdisjoint(words)
        return _hidden_by(words) in flags and not is_of_days
    is_asked = "shows" in words and ("moment" in words or key in _lists()["asks"])
    if (is_asked and _fold(text) in _lists()["later"]) or (
        "status" in words and _fold(text) in _lists()["nobody"]
    ):
        return True
    # ``embargo: until the conference``; what is said of a draft says that there is one.
    is_of_draft = "draft" in words and _OF_DRAFTS.issuperset(words) and not is_dated
    return is_hidden(text) or (is_of_draft and _hidden_by(_parts(text)) is not False)


def _is_no_place(key: str, text: str) -> bool:
    """Tell whether *key* is that of an address and so on, and *text* says that there is none."""
    is_plain = key not in _lists()["free"] or text.lower() == "false"
    return key in _lists()["places"] and is_plain and _flags_in(text) == {False}


def flag_in(text: str) -> bool | None:
    """Return whether *text* is "yes" or "no" in one of the languages; None if it is neither."""
    return next(iter(sorted(_flags_in(text), reverse=True)), None)


def is_day(key: str) -> bool:
    """Tell whether *key* is that of the day on which a text was written, such as ``created``."""
    return _fold(key) in _lists()["days"]


def is_claim(key: str) -> bool:
    """Tell whether all words of *key* are such as say something of a text."""
    return bool(_parts(key))


def _flags_in(text: str) -> set[bool]:
    """Return what *text* says; ``x`` is a tick for some, and a cross for others."""
    word = _fold(text)
    return {flag for flag in (True, False) if word in _lists()[str(flag).lower()]}


def is_hidden(text: str) -> bool:
    """Tell whether all words of *text* together say "not for readers"."""
    return _hidden_by(_parts(text)) is True


def is_draft_title(title: str) -> bool:
    """Tell whether *title* has a mark such as ``[WIP]``, ``Draft:`` or ``(draft)``, or is one."""
    if _has_barrier(title) or _STRUCK.fullmatch(title) or _fold(title) in _lists()["no_titles"]:
        return True
    title = _END_TAG.sub("] ", _TAG.sub(" [", title)).strip()
    end = title[-_END_OF_TITLE:]
    found = [pattern.match(title) for pattern in _MARKED]
    found += [pattern.search(end) for pattern in _MARKED_END]
    labels = _LABEL.match(title), _LABEL_AT_END.search(end)
    prefix = _PREFIX.match(title)
    return (
        any(match is not None and _is_draft(match["word"]) for match in found)
        or any(
            match is not None and _is_negated(_parts(match["word"]))
            for match in (*found[:2], found[len(_MARKED)])
        )
        or any(label is not None and _fold(label["word"]) in _lists()["labels"] for label in labels)
        or (prefix is not None and _fold(prefix["word"]) in _lists()["prefixes"])
        or _begins_with_mark(title)
    )


def _has_barrier(text: str) -> bool:
    return any(barrier in text for barrier in _BARRIERS)


def _begins_with_mark(title: str, *, is_note: bool = False) -> bool:
    """Tell whether *title* begins with a mark.

    :param is_note: whether it is a line of text: then one word of a language without blanks
        between words is not enough, and a word that follows must be one of a state as well
    """
    words = title[:_END_OF_TITLE].split(maxsplit=_MOST_WORDS)
    begins = ("".join(words[:number]) for number in range(1, len(words[:_MOST_WORDS]) + 1))
    first = _FIRST_WORD.match(title)
    marks = _lists()["marks"]
    is_first = first is not None and (not is_note or first["word"].isascii())
    return (is_first and first is not None and _fold(first["word"]) in marks) or any(
        _fold(each) in marks
        for number, each in enumerate(begins, 1)
        if len(each) < len(title)
        and (not is_note or (number > 1 and _goes_on_as_state(words[number - 1 :])))
    )


def _goes_on_as_state(words: list[str]) -> bool:
    """Tell whether behind the first of *words* is a mark, a word of a state, or nothing."""
    return len(words) < 2 or not words[0][-1].isalnum() or bool(_parts(words[1].split()[0]))


def is_draft_note(note: str, *, is_comment: bool = False) -> bool:
    """Tell whether *note*, a comment or a short line below a title, says so.

    ``This is a draft`` and ``WIP, do not publish`` do, and ``Draft: read again`` in a comment.
    """
    if _has_barrier(note[:_LONGEST]):
        return True
    note = _TAG_OF_HUGO.sub(" ", note)
    plain = _END_TAG.sub(" ", _TAG.sub(" ", note[: 2 * _LONGEST])).strip(_OF_COMMENTS)
    between = _BETWEEN_PHRASES_OR_COLON if is_comment else _BETWEEN_PHRASES
    phrase, *others = between.split(plain, maxsplit=_MOST_WORDS)
    if phrase != plain and _fold(phrase) in _OF_PAPERS:
        return False
    if is_comment and others and flag_in(others[0]) is False:
        return False
    following = [*others, ""] if is_comment else [""]
    phrases = [
        each
        for each, after in zip([phrase, *others], following, strict=False)
        if others and flag_in(after) is not False  # ``draft: false``
    ]
    return (
        ((is_draft_tag(note) or is_draft_tag(plain)) and not _OF_ANOTHER.match(note))
        or any(is_draft_tag(each) and "filler" not in _parts(each) for each in phrases)
        or _fold(plain) in _lists()["labels"]
        or _begins_with_mark(plain, is_note=True)
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
    words = _JOINTS.split(name)
    ends = [" ".join(words[-number:]) for number in range(1, min(_MOST_WORDS, len(words) - 1) + 1)]
    return (
        _COPY.search(name) is not None
        or is_draft_title(name)
        or any(_is_draft(each) or _is_negated(_parts(each)) for each in ends)
        or (
            first is not None
            and (_is_draft(first["word"]) or _fold(first["word"]) == "private")
            and (first["year"] is not None or not _fold(first["word"]).startswith(_OF_MODELS))
        )
    )


@lru_cache(maxsize=1024)  # asked for each document
def claim_of_folder(name: str) -> FolderClaim:
    """Return what a folder of the name *name* says: it is for such texts alone, or has a mark."""
    if _is_draft_folder(name):
        return "draft"
    return "doubt" if is_draft_title(name) else ""


def _is_draft_folder(name: str) -> bool:
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
    is_topic = "moment" in words  # a note on drafts
    return "draft" in words and not is_topic and _hidden_by(words) is True


def _hides(words: _Words) -> bool:
    return not _OF_HIDING.isdisjoint(words)


def _is_negated(words: _Words) -> bool:
    """Tell whether *words* are ``not``, or ``not yet``, and ``published``."""
    return (
        "shows" in words
        and not {"negations", "before"}.isdisjoint(words)
        and _hidden_by(words) is True
    )


def _hidden_by(words: _Words) -> bool | None:
    """Return the flag with which *words* say "not for readers"; None if they say nothing."""
    is_negated = words.count("negations") % 2 == 1
    if "shows" in words:
        return is_negated or not {"before", "draft", "hides"}.isdisjoint(words)
    if _hides(words):
        return not is_negated
    return True if is_negated else None


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("state_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(map(_fold, words)) for name, words in tomllib.loads(text).items()}


def _fold(text: str) -> str:
    """Return *text* without case, blanks and marks; one that has nothing else keeps its marks."""
    plain = unicodedata.normalize("NFKC", text[:200]).casefold()
    return _NO_LETTER.sub("", plain) or plain.strip().replace("\ufe0f", "")


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
        "before",
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
    folded = _fold(_NUMBER.sub("", text.lower())) if len(text) <= 2 * _LONGEST else ""
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
