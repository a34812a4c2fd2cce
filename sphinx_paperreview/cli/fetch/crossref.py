"""Crossref: the metadata that publishers register with a DOI."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.service import Service, read_json
from sphinx_paperreview.core.files.lockfile import checked_metadata
from sphinx_paperreview.core.papers.schemes import SCHEMES
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_paperreview.core.model import Metadata, PaperId


class Crossref(Service):
    """The registry of most publishers' DOIs.

    Source: https://api.crossref.org and its pages on access. Requests with a mail address are
    served by the polite pool; headers say how many requests are allowed.
    """

    name = "crossref"
    label = "Crossref"
    fields = ("title", "authors", "published", "year", "venue", "doi", "abstract")
    pause = 0.2
    home = "https://api.crossref.org"

    @classmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Return whether *identifier* is a DOI, or implies one (ACL Anthology)."""
        return bool(_doi_of(identifier))

    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Ask for the only paper in *papers*."""
        paper = papers[0]
        doi = _doi_of(paper)
        # Slashes are escaped, so that a DOI cannot address another part of the interface.
        work = read_json(self.client, f"{self.url}/works/{quote(doi, safe='')}")
        if work is None:
            return {}
        message = work.get("message")
        if not isinstance(message, dict):
            raise ServiceError("answers with something that is not a work")
        if str(message.get("DOI", "")).lower() != doi.lower():
            raise ServiceError("answers for another DOI")
        metadata = _crossref_metadata(message, doi.lower())
        if not metadata.title:
            raise ServiceError("sends no title")
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
    """Return the first item of *value* if that is a list of strings, else an empty string."""
    first = value[0] if isinstance(value, list) and value else ""
    return first if isinstance(first, str) else ""


def _plain(text: str) -> str:
    """Return *text* without the JATS and HTML tags that publishers leave in it."""
    # The end of a block separates words; an inline tag does not.
    text = re.sub(r"</(?:jats:)?(?:p|title|sec|list-item)\s*>", " ", text)
    return one_line(html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text)))


def _crossref_authors(value: object) -> Iterator[str]:
    for author in value if isinstance(value, list) else ():
        if isinstance(author, dict):
            parts = (author.get("given"), author.get("family"), author.get("name"))
            yield _plain(" ".join(part for part in parts if isinstance(part, str)))


def _first_day(values: Iterator[object]) -> tuple[str, ...]:
    """Return year, month and day, as far as known, of the first of *values* with a year."""
    for value in values:
        parts = value.get("date-parts") if isinstance(value, dict) else None
        numbers = parts[0] if isinstance(parts, list) and parts else None
        if not isinstance(numbers, list) or not _are_numbers(numbers[:1]):
            continue
        known = numbers[:3] if _are_numbers(numbers[:3]) else numbers[:1]
        return tuple(f"{number:0{width}}" for number, width in zip(known, (4, 2, 2), strict=False))
    return ()


def _are_numbers(values: list[object]) -> bool:
    """Return whether *values* are one or more numbers that can be part of a date."""
    return bool(values) and all(type(value) is int and 0 < value < 10_000 for value in values)
