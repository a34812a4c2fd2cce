"""Builders of ``<table>`` and its parts; tables of Markdown are in ``render/tables.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element

#: Largest ``colspan`` and ``rowspan``.
MAX_SPAN = 200
#: Most columns of a table; docutils' HTML writer takes quadratic time for them.
MAX_COLUMNS = 1_000
#: Most cells of a table that are added to rows with too few.
MAX_ADDED = 20_000


def _span(element: Element, name: str) -> int:
    text = element.attributes.text(name)
    return min(int(text), MAX_SPAN) - 1 if text.isdecimal() and 0 < len(text) < 6 else 0


def _cell(element: Element) -> list[Node]:
    entry = nodes.entry()
    if columns := _span(element, "colspan"):
        entry["morecols"] = columns
    if rows := _span(element, "rowspan"):
        entry["morerows"] = rows
    align = element.attributes.style.get("text-align") or element.attributes.text("align").lower()
    if align in {"left", "center", "right"}:
        entry["classes"].append(f"text-{align}")
    entry["classes"] += element.attributes.classes
    if element.name == "th":
        entry["heading"] = True
    entry.extend(element.blocks())
    return [entry]


def _row(element: Element) -> list[Node]:
    row = nodes.row()
    for child in element.children():
        if isinstance(child, nodes.entry):
            row.append(child)
        elif child.astext().strip():
            row.append(nodes.entry("", nodes.paragraph("", child.astext())))
    return [row] if row.children else []


def _group(element: Element) -> list[Node]:
    group = nodes.thead() if element.name == "thead" else nodes.tbody()
    for child in element.children():
        if isinstance(child, nodes.row):
            group.append(child)
        elif isinstance(child, nodes.entry):
            group.append(nodes.row("", child))
        elif child.astext().strip():
            group.append(nodes.row("", nodes.entry("", nodes.paragraph("", child.astext()))))
    return [group] if group.children else []


def _table(element: Element) -> list[Node]:
    children = element.children()
    head: list[nodes.row] = []
    body: list[nodes.row] = []
    others: list[Node] = []
    captions: list[nodes.caption] = []
    for child in children:
        if isinstance(child, nodes.thead):
            head += list(child.findall(nodes.row, descend=True))[: len(child.children)]
        elif isinstance(child, nodes.tbody):
            body += [row for row in child.children if isinstance(row, nodes.row)]
        elif isinstance(child, nodes.row):
            body.append(child)
        elif isinstance(child, nodes.caption):
            captions.append(child)
        elif child.astext().strip():
            others.append(child)
    if not head and body and all(entry.get("heading") for entry in _entries(body[0])):
        head.append(body.pop(0))
    if not head and not body:
        return [*others, *(nodes.paragraph("", "", *each.children) for each in captions)]
    others += [nodes.paragraph("", "", *each.children) for each in captions[1:]]
    return [*others, _assemble(element, head, body, captions)]


def _assemble(
    element: Element, head: list[nodes.row], body: list[nodes.row], captions: list[nodes.caption]
) -> nodes.table:
    width = _fill(head, 1)
    width = max(width, _fill(body, 1))
    _fill(head, width)
    _fill(body, width)
    for row in (*head, *body):
        for entry in _entries(row):
            entry.attributes.pop("heading", None)
    table = nodes.table(classes=["colwidths-auto", *element.attributes.classes])
    if captions:
        table.append(nodes.title("", "", *captions[0].children))
    group = nodes.tgroup(cols=width)
    group.extend(nodes.colspec(colwidth=max(1, 100 // width)) for _ in range(width))
    if head:
        group.append(nodes.thead("", *head))
    # The LaTeX writer needs a body, even an empty one.
    group.append(nodes.tbody("", *body))
    table.append(group)
    return table


def _entries(row: nodes.row) -> list[nodes.entry]:
    return [entry for entry in row.children if isinstance(entry, nodes.entry)]


def _fill(rows: list[nodes.row], width: int) -> int:
    """Add cells to rows of fewer than *width* columns; return the width of the widest row.

    Beyond :data:`MAX_COLUMNS` the content of a cell goes to the cell before it.
    """
    taken: dict[int, int] = {}
    widest = width
    added = 0
    for number, row in enumerate(rows):
        count = taken.get(number, 0)
        kept: list[nodes.entry] = []
        for entry in _entries(row):
            room = MAX_COLUMNS - count
            if kept and room < 1:
                kept[-1].extend(entry.children)
                continue
            kept.append(entry)
            columns = min(entry.get("morecols", 0) + 1, max(room, 1))
            if "morecols" in entry:
                entry["morecols"] = columns - 1
            below = min(entry.get("morerows", 0), len(rows) - number - 1)
            if "morerows" in entry:
                entry["morerows"] = below
            count += columns
            for line in range(number + 1, number + 1 + below):
                taken[line] = taken.get(line, 0) + columns
        row.children = list(kept)
        missing = min(max(width - count, 0), MAX_ADDED - added)
        added += missing
        row.extend(nodes.entry() for _ in range(missing))
        widest = max(widest, count)
    return widest


def _caption(element: Element) -> list[Node]:
    return [nodes.caption("", "", *element.phrases())]


BUILDERS: Mapping[str, Builder] = {
    "table": _table,
    "thead": _group,
    "tbody": _group,
    "tfoot": _group,
    "tr": _row,
    "td": _cell,
    "th": _cell,
    "caption": _caption,
}
