"""The copies of documents in ``_sources``, to which the link "Source" of a page leads.

Sphinx copies the file as it is, with what its author hid from readers: comments, front matter that
is not shown, the metadata and the hidden cells of a notebook. The copy of a page that we may change
is therefore what it shows, as Markdown. No syntax for comments has to be known for this.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import leave_sources
from sphinx_paperreview.core.builders import stores_context, writes_gathered_pages
from sphinx_paperreview.core.files.store import write_changed
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.scope import changes_page
from sphinx_paperreview.outputs.markdown.papers import document_text
from sphinx_paperreview.outputs.paths.builder_files import source_name
from sphinx_paperreview.outputs.site import Site

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_paperreview.outputs.markdown.writer import Blocks


def take_over(app: Sphinx) -> None:
    """Let no builder copy sources itself (``builder-inited``).

    The builders of JSON and the like do so all the same, if the context of a page names a copy.
    """
    if writes_gathered_pages(app.builder):
        leave_sources(html_builder(app.builder))


def write_copy(app: Sphinx, pagename: str, doctree: nodes.document, blocks: Blocks) -> None:
    """Write the copy of the document *pagename*, in a worker.

    :param blocks: as of :func:`.document_text`
    """
    if not writes_gathered_pages(app.builder) or stores_context(app.builder):
        return
    builder = html_builder(app.builder)
    if not (name := source_name(builder, pagename)):
        return
    path = Path(builder.outdir, "_sources", name)
    if changes_page(builder, pagename):
        text = document_text(Site(builder), pagename, doctree, blocks)
        write_changed(path, f"{text}\n".encode("utf-8", "replace"))
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(app.env.doc2path(pagename), path)
