"""Limits of nesting, beyond which writers would run out of width, or Python of stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.blocks import push_paragraph

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

#: Columns by which the text builder indents the content of a container.
WIDTHS = {
    "blockquote_open": 3,
    "bullet_list_open": 4,
    "ordered_list_open": 5,
    "mdx_admonition_open": 3,
}
#: Elements that indent nothing there.
_FLAT = frozenset({"div", "center", "p", "span", "section", "table", "thead", "tbody", "tr"})
#: Most columns of indentation, of the 70 that a line of text has.
MAX_WIDTH = 54
#: Most containers around a block, and most inline tokens around another.
MAX_DEPTH = 40
MAX_INLINE_DEPTH = 20


def flatten_rule(state: StateCore) -> None:
    """Replace containers that are nested too deeply by their content (core rule)."""
    state.tokens = _flatten_blocks(state.tokens)
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _flatten_text(token.children)


def _width(token: Token) -> int:
    if token.type == "mdx_jsx_open":
        return 0 if token.meta.get("name") in _FLAT else 3
    return WIDTHS.get(token.type, 0)


def _flatten_blocks(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    #: The width of each open container, and whether it is left out.
    stack: list[tuple[int, bool]] = []
    width = 0
    for token in tokens:
        if token.nesting > 0:
            own = _width(token)
            above = bool(stack) and stack[-1][1]
            if token.type in WIDTHS or token.type == "mdx_jsx_open":
                left_out = width + own > MAX_WIDTH or len(stack) > MAX_DEPTH
            else:
                left_out = above and token.type == "list_item_open"
            if above and token.type == "mdx_admonition_title_open":
                token.type, token.tag = "paragraph_open", "p"
            own = 0 if left_out else own
            stack.append((own, left_out))
            width += own
        elif token.nesting < 0 and stack:
            own, left_out = stack.pop()
            width -= own
            if token.type == "mdx_admonition_title_close" and stack and stack[-1][1]:
                token.type, token.tag = "paragraph_close", "p"
        else:
            left_out = False
        if not left_out:
            result.append(token)
    return result


def _flatten_text(tokens: list[Token]) -> list[Token]:
    depth = 0
    result: list[Token] = []
    for token in tokens:
        depth += max(token.nesting, 0)
        if token.nesting and depth > MAX_INLINE_DEPTH:
            source = token.meta.get("source") or token.markup
            result.append(Token("text", "", 0, content=source, meta={"line": 0}))
        else:
            result.append(token)
        depth += min(token.nesting, 0)
    return result


def max_nesting_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a paragraph of what markdown-it would drop beyond its ``maxNesting`` (block rule)."""
    if silent or state.level < state.md.options["maxNesting"] - 4:
        return False
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    line = max(line, start + 1)
    push_paragraph(state, start, line)
    return True
