"""Which search a site has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.search import pagefind

if TYPE_CHECKING:
    from sphinx_paperreview.config import Settings


def engine_of(settings: Settings) -> str:
    """Return what searches the site: the choice, or Sphinx where Pagefind is not installed."""
    if settings.search == "pagefind" and not pagefind.is_installed():
        return "sphinx"
    return settings.search
