"""The lines of a block that may be facts: of text, lists, fields and tables of two columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.reading.papers.facts.flat import ATOM, Line, lines_of
from sphinx_paperreview.reading.papers.facts.labels import label_kind
from sphinx_paperreview.reading.papers.facts.leads import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node

#: Labels whose value may be words on the next line.
VALUES = frozenset({"authors", "orgs", "date", "tags", "venue", "year"})


def lines_in(block: Node) -> Iterator[Line]:
    """Yield the lines of *block*; a row of a table of two columns is one line."""
    if isinstance(block, NO_TEXT):
        return
    if isinstance(block, nodes.table):
        yield from _rows(block)
    elif isinstance(block, nodes.field):
        yield pair(*_two(block))
    elif isinstance(block, nodes.definition_list_item):
        terms = [child for child in block.children if isinstance(child, nodes.term)]
        for term in terms[:1]:
            for child in block.children:
                if isinstance(child, nodes.definition):
                    yield pair(term, child)
    elif isinstance(block, (nodes.line, nodes.paragraph, nodes.title, nodes.rubric)) or (
        isinstance(block, nodes.TextElement) and not list(block.findall(nodes.paragraph))
    ):
        yield from lines_of(block)
    elif (parts := _nested(block)) is not None:
        yield pair(*parts)
    elif isinstance(block, nodes.Element):
        for child in block.children:
            yield from lines_in(child)


def _nested(block: Node) -> tuple[Node, Node] | None:
    """Return the label and the value of an item such as ``- Authors``, with a list below it."""
    if not isinstance(block, nodes.list_item) or len(block.children) != 2:
        return None
    term, values = block.children
    kind = label_kind(term.astext().strip(" :：")) if isinstance(term, nodes.paragraph) else ""
    is_list = kind in VALUES and isinstance(values, nodes.bullet_list)
    # "- 论文标题", and the title in a paragraph of its own.
    is_text = kind in {*VALUES, "title"} and isinstance(values, nodes.paragraph)
    return (term, values) if is_list or is_text else None


def _two(block: Element) -> tuple[Node, Node]:
    first = block.children[0]
    return first, block.children[-1]


def pair(term: Node, value: Node) -> Line:
    """Return a line ``term: value``."""
    line = Line()
    for char_line in lines_of(term)[:1]:
        line.text = char_line.plain(char_line.text).rstrip(":： ") + ": "
    between = " " if isinstance(value, nodes.paragraph) else ", "
    for number, one in enumerate(lines_in(value) if value.children else ()):
        line.text += between if number else ""
        _append(line, one)
    return line


def _append(line: Line, other: Line) -> None:
    for char in other.text:
        if re.match(ATOM, char):
            line.add(other.at(char))
        else:
            line.text += char


def _rows(table: nodes.table) -> Iterator[Line]:
    rows = [
        [entry for entry in row.children if isinstance(entry, nodes.entry)]
        for row in table.findall(nodes.row)
    ]
    if not rows:
        return
    head = rows[0]
    kinds = [label_kind(cell.astext()) for cell in head] if len(rows) == 2 else []
    is_head = len(kinds) > 1 and sum(map(bool, kinds)) * 2 > len(kinds)
    if is_head and len(rows[1]) == len(head):
        for term, value in zip(*rows, strict=True):
            yield pair(term, value)
    elif all(len(row) == 2 for row in rows):
        for term, value in rows:
            if term.astext().strip():
                yield pair(term, value)
