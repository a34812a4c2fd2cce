"""Paragraphs of a language without indented code: deep lines may begin a block too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block import list_block

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


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list as CommonMark does, but let no item be taken for indented code.

    markdown-it takes a marker four columns to the right of the list's parent for the
    continuation of a paragraph, unless it knows of no list around.
    """
    indent, state.listIndent = state.listIndent, -1
    found = list_block(state, start, end, silent)
    state.listIndent = indent
    return found
