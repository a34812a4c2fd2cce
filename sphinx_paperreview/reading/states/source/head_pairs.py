"""Keys and values in a text itself, at its head and in its last line: tables, definitions, tags.

Lines ``key: value`` at the head are read as what may have been meant as a front matter.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.reading.states.source.heads import heading_in, last_line, opens_code
from sphinx_paperreview.reading.states.source.rst_lines import ADORNMENT
from sphinx_paperreview.reading.states.words.tags import has_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Pair = tuple[str, str]
#: How many blocks of the head are looked at, how many lines, and how long one may be.
_MOST_BLOCKS, _MOST_LINES, _LONGEST = 3, 60, 400
#: What begins an option of a directive, or the content of one.
_OF_DIRECTIVES = frozenset(": \t.")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_RULE = pattern(r"[\s|:=+-]+$")
#: The rule of a simple table of reStructuredText.
_SIMPLE_RULE = pattern(r"=+(?:[ \t]+=+)+$")
_HTML_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
#: A cell of a list table, the first of its row perhaps.
_LISTED = pattern(r"(?P<row>\*[ \t]+)?-[ \t]+(?P<text>.*)$")
_DEFINITION = pattern(r":[ \t]+(?P<text>.+)$")
#: What parts the pairs of one line, and a key from its value.
_BETWEEN_PAIRS = re.compile(r"<br\s*/?>|\s[|·•∙]\s", re.IGNORECASE)
_PAIR = pattern(r"[^\w\n]*(?P<key>[^:：\n]{1,40})[:：]+[ \t*_]*(?P<value>.+)$")


def head_pairs(text: str, *, is_rst: bool) -> Iterator[Pair]:
    """Yield the keys and values in the first blocks of *text*, and in its last line."""
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    for block in _first_blocks(lines, is_rst=is_rst):
        shown = [line.strip() for line in block]
        yield from _pairs_of_table(shown)
        yield from _definitions(shown)
        for line in block:
            pairs = [] if line[:1] in _OF_DIRECTIVES else list(_pairs_in(line))
            yield from (pair for pair in pairs if len(pairs) > 1 or has_tags(pair[0]))
    yield from _pairs_at_end(text)
    last = last_line(text)
    if len(last) <= _LONGEST and not last[:1].isspace():
        yield from _pairs_in(last)


def _pairs_at_end(text: str) -> Iterator[Pair]:
    """Yield the pairs of a front matter that is at the end of *text*."""
    *lines, last = text.rstrip()[-_LONGEST * 2 :].split("\n")
    if last.strip() in {"---", "+++"} and last in lines:
        lines.reverse()
        block = lines[: lines.index(last)]
        yield from (pair for line in block for pair in _pairs_in(line))


def _first_blocks(lines: Sequence[str], *, is_rst: bool) -> Iterator[list[str]]:
    """Yield the first blocks of *lines* without titles, up to one of code."""
    block: list[str] = []
    number = 0
    for line, below in pairwise([*map(str.rstrip, lines), "", ""]):
        if not is_rst and opens_code(line):
            break
        is_title = (
            ADORNMENT.match(line)
            or (not is_rst and heading_in(line) != "")
            or (not block and ADORNMENT.match(below))
        )
        if line and not is_title and len(line) <= _LONGEST:
            block.append(line)
        elif not line and block:
            yield block
            block = []
            number += 1
            if number == _MOST_BLOCKS:
                return
    if block:
        yield block


def _pairs_of_table(block: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of the table that *block* is: of its rows, of its heads and its only row."""
    rows = [row for row in _rows(block) if any(row)]
    if rows and all(len(row) == 2 for row in rows):
        yield from ((key, value) for key, value in rows)
    if len(rows) == 2:
        yield from zip(*rows, strict=False)


def _rows(block: Sequence[str]) -> list[list[str]]:
    """Return the cells of each row of a table of Markdown, reStructuredText or HTML."""
    if block[0].lower().startswith("<table"):
        rows = _HTML_ROW.split(" ".join(block))[1:]
        return [[_TAG.sub(" ", cell).strip() for cell in _HTML_CELL.split(row)[1:]] for row in rows]
    if _SIMPLE_RULE.match(block[0]):
        starts = [0, *(match.end() for match in re.finditer(r"[ \t]+", block[0])), None]
        return [
            [line[start:end].strip() for start, end in pairwise(starts)]
            for line in block
            if not _RULE.match(line)
        ]
    if all("|" in line or _RULE.match(line) for line in block):
        return [
            [cell.strip() for cell in _BETWEEN_CELLS.split(line.strip("|"))]
            for line in block
            if not _RULE.match(line)
        ]
    listed: list[list[str]] = []
    for line in block:
        if (cell := _LISTED.match(line)) is None or not (cell["row"] or listed):
            return []
        if cell["row"]:
            listed.append([])
        listed[-1].append(cell["text"].strip())
    return listed


def _definitions(block: Sequence[str]) -> Iterator[Pair]:
    """Yield the terms of *block*, each with its definition in the line below."""
    for term, line in pairwise(block):
        if definition := _DEFINITION.match(line):
            yield term, definition["text"]


def _pairs_in(line: str) -> Iterator[Pair]:
    """Yield the pairs of one *line*, between marks or alone."""
    for part in _BETWEEN_PAIRS.split(line):
        if pair := _PAIR.match(part):
            yield pair["key"].strip(" *_"), pair["value"].strip(" *_")
