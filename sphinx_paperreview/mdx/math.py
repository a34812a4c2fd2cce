"""``$$`` blocks, which may follow a line of text at once and stand in list items.

``$$x$$`` on one line is no block: MDX makes a formula in the text of it, whatever is around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

MISSING = "mdx_math_missing"


def math_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a formula of ``$$``, some lines, ``$$``."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", pos):
        return False
    first = state.src[pos + 2 : state.eMarks[start]].rstrip()
    if first.startswith("$") or "$$" in first:
        return False
    found = _closing(state, start, end)
    if found is None:
        return False
    stop, last = found
    lines = [first, state.getLines(start + 1, stop, state.blkIndent, False), last]
    if silent:
        return True
    token = state.push("math_block", "math", 0)
    token.content = "\n".join(lines).strip("\n")
    token.markup = "$$"
    token.map = [start, stop + 1]
    state.line = stop + 1
    return True


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, str] | None:
    """Return the line that ends with ``$$`` and what stands before them on it."""
    missing: dict[int, int] = state.env.setdefault(MISSING, {})
    if start >= missing.get(end, end):
        return None
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return None
        text = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
        if text.endswith("$$"):
            return line, text[:-2].strip()
    # Nothing further down can be closed either: do not look again.
    missing[end] = start
    return None
