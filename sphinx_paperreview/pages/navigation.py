"""The gathered pages that the navigation names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.model import TERM_SEGMENTS

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive


def navigation(archive: Archive, env: BuildEnvironment, builder: Builder) -> tuple[str, ...]:
    """Return the gathered pages that every page links to, of those that exist."""
    names: list[tuple[str, bool]] = [
        ("archive", bool(archive.posts)),
        ("papers", bool(archive.papers)),
        *((segment, bool(archive.terms(kind))) for kind, segment in TERM_SEGMENTS.items()),
    ]
    pages = (
        (archive.segment(name), there and writes_gathered_pages(builder)) for name, there in names
    )
    return tuple(page for page, there in pages if there or page in env.found_docs)
