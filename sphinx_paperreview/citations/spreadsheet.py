"""CSV for spreadsheets: a line for each paper, UTF-8 with the mark by which Excel knows it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.items import issued_text, plain

if TYPE_CHECKING:
    from sphinx_paperreview.citations.items import CslItem

#: The columns, in their order; ``reviewed`` is the day of the newest review.
COLUMNS = ("key", "type", "title", "authors", "date", "venue", "doi", "url", "reviewed")


def entry(item: CslItem, reviewed: str) -> str:
    """Return the line of *item*."""
    return _line(
        item["id"],
        item["type"],
        item["title"],
        "; ".join(plain(name) for name in item.get("author", ())),
        issued_text(item),
        item.get("container-title", ""),
        item.get("DOI", ""),
        item.get("URL", ""),
        reviewed,
    )


def _line(*cells: str) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerow([_harmless(cell) for cell in cells])
    return stream.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking *cell* for a formula (OWASP, "CSV injection")."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def joined(entries: list[str]) -> bytes:
    """Return a file of *entries* under their headings."""
    return ("\ufeff" + _line(*COLUMNS) + "".join(entries)).encode()
