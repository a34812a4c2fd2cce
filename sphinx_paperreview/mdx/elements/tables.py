"""Builders of ``<table>`` and its parts; tables of Markdown are in ``render/tables.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.nodes import header_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Node

    from sphinx_paperreview.mdx.elements.element import Builder, Element

#: Largest ``colspan`` and ``rowspan``.
MAX_SPAN = 200
#: Most columns of a table; docutils' HTML writer takes quadratic time for them.
MAX_COLUMNS = 1_000
#: Most cells of a table that are added to rows with too few.
MAX_ADDED = 20_000


def _span(element: Element, name: str) -> int:
    """Return how many columns or rows a cell takes besides its own; ``0`` counts as ``1``."""
    text = element.attributes.text(name)
    return max(min(int(text), MAX_SPAN) - 1, 0) if text.isdecimal() and len(text) < 6 else 0


def _cell(element: Element) -> list[Node]:
    entry = header_cell() if element.name.lower() == "th" else nodes.entry()
    if columns := _span(element, "colspan"):
        entry["morecols"] = columns
    if rows := _span(element, "rowspan"):
        entry["morerows"] = rows
    align = element.attributes.style.get("text-align") or element.attributes.text("align").lower()
    if align in {"left", "center", "right"}:
        entry["classes"].append(f"text-{align}")
    entry["classes"] += element.attributes.classes
    entry.extend(element.blocks())
    return [entry]


def _align(element: Element, entries: Iterable[nodes.entry]) -> None:
    """Align the cells of a row or a group that have no alignment of their own."""
    align = element.attributes.style.get("text-align") or element.attributes.text("align").lower()
    for entry in entries if align in {"left", "center", "right"} else ():
        if not any(name.startswith("text-") for name in entry["classes"]):
            entry["classes"].append(f"text-{align}")


def _row(element: Element) -> list[Node]:
    row = nodes.row()
    for child in element.children():
        if isinstance(child, nodes.entry):
            row.append(child)
        elif child.astext().strip():
            row.append(nodes.entry("", nodes.paragraph("", child.astext())))
    _align(element, _entries(row))
    return [row] if row.children else []


def _group(element: Element) -> list[Node]:
    group = nodes.thead() if element.name == "thead" else nodes.tbody()
    group.extend(_rows(element.children()))
    _align(element, [entry for row in group.children for entry in _entries(row)])
    return [group] if group.children else []


def _rows(children: Iterable[Node]) -> list[nodes.row]:
    """Return *children* as rows: cells without a row share one, as HTML's own algorithm has it."""
    rows: list[nodes.row] = []
    is_open = False
    for child in children:
        if isinstance(child, nodes.row):
            rows.append(child)
            is_open = False
        elif isinstance(child, nodes.entry) or child.astext().strip():
            text = nodes.paragraph("", child.astext())
            cell = child if isinstance(child, nodes.entry) else nodes.entry("", text)
            if not is_open:
                rows.append(nodes.row())
            rows[-1].append(cell)
            is_open = isinstance(child, nodes.entry)
    return rows


def _table(element: Element) -> list[Node]:
    children = element.children()
    head: list[nodes.row] = []
    body: list[nodes.row] = []
    loose: list[Node] = []
    others: list[Node] = []
    captions: list[nodes.caption] = []
    for child in children:
        if isinstance(child, nodes.thead | nodes.tbody):
            body += _grouped(_rows(loose))
            loose.clear()
            rows = _grouped([row for row in child.children if isinstance(row, nodes.row)])
            # A later head is a part of the body: docutils has one, at the top.
            is_head = isinstance(child, nodes.thead) and not body
            (head if is_head else body).extend(rows)
        elif isinstance(child, nodes.row | nodes.entry):
            loose.append(child)
        elif isinstance(child, nodes.caption):
            captions.append(child)
        elif child.astext().strip():
            others.append(child)
    body += _grouped(_rows(loose))
    if not head and body and _is_head(body[0]):
        head.append(body.pop(0))
    if not head and not body:
        return [*others, *(nodes.paragraph("", "", *each.children) for each in captions)]
    others += [nodes.paragraph("", "", *each.children) for each in captions[1:]]
    return [*others, _assemble(element, head, body, captions)]


def _grouped(rows: list[nodes.row]) -> list[nodes.row]:
    """Return the *rows* of a group: no cell spans more rows than there are below it."""
    for number, row in enumerate(rows):
        for entry in _entries(row):
            if "morerows" in entry:
                entry["morerows"] = min(entry["morerows"], len(rows) - number - 1)
    return rows


def _is_head(row: nodes.row) -> bool:
    """Return whether *row* holds headings alone, none of which reaches into the next row."""
    cells = _entries(row)
    return bool(cells) and all(
        isinstance(entry, header_cell) and not entry.get("morerows") for entry in cells
    )


def _assemble(
    element: Element, head: list[nodes.row], body: list[nodes.row], captions: list[nodes.caption]
) -> nodes.table:
    width = _fill(head, 1)
    width = max(width, _fill(body, 1))
    _fill(head, width)
    _fill(body, width)
    for row in head:
        row[:] = [_plain(entry) for entry in _entries(row)]
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


def _plain(entry: nodes.entry) -> nodes.entry:
    """Return a cell of the head, all of whose cells are headings."""
    if not isinstance(entry, header_cell):
        return entry
    cell = nodes.entry(entry.rawsource, *entry.children, **entry.attributes)
    cell.source, cell.line = entry.source, entry.line
    return cell


def _entries(row: Node) -> list[nodes.entry]:
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
