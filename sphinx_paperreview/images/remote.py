"""Replace images of other hosts by links in builds where Sphinx would download them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.nodes import REMOTE, hold_in_paragraph, nodes_of_kinds

if TYPE_CHECKING:
    from docutils.nodes import Element


class RemoteImages(SphinxPostTransform):
    """Replace images of other hosts by links if Sphinx would download them.

    A build does not use the network because of a post. Sphinx downloads images for EPUB, LaTeX and
    Texinfo. ``paperreview_fetch_images`` allows it; documents that are not guarded are not changed.
    """

    # Before ImageDownloader of Sphinx (100).
    default_priority = 90

    def run(self, **kwargs: Any) -> None:
        """Replace the images of the document that :mod:`.guard.documents` has marked."""
        builder = builder_of(self.env)
        if settings_of(self.config).fetch_images or builder.supported_remote_images:
            return
        for node in nodes_of_kinds(self.document, nodes.image):
            if node.get(REMOTE) and "://" in node["uri"]:
                _replace(node)


def _replace(node: Element) -> None:
    address = str(node["uri"])
    words = str(node.get("alt") or address.partition("?")[0].rpartition("/")[2][:200] or address)
    linked = isinstance(node.parent, nodes.reference)
    shown: Element = nodes.inline("", words)
    if not linked:
        shown = nodes.reference("", words, refuri=address, internal=False)
    node.replace_self(shown)
    hold_in_paragraph(shown)
