"""Items of lists and rows of tables that are each about a paper: digests of a week, say.

They are read only where ``paperreview_recognise`` asks for it: lists of references look alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from sphinx_paperreview.reading.fact_lists import FIRST, LABELLED, read_lead
from sphinx_paperreview.reading.headings import number_of
from sphinx_paperreview.reading.labels import heading_is, label_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element

    from sphinx_paperreview.reading.fact_lists import Lead, Named

_TITLE_END = re.compile(r"(?<!\s)\s++[-–—|]\s+|[:：]\s|\n")


class Entry(NamedTuple):
    """An item or a cell that is about a paper."""

    place: Element
    named: Named
    title: str
    number: str
    facts: dict[str, Any]


def list_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the items of lists, of which at least half begin with a paper, outside references."""
    blocks: list[Element] = [
        *document.findall(nodes.bullet_list), *document.findall(nodes.enumerated_list)
    ]  # fmt: skip
    for block in blocks:
        items = [child for child in block.children if isinstance(child, nodes.list_item)]
        if isinstance(block.parent, nodes.list_item) or _in_references(block):
            continue
        first = block.get("start", 1) if isinstance(block, nodes.enumerated_list) else None
        found = [
            entry
            for place, item in enumerate(items)
            if (entry := _item(item, "" if first is None else str(first + place))) is not None
        ]
        if len(found) * 2 >= len(items):
            yield from found


def table_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the cells that name a paper, of tables in which at least half of the rows have one."""
    for body in document.findall(nodes.tbody):
        rows = [child for child in body.children if isinstance(child, nodes.row)]
        if len(rows) > 1 and not _in_references(body):
            found = [entry for row in rows if (entry := _row(row)) is not None]
            if len(found) * 2 >= len(rows):
                yield from found


def _in_references(block: Element) -> bool:
    parent: Element | None = block.parent
    while parent is not None:
        title = parent.children[0] if parent.children else None
        if isinstance(title, nodes.title) and heading_is(title.astext(), "references"):
            return True
        parent = parent.parent
    return False


def _item(item: nodes.list_item, counted: str) -> Entry | None:
    """Return what *item* is about; *counted* is its number in a numbered list."""
    first = item.children[0] if item.children else None
    if not isinstance(first, nodes.paragraph):
        return None
    lead = read_lead([first])
    best = lead.best()
    if best is None or best.strength < FIRST:
        return None
    number, length = number_of(first.astext())
    title = best.title or _title(first.astext()[length:])
    if not title or label_kind(title):
        return None
    return Entry(item, best, title, counted or number, _facts(lead))


def _row(row: nodes.row) -> Entry | None:
    cells = [child for child in row.children if isinstance(child, nodes.entry)]
    texts = [" ".join(cell.astext().split()) for cell in cells]
    for index, cell in enumerate(cells):
        lead = read_lead([cell])
        best = lead.best()
        if best is None or best.strength < FIRST or not cell.children:
            continue
        others = [text for other, text in enumerate(texts) if other != index and text]
        number = next((found for text in others if (found := _plain_number(text))), "")
        words = [text for text in others if re.search(r"[^\W\d]", text)]
        if best.title and best.strength < LABELLED:
            title = best.title
        else:
            number, title = _numbered(words[0], number) if words else (number, best.title)
        facts = _facts(lead)
        longest = max(words, key=len, default="")
        if len(longest) > len(title) + 20:
            facts["words"] = longest
        return Entry(cell, best, title, number, facts) if title else None
    return None


def _numbered(text: str, number: str) -> tuple[str, str]:
    """Return the number and the title at the beginning of *text*."""
    found, length = number_of(text)
    return found or number, _title(text[length:])


def _plain_number(text: str) -> str:
    return text.strip(".#() ") if re.fullmatch(r"[#(]?[0-9]{1,4}[.)]?", text) else ""


def _title(text: str) -> str:
    """Return the words before a dash, a colon or the end of the line in *text*."""
    return " ".join(_TITLE_END.split(text.strip(), maxsplit=1)[0].split())[:300]


def _facts(lead: Lead) -> dict[str, Any]:
    return {key: value for key, value in lead.facts.items() if key != "title"}
