"""Images in HTML: with their sizes, so that text does not move when they are loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.images.measure import measure, pixels, shown_size
from sphinx_paperreview.nodes import (
    hold_in_paragraph,
    missing_image,
    nodes_of_kinds,
    replace_nodes,
)

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinx_paperreview.images.markup import PictureMarkup

_STYLE = re.compile(r' style="([^"]*)"')
_DIMENSION = re.compile(r' (?:width|height)="[^"]*"')
#: The beginning of most images, as :func:`_with_size` writes it.
_ELASTIC = re.compile(r'(<img width="[0-9]+" height="[0-9]+") style="height: auto;"')


class sized_image(nodes.image):  # noqa: N801  # docutils names nodes in lower case
    """An image that HTML writes with its size; other formats write it as any image.

    Attributes: ``lazy`` (bool), whether a browser loads it only when it comes into view, and
    ``markup``, the :class:`.PictureMarkup` that :func:`add_markup` gives it.
    """


class ImageSize(PageTransform):
    """Turn each image of an HTML page into a :class:`sized_image`; all but the first are lazy.

    Sphinx's links from scaled images to themselves are turned off; links of the author stay. An
    image whose file is missing is written as in Docusaurus, for the browser to report; an EPUB,
    which must contain its images, has its alternative text instead.
    """

    formats = ("html",)
    #: After Sphinx's own work on images (downloads 100, data URIs 150, conversions 200).
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Replace the images of the document."""
        found = nodes_of_kinds(self.document, nodes.image, missing_image)
        missing = [node for node in found if isinstance(node, missing_image)]
        if missing and writes_epub(builder_of(self.env)):
            for stand_in in missing:
                hold_in_paragraph(stand_in)
        elif missing:
            replace_nodes(
                (node, nodes.image("", **node.attributes, candidates={"?": node["uri"]}))
                for node in missing
            )
            found = nodes_of_kinds(self.document, nodes.image)
        images: list[tuple[nodes.Element, nodes.Node]] = []
        pictures = [node for node in found if isinstance(node, nodes.image)]
        for position, node in enumerate(pictures):
            image = sized_image(node.rawsource, **node.attributes)
            image.source, image.line = node.source, node.line
            image["lazy"] = position > 0
            image["classes"] = [*node["classes"], "no-scaled-link"]
            images.append((node, image))
        replace_nodes(images)


def add_markup(document: nodes.document, markup: PictureMarkup) -> None:
    """Have the images of *document*, whose references are resolved, written with *markup*."""
    for image in nodes_of_kinds(document, sized_image):
        image["markup"] = markup


def visit_sized_image(translator: Any, node: Element) -> None:
    """Write the image as Sphinx does, then add its size and how to load it.

    Not in EPUB, whose reading systems lay out images by themselves.
    """
    node["classes"] = [name for name in node["classes"] if name != "no-scaled-link"]
    builder, uri = translator.builder, node["uri"]
    natural = measure(Path(builder.srcdir, uri)) if uri in builder.images else None
    size = shown_size(node, natural)  # before Sphinx fills in sizes for ``scale``
    own_height = "height" in node and ("width" in node or not pixels(str(node["height"])))
    start = len(translator.body)
    translator.visit_image(node)
    if writes_epub(builder):
        return
    lazy = bool(node.get("lazy")) and not uri.startswith("data:")
    for position in range(start, len(translator.body)):
        if translator.body[position].startswith("<img "):
            tag = _with_size(translator.body[position], size, elastic=not own_height, lazy=lazy)
            if node.get("markup") and natural and size:
                tag = node["markup"].wrap(tag, node, uri, natural, size)
            translator.body[position] = tag


def depart_sized_image(translator: Any, node: Element) -> None:
    """Close what :func:`visit_sized_image` opened."""
    translator.depart_image(node)


def elastic_by_theme(html: str) -> str:
    """Return the page *html* for a theme that lets the height of all images follow their width."""
    return _ELASTIC.sub(r"\1", html)


def _with_size(tag: str, size: tuple[int, int] | None, *, elastic: bool, lazy: bool) -> str:
    """Return the *tag* of an image with its size and how to load it.

    :param elastic: whether the height follows the width: many themes limit only the width, which
        would distort an image of a fixed height
    """
    added = ""
    if size is not None:
        tag = _DIMENSION.sub("", tag)
        match = _STYLE.search(tag)
        style = match[1] if match else ""
        if match:
            tag = tag[: match.start()] + tag[match.end() :]
        if elastic:
            style = f"{_without_height(style)} height: auto;".lstrip()
        added = f'width="{size[0]}" height="{size[1]}" ' + (f'style="{style}" ' if style else "")
    if ' loading="' not in tag:
        added += f'loading="{"lazy" if lazy else "eager"}" '
    return f'<img {added}decoding="async" {tag.removeprefix("<img ")}'


def _without_height(style: str) -> str:
    """Return the declarations of *style*, as docutils writes them, but for the height."""
    return ";".join(part for part in style.split(";") if not part.lstrip().startswith("height:"))
