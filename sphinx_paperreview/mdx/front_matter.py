"""The front matter of the document that is being read, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.decoding import decode
from sphinx_paperreview.core.metadata import frontmatter
from sphinx_paperreview.mdx.language import Language, noted_language

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.metadata.frontmatter import FrontMatter

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
        text = decode(path.read_bytes())[0]
        is_notebook = path.suffix == ".ipynb"
        kept = frontmatter.parse_notebook(text).metadata if is_notebook else frontmatter.parse(text)
        env.current_document[_KEY] = kept
    return kept


def hide_foreign(app: Sphinx, docname: str, content: list[str]) -> None:
    """Blank the TOML or JSON at the head of Markdown, which MyST would show (``source-read``).

    In our own languages a rule of the parser does it. The lines stay, so that the numbers of others
    stay true.
    """
    language = noted_language(app.env)
    suffix = app.env.doc2path(docname).suffix
    is_myst = language is Language.MYST or (
        language is None and app.config.source_suffix.get(suffix) == "markdown"
    )
    if is_myst and content[0].startswith(("+++", "{")):
        found = frontmatter.parse(content[0])
        if found.data and found.format != "YAML":
            lines = content[0].count("\n", 0, found.end)
            content[0] = "\n" * lines + content[0][found.end :]
