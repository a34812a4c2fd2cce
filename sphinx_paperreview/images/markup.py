"""What a page says of a picture beside its own tag: smaller copies, and the way to its file."""

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.image_copies import PictureCopies, Variant

_ = get_translation("paperreview")

#: Class of a link to a picture's file.
ZOOM = "pr-zoom"
#: Width of the text in pixels: our theme's, and the widest of the common ones.
_COLUMNS = {"paperreview": 640}
_WIDEST = 800
#: What may hold no link, as nodes and as names of elements.
_CONTROLS = (nodes.reference, nodes.title, nodes.rubric, dropdown_title, sd_tab_label)
_NO_LINKS = frozenset({"a", "button", "label", "summary", "h1", "h2", "h3", "h4", "h5", "h6"})
_SOURCE = re.compile(r' src="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Offer:
    """What the pages of a build may say of their pictures."""

    settings: Settings
    #: How wide the text of a page is at most, in pixels.
    column: int
    #: Copies of each picture by its path.
    variants: PictureCopies

    def wrap(
        self, tag: str, node: Element, path: str, natural: tuple[int, int], shown: tuple[int, int]
    ) -> str:
        """Return the *tag* of the image *node* with its copies and a link to its file.

        *path* is that of the picture from the source folder, *natural* its true size, *shown* the
        size that the author asks for.
        """
        source = _SOURCE.search(tag)
        if source is None:
            return tag
        tag, after = tag.rstrip(), tag[len(tag.rstrip()) :]
        wanted = wanted_widths(natural[0], shown[0], self.settings.image_widths)
        wide = min(shown[0], self.column)
        result = _with_sources(
            tag, source[1].rpartition("/")[0], self.variants.get(path, ()), wanted, wide
        )
        if self.settings.image_zoom and natural[0] > wide and _may_be_linked(node):
            result = _with_link(result, source[1], str(node.get("alt", path)))
        return result + after


def offer_of(builder: Builder, settings: Settings, copies: PictureCopies) -> Offer | None:
    """Return the offer of all pages of *builder*; None if they are not read over a network."""
    width = _COLUMNS.get(builder.config.html_theme, _WIDEST)
    return Offer(settings, width, copies) if writes_picture_copies(builder) else None


def _with_sources(
    tag: str, folder: str, variants: Sequence[Variant], wanted: Sequence[int], wide: int
) -> str:
    """Return *tag* within a ``<picture>`` that offers its *variants*, all of them in *folder*.

    A browser that knows none of their formats takes the original, which stays the ``src``.
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

    It is called by the alternative text of the picture; where there is none, by what it does.
    """
    label = "" if alt.strip() else f' aria-label="{escape(_("Show the picture in full size"))}"'
    classes = f"reference internal image-reference {ZOOM}"
    return f'<a class="{classes}" href="{address}"{label}>{image}</a>'


def _may_be_linked(node: Element) -> bool:
    """Tell whether *node* stands where a link of ours may stand: in no link, title or control."""
    parent: Element | None = node.parent
    while parent is not None:
        if isinstance(parent, _CONTROLS) or parent.get("tag") in _NO_LINKS:
            return False
        parent = parent.parent
    return True


def has_pictures(body: str) -> bool:
    """Tell whether the HTML of a page has a picture that needs the style."""
    return "<picture>" in body or has_zoom(body)


def has_zoom(body: str) -> bool:
    """Tell whether the HTML of a page has a picture that opens in full size."""
    return f'image-reference {ZOOM}"' in body
