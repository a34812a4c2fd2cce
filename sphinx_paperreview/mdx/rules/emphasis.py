"""Emphasis beside CJK letters, and strikethrough that is not a range of numbers.

In CommonMark, ``**`` after punctuation cannot close before a letter, as in ``**정답률(rate)**을``,
where a particle follows its word without a blank. The CJK-friendly amendment of CommonMark treats a
CJK character beside the mark like a blank.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Delimiter

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

#: Option of markdown-it: whether the amendment applies.
OPTION = "mdx_cjk_emphasis"


def is_cjk(character: str) -> bool:
    """Return whether *character* is a CJK character of the amendment, which emoji are not."""
    code = ord(character)
    if code < 0x1100 or 0x2600 <= code <= 0x27BF or 0x1F000 <= code <= 0x1FAFF:
        return False
    if 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF:
        return True
    return unicodedata.east_asian_width(character) in "WFH"


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _flanking(before: str, after: str, *, friendly: bool) -> tuple[bool, bool]:
    """Return whether a run between two characters is left-flanking, and right-flanking."""
    cjk_before, cjk_after = friendly and is_cjk(before), friendly and is_cjk(after)
    mark_before = _is_punctuation(before) and not cjk_before
    mark_after = _is_punctuation(after) and not cjk_after
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    left = not blank_after and (not mark_after or blank_before or mark_before or cjk_before)
    right = not blank_before and (not mark_before or blank_after or mark_after or cjk_after)
    return left, right


def scan_run(state: StateInline, *, friendly: bool = True) -> tuple[int, str, str, bool, bool]:
    """Return the end of the run of marks, the characters around it, and how it flanks them.

    :param friendly: whether the amendment applies to this mark
    """
    start = end = state.pos
    while end < state.posMax and state.src[end] == state.src[start]:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    is_on = bool(state.md.options.get(OPTION, True))
    left, right = _flanking(before, after, friendly=friendly and is_on)
    return end, before, after, left, right


def emphasis_rule(state: StateInline, silent: bool) -> bool:
    """Make delimiters of a run of ``*`` or ``_``, which markdown-it pairs later."""
    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    end, before, after, left, right = scan_run(state)
    split = mark == "*"
    can_open = left and (split or not right or _is_punctuation(before))
    can_close = right and (split or not left or _is_punctuation(after))
    length = end - state.pos
    for _ in range(length):
        _delimiter(state, mark, length, can_open, can_close)
    state.pos = end
    return True


def strike_rule(state: StateInline, silent: bool) -> bool:
    """Make a delimiter of ``~`` or ``~~``; a ``~`` in a range of numbers (``1~2개``) is text."""
    if silent or state.src[state.pos] != "~":
        return False
    # In Korean and Japanese a single ~ is a letter of the text: ~하기 (~하는 것).
    single = state.src[state.pos + 1 : state.pos + 2] != "~"
    end, before, after, left, right = scan_run(state, friendly=not single)
    text = state.src[state.pos : end]
    state.pos = end
    if len(text) > 2:
        state.push("text", "", 0).content = text
        return True
    if len(text) == 1:
        left = left and not before.isalnum()
        right = right and not after.isdigit()
    _delimiter(state, text, 0, left, right)
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
