r"""Tables, with rows that have more cells than columns: GFM would drop the text of the rest.

Most such rows have a bar without ``\`` before it in a formula, as in ``$|x|$``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_block import table
from markdown_it.rules_block.table import escapedSplit

from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_DELIMITER = re.compile(r"(?<!\\)(?:[$`]|\\[()])")
#: What closes each of them.
_CLOSING = {"$": "$", "`": "`", "\\(": "\\)"}


def table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a table as GFM does, but keep the text of cells that have no column."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        _keep_cells(state, state.tokens[first:])
    return True


def _keep_cells(state: StateBlock, tokens: list[Token]) -> None:
    columns = sum(token.type == "th_open" for token in tokens)
    row: list[Token] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and row[0].map is not None:
            line = row[0].map[0]
            text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
            cells = escapedSplit(text.removeprefix("|"))
            if cells[-1] == "":
                cells.pop()
            if len(cells) <= columns:
                continue
            for cell, content in zip(row, _fit(cells, columns), strict=True):
                cell.content = content.strip()
            message = f"a row has {len(cells)} cells, its table {columns}; write \\| for a bar"
            note(state.env, SyntaxProblem("mdx.table", message, line))


def _fit(cells: list[str], columns: int) -> list[str]:
    """Return *cells* joined to *columns* cells.

    Cells that are parts of one formula or code span are joined, if that gives the right number.
    Otherwise the last column takes the text of all further cells.
    """
    merged: list[list[str]] = []
    inside = ""
    for cell in cells:
        if inside:
            merged[-1].append(cell)
        else:
            merged.append([cell])
        for mark in _DELIMITER.findall(cell):
            inside = _CLOSING.get(mark, "") if not inside else "" if inside == mark else inside
    if len(merged) == columns:
        return ["|".join(parts) for parts in merged]
    return [*cells[: columns - 1], " | ".join(cell.strip() for cell in cells[columns - 1 :])]
