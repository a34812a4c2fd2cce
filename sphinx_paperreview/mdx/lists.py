"""Lists of a language without indented code: items may be indented by any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block import list_block

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list as CommonMark does, but let no item be taken for indented code.

    markdown-it takes a marker four columns to the right of the list's parent for the
    continuation of a paragraph, unless it knows of no list around.
    """
    indent, state.listIndent = state.listIndent, -1
    found = list_block(state, start, end, silent)
    state.listIndent = indent
    return found
