"""Small pictures: in lists, beside papers and posts, and in galleries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.builders import writes_web_pages
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.rendering.elements import block, inline, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_paperreview.core.image_copies import Thumbnail
    from sphinx_paperreview.core.model import Row, Term
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
    )


def face_of(renderer: Renderer, term: Term) -> list[Part]:
    """Return the picture of the author *term*, else their initials, before a space.

    A picture of another host is shown where the site permits it. Builders without HTML get nothing.
    """
    if not writes_web_pages(renderer.builder):
        return []
    small = next((renderer.thumbnails.get(name) for name in term.pictures), None)
    if small is not None:
        return [thumbnail_image(renderer, small, "", "pr-face"), " "]
    if is_web(term.picture) and settings_of(renderer.env.config).remote_faces:
        image = inline("img", classes=["pr-face"], src=term.picture, alt="", width="96",
                       height="96", loading="lazy", referrerpolicy="no-referrer")  # fmt: skip
        return [image, " "]
    hue = f"pr-h{slugs.hue(term.slug)}"
    return [inline("span", initials(term.label), classes=["pr-face", hue], aria_hidden="true"), " "]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of *name*, at most two."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split()[:1]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


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
