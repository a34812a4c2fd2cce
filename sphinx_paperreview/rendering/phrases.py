"""Phrases that several pages show, in the site's language."""

from __future__ import annotations

from sphinx.locale import get_translation

_ = get_translation("paperreview")


def papers_phrase(count: int) -> str:
    """Return "8 papers" in the site's language."""
    return _counted(count, "%(count)d paper", "%(count)d papers")


def posts_phrase(count: int) -> str:
    """Return "12 posts" in the site's language."""
    return _counted(count, "%(count)d post", "%(count)d posts")


def _counted(count: int, one: str, many: str) -> str:
    return (_(one) if count == 1 else _(many)) % {"count": count}
