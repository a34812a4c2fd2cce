"""Search terms of texts, by rules that the browser's script reads as well (``rules.json``).

``scripts/paperreview-search.js`` has functions of the same names that do the same, for queries; a
test compares the two.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The table as it is sent to the browser.
RULES: dict[str, Any] = json.loads(
    resources.files(__package__).joinpath("rules.json").read_text(encoding="utf-8")
)
#: Most characters of a term; longer ones are cut.
LONGEST = 40
#: Most characters of words whose terms are remembered; in some scripts a sentence is one.
_USUAL = 24
_HANGUL = "\uac00-\ud7a3\u3131-\u318e"
_LATIN = "0-9a-z\u00b5\u00df-\u00f6\u00f8-\u02af\u0370-\u0fff\u1e00-\u1fff"
_RUN = pattern(
    f"[{_HANGUL}]+|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々]+"
    f"|[{_LATIN}]+(?:[-._'’][{_LATIN}]+)*(?:\\+\\+|#)?"
)
_JAMO = pattern("[\u3131-\u318e]+")
_MARKS = pattern("[\u0300-\u036f]")
#: A text that is composed already and has no accents.
_COMPOSED = pattern("[\x00-\x7f가-힣]*")
_PLAIN = pattern("[a-z]+")
_SUFFIXES = {suffix: kind for kind, row in enumerate(RULES["suffixes"]) for suffix in row.split()}
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_KEPT = tuple(RULES["keep"].split())
_STOP = frozenset(RULES["stop"].split())
_FIRST, _SYLLABLES, _LAST = "가", 11172, "힣"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏ,ㅐ,ㅑ,ㅒ,ㅓ,ㅔ,ㅕ,ㅖ,ㅗ,ㅗㅏ,ㅗㅐ,ㅗㅣ,ㅛ,ㅜ,ㅜㅓ,ㅜㅔ,ㅜㅣ,ㅠ,ㅡ,ㅡㅣ,ㅣ"
_FINALS = (
    ",ㄱ,ㄲ,ㄱㅅ,ㄴ,ㄴㅈ,ㄴㅎ,ㄷ,ㄹ,ㄹㄱ,ㄹㅁ,ㄹㅂ,ㄹㅅ,ㄹㅌ,"
    "ㄹㅍ,ㄹㅎ,ㅁ,ㅂ,ㅂㅅ,ㅅ,ㅆ,ㅇ,ㅈ,ㅊ,ㅋ,ㅌ,ㅍ,ㅎ"
)
_PAIRS = "ㄱㅅ,ㄴㅈ,ㄴㅎ,ㄹㄱ,ㄹㅁ,ㄹㅂ,ㄹㅅ,ㄹㅌ,ㄹㅍ,ㄹㅎ,ㅂㅅ,ㅗㅏ,ㅗㅐ,ㅗㅣ,ㅜㅓ,ㅜㅔ,ㅜㅣ,ㅡㅣ"
_VOWEL, _FINAL = _VOWELS.split(","), _FINALS.split(",")
#: Letters that an input method composes of two typed ones.
_JOINED = dict(zip("ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄㅘㅙㅚㅝㅞㅟㅢ", _PAIRS.split(","), strict=True))


def fold(text: str) -> str:
    """Return *text* normalised for comparison: composed, in lower case, without accents.

    Single Korean letters, which are typed to search by initials, are unchanged: NFKC would turn
    them into parts of syllables.
    """
    if _COMPOSED.fullmatch(text):
        return text.lower()
    parts, end = [], 0
    for match in _JAMO.finditer(text):
        parts += [_composed(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join((*parts, _composed(text[end:]))).lower()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


def terms(text: str) -> list[str]:
    """Return the terms of *text* in order, a compound before its parts."""
    found: list[str] = []
    for word in text.split():  # of which no term depends on others
        found += _terms_of(word) if len(word) <= _USUAL else _terms(word)
    return found


def _terms(word: str) -> tuple[str, ...]:
    return tuple(term for _place, _run, found in runs(fold(word)) for term in found)


_terms_of = lru_cache(maxsize=1 << 16)(_terms)


def runs(folded: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the position, the text and the terms of each run of letters of one script.

    :param folded: a text as from :func:`fold`
    """
    end = -1
    for match in _RUN.finditer(folded):
        run = match[0]
        if "\uac00" <= run[0] <= _LAST or "\u3131" <= run[0] <= "\u318e":
            found = _korean(run, glued=end == match.start())
            end = -1
        elif "\u3040" <= run[0] <= "\u9fff" or run[0] == "々":
            found = tuple(run[i : i + 2] for i in range(len(run) - 1)) or (run,)
            end = match.end()
        else:
            found = _latin(run)
            end = match.end()
        yield match.start(), run, found


def _korean(run: str, *, glued: bool) -> tuple[str, ...]:
    if glued and (run in _SUFFIXES or (len(run) > 1 and run[1:] in _SUFFIXES and run[0] == "들")):
        return ()
    return (stem(run)[:LONGEST],)


def stem(word: str) -> str:
    """Return a Korean *word* without particles and endings, with at least two syllables."""
    for _pass in range(2):
        if len(word) < 3 or word.endswith(_KEPT):
            break
        for length in range(min(_LONGEST_SUFFIX, len(word) - 2), 0, -1):
            kind = _SUFFIXES.get(word[-length:])
            if kind is not None and _follows(kind, word[-length - 1]):
                break
        else:
            break
        if length == 1 and len(word) == 3 and word[-1] == "도":
            break
        word = word[:-length]
    return word


def _follows(kind: int, before: str) -> bool:
    """Return whether a particle of *kind* can follow the syllable *before*: by its final consonant.

    Kinds (of ``rules.json``): 0 any, 1 a final, 2 no final, 3 no final or ㄹ.
    """
    if kind == 0:
        return True
    if not _FIRST <= before <= _LAST:
        return False
    final = (ord(before) - ord(_FIRST)) % 28
    return bool(final) if kind == 1 else final in {0, 8} if kind == 3 else not final


def _latin(run: str) -> tuple[str, ...]:
    for ending in ("'s", "’s"):
        run = run.removesuffix(ending)
    parts = re.split("[-._'’]", run)
    if len(parts) == 1:
        return () if run in _STOP else (english(run)[:LONGEST],)
    number = all(part.isdecimal() for part in parts)
    whole = run if number else "".join(parts)
    rest = (english(part)[:LONGEST] for part in parts if len(part) > 1 and part not in _STOP)
    return (english(whole)[:LONGEST], *rest)


def english(word: str) -> str:
    """Return an English *word* without its commonest endings; any other word unchanged."""
    if len(word) < 4 or not _PLAIN.fullmatch(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[: -2 if word.endswith(("sses", "ches", "shes", "xes")) else -1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=1 << 16)
def jamo(word: str) -> str:
    """Return *word* with each Korean syllable as the letters that are typed for it."""
    if word.isascii():
        return word
    return "".join(map(_letters, word))


@cache
def _letters(letter: str) -> str:
    place = ord(letter) - ord(_FIRST)
    if not 0 <= place < _SYLLABLES:
        return _JOINED.get(letter, letter)
    return _INITIALS[place // 588] + _VOWEL[place // 28 % 21] + _FINAL[place % 28]


def order(term: str) -> bytes:
    """Return the sort key of *term*: its typed letters in UTF-16, as JavaScript compares."""
    return jamo(term).encode("utf-16-be", "surrogatepass")
