"""Paragraphs and lists, where MDX has no indented code; and steps that block rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block import list_block, paragraph

from sphinx_paperreview.mdx.rules.language import is_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.rules_block import StateBlock


def push_paragraph(state: StateBlock, start: int, end: int) -> None:
    """Add the tokens of a paragraph of the lines from *start* to before *end*, and go on there."""
    content = state.getLines(start, end, state.blkIndent, False).strip(" \t\n")
    state.line = end
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, end]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [start, end]
    token.children = []
    state.push("paragraph_close", "p", -1)


def begin_after(state: StateBlock, line: int, pos: int) -> None:
    """Let *line* begin with what comes after *pos*, at the same column as before."""
    while state.src[pos : pos + 1] in {" ", "\t"}:
        pos += 1
    state.bMarks[line], state.tShift[line] = pos, 0


def tokenize_content(state: StateBlock, parent: str, start: int, end: int) -> None:
    """Tokenise the lines from *start* to before *end* as the content of a container *parent*."""
    parent_type, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = parent, end
    state.md.block.tokenize(state, start, end)
    state.parentType, state.lineMax = parent_type, line_max


def paragraph_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines before a blank line or the start of another block, at any indentation."""
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line):
        # A negative count marks a lazy continuation line, which the block quote has checked.
        if state.sCount[line] >= 0 and _interrupts(state, line, rules):
            break
        line += 1
    push_paragraph(state, start, line)
    state.parentType = parent
    return True


def _interrupts(
    state: StateBlock, line: int, rules: Sequence[Callable[[StateBlock, int, int, bool], bool]]
) -> bool:
    """Return whether one of *rules* begins a block at *line*."""
    for rule in rules:  # noqa: SIM110  # called for every line: any() costs twice as many calls
        if rule(state, line, state.lineMax, True):
            return True
    return False


def task_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what follows the box of a task as a paragraph: ``- [ ] + text``, ``- [x] 1. text``.

    markdown-it-py 4.3 reads it as any block, and then shows no box.
    """
    if silent or not state.tokens or "checked" not in state.tokens[-1].meta:
        return False
    if state.tokens[-1].type != "list_item_open" or state.isEmpty(start):
        return False
    rule = paragraph if is_markdown(state.md) else paragraph_rule
    return rule(state, start, end, False)


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list as CommonMark does, but take no item for indented code.

    markdown-it takes a marker four columns to the right of the parent list for the continuation
    of a paragraph, unless ``listIndent`` says that there is no list around.
    """
    indent, state.listIndent = state.listIndent, -1
    found = list_block(state, start, end, silent)
    state.listIndent = indent
    return found
