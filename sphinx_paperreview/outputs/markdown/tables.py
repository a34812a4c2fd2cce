"""Tables as Markdown: in GitHub's form where that can hold them, else in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from docutils import nodes

from sphinx_paperreview.nodes import is_part_of_text
from sphinx_paperreview.outputs.markdown.syntax import bold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node


class ContentWriter(Protocol):
    """Writes what is in a table."""

    def blocks(self, children: Sequence[Node], level: int) -> list[str]:
        """Return each block of *children*, below a heading of *level*."""

    def inline(self, children: Sequence[Node]) -> str:
        """Return *children* as text with marks."""


def write_table(node: Element, level: int, writer: ContentWriter) -> str:
    """Return the table *node*, with its title before it.

    :param level: that of the heading above
    """
    title = "".join(
        bold(writer.inline(child.children).strip())
        for child in node.children
        if isinstance(child, nodes.title)
    )
    heads, rows = [*_rows(node, nodes.thead)], [*_rows(node, nodes.tbody)]
    if len(heads) <= 1 and all(map(_is_plain, (*heads, *rows))):
        body = _pipes(heads[0] if heads else None, rows, writer)
    else:
        body = _html((*heads, *rows), level, writer)
    return "\n\n".join(filter(None, [title, body]))


def _rows(table: Element, part: type[Element]) -> Iterator[Any]:
    """Yield the rows in each *part* of *table*, its head or its body."""
    for group in table.children:
        if isinstance(group, nodes.tgroup):
            for each in group.children:
                if isinstance(each, part):
                    yield from each.children


def _pipes(head: Any, rows: Sequence[Any], writer: ContentWriter) -> str:
    """Return GitHub's form of a table; its first line is empty if there is no *head*."""
    width = max((len(row.children) for row in (*rows, *([head] if head else ()))), default=0)
    first = head if head is not None else (rows[0] if rows else None)
    ends = [_alignment(cell) for cell in first.children] if first is not None else []
    lines = [_cells(head, width, writer), [*ends, *["---"] * (width - len(ends))]]
    lines += [_cells(row, width, writer) for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: Any, width: int, writer: ContentWriter) -> list[str]:
    cells = [_cell(cell, writer) for cell in row.children] if row is not None else []
    return cells + [""] * (width - len(cells))


def _cell(cell: Element, writer: ContentWriter) -> str:
    children: list[Node] = []
    for child in cell.children:
        children += child.children if isinstance(child, nodes.paragraph) else [child]
    text = writer.inline(children).strip().replace("  \n", "<br>")
    return " ".join(text.split()).replace("|", "\\|")


def _html(rows: Sequence[Any], level: int, writer: ContentWriter) -> str:
    """Return a table of HTML whose cells are Markdown, with blank lines around them."""
    lines = ["<table>"]
    for row in rows:
        lines.append("<tr>")
        for cell in row.children:
            tag = "th" if isinstance(row.parent, nodes.thead) else "td"
            spans = "".join(
                f' {name}="{cell[key] + 1}"'
                for key, name in (("morecols", "colspan"), ("morerows", "rowspan"))
                if key in cell
            )
            text = "\n\n".join(writer.blocks(cell.children, level))
            content = f"\n\n{text}\n\n" if text else ""
            lines.append(f"<{tag}{spans}>{content}</{tag}>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def _is_plain(row: Any) -> bool:
    """Return whether GitHub's form of tables can hold *row*."""
    return all(
        "morecols" not in cell
        and "morerows" not in cell
        and (
            all(map(is_part_of_text, cell.children))
            or (len(cell.children) == 1 and isinstance(cell.children[0], nodes.paragraph))
        )
        for cell in row.children
    )


def _alignment(cell: Element) -> str:
    classes = cell.get("classes", ())
    if "text-center" in classes:
        return ":---:"
    return "---:" if "text-right" in classes else ":---" if "text-left" in classes else "---"
