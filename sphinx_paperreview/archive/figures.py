"""The figures of reviews as rows, for galleries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.model import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Paper, Query


def figure_rows(archive: Archive, query: Query) -> tuple[Row, ...]:
    """Return the figures of the listed reviews that *query* asks for, the newest review first.

    The limit of *query* is left to the page, which shows only pictures with a small copy.
    """
    return tuple(row for paper in archive.papers_matching(query) for row in rows_of(archive, paper))


def rows_of(archive: Archive, paper: Paper) -> Iterator[Row]:
    """Yield a row for each figure of *paper*: its place, its caption and its path."""
    date = archive.date_of(paper.docname) if paper.figures else None
    for figure in paper.figures:
        yield Row("figure", paper.title, paper.docname, figure.anchor or paper.anchor,
                  date=date, summary=figure.caption, pictures=(figure.path,))  # fmt: skip
