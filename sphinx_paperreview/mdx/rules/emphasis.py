"""Emphasis beside CJK letters, and ``~`` that is no range of numbers.

CommonMark lets ``**`` close before a letter only if no punctuation stands before it, which
fails for ``**정답률(rate)**을``: there is no blank between a word and its particle. The
CJK-friendly amendment treats a CJK character beside the mark as if it were a blank.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Delimiter

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

OPTION = "mdx_cjk_emphasis"


def is_cjk(character: str) -> bool:
    """Return whether *character* is written without blanks around it (emoji are not)."""
    code = ord(character)
    if code < 0x1100 or 0x2600 <= code <= 0x27BF or 0x1F000 <= code <= 0x1FAFF:
        return False
    if 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF:
        return True
    return unicodedata.east_asian_width(character) in "WFH"


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def flanking(before: str, after: str, *, friendly: bool) -> tuple[bool, bool]:
    """Return whether a run between two characters is left- and right-flanking."""
    cjk_before, cjk_after = friendly and is_cjk(before), friendly and is_cjk(after)
    mark_before = _is_punctuation(before) and not cjk_before
    mark_after = _is_punctuation(after) and not cjk_after
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    left = not blank_after and (not mark_after or blank_before or mark_before or cjk_before)
    right = not blank_before and (not mark_before or blank_after or mark_after or cjk_after)
    return left, right


def emphasis_rule(state: StateInline, silent: bool) -> bool:
    """Note the runs of ``*`` and ``_`` as delimiters."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    left, right = flanking(before, after, friendly=bool(state.md.options.get(OPTION, True)))
    split = marker == "*"
    can_open = left and (split or not right or _is_punctuation(before))
    can_close = right and (split or not left or _is_punctuation(after))
    for _ in range(end - start):
        _delimiter(state, marker, end - start, can_open, can_close)
    state.pos = end
    return True


def _delimiter(state: StateInline, text: str, length: int, opens: bool, closes: bool) -> None:
    token = state.push("text", "", 0)
    token.content = text
    state.delimiters.append(
        Delimiter(
            marker=ord(text[0]),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=opens,
            close=closes,
        )
    )


def strike_rule(state: StateInline, silent: bool) -> bool:
    """Note ``~`` and ``~~`` as delimiters; a ``~`` within a range (``1~2개``) is text."""
    if silent or state.src[state.pos] != "~":
        return False
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == "~":
        end += 1
    text = state.src[start:end]
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    left, right = flanking(before, after, friendly=bool(state.md.options.get(OPTION, True)))
    state.pos = end
    if len(text) > 2:
        state.push("text", "", 0).content = text
        return True
    if len(text) == 1:
        left = left and not before.isalnum()
        right = right and not after.isdigit()
    _delimiter(state, text, 0, left, right)
    return True
