"""The front matter of the document that is being read, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core import frontmatter

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.frontmatter import FrontMatter

#: Its key in ``env.current_document``, which Sphinx empties after each document.
_KEY = "paperreview_front_matter"


def parse_front_matter(env: BuildEnvironment, document: nodes.document, text: str) -> FrontMatter:
    """Parse the front matter of *text*, and keep it if *text* is the document that is being read.

    It may also be a file that a directive includes with this parser.
    """
    front_matter = frontmatter.parse(text)
    if document["source"] == str(env.doc2path(env.docname)):
        env.current_document[_KEY] = front_matter
    return front_matter


def front_matter_of(env: BuildEnvironment) -> FrontMatter:
    """Return the front matter of the document that is being read; parse its file if necessary."""
    kept: FrontMatter | None = env.current_document.get(_KEY)
    if kept is None:
        path = env.doc2path(env.docname)
        kept = frontmatter.parse(path.read_text(encoding="utf-8-sig", errors="replace"))
        env.current_document[_KEY] = kept
    return kept
