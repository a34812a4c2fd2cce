"""arXiv: the metadata of its own papers, a hundred in one request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.service import Service
from sphinx_paperreview.core.files.lockfile import checked_metadata
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import is_impossible
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from sphinx_paperreview.core.model import Metadata, PaperId

#: How often a list may be refused; one wrong identifier among a hundred causes eight refusals.
_REFUSALS = 20
_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CATEGORY = re.compile(r"[a-z][a-z-]{1,20}(?:\.[A-Za-z-]{2,20})?")


class RefusedError(ServiceError):
    """ArXiv rejects a request because an identifier in it is malformed."""


class Arxiv(Service):
    """The query interface of arXiv, which answers with an Atom feed.

    Source: https://info.arxiv.org/help/api/user-manual.html. Its terms of use allow one request
    in three seconds.
    """

    name = "arxiv"
    label = "arXiv"
    fields = (
        "title", "authors", "published", "year", "venue", "doi", "abstract", "version",
        "categories",
    )  # fmt: skip
    pause = 3.0
    size = 100
    # Sometimes a feed has gaps.
    retry_unknown = True
    home = "https://export.arxiv.org/api/query"

    @classmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Return whether *identifier* is one that arXiv may have assigned."""
        return identifier.scheme == "arxiv" and not is_impossible(identifier)

    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Ask for all *papers* at once; if arXiv rejects the list, ask for its halves."""
        found: dict[str, Metadata] = {}
        parts, refusals = [papers], 0
        while parts:
            part = parts.pop()
            try:
                found |= self._list(part)
            except RefusedError:
                refusals += 1
                if refusals > _REFUSALS:
                    raise
                half = len(part) // 2
                parts += [piece for piece in (part[half:], part[:half]) if half]
        return found

    def _list(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        wanted = {paper.key for paper in papers}
        values = ",".join(paper.value for paper in papers)
        # Without max_results the answer stops after ten papers.
        answer = self.client.get(self.url, {"id_list": values, "max_results": len(papers)})
        if answer.status == 400:
            raise RefusedError("refuses the identifiers")
        if answer.status != 200:
            raise ServiceError(f"answers {answer.status}")
        found = dict(read_feed(answer.body))
        return {key: metadata for key, metadata in found.items() if key in wanted}


def read_feed(body: bytes) -> Iterator[tuple[str, Metadata]]:
    """Yield the key and the metadata of each paper in the Atom feed *body*.

    Raise :exc:`~sphinx_paperreview.cli.fetch.client.ServiceError` if it is no such feed.
    """
    try:
        # Without a document type there are no entities to expand.
        feed = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ServiceError("answers with something that is not a feed") from error
    if feed.tag != f"{_ATOM}feed":
        raise ServiceError("answers with something that is not a feed")
    for entry in feed.iterfind(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            raise RefusedError(f"says: {_text(entry, f'{_ATOM}summary')[:200]}")
        identifier = identifiers.identify(address)
        metadata = _arxiv_metadata(entry, identifier) if identifier else None
        if identifier and metadata and identifier.scheme == "arxiv" and metadata.title:
            yield identifier.key, metadata


def _text(element: Element, path: str) -> str:
    return one_line(element.findtext(path) or "")


def _arxiv_metadata(entry: Element, identifier: PaperId) -> Metadata:
    published = _text(entry, f"{_ATOM}published")[:10]
    found = [entry.find(f"{_OWN}primary_category"), *entry.iterfind(f"{_ATOM}category")]
    terms = (element.get("term", "") for element in found if element is not None)
    doi = identifiers.identify(f"doi:{_text(entry, f'{_OWN}doi')}")
    return checked_metadata(
        {
            "title": _text(entry, f"{_ATOM}title"),
            "authors": [
                author.findtext(f"{_ATOM}name") or "" for author in entry.iterfind(f"{_ATOM}author")
            ],
            "published": published if _DAY.fullmatch(published) else "",
            "year": published[:4] if _DAY.fullmatch(published) else "",
            "venue": _text(entry, f"{_OWN}journal_ref"),
            "doi": doi.value if doi and doi.scheme == "doi" else "",
            "abstract": _text(entry, f"{_ATOM}summary"),
            "version": identifier.version or 0,
            # Old papers also have codes of other classifications here.
            "categories": list(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term))),
        }
    )
