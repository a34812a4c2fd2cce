"""The paths that a site has besides its documents, so that links to them are not mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.archive.map import LEAST
from sphinx_paperreview.core.model import TERM_KINDS
from sphinx_paperreview.core.urls import bare_address

if TYPE_CHECKING:
    from collections.abc import Container

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings

#: Files for other programs (feeds, exports); which of them exist is decided when they are written.
_FOR_MACHINES = re.compile(r"[\w-]+\.(?:xml|json|bib|ris|csv|txt|inv)")
#: Pages that are accepted whatever the archive contains.
_OTHER_PAGES = frozenset({"search", "genindex", "statistics"})


def is_served(name: str, archive: Archive, settings: Settings, documents: Container[str]) -> bool:
    """Return whether an HTML build makes a page or file *name* (a path from the site's root).

    That is so for gathered pages, the files for other programs beside them, the pages of
    *documents* by their address, and former addresses that are redirected.
    """
    blog = settings.docusaurus_blog.strip("/")
    if bare_address(name) in archive.former_addresses or (
        blog and f"{name}/".startswith(f"{blog}/")
    ):
        return True
    page = name.removesuffix("/index.html").removesuffix(".html")
    if page in documents or page in _OTHER_PAGES:
        return True
    folder, _, file = name.rpartition("/")
    if _FOR_MACHINES.fullmatch(file):
        return not folder or _is_gathered(folder, archive)
    return _is_gathered(page, archive)


def _is_gathered(page: str, archive: Archive) -> bool:
    head, _, rest = page.partition("/")
    first = rest.partition("/")[0]
    for segment, kind in TERM_KINDS.items():
        if head == archive.segment(segment):
            slugs = archive.term_slugs(kind)
            return first in slugs if rest else bool(slugs)
    if head == archive.segment("papers"):
        if not rest or f"{head}/{first}" in archive.paper_pages:
            return True
        return _is_year(first) or rest == "unreviewed"
    if head == archive.segment("archive"):
        months = {f"{year}/{month:02}" for year, month in archive.months}
        return not rest or rest[:7] in months | {month[:4] for month in months}
    is_front = head == archive.segment("page") and rest.isdecimal()
    return is_front or _is_view(head, rest, archive)


def _is_view(head: str, rest: str, archive: Archive) -> bool:
    """Return whether a page is one of the map or of the gallery."""
    if head == archive.segment("map"):
        return len(archive.keys) >= LEAST and (not rest or rest.isdecimal())
    first = rest.partition("/")[0]
    is_gallery = head == archive.segment("gallery") and any(p.figures for p in archive.papers)
    return is_gallery and (not rest or _is_year(first) or first in {"orgs", "tags"})


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))
