"""The pages in the navigation: gathered ones, and the one about the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.model import TERM_SEGMENTS

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
    has_statistics = bool(archive.keys) and settings_of(env.config).statistics
    names: list[tuple[str, bool]] = [
        ("archive", bool(archive.posts)),
        ("papers", bool(archive.keys)),
        *((segment, bool(archive.terms(kind))) for kind, segment in TERM_SEGMENTS.items()),
        ("statistics", has_statistics),
    ]
    pages = (
        (archive.segment(name), has_rows and writes_gathered_pages(builder))
        for name, has_rows in names
    )
    return tuple(page for page, is_written in pages if is_written or page in env.found_docs)


def written_besides(archive: Archive, settings: Settings) -> Iterator[str]:
    """Yield the gathered pages that stand for themselves and are not in the navigation."""
    if settings.statistics and archive.keys:  # of which each makes statistics
        yield archive.segment("statistics")
    if archive.unreviewed:
        yield f"{archive.segment('papers')}/unreviewed"


def about_page(archive: Archive, env: BuildEnvironment) -> tuple[str, str] | None:
    """Return name and title of the document ``about`` of an archive, to which every page links."""
    for page in ("about", "about/index"):
        if archive.posts and page in env.found_docs and archive.post(page) is None:
            title = env.titles.get(page)
            return page, title.astext() if title is not None and title.children else page
    return None
