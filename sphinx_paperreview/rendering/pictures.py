"""Small pictures: in lists, beside papers and posts, and in galleries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.rendering.elements import block, inline, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.core.image_copies import Thumbnail
    from sphinx_paperreview.core.model import Row
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


def figure_list(renderer: Renderer, rows: Sequence[Row], limit: int = 0) -> list[Part]:
    """Return the figures of *rows*, each a link to its place in the review.

    Figures without a small copy are left out. Nothing is returned if none is left.

    :param limit: most figures; 0 means all
    """
    shown = [row for row in rows if row.pictures[0] in renderer.thumbnails][: limit or None]
    items = (_figure(renderer, row) for row in shown)
    return [block("ul", *items, classes=["pr-gallery"], role="list")] if shown else []


def _figure(renderer: Renderer, row: Row) -> Element:
    image = thumbnail_image(renderer, renderer.thumbnails[row.pictures[0]], "")
    parts: list[Part] = [
        renderer.link(row.docname, row.anchor, image, " ", span(row.title, "pr-row-title"))
    ]
    if row.summary and row.summary != row.title:
        parts += [" ", span(row.summary, "pr-row-subtitle")]
    if row.date:
        parts += [" ", renderer.time(row.date, row.date.date().isoformat(), "pr-date")]
    return block("li", *parts)
