"""The choice of a search engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.search import pagefind

if TYPE_CHECKING:
    from sphinx_paperreview.config import Settings


def engine_of(settings: Settings) -> str:
    """Return ``paperreview_search``; ``sphinx`` instead of ``pagefind`` if that is missing."""
    if settings.search == "pagefind" and not pagefind.is_installed():
        return "sphinx"
    return settings.search


def covers(settings: Settings) -> str:
    """Return what our index holds: all of the ``site``, or its ``papers`` beside Sphinx's index.

    With Pagefind there is no index of ours; the answer is empty.
    """
    return {"paperreview": "site", "sphinx": "papers"}.get(engine_of(settings), "")
