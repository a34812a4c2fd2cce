"""mdBook and GitBook: what is a page is decided by the table of contents, ``SUMMARY.md``."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx_paperreview.reading.layouts.configuration import Program, folder_in, text_in
from sphinx_paperreview.reading.layouts.globs import (
    AND_BELOW,
    expressions,
    ignored_by_git,
    path_prefix,
)
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: A chapter in a table of contents: a link to a file.
_CHAPTER = re.compile(r"\]\(\s*(?:<(?P<bracketed>[^<>\n]+)>|(?P<bare>[^()\s]+))")
#: A comment; one that nothing ends goes on to the end of the text.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SUMMARY = "SUMMARY.md"


def _mdbook(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    book = data.get("book")
    folder = folder_in(site.root, book.get("src") if isinstance(book, dict) else None, "src")
    return _with_summary(site.srcdir, folder, _SUMMARY)


def _gitbook(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    structure = data.get("structure")
    written = structure.get("summary") if isinstance(structure, dict) else None
    summary = written if isinstance(written, str) and written.strip() else _SUMMARY
    folder = folder_in(site.root, data.get("root"), "")
    layout = _with_summary(site.srcdir, folder, summary.removeprefix("./"))
    ignored = ignored_by_git(text_in(site.srcdir, site.root, ".bookignore"))
    excluded = expressions(site.root, ignored, end=AND_BELOW)
    return replace(layout, excluded=(*layout.excluded, *excluded))


def _with_summary(srcdir: str | PathLike[str], folder: str | None, name: str) -> Layout:
    """Return the layout of a book: no page is made of what its table of contents does not name.

    Nor of the table itself. Of a book without one, all is read.
    """
    if folder is None:
        return Layout()
    text = _COMMENT.sub("", text_in(srcdir, folder, name))
    above = posixpath.dirname(posixpath.join(folder, name))
    written = (found["bracketed"] or found["bare"] for found in _CHAPTER.finditer(text))
    joined = (posixpath.normpath(posixpath.join(above, unquote(each))) for each in written)
    chapters = {path.partition("#")[0] for path in joined}
    chapters = {path for path in chapters if path.endswith((".md", ".markdown"))}
    contents = (Content(folder, "", "pages"),)
    if not chapters:
        return Layout(contents=contents)
    named = "|".join(map(re.escape, sorted(chapters)))
    base = path_prefix(folder)
    excluded = re.compile(rf"(?!(?:{named})\Z)\A{base}.*\.(?:md|markdown)\Z", re.DOTALL)
    return Layout(contents=contents, excluded=(excluded,))


MDBOOK = Program(_mdbook, ("book.toml",))
GITBOOK = Program(_gitbook, (".gitbook.yaml", ".gitbook.yml", "book.json"))
