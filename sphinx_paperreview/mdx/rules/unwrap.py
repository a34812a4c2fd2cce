"""```` ```mdx-code-block ````: a fence that hides MDX from other tools; only its content counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.rules.blocks import tokenize_content
from sphinx_paperreview.mdx.rules.esm import UNWRAPPED

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_OPEN = re.compile(r"(`{3,}|~{3,})mdx-code-block[ \t]*$", re.MULTILINE)


def unwrap_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Tokenise the content of the fence in place, so that tags may pair across fences."""
    pos = state.bMarks[start] + state.tShift[start]
    found = _OPEN.match(state.src, pos, state.eMarks[start])
    if not found or state.is_code_block(start):
        return False
    if silent:
        return True
    stop = start + 1
    while stop < end and (state.isEmpty(stop) or state.sCount[stop] >= state.blkIndent):
        text = state.src[state.bMarks[stop] : state.eMarks[stop]].strip()
        if text.startswith(found[1]) and not text.strip(found[1][0]):
            break
        stop += 1
    state.level += 1  # limits the nesting, as in any container
    setattr(state, UNWRAPPED, getattr(state, UNWRAPPED, 0) + 1)
    tokenize_content(state, "mdx_unwrap", start + 1, stop)
    setattr(state, UNWRAPPED, getattr(state, UNWRAPPED, 0) - 1)
    state.level -= 1
    state.line = min(stop + 1, end)
    return True
