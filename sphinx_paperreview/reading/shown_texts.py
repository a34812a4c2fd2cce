"""Texts of a front matter that readers see, as messages for translators.

They are in no paragraph, so Sphinx would not find them: the title of a post that is read by MyST or
docutils, or shows another heading, and the description in lists, feeds and the ``<head>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms import SphinxTransform

from sphinx_paperreview.core.metadata.values import as_text
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.nodes import shown_text
from sphinx_paperreview.reading.posts.posts import TEXTS, headers_of, is_post

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The keys whose text is shown, in the order of their messages.
KEYS = ("title", "description")


class ShowTexts(SphinxTransform):
    """Put the texts of a post into its doctree, where translators find them.

    In reStructuredText, fields are messages by themselves, and only ``paper:post`` is asked.
    """

    default_priority = 19  # before Sphinx's Locale (20) translates messages

    def apply(self, **kwargs: Any) -> None:
        """Add a node for each text, behind all that is shown."""
        if not is_post(self.env, self.document):
            return
        found = {key: node for key, node in self._texts() if node["shown"]}
        self.document.extend(found.values())
        self.env.current_document[TEXTS] = found

    def _texts(self) -> Iterator[tuple[str, shown_text]]:
        if self.env.doc2path(self.env.docname).suffix not in {".rst", ".txt"}:
            front_matter = front_matter_of(self.env)
            for key in KEYS:
                yield key, self._node(front_matter.data.get(key), front_matter.line_of(key))
        for header in headers_of(self.env, self.document):
            for key in header["data"].keys() & KEYS:
                yield key, self._node(header["data"][key], header.line or 1)

    def _node(self, value: object, line: int) -> shown_text:
        text = as_text(value) or ""
        node = shown_text("", message=text, shown=text)
        node.source, node.line = self.document["source"], line
        return node
