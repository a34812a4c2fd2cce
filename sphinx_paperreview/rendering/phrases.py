"""The site's language: its locale, and phrases that several pages show."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from sphinx.locale import get_translation

_ = get_translation("paperreview")


@lru_cache(maxsize=16)
def locale_of(language: str) -> Locale:
    """Return Babel's locale for Sphinx's *language* (``zh_CN``); English if Babel has none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


def list_titles() -> dict[str, str]:
    """Return the titles of the lists that gathered pages show, by the first segment of their path.

    They are in the order of the navigation. The segment is the default one, which a site may
    rename (``Archive.segment``).
    """
    return {
        "archive": _("Archive"),
        "papers": _("Papers"),
        "orgs": _("Organisations"),
        "tags": _("Tags"),
        "authors": _("Authors"),
        "series": _("Series"),
        "statistics": _("Statistics"),
    }


def page_titles() -> dict[str, str]:
    """Return the titles of all gathered pages that stand for themselves, as :func:`list_titles`."""
    return list_titles() | {
        "gallery": _("Gallery"),
        "map": _("Map"),
        "papers/unreviewed": _("Mentioned, not yet reviewed"),
    }


def papers_phrase(count: int) -> str:
    """Return "8 papers" in the site's language."""
    return _counted(count, "%(count)d paper", "%(count)d papers")


def posts_phrase(count: int) -> str:
    """Return "12 posts" in the site's language."""
    return _counted(count, "%(count)d post", "%(count)d posts")


def reviews_phrase(count: int) -> str:
    """Return "12 reviews" in the site's language."""
    return _counted(count, "%(count)d review", "%(count)d reviews")


def orgs_phrase(count: int) -> str:
    """Return "9 organisations" in the site's language."""
    return _counted(count, "%(count)d organisation", "%(count)d organisations")


def tags_phrase(count: int) -> str:
    """Return "9 tags" in the site's language."""
    return _counted(count, "%(count)d tag", "%(count)d tags")


def figures_phrase(count: int) -> str:
    """Return "31 figures" in the site's language."""
    return _counted(count, "%(count)d figure", "%(count)d figures")


def _counted(count: int, one: str, many: str) -> str:
    return (_(one) if count == 1 else _(many)) % {"count": count}
