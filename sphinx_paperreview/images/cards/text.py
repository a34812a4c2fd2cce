"""Break text into lines for a social card, and cut it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Characters that must not begin a line, and those that must not end one (kinsoku, JIS X 4051).
_NO_START = frozenset(
    "、。，．・：；？！ー）」』】〉》〕］｝”’…‥々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%"
)
_NO_END = frozenset("（「『【〈《〔［｛“‘([{")
#: Symbols that a plainer character can replace.
_PLAIN = str.maketrans(
    {"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"',
     "”": '"', "…": "...", "·": "-", "×": "x", "→": "->", "\u00a0": " "}
)  # fmt: skip
#: Scripts from Devanagari to Myanmar, and Khmer, whose letters change with their neighbours.
_SHAPED = ((0x0900, 0x109F), (0x1780, 0x17FF))


def _needs_shaping(character: str) -> bool:
    """Return whether *character* is of a script that is not set letter by letter, left to right."""
    code = ord(character)
    return unicodedata.bidirectional(character) in {"R", "AL"} or any(
        first <= code <= last for first, last in _SHAPED
    )


def settable(text: str, has: Callable[[str], bool]) -> tuple[str, set[str]]:
    """Return *text* in characters that can be drawn, and the letters and digits that cannot.

    Other characters that cannot be drawn are replaced by plainer ones, or left out.

    :param has: tells whether a font has a character
    """
    result, lacking = [], set()
    for character in unicodedata.normalize("NFC", text):
        if has(character) and not _needs_shaping(character):
            result.append(character)
            continue
        plain = unicodedata.normalize("NFKC", character.translate(_PLAIN))
        if all(has(each) and not _needs_shaping(each) for each in plain):
            result.append(plain)
        elif unicodedata.category(character)[0] in "LMN" and not _is_selector(character):
            lacking.add(character)
    return " ".join("".join(result).split()), lacking


def _is_selector(character: str) -> bool:
    """Return whether *character* is a variation selector."""
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts of *text* between which a line may break, with blanks at their ends.

    Lines do not break in words, also Korean ones. They break between Chinese characters and kana,
    except where kinsoku forbids it.
    """
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if after in _NO_START or before in _NO_END:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    """Return whether *character* is of a script without blanks between words; Hangul is not."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x312F  # radicals, signs, kana, bopomofo
        or 0x31A0 <= code <= 0x9FFF  # more kana, Chinese characters
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFF9F
        or 0x20000 <= code <= 0x3FFFF
    )


def wrap(text: str, measure: Callable[[str], float], width: float) -> list[str]:
    """Break *text* into lines of at most *width*; a word that is wider is broken as well.

    :param measure: returns the width of a text
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece
        while len(line) > 1 and measure(line.rstrip()) > width:
            count = _fitting(line, measure, width)
            lines.append(line[:count])
            line = line[count:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _fitting(text: str, measure: Callable[[str], float], width: float) -> int:
    """Return how many characters of *text* fit into *width*, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def cut(
    lines: Sequence[str], count: int, measure: Callable[[str], float], width: float, mark: str
) -> list[str]:
    """Return the first *count* of *lines*; if there are more, the last one ends in *mark*.

    :param measure: returns the width of a text, which must not exceed *width*
    """
    if len(lines) <= count:
        return list(lines)
    kept = list(lines[:count])
    words = list(_pieces(kept[-1]))
    while len(words) > 1 and measure("".join(words).rstrip(" ,.:;、，") + mark) > width:
        words.pop()
    last = "".join(words).rstrip(" ,.:;、，")
    if measure(last + mark) > width:
        last = last[: _fitting(last, lambda text: measure(text + mark), width)]
    kept[-1] = last + mark
    return kept
