"""Lines made only of tags, ``{…}`` and comments: one block rule for all three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.syntax import is_expression
from sphinx_paperreview.mdx.rules.problems import spend
from sphinx_paperreview.mdx.rules.scanner import (
    Braces,
    Comment,
    Scan,
    Tag,
    scan_braces,
    scan_comment,
    scan_tag,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

MAX_LINES = 400
#: Most constructs on one line; a longer one is a paragraph, which has a bound of its own.
MAX_ITEMS = 5000


def scan_construct(text: str, pos: int) -> Tag | Braces | Comment | Scan:
    """Read whatever of the three stands at *pos*."""
    if text[pos] == "{":
        return scan_braces(text, pos)
    if text.startswith("<!", pos):
        return scan_comment(text, pos)
    return scan_tag(text, pos)


def flow_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make block tokens of a line that holds nothing but constructs and blanks.

    A construct may run over several lines. Anything else on the last line makes the whole a
    paragraph, whose inline rules see the constructs again.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if pos >= state.eMarks[start] or state.src[pos] not in "<{":
        return False
    found = _scan_line(state, start, end)
    if found is None:
        return False
    if silent:
        return True
    items, state.line = found
    for line, column, item in items:
        _push(state, item, line, column)
    return True


def _scan_line(
    state: StateBlock, start: int, end: int
) -> tuple[list[tuple[int, int, Tag | Braces | Comment]], int] | None:
    text = state.getLines(start, start + 1, state.blkIndent, False)
    line, index, offset = start + 1, 0, 0
    items: list[tuple[int, int, Tag | Braces | Comment]] = []
    while True:
        while index < len(text) and text[index] in " \t":
            index += 1
        if index >= len(text):
            return items, line
        if text[index] not in "<{" or len(items) > MAX_ITEMS:
            break
        item = scan_construct(text, index)
        # A part of a post is often taken out by a comment, so that one may be of any length.
        most = end if text.startswith(("{/*", "<!--"), index) else start + MAX_LINES
        while item is Scan.INCOMPLETE and _may_take(state, line, min(end, most + 1)):
            # Lines are taken in growing steps, so that a long construct is not rescanned for
            # each of its lines.
            step = max(1, line - start)
            stop = line
            while stop < line + step and _may_take(state, stop, min(end, most + 1)):
                stop += 1
            text += "\n" + state.getLines(line, stop, state.blkIndent, False)
            line = stop
            item = scan_construct(text, index)
        if isinstance(item, Scan):
            break
        if isinstance(item, Braces) and not _plausible(item):
            break
        row = start + text.count("\n", 0, index)
        items.append((row, index - offset + 1, item))
        index = item.end
        # Give back the lines that were taken beyond the end of the construct.
        stop = text.find("\n", index)
        if stop >= 0:
            text = text[:stop]
            line = start + text.count("\n") + 1
    if line > start + 1:
        spend(state.env, len(text), len(state.src))
    return None


def _may_take(state: StateBlock, line: int, end: int) -> bool:
    if line >= end or not spend(state.env, 0, len(state.src)):
        return False
    return state.isEmpty(line) or state.sCount[line] >= state.blkIndent


def _plausible(item: Braces) -> bool:
    """Return whether braces over several lines may be JavaScript, and not stray prose."""
    return "\n" not in item.source or is_expression(item.source)


def _push(state: StateBlock, item: Tag | Braces | Comment, line: int, column: int) -> None:
    name = {Tag: "mdx_tag", Braces: "mdx_expression", Comment: "mdx_comment"}[type(item)]
    token = state.push(name, "", 0)
    token.map = [line, state.line]
    token.content = item.source
    token.meta = {"item": item, "column": column}
