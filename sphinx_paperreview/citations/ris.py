"""RIS, for Zotero, EndNote and Mendeley: records written by rispy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rispy.writer import RisWriter

from sphinx_paperreview.citations.items import inverted, issued_text

if TYPE_CHECKING:
    from sphinx_paperreview.citations.items import CslItem

#: Zotero reads ``GEN``, which EndNote calls generic, as an article.
_TYPES = {"article-journal": "JOUR", "paper-conference": "CONF"}


class _Writer(RisWriter):  # type: ignore[misc]  # rispy has no annotations
    """A writer of records alone, without numbers between them, with the specified line ends."""

    NEWLINE: ClassVar[str] = "\r\n"

    def set_header(self, count: int) -> str:
        """Leave out the number."""
        return ""


def entry(item: CslItem) -> str:
    """Return the record of *item*, with a line break at its end."""
    # Of literal names all is the family name; a name has no other commas than those it is cut at.
    authors = [inverted(name) for name in item.get("author", ())]
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    parts = [f"{part:02}" for part in date] + [""] * (3 - len(date))
    record: dict[str, Any] = {
        "type_of_reference": _TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "title": item["title"],
        "authors": authors,
        "secondary_title": item.get("container-title", ""),
        "year": str(date[0]) if date else "",
        "date": "/".join(parts) + "/" if issued_text(item) else "",
        "doi": item.get("DOI", ""),
        "urls": [item["URL"]] if "URL" in item else [],
        "publisher": item.get("publisher", ""),
        "note": item.get("number", ""),
        "abstract": item.get("abstract", ""),
        "keywords": item["keyword"].split(", ") if "keyword" in item else [],
    }
    return str(_Writer().formats([{name: value for name, value in record.items() if value}]))


def joined(entries: list[str]) -> bytes:
    """Return a file of *entries*."""
    return "\r\n".join(entries).encode()
