"""Texts of the search page and the search dialog, in the site's language."""

from __future__ import annotations

from sphinx.locale import get_translation

_ = get_translation("paperreview")


def labels() -> dict[str, str]:
    """Return the texts that the scripts show, which they get as a part of the index."""
    return {
        "search": _("Search"), "label": _("Words, an organisation or an arXiv id"),
        "filter": _("Filter"), "org": _("Organisation"), "tag": _("Tag"), "year": _("Year"),
        "venue": _("Venue"), "all": _("All"), "none": _("Nothing found."), "one": _("1 result"),
        "many": _("%s results"), "failed": _("The search cannot be loaded."),
        "close": _("Close"), "recent": _("Newest papers"), "page": _("All results"),
    }  # fmt: skip
