"""Keep a document at which its writer ends from ending the build.

:mod:`~sphinx_paperreview.reading.guarded_nodes` replaces the nodes that are known for it. Where a
post, or a document that our parser read, still cannot be written, its page has its words alone. A
builder that writes all documents as one cannot leave one out, and ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview._compat import wrap_method
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.guarded_reading import comes_of_text, summary_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def guard_writing(app: Sphinx, builder: Builder) -> None:
    """Have documents written as words where they cannot be as they are (``write-started``)."""
    if app.pdb or settings_of(app.config).trusted:
        return
    domain = domain_of(app.env)

    def write(original: Callable[..., None], docname: str, document: nodes.document) -> None:
        try:
            original(docname, document)
        except Exception as error:
            if not domain.has_records(docname) or not comes_of_text(error):
                raise
            warn(
                WarningKind.FILE,
                "this page shows its words alone, for it cannot be written (%s); write the "
                "document differently",
                summary_of(error),
                location=docname,
            )
            original(docname, _words_of(document))

    wrap_method(builder, "write_doc", write)


def _words_of(document: nodes.document) -> nodes.document:
    """Return a document with the title of *document*, and a paragraph for each of its texts."""
    words = document.copy()
    words.settings = document.settings
    title, *texts = list(_texts(document)) or [""]
    section = nodes.section("", nodes.title("", title), ids=["words"])
    section += [nodes.paragraph("", text) for text in texts]
    words += section
    return words


def _texts(node: nodes.Node) -> list[str]:
    """Return the texts below *node*, one for each node that has text itself."""
    if isinstance(node, nodes.Invisible | nodes.raw | nodes.meta):
        return []
    if isinstance(node, nodes.TextElement):
        return [node.astext()] if node.astext().strip() else []
    return [text for child in node.children for text in _texts(child)]
