"""Crossref: what publishers say of a DOI."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.service import Service, read_json
from sphinx_paperreview.core.lockfile import checked_metadata, tidy
from sphinx_paperreview.core.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.core.model import Metadata, PaperId


class Crossref(Service):
    """The registry of most publishers' DOIs.

    Source: https://api.crossref.org and its pages on access: an address to write to gets a
    request into the polite pool, headers tell how many requests are allowed.
    """

    name = "crossref"
    label = "Crossref"
    fields = ("title", "authors", "published", "year", "venue", "doi", "abstract")
    pause = 0.2
    home = "https://api.crossref.org"

    @classmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Tell whether *identifier* is a DOI, or what has one by rule."""
        return bool(_doi_of(identifier))

    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Ask for the one of *papers*."""
        paper = papers[0]
        doi = _doi_of(paper)
        # A slash is escaped, so that no name can lead to another place of the service.
        work = read_json(self.client, f"{self.url}/works/{quote(doi, safe='')}")
        if work is None:
            return {}
        message = work.get("message")
        if not isinstance(message, dict):
            raise ServiceError("answers with something that is no work")
        if str(message.get("DOI", "")).lower() != doi.lower():
            raise ServiceError("answers for another DOI")
        metadata = _crossref_metadata(message, doi.lower())
        if not metadata.title:
            raise ServiceError("tells no title")
        return {paper.key: metadata}


def _doi_of(identifier: PaperId) -> str:
    """Return the DOI under which Crossref knows *identifier*; empty if it does not."""
    scheme = SCHEMES[identifier.scheme]
    return scheme.doi_prefix + identifier.value if scheme.in_crossref else ""


def _crossref_metadata(message: Mapping[str, Any], doi: str) -> Metadata:
    event = message.get("event")
    day = _first_day(message.get(name) for name in ("published", "issued"))
    return checked_metadata(
        {
            "title": _plain(": ".join(filter(None, (
                _first(message.get("title")), _first(message.get("subtitle")),
            )))),
            "authors": list(_crossref_authors(message.get("author"))),
            "published": "-".join(day) if len(day) == 3 else "",
            "year": day[0] if day else "",
            "venue": _plain(
                _first(message.get("container-title"))
                or _first([event.get("name")] if isinstance(event, dict) else None)
            ),
            "doi": doi,
            "abstract": _plain(re.sub(
                r"<jats:title>\s*Abstract\s*</jats:title>", "", _first([message.get("abstract")])
            )),
        }
    )  # fmt: skip


def _first(value: object) -> str:
    """Return the first text of the list *value*, if it is such a list."""
    first = value[0] if isinstance(value, list) and value else ""
    return first if isinstance(first, str) else ""


def _plain(text: str) -> str:
    """Return *text* without the marks of JATS and HTML that publishers leave in it."""
    # What ends a block parts words; marks within a line do not.
    text = re.sub(r"</(?:jats:)?(?:p|title|sec|list-item)\s*>", " ", text)
    return tidy(html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text)))


def _crossref_authors(value: object) -> Iterator[str]:
    for author in value if isinstance(value, list) else ():
        if isinstance(author, dict):
            parts = (author.get("given"), author.get("family"), author.get("name"))
            yield _plain(" ".join(part for part in parts if isinstance(part, str)))


def _first_day(values: Iterator[object]) -> tuple[str, ...]:
    """Return year, month and day, as far as they are told, of the first of *values* with a year."""
    for value in values:
        parts = value.get("date-parts") if isinstance(value, dict) else None
        numbers = parts[0] if isinstance(parts, list) and parts else None
        if not isinstance(numbers, list) or not _are_numbers(numbers[:1]):
            continue
        shown = numbers[:3] if _are_numbers(numbers[:3]) else numbers[:1]
        return tuple(f"{number:0{width}}" for number, width in zip(shown, (4, 2, 2), strict=False))
    return ()


def _are_numbers(values: list[object]) -> bool:
    """Tell whether *values* are one or more numbers that a date may have."""
    return bool(values) and all(type(value) is int and 0 < value < 10_000 for value in values)
