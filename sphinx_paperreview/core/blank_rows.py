"""Rows of blanks in a source that are too long to be read.

docutils, Sphinx and MyST look for what may follow blanks, from each blank on: in the title of a
reference, a term, an entry of a toctree. So a row of 200,000 takes minutes, and one of a million
hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    import re

#: The number of columns that a row of blanks may have; a tab has eight.
LONGEST_ROW = 1_000
_TAB = 8
#: What is said of a longer one.
TOO_WIDE = f"blanks in a row have more than {LONGEST_ROW} columns and are shortened; write fewer"
_ROW = pattern(rf"[^\S\r\n]{{{LONGEST_ROW // _TAB + 1},}}+")


def place_of_long_row(text: str) -> int:
    """Return where in *text* a row of blanks begins that is too long; -1 if there is none."""
    return next((row.start() for row in _ROW.finditer(text) if _columns(row[0]) > LONGEST_ROW), -1)


def without_long_rows(text: str) -> str:
    """Return *text* with each such row shortened."""
    return _ROW.sub(_shortened, text)


def _columns(blanks: str) -> int:
    return len(blanks) + (_TAB - 1) * blanks.count("\t")


def _shortened(row: re.Match[str]) -> str:
    return row[0] if _columns(row[0]) <= LONGEST_ROW else row[0][: LONGEST_ROW // _TAB]
