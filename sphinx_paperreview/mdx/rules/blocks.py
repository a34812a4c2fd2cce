"""Paragraphs of a language without indented code: deep lines may begin a block too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def _paragraph(state: StateBlock, start: int, end: int) -> None:
    content = state.getLines(start, end, state.blkIndent, False).strip(" \t\n")
    state.line = end
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, end]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [start, end]
    token.children = []
    state.push("paragraph_close", "p", -1)


def paragraph_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take lines up to a blank one or one where another block begins, however indented."""
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        # A negative count marks the lazy line of a quote, already looked at there.
        if state.sCount[line] >= 0 and any(
            rule(state, line, state.lineMax, True) for rule in rules
        ):
            break
        line += 1
    _paragraph(state, start, line)
    state.parentType = parent
    return True


def depth_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Turn what is nested too deeply into a paragraph; markdown-it would drop it."""
    if silent or state.level < state.md.options["maxNesting"] - 4:
        return False
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    line = max(line, start + 1)
    _paragraph(state, start, line)
    return True
