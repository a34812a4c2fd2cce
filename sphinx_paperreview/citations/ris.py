"""RIS records for Zotero, EndNote and Mendeley, written by rispy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rispy.writer import RisWriter

from sphinx_paperreview.citations.items import inverted, issued_text

if TYPE_CHECKING:
    from sphinx_paperreview.citations.items import CslItem

#: RIS types; others become ``GEN``, which Zotero reads as an article and EndNote as generic.
_TYPES = {
    "article-journal": "JOUR", "paper-conference": "CONF", "thesis": "THES", "book": "BOOK",
    "chapter": "CHAP", "report": "RPRT", "manuscript": "UNPB", "patent": "PAT", "dataset": "DATA",
    "software": "COMP", "pamphlet": "PAMP",
}  # fmt: skip


class _Writer(RisWriter):  # type: ignore[misc]  # rispy has no annotations
    """Writes records without their numbers, with the line ends that RIS specifies."""

    NEWLINE: ClassVar[str] = "\r\n"

    def set_header(self, count: int) -> str:
        """Write no number before a record."""
        return ""


def entry(item: CslItem) -> str:
    """Return the record of *item*, ending in a line break."""
    # A literal name is a family name; commas only separate the parts of a name.
    authors = [inverted(name) for name in item.get("author", ())]
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    parts = [f"{part:02}" for part in date] + [""] * (3 - len(date))
    first, _dash, last = item.get("page", "").partition("-")
    is_article = item["type"] == "article-journal"
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
        "place_published": item.get("publisher-place", ""),
        "volume": item.get("volume", ""),
        "number": item.get("issue", ""),
        "start_page": first.strip(),
        "end_page": last.strip(),
        "edition": item.get("edition", ""),
        "type_of_work": item.get("genre", ""),
        "issn": item.get("ISSN" if is_article else "ISBN", ""),
        "note": item.get("number", ""),
        "abstract": item.get("abstract", ""),
        "keywords": item["keyword"].split(", ") if "keyword" in item else [],
    }
    return str(_Writer().formats([{name: value for name, value in record.items() if value}]))


def joined(entries: list[str]) -> bytes:
    """Return the bytes of a RIS file of *entries*."""
    return "\r\n".join(entries).encode()
