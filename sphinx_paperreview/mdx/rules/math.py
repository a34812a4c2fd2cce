"""``$x$`` in text, and ``$$`` blocks, which may follow a line of text and stand in list items.

``$$x$$`` on one line is no block: MDX makes a formula in the text of it, whatever is around.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.rules.problems import Problem, note

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

MISSING = "mdx_math_missing"
UNCLOSED = "mdx_math_unclosed"
_RUN = re.compile(r"\$+")
_COMMAND = re.compile(r"\\[A-Za-z]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def strip_blank_lines(formula: str) -> str:
    """Return *formula* without blank lines: none to KaTeX, an error to TeX.

    To Sphinx each would begin another formula.
    """
    return _BLANK_LINES.sub("\n", formula.strip("\n"))


def math_text_rule(state: StateInline, silent: bool) -> bool:
    """Make a formula of ``$x$``: what opens with some dollars ends with as many.

    As in remark-math, nothing is escaped within. A dollar before a digit, with one after a blank
    or before a digit, begins an amount of money.
    """
    if state.src[state.pos] != "$":
        return False
    start = state.pos
    opening = _RUN.match(state.src, start)
    assert opening is not None  # noqa: S101  # there is one at least
    size = opening.end() - start
    stop = _closing_run(state, opening.end(), size)
    if stop < 0 or (size == 1 and _are_amounts(state.src, start, stop)):
        if not silent:
            state.pending += opening[0]
        state.pos = opening.end()
        return True
    if not silent:
        token = state.push("math_inline" if size == 1 else "math_inline_double", "math", 0)
        token.content = state.src[opening.end() : stop].replace("\n", " ").strip()
        token.markup = opening[0]
    state.pos = stop + size
    return True


def _are_amounts(text: str, start: int, stop: int) -> bool:
    """Return whether the dollars at *start* and *stop* begin an amount each (``$10 and $20``)."""
    begins = text[start + 1].isdigit() and text[stop - 1].isspace()
    return begins or (text[start + 1].isdigit() and text[stop + 1 : stop + 2].isdigit())


def _closing_run(state: StateInline, position: int, size: int) -> int:
    """Return where the next run of *size* dollars begins, -1 if there is none.

    All runs of the text are found once, so that many dollars cost no more than their number.
    """
    runs: dict[int, list[int]] | None = getattr(state, "mdx_dollars", None)
    if runs is None:
        runs = {}
        for found in _RUN.finditer(state.src):
            runs.setdefault(found.end() - found.start(), []).append(found.start())
        state.mdx_dollars = runs  # type: ignore[attr-defined]  # a plain class
    starts = runs.get(size, [])
    index = bisect_left(starts, position)
    return starts[index] if index < len(starts) else -1


def math_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a formula of ``$$``, some lines, ``$$``."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", pos):
        return False
    first = state.src[pos + 2 : state.eMarks[start]].rstrip()
    if first.startswith("$") or "$$" in first:
        return False
    found = _closing(state, start, end)
    if found is None and not first:
        found = _broken_off(state, start, end)
        unclosed: set[int] = state.env.setdefault(UNCLOSED, set())
        if not silent and (start not in unclosed if found else not unclosed):
            unclosed.add(start)
            message = "a formula that begins with $$ has no end; write $$ on a line below it"
            note(state.env, Problem("math", message, start))
    if found is None:
        return False
    if silent:
        return True
    stop, last, state.line = found
    lines = [first, state.getLines(start + 1, stop, state.blkIndent, False), last]
    token = state.push("math_block", "math", 0)
    token.content = strip_blank_lines("\n".join(lines))
    token.markup = "$$"
    token.map = [start, state.line]
    return True


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, str, int] | None:
    """Return the line that ends with ``$$``, what stands before them on it, and the line after."""
    missing: dict[int, int] = state.env.setdefault(MISSING, {})
    if start >= missing.get(end, end):
        return None
    # It may end a paragraph of an item that it is not indented enough to stand in.
    indent = min(state.blkIndent, state.sCount[start])
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            return None
        text = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
        if text.endswith("$$"):
            return line, text[:-2].strip(), line + 1
    # Nothing further down can be closed either: do not look again.
    missing[end] = start
    return None


def _broken_off(state: StateBlock, start: int, end: int) -> tuple[int, str, int] | None:
    """Return the same for lines of TeX without an end: they go to a blank line, or with the item.

    remark-math takes all that is left of the item or document for the formula.
    """
    stop = start + 1
    indent = min(state.blkIndent, state.sCount[start])
    while stop < end and not state.isEmpty(stop) and state.sCount[stop] >= indent:
        stop += 1
    text = state.src[state.eMarks[start] : state.eMarks[stop - 1]]
    return (stop, "", stop) if _COMMAND.search(text) else None
