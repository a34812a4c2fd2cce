"""What is known of a paper itself, in the words that a line of facts has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_paperreview.core.model import Metadata, Paper, PaperId

_ = get_translation("paperreview")

#: Most authors in a line; the page of the paper names all.
AUTHORS_SHOWN = 5


def authors_phrase(names: Sequence[str]) -> str:
    """Return the first of *names*, and how many there are besides."""
    shown = ", ".join(names[:AUTHORS_SHOWN])
    if len(names) <= AUTHORS_SHOWN:
        return shown
    return _("%(names)s and %(count)d more") % {
        "names": shown,
        "count": len(names) - AUTHORS_SHOWN,
    }


def bibliographic(paper: Paper, about: Metadata) -> str:
    """Return authors, venue and year in one line: what the review says, else what is known.

    A year alone is shown only if the review gives it, for an identifier tells it already; and one
    that stands in the venue (``NeurIPS 2025``) is not repeated.
    """
    authors = authors_phrase(paper.authors or about.authors)
    venue = paper.venue or about.venue
    year = paper.year or (about.year if authors or venue else "")
    parts = (authors, venue, "" if year in venue else year)
    return " · ".join(part for part in parts if part)


def version_phrase(identifier: PaperId, newest: int) -> str:
    """Return that there is a newer version than the one linked to, or nothing."""
    linked = identifier.version
    if linked is None or linked >= newest:
        return ""
    return _("Review of v%(linked)d; v%(newest)d is out") % {"linked": linked, "newest": newest}


def places(code: str, project: str) -> Iterator[tuple[str, str]]:
    """Yield label and address of the code and of the project's own page, as far as known."""
    if code:
        yield _("Code"), code
    if project and project != code:
        yield _("Project"), project
