"""Copies of drawings in SVG, without what they load from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_paperreview.core.drawing_loads import copy_without_loads
from sphinx_paperreview.core.files.store import write_changed
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.images.books import BookPictures

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx


class BookDrawings(BookPictures):
    """Put copies of the drawings of posts without what they load into books."""

    # Before EpubPictures (300), which copies files with other suffixes.
    default_priority = 290
    builders = ("epub", "texinfo")
    book = "a book"
    held = "SVG that holds all it shows"

    def is_left(self, node: Element) -> bool:
        """Return whether the picture is not such a drawing."""
        return super().is_left(node) or node["uri"] not in domain_of(self.env).loading_drawings()

    def copy(self, source: Path, target: Path) -> Path:
        """Write a copy of *source* without what it loads."""
        write_changed(target, copy_without_loads(source))
        return target


def replace_drawings(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Have Sphinx copy the drawings of posts without what they load.

    The event is ``html-collect-pages``, the last one before Sphinx copies images. The files in the
    output keep their names. A drawing that can no longer be read is not copied.

    :return: no page
    """
    _replace(app)
    return []


def replace_in_single_page(app: Sphinx, *_page: object) -> None:
    """Do the same for a builder that writes one page (``html-page-context``).

    It knows the images of all documents by then, and copies them without another event.
    """
    if isinstance(app.builder, SingleFileHTMLBuilder):
        _replace(app)


def _replace(app: Sphinx) -> None:
    images = html_builder(app.builder).images
    folder = Path(app.doctreedir, "images", "drawings")
    for path in sorted(images.keys() & domain_of(app.env).loading_drawings()):
        name = images.pop(path)
        try:
            data = copy_without_loads(Path(app.srcdir, path))
        except (OSError, ValueError, LookupError, expat.ExpatError):
            continue
        write_changed(folder / name, data)
        images[str(folder / name)] = name
