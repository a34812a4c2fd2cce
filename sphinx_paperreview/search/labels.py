"""What the page of search and the dialog say; it travels with the index, in the site's language."""

from __future__ import annotations

from sphinx.locale import get_translation

_ = get_translation("paperreview")


def labels() -> dict[str, str]:
    """Return the words that the scripts show, by what they are for."""
    return {
        "search": _("Search"), "label": _("Words, an organisation or an arXiv id"),
        "filter": _("Filter"), "org": _("Organisation"), "tag": _("Tag"), "year": _("Year"),
        "venue": _("Venue"), "all": _("All"), "none": _("Nothing found."), "one": _("1 result"),
        "many": _("%s results"), "failed": _("The search cannot be loaded."),
        "close": _("Close"), "page": _("All results"),
    }  # fmt: skip
