"""MDX files, Markdown and posts that are not UTF-8: decoded as well as possible, with a warning.

Sphinx decodes a source strictly and stops the build if that fails. So the decoded text is written
beside the doctrees and Sphinx reads it there, as it does the home page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import place_document
from sphinx_paperreview.core.decoding import decode, is_binary
from sphinx_paperreview.core.store import write_atomic
from sphinx_paperreview.mdx.parser import MdxParser, parser_of
from sphinx_paperreview.reading.posts import is_post_by_name
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def make_readable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Replace posts and what our parsers read by their text, if they are not UTF-8.

    The event is ``env-before-read-docs``. Warns with :attr:`WarningKind.FILE`. A binary file
    becomes a document with a title alone.
    """
    for docname in docnames:
        path = env.doc2path(docname)
        if not path.is_file() or path.suffix == ".ipynb":
            continue
        if not issubclass(parser_of(app, path), MdxParser) and not is_post_by_name(env, docname):
            continue
        text, encoding = decode(path.read_bytes())
        if encoding == "utf-8":
            continue
        if is_binary(text):
            problem = "this file is no text; exclude it, or write a post into it"
            text = f"# {path.stem}\n"
        else:
            problem = "this file is not UTF-8; it was read as well as could be, save it as UTF-8"
        warn(WarningKind.FILE, "%s", problem, location=f"{path}:1")
        copy = Path(app.doctreedir, "_sources", "decoded", f"{docname}{path.suffix}")
        write_atomic(copy, text.encode())
        place_document(env, docname, copy)
