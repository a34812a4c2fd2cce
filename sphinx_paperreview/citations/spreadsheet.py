"""CSV for spreadsheets: one line for each paper, in UTF-8 with a byte order mark for Excel."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.items import issued_text, plain

if TYPE_CHECKING:
    from sphinx_paperreview.citations.items import CslItem

#: The columns; ``reviewed`` is the day of the newest review.
_COLUMNS = ("key", "type", "title", "authors", "date", "venue", "doi", "url", "reviewed")
#: What begins a formula, or is dropped before one.
_FORMULA = frozenset("=+-@\t\r")


def entry(item: CslItem, reviewed: str) -> str:
    """Return the line of *item*, reviewed on the day *reviewed* (``2025-11-14``)."""
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
    """Prevent a spreadsheet from reading *cell* as a formula (OWASP, "CSV injection")."""
    # Some programs read the wide forms of East Asian text as well.
    first = unicodedata.normalize("NFKC", cell[:1])
    return f"'{cell}" if first in _FORMULA else cell


def joined(entries: list[str]) -> bytes:
    """Return the bytes of a CSV file of *entries*, with the headings."""
    return ("\ufeff" + _line(*_COLUMNS) + "".join(entries)).encode()
