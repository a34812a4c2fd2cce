"""HTML around an ``<img>``: a ``<picture>`` with smaller copies, and a link to the full size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.locale import get_translation
from sphinx_design.dropdown import dropdown_title
from sphinx_design.tabs import sd_tab_label

from sphinx_paperreview.config import IMAGE_FORMATS
from sphinx_paperreview.core.builders import writes_picture_copies
from sphinx_paperreview.core.image_copies import offered_copies, wanted_widths
from sphinx_paperreview.nodes import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.image_copies import PictureCopies, Variant

_ = get_translation("paperreview")

#: Class of a link to an image's file, which a script opens on the same page.
_ZOOM = "pr-zoom"
#: Width of the text in pixels, by theme; for other themes, the widest of the common ones.
_COLUMNS = {"paperreview": 640}
_WIDEST = 800
#: Nodes, and names of HTML elements, that must not contain a link.
_CONTROLS = (nodes.reference, nodes.title, nodes.rubric, dropdown_title, sd_tab_label)
_NO_LINKS = frozenset({"a", "button", "label", "summary", "h1", "h2", "h3", "h4", "h5", "h6"})
_SOURCE = re.compile(r' src="([^"]*)"')


@dataclass(frozen=True, slots=True)
class PictureMarkup:
    """The markup that a build adds to the images of its pages."""

    settings: Settings
    #: Largest width of the text of a page, in pixels.
    column: int
    #: Copies of each image, by its path.
    copies: PictureCopies

    def wrap(
        self, tag: str, node: Element, path: str, natural: tuple[int, int], shown: tuple[int, int]
    ) -> str:
        """Return the *tag* of the image *node* with its copies and a link to its file.

        :param path: of the image from the source folder
        :param natural: width and height of the file in pixels
        :param shown: width and height in pixels that the author asks for
        """
        source = _SOURCE.search(tag)
        if source is None:
            return tag
        tag, after = tag.rstrip(), tag[len(tag.rstrip()) :]
        wanted = wanted_widths(natural[0], shown[0], self.settings.image_widths)
        wide = min(shown[0], self.column)
        result = _with_sources(
            tag, source[1].rpartition("/")[0], self.copies.get(path, ()), wanted, wide
        )
        if self.settings.image_zoom and natural[0] > wide and _may_be_linked(node):
            result = _with_link(result, source[1], str(node.get("alt", path)))
        return result + after


def picture_markup(
    builder: Builder, settings: Settings, copies: PictureCopies
) -> PictureMarkup | None:
    """Return the markup for pages of *builder*; None for EPUB and others that are not websites."""
    width = _COLUMNS.get(builder.config.html_theme, _WIDEST)
    return PictureMarkup(settings, width, copies) if writes_picture_copies(builder) else None


def _with_sources(
    tag: str, folder: str, variants: Sequence[Variant], wanted: Sequence[int], wide: int
) -> str:
    """Return *tag* in a ``<picture>`` with *variants* as its sources, all of them in *folder*.

    The original stays the ``src``, for browsers that support none of the formats.

    :param wanted: widths of the copies that the page should offer
    :param wide: width in pixels at which the image is shown at most
    """
    sources = ""
    for name in IMAGE_FORMATS:
        copies = offered_copies(variants, name, wanted)
        if copies:
            listed = ", ".join(
                f"{folder}/{quote(copy.name, safe='')} {copy.width}w" for copy in copies
            )
            sizes = f"(max-width: {wide}px) 100vw, {wide}px"
            sources += f'<source type="image/{name}" srcset="{escape(listed)}" sizes="{sizes}" />'
    return f"<picture>{sources}{tag}</picture>" if sources else tag


def _with_link(image: str, address: str, alt: str) -> str:
    """Return *image* as a link to *address*.

    The accessible name of the link is the alternative text *alt*, or an ``aria-label``.
    """
    label = "" if alt.strip() else f' aria-label="{escape(_("Show the picture in full size"))}"'
    classes = f"reference internal image-reference {_ZOOM}"
    return f'<a class="{classes}" href="{address}"{label}>{image}</a>'


def _may_be_linked(node: Element) -> bool:
    """Return whether *node* is always shown, and in no link, title or control."""
    if {DARK, LIGHT} & set(node["classes"]):
        return False  # the link would be empty on the other pages
    parent: Element | None = node.parent
    while parent is not None:
        if isinstance(parent, _CONTROLS) or parent.get("tag") in _NO_LINKS:
            return False
        parent = parent.parent
    return True


def has_pictures(body: str) -> bool:
    """Return whether the HTML *body* has an image that needs our style sheet."""
    return "<picture>" in body or has_zoom(body)


def has_zoom(body: str) -> bool:
    """Return whether the HTML *body* has an image that opens in full size."""
    return f'image-reference {_ZOOM}"' in body
