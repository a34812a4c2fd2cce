"""Images: their true size in HTML, so that no text jumps, and names that no build order decides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.images.measure import _pixels, measure, shown_size
from sphinx_paperreview.nodes import missing_image

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinx_paperreview.images.markup import Offer

_STYLE = re.compile(r' style="([^"]*)"')
_HEIGHT = re.compile(r"\s*\bheight:[^;]*;")
_DIMENSION = re.compile(r' (?:width|height)="[^"]*"')


class sized_image(nodes.image):  # noqa: N801  # docutils names nodes in lower case
    """An image that HTML shows with its size; every other builder shows it as any image.

    Attributes: ``lazy`` (bool), whether a browser may fetch it when it comes into view, and
    ``offer``, the :class:`.Offer` that :func:`offer_copies` gives it where pages have one.
    """


class ImageSize(SphinxPostTransform):
    """Turn each image of an HTML page into a :class:`sized_image`; all but the first are lazy.

    An image that is scaled down is not made a link to itself (Sphinx's default); a link that
    the author put around it stays. One whose file is missing is left to the browser, as in
    Docusaurus; in an EPUB, which must hold what it names, its text stands in its place.
    """

    formats = ("html",)
    #: After Sphinx's own work on images (downloads 100, data URIs 150, conversions 200).
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Replace the images of the document."""
        if not writes_epub(builder_of(self.env)):
            for missing in list(self.document.findall(missing_image)):
                uri = missing["uri"]
                missing.replace_self(nodes.image("", **missing.attributes, candidates={"?": uri}))
        for position, node in enumerate(list(self.document.findall(nodes.image))):
            image = sized_image(node.rawsource, **node.attributes)
            image.source, image.line = node.source, node.line
            image["lazy"] = position > 0
            image["classes"] = [*node["classes"], "no-scaled-link"]
            node.replace_self(image)


def offer_copies(document: nodes.document, offer: Offer) -> None:
    """Let the images of *document*, which is resolved, be written with what *offer* has of each."""
    for image in document.findall(sized_image):
        image["offer"] = offer


def visit_sized_image(translator: Any, node: Element) -> None:
    """Write the image as the translator does, then add what keeps its place on the page.

    An EPUB's images stay as they are, for reading systems lay them out by themselves.
    """
    node["classes"] = [name for name in node["classes"] if name != "no-scaled-link"]
    builder, uri = translator.builder, node["uri"]
    natural = measure(Path(builder.srcdir, uri)) if uri in builder.images else None
    size = shown_size(node, natural)  # before Sphinx fills in sizes for ``scale``
    own_height = "height" in node and ("width" in node or not _pixels(str(node["height"])))
    start = len(translator.body)
    translator.visit_image(node)
    if writes_epub(builder):
        return
    lazy = bool(node.get("lazy")) and not uri.startswith("data:")
    for position in range(start, len(translator.body)):
        if translator.body[position].startswith("<img "):
            tag = _with_size(translator.body[position], size, elastic=not own_height, lazy=lazy)
            if node.get("offer") and natural and size:
                tag = node["offer"].wrap(tag, node, uri, natural, size)
            translator.body[position] = tag


def depart_sized_image(translator: Any, node: Element) -> None:
    """Close what :func:`visit_sized_image` opened."""
    translator.depart_image(node)


def _with_size(tag: str, size: tuple[int, int] | None, *, elastic: bool, lazy: bool) -> str:
    """Return the *tag* of an image with its size and how to load it.

    Many themes bound the width alone, which would squeeze an image that has a height: the
    height of an *elastic* one follows the width.
    """
    added = ""
    if size is not None:
        tag = _DIMENSION.sub("", tag)
        match = _STYLE.search(tag)
        style = match[1] if match else ""
        if match:
            tag = tag[: match.start()] + tag[match.end() :]
        if elastic:
            style = f"{_HEIGHT.sub('', style)} height: auto;".lstrip()
        added = f'width="{size[0]}" height="{size[1]}" ' + (f'style="{style}" ' if style else "")
    if ' loading="' not in tag:
        added += f'loading="{"lazy" if lazy else "eager"}" '
    return f'<img {added}decoding="async" {tag.removeprefix("<img ")}'
