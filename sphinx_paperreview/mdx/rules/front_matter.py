"""The front matter as a token, split off as everything else that reads it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata import frontmatter

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def front_matter_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a hidden token of the front matter at the head of the text.

    The rule of ``mdit_py_plugins`` also takes ``----`` and indented lines, which Docusaurus does
    not.
    """
    if start != 0 or silent:
        return False
    source, stop = frontmatter.split(state.src)
    if not stop:
        return False
    token = state.push("front_matter", "", 0)
    token.hidden = token.block = True
    token.markup = "---"
    token.content = source
    state.line = state.src.count("\n", 0, stop - 1) + 1
    token.map = [start, state.line]
    return True
