"""MDX files, Markdown and posts that are not UTF-8: decoded as well as possible, with a warning.

Sphinx decodes a source strictly and stops the build if that fails, and MyST-NB fails at half a
character in a notebook. So the text is written
beside the doctrees and Sphinx reads it there, as it does the home page. For everything else the
source stays the file of the author: for warnings, for the search, and for the next build.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import is_placed, place_document, return_document
from sphinx_paperreview.core.files.decoding import decode, is_binary, without_halves
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.mdx.parser import MdxParser, note_file, parser_of
from sphinx_paperreview.reading.posts.posts import is_post_by_name
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
        if not path.is_file():
            continue
        if not issubclass(parser_of(app, path), MdxParser) and not is_post_by_name(env, docname):
            continue
        try:
            text, problem = _readable(path)
        except OSError:  # Sphinx says so when it reads the document
            continue
        if not problem:
            continue
        warn(WarningKind.FILE, "%s", problem, location=f"{path}:1")
        copy = _copies(app) / env.doc2path(docname, base=False)
        write_atomic(copy, text.encode())
        place_document(env, docname, copy)


def _readable(path: Path) -> tuple[str, str]:
    """Return the text of a source file, and what is said of it; nothing if Sphinx can read it."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        text = without_halves(data).decode(errors="replace")
        problem = "this notebook has half a character, or is not UTF-8; U+FFFD is shown instead"
        return text, problem if text.encode() != data else ""
    text, encoding = decode(data)
    if encoding == "utf-8":
        return text, ""
    if is_binary(text):
        return f"# {path.stem}\n", "this file is no text; exclude it, or write a post into it"
    return text, "this file is not UTF-8; it was read as well as could be, save it as UTF-8"


def name_author_file(app: Sphinx, docname: str, content: list[str]) -> None:
    """Give a document its own file again, now that Sphinx has read the copy (``source-read``)."""
    copy = app.env.doc2path(docname)
    _return(app, app.env, docname)
    note_file(app.env, copy, app.env.doc2path(docname))


def name_author_files(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Do the same for those that other processes have read (``env-updated``)."""
    for docname in env.found_docs:
        _return(app, env, docname)
    return []


def _return(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    if is_placed(env, docname):
        path, copies = env.doc2path(docname, base=False), _copies(app)
        if path.is_relative_to(copies):
            return_document(env, docname, path.relative_to(copies))


def _copies(app: Sphinx) -> Path:
    return Path(app.doctreedir, "_sources", "decoded").resolve()
