"""The language and the reading time of a text, by the scripts of its letters."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    import re

#: Words a minute for scripts that separate words by blanks.
_WORDS_A_MINUTE = 200
#: Characters a minute for Chinese, Japanese and Korean.
_CJK_A_MINUTE = 500

_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_KANA = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_LETTERS = pattern(f"[{_HANGUL}{_KANA}{_HAN}]+")
#: A word, up to its first letter or digit.
_WORD = pattern(r"(?<!\S)(?:[^\w\s]|_)*+[^\W_]")
_HANGUL_LETTERS = pattern(f"[{_HANGUL}]+")
_KANA_LETTERS = pattern(f"[{_KANA}]+")
_LATIN_LETTERS = pattern("[A-Za-z\u00c0-\u024f]+")


def minutes(text: str) -> int:
    """Return the reading time of *text* in whole minutes, at least 1.

    It assumes 200 words a minute, and 500 letters a minute of Chinese, Japanese and Korean.
    """
    letters, rest = _cjk(text)
    words = len(_WORD.findall(rest))
    return max(1, math.ceil(words / _WORDS_A_MINUTE + letters / _CJK_A_MINUTE))


def language_of(text: str) -> str:
    """Guess the language of *text* by its letters: ``ko``, ``ja``, ``zh`` or ``en``.

    East Asian reviews contain many English terms, so one letter in seven of their scripts is
    enough. The result is empty for a text without Latin and East Asian letters.
    """
    cjk, rest = _cjk(text)
    latin = _count(_LATIN_LETTERS, rest)
    if cjk * 7 < cjk + latin or not cjk:
        return "en" if latin else ""
    hangul = _count(_HANGUL_LETTERS, text)
    if hangul * 2 >= cjk:
        return "ko"
    return "ja" if _count(_KANA_LETTERS, text) * 10 >= cjk - hangul else "zh"


@lru_cache(maxsize=1)  # the length and the language of a post are asked for one after the other
def _cjk(text: str) -> tuple[int, str]:
    """Return the number of Chinese, Japanese and Korean letters, and the rest with blanks there."""
    rest, runs = _CJK_LETTERS.subn(" ", text)
    return len(text) - len(rest) + runs, rest


def _count(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))
