"""Comments, which are for authors and not for readers."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import only_reads
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.reading.hidden import remove_comments


class RemoveComments(PageTransform):
    """Remove the comments that are left before a page is written.

    Those are the ones with a meaning, which is no longer needed, and those of documents that only
    reading has shown to be part of the archive.
    """

    # After the transforms to which a comment is a mark or a placeholder.
    default_priority = 900

    def is_supported(self) -> bool:
        """Return whether a page is written; translators need the messages in some comments."""
        return super().is_supported() and not only_reads(builder_of(self.env))

    def run(self, **kwargs: Any) -> None:
        """Remove comments, and definitions of substitutions, which end up in XML as well."""
        remove_comments(self.document, nodes.comment, nodes.substitution_definition)
