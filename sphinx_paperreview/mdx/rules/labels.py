"""Where the text of a link ends: ``[text[^1]](address)`` is a link, as in Docusaurus and GitHub."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803  # the name of markdown-it
    """Return the end of the text in brackets that begins at *start*; -1 if there is none.

    As ``parseLinkLabel`` of markdown-it, which takes a footnote within a link for another link.

    :param disableNested: whether another link in the text means that there is none
    """
    before, state.pos = state.pos, start + 1
    level, end = 1, -1
    while state.pos < state.posMax:
        position, marker = state.pos, state.src[state.pos]
        level -= marker == "]"
        if not level:
            end = position
            break
        state.md.inline.skipToken(state)
        if marker == "[" and state.pos == position + 1:
            level += 1
        elif marker == "[" and disableNested:
            found = _FOOTNOTE.match(state.src, position)
            if found is None or found.end() != state.pos:
                break
    state.pos = before
    return end
