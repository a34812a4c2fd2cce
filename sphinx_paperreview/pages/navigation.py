"""The gathered pages in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.archive.statistics import statistics_of
from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.model import TERM_SEGMENTS, Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings


def navigation(archive: Archive, env: BuildEnvironment, builder: Builder) -> tuple[str, ...]:
    """Return the gathered pages that every page links to, by name.

    A document of the author with the name of a gathered page counts too, with any builder.
    """
    names: list[tuple[str, bool]] = [
        ("archive", bool(archive.posts)),
        ("papers", bool(archive.papers)),
        *((segment, bool(archive.terms(kind))) for kind, segment in TERM_SEGMENTS.items()),
    ]
    pages = (
        (archive.segment(name), has_rows and writes_gathered_pages(builder))
        for name, has_rows in names
    )
    return tuple(page for page, is_written in pages if is_written or page in env.found_docs)


def written_besides(archive: Archive, settings: Settings) -> Iterator[str]:
    """Yield the gathered pages that stand for themselves and are not in the navigation."""
    if settings.statistics and statistics_of(archive, Query("statistics")):
        yield archive.segment("statistics")
    if archive.unreviewed:
        yield f"{archive.segment('papers')}/unreviewed"
