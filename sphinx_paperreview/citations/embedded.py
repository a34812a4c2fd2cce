"""Citations embedded in pages, as Zotero and Google Scholar read them.

COinS, one for each paper, is an OpenURL (ANSI/NISO Z39.88-2004, key/encoded-value format) in the
``title`` of an empty ``span``. The ``citation_*`` elements, for the paper of a page, have the names
of Google Scholar's inclusion guidelines.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_paperreview.citations.items import OTHERS_NAME, arxiv_id, inverted, issued_text
from sphinx_paperreview.core.papers import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.core.model import PaperId

_FORMAT = "info:ofi/fmt:kev:mtx:"


def context_object(item: CslItem) -> str:
    """Return the OpenURL of *item*, with all values percent-encoded as far as a query asks for it.

    It has what readers of COinS use: not what only a link to a resolver needs (``url_ver``,
    ``rfr_id``), and the address once. The abstract is left out: it would be larger than the review.
    """
    return "&".join(f"{name}={_quoted(value)}" for name, value in _pairs(item) if value)


@lru_cache(maxsize=64)
def _quoted(value: str) -> str:
    """Return *value* percent-encoded (RFC 3986, 3.4); half of all are the same for many papers."""
    return quote(value, safe=":/")


def _pairs(item: CslItem) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    if "DOI" in item:
        yield "rft_id", f"info:doi/{item['DOI']}"
    yield "rft_id", item.get("URL", "")
    venue = item.get("container-title", "")
    if item["type"] == "article-journal":
        yield "rft_val_fmt", f"{_FORMAT}journal"
        yield "rft.genre", "article"
        yield "rft.atitle", item["title"]
        yield "rft.jtitle", venue
    elif item["type"] == "paper-conference":
        yield "rft_val_fmt", f"{_FORMAT}book"
        yield "rft.genre", "proceeding"
        yield "rft.atitle", item["title"]
        yield "rft.btitle", venue
    else:
        # Of the formats, only Dublin Core lets Zotero recognise a preprint.
        yield "rft_val_fmt", f"{_FORMAT}dc"
        yield "rft.type", "preprint"
        yield "rft.title", item["title"]
        yield "rft.publisher", item.get("publisher", "")
    names = [name for name in item.get("author", ()) if name != OTHERS_NAME]
    if names and "family" in names[0] and item["type"] != "article":
        yield "rft.aulast", inverted(names[0]).partition(", ")[0]
        yield "rft.aufirst", names[0].get("given", "")
    for name in names:
        # The family name is before the comma; an organisation with a comma at its end is one name.
        whole = name.get("literal", "")
        yield "rft.au", f"{whole}," if " " in whole else whole or inverted(name)
    yield "rft.date", issued_text(item)


def citation_tags(paper_id: PaperId, item: CslItem) -> str:
    """Return the ``meta`` elements for the page of a paper, one a line."""
    venue = item.get("container-title", "")
    is_journal = item["type"] == "article-journal"
    pairs = [
        ("citation_title", item["title"]),
        *(
            ("citation_author", inverted(name))
            for name in item.get("author", ())
            if name != OTHERS_NAME
        ),
        ("citation_publication_date", issued_text(item, "/")),
        ("citation_journal_title" if is_journal else "citation_conference_title", venue),
        ("citation_doi", item.get("DOI", "")),
        ("citation_arxiv_id", arxiv_id(paper_id)),
        ("citation_abstract_html_url", item.get("URL", "")),
        ("citation_pdf_url", identifiers.pdf_url(paper_id)),
    ]
    return "".join(
        f'<meta name="{name}" content="{escape(value)}">\n' for name, value in pairs if value
    )
