"""Lines that hold only tags, ``{…}`` and comments (*flow* in MDX)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.syntax import is_expression
from sphinx_paperreview.mdx.rules.html import is_wrapper, opened_components, scan_html
from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.mdx.rules.scanner import (
    TOKEN_TYPES,
    Braces,
    Scan,
    Tag,
    scan_construct,
    spend,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

    from sphinx_paperreview.mdx.rules.scanner import Construct

#: Most lines of one construct that is none of :data:`_LONG`.
MAX_LINES = 400
#: What may be of any length: a comment, a template string.
_LONG = re.compile(r"\{[ \t]*(?:/\*|`)|<!--")
#: Most constructs on one line; a line with more is a paragraph, which has a limit of its own.
MAX_ITEMS = 5000


def flow_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make block tokens of a line that holds nothing but constructs and blanks.

    A construct may run over several lines. If anything else is on its last line, all of them are
    left to the paragraph rule, and inline rules make tokens of the constructs.
    """
    pos = state.bMarks[start] + state.tShift[start]
    if pos >= state.eMarks[start] or state.src[pos] not in "<{" or state.is_code_block(start):
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
) -> tuple[list[tuple[int, int, Construct]], int] | None:
    text = state.getLines(start, start + 1, state.blkIndent, False)
    line, index, offset = start + 1, 0, 0
    items: list[tuple[int, int, Construct]] = []
    while True:
        while index < len(text) and text[index] in " \t":
            index += 1
        if index >= len(text):
            return items, line
        if text[index] not in "<{" or len(items) > MAX_ITEMS:
            break
        item = _scan(state, text, index)
        # Authors comment out whole parts of posts, so that a comment may be of any length; so may
        # a style sheet in a string.
        most = end if _LONG.match(text, index) else start + MAX_LINES
        while item is Scan.INCOMPLETE and _may_take(state, line, min(end, most + 1)):
            # The number of lines doubles, so that a long construct is not scanned again for each
            # of its lines.
            step = max(1, line - start)
            stop = line
            while stop < line + step and _may_take(state, stop, min(end, most + 1)):
                stop += 1
            text += "\n" + state.getLines(line, stop, state.blkIndent, False)
            line = stop
            item = _scan(state, text, index)
        if isinstance(item, Scan):
            break
        if isinstance(item, Braces) and not _may_be_code(item):
            break
        row = start + text.count("\n", 0, index)
        items.append((row, index - offset + 1, item))
        index = item.end
        # Drop the lines after the one on which the construct ends.
        stop = text.find("\n", index)
        if stop >= 0:
            text = text[:stop]
            line = start + text.count("\n") + 1
    if line > start + 1:
        spend(state.env, len(text), len(state.src))
    return None


def _scan(state: StateBlock, text: str, index: int) -> Construct | Scan:
    """Scan a construct; in Markdown, other tags than those around Markdown are HTML's."""
    if not is_markdown(state.md):
        return scan_construct(text, index)
    item = scan_html(state.md, text, index, opened_components(state.env))
    return Scan.NOTHING if isinstance(item, Tag) and not is_wrapper(item) else item


def _may_take(state: StateBlock, line: int, end: int) -> bool:
    if line >= end or not spend(state.env, 0, len(state.src)):
        return False
    return state.isEmpty(line) or state.sCount[line] >= state.blkIndent


def _may_be_code(item: Braces) -> bool:
    """Return False for braces around several lines that are not JavaScript, such as prose."""
    return "\n" not in item.source or is_expression(item.source)


def _push(state: StateBlock, item: Construct, line: int, column: int) -> None:
    token = state.push(TOKEN_TYPES[type(item)], "", 0)
    token.map = [line, state.line]
    token.content = item.source
    token.meta = {"item": item, "column": column}
