"""Small pictures in lists, beside papers and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.rendering.elements import inline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_paperreview.core.image_copies import Thumbnail
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

#: Class of a picture beside a row; pages that have one offer a choice of layouts.
PICTURE = "pr-picture"


def picture_of(renderer: Renderer, paths: Iterable[str]) -> list[Part]:
    """Return the first picture of *paths* that has a small copy, after a space; else nothing.

    It is an ornament beside a title that says more, so it has no alternative text.
    """
    small = next((each for path in paths if (each := renderer.thumbnails.get(path))), None)
    return [" ", thumbnail_image(renderer, small, "", PICTURE)] if small else []


def thumbnail_image(renderer: Renderer, small: Thumbnail, alt: str, *classes: str) -> Element:
    """Return *small* as an ``<img>``, which is loaded when it comes into view."""
    return inline(
        "img",
        classes=classes,
        src=renderer.image_uri(small.name),
        alt=alt,
        width=str(small.width),
        height=str(small.height),
        loading="lazy",
        decoding="async",
    )
